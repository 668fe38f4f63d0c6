import logging

import pytest

from gateway import maillog
from gateway.mail.envelope import Envelope, QueueId
from tests.support.clock import NOON

ANT = QueueId("ANT")


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def an_envelope(mail_from: str, rcpt_to: tuple[str, ...]) -> Envelope:
    return Envelope(
        mail_from=mail_from, rcpt_to=rcpt_to, received_at=NOON, received_by="x"
    )


def test_a_line_begins_with_the_queue_id_and_the_verb(
    lines: pytest.LogCaptureFixture,
) -> None:
    envelope = an_envelope("anne@x", ("support@x",))
    maillog.accepted(ANT, envelope, 123)
    maillog.handled(ANT, "request", "TS20231001001")

    assert lines.messages == [
        "ANT: accepted mail_from=<anne@x> rcpt_to=support@x proto=ESMTP size=123",
        "ANT: handled end_state=request request=TS20231001001",
    ]


def test_many_recipients_are_counted_and_not_listed(
    lines: pytest.LogCaptureFixture,
) -> None:
    recipients = tuple(f"support+{n}@example.com" for n in range(100))
    maillog.accepted(ANT, an_envelope("", recipients), 1)

    assert ",+97 " in lines.messages[0]
    assert "mail_from=<> " in lines.messages[0]


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("a\r\nANT: accepted", '"a\\x0d\\x0aANT: accepted"'),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("a\u2028b", "a\\u2028b"),
        ("\udcff", "\\udcff"),
        ("张三", "张三"),
        ('say "hi" = \\', '"say \\"hi\\" = \\\\"'),
        ("x" * 5000, "x" * (maillog.VALUE_LIMIT_CHARACTERS - 3) + "..."),
    ],
)
def test_what_a_stranger_sent_can_neither_forge_a_line_nor_paint_a_terminal(
    lines: pytest.LogCaptureFixture, sent: str, written: str
) -> None:
    maillog.held(ANT, sent)

    assert lines.messages == [f"ANT: held cause={written}"]
    lines.messages[0].encode()


def test_a_fault_is_one_line_that_names_the_error_and_its_place(
    lines: pytest.LogCaptureFixture,
) -> None:
    try:
        int("x\n")
    except ValueError as error:
        maillog.fault("desk", error)

    (line,) = lines.messages
    assert line.startswith("fault where=desk error=ValueError cause=")
    assert "at=test_maillog.py:" in line
    assert "\n" not in line


def test_each_event_has_its_level_and_its_logger(
    lines: pytest.LogCaptureFixture,
) -> None:
    maillog.listening("smtp", "127.0.0.1:2525")
    maillog.connected("[192.0.2.1]")
    maillog.rejected("[192.0.2.1]", "550 5.1.1", "No such recipient here")
    maillog.deferred(ANT, 1, "the store is away")
    maillog.held(ANT, "too many tries")
    maillog.released(ANT)
    maillog.discarded(ANT)
    maillog.letter_queued(ANT, "<bee@x>", "anne@customer.example", "C01")
    maillog.delivered("<bee@x>", "anne@customer.example", "250 ok")
    maillog.delivery_deferred("<bee@x>", "anne@customer.example", "4.2.2", "full")
    maillog.delivery_failed("<bee@x>", "anne@customer.example", "5.1.1", "nobody")
    maillog.came_back("<bee@x>", "anne@customer.example", 3.0, given_up=True)
    maillog.worker_started("w0", 42)
    maillog.worker_replaced("w0", "killed by signal 9")
    maillog.unavailable("spool", "No space left on device")
    maillog.stopped()

    room = [(r.name.removeprefix("gateway."), r.levelname) for r in lines.records]
    assert room == [
        ("intake", "INFO"),
        ("intake", "DEBUG"),
        ("intake", "WARNING"),
        ("mail", "WARNING"),
        ("mail", "ERROR"),
        ("mail", "INFO"),
        ("mail", "INFO"),
        ("mail", "INFO"),
        ("dispatch", "INFO"),
        ("dispatch", "WARNING"),
        ("dispatch", "ERROR"),
        ("dispatch", "WARNING"),
        ("runtime", "INFO"),
        ("runtime", "ERROR"),
        ("runtime", "WARNING"),
        ("runtime", "INFO"),
    ]
