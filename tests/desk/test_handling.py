"""What no person wrote, what was seen before, and what nobody could answer."""

import pytest

from gateway.desk.handling import Unusable, handle, read_message
from gateway.domain.codes import NoticeCode as N
from gateway.domain.request import Status
from gateway.mail.envelope import Envelope
from gateway.store import reports
from tests.support.builders import ANNE, BART, NUMBER
from tests.support.desk import World, resolved

AUTO_REPLY = "自动回复: 我正在休假"
REPORT = """\
Content-Type: multipart/report; report-type=delivery-status; boundary=cut
"""


@pytest.mark.parametrize(
    ("headers", "subject", "reason"),
    [
        ("Auto-Submitted: auto-replied", "x", "automatic"),
        ("X-QQ-AUTO-REPLY: true", "x", "automatic"),
        ("", AUTO_REPLY, "automatic"),
        ("Precedence: bulk", "x", "bulk"),
        ("List-Id: <ants.example.com>\nPrecedence: list", "x", "list"),
        ("X-Loop: example.com", "x", "own"),
    ],
)
def test_what_no_person_wrote_is_filed_and_never_answered(
    world: World, headers: str, subject: str, reason: str
) -> None:
    assert world.send(ANNE, "Smoke!", subject=subject, headers=headers) == ()
    assert world.last_end() == ("filed", reason)
    assert list(reports.requests()) == []


def test_a_recall_is_filed_and_never_answered(world: World) -> None:
    assert world.send(ANNE, "", subject="撤回: 订单") == ()
    assert world.last_end() == ("filed", "recall")


def test_what_came_with_the_null_path_is_filed_and_never_answered(
    world: World,
) -> None:
    assert world.send(ANNE, "Smoke!", mail_from="") == ()
    assert world.last_end() == ("filed", "automatic")


def test_an_automatic_answer_with_a_token_confirms_nothing(world: World) -> None:
    letter = resolved(world)
    letters = world.answer(letter, "Confirmed", headers="Auto-Submitted: auto-replied")
    assert letters == ()
    assert world.request().status is Status.AWAITING_CONFIRMATION


def test_what_staff_send_automatically_commands_nothing(world: World) -> None:
    world.send(ANNE, "Smoke!")
    letter = world.letter(N.TO_ASSIGN, BART)
    assert world.answer(letter, "#take", headers="Auto-Submitted: auto-replied") == ()
    assert world.request().status is Status.RECEIVED


def test_mail_from_our_own_address_is_filed(world: World) -> None:
    assert world.send("support@example.com", "Smoke!") == ()
    assert world.last_end() == ("filed", "own")


def test_a_second_copy_is_filed(world: World) -> None:
    for _ in range(3):
        world.send(ANNE, "Smoke!", message_id="<ant@customer.example>")
    assert sorted(world.ended().values()) == [
        ("filed", "duplicate"),
        ("filed", "duplicate"),
        ("request", "new"),
    ]
    assert len(world.letters("C01")) == 1


def test_a_copy_that_came_another_way_is_the_same_mail(world: World) -> None:
    """Each alias and each relay writes trace fields of its own (THREATS 3)."""
    ant = "<ant@customer.example>"
    world.send(ANNE, "Smoke!", message_id=ant, subject="Smoke")
    trace = "Received: from mx by other; Mon, 16 Nov 2026 09:00:00 +0800"
    world.send(ANNE, "Smoke!", message_id=ant, subject="SMOKE", headers=trace)
    assert world.last_end() == ("filed", "duplicate")
    assert len(world.letters("C01")) == 1


def test_a_captured_command_does_nothing_the_second_time(world: World) -> None:
    world.send(ANNE, "Smoke!")
    letter = world.letter(N.TO_ASSIGN, BART)
    bee = "<bee@example.com>"
    told = {"to": letter.reply_to, "message_id": bee, "parent": letter.message_id}
    world.send(BART, "#note toner is out", **told)
    version = world.request().version
    for hop in range(10):
        again = world.send(BART, "#note toner is out", headers=f"X-Hop: {hop}", **told)
        assert again == ()
    assert world.request().version == version


def test_the_same_message_id_and_words_of_another_sender_are_another_mail(
    world: World,
) -> None:
    for sender in (ANNE, "cris@customer.example"):
        world.send(sender, "Smoke!", message_id="<ant@customer.example>")
    assert [end for end, _ in world.ended().values()] == ["request", "request"]


def test_equal_mails_without_a_message_id_are_two(world: World) -> None:
    for minute in (1, 2):
        world.clock.advance(minutes=minute)
        raw = f"From: {ANNE}\r\nDate: Mon, 16 Nov 2026 09:0{minute}:00 +0800\r\n"
        envelope = Envelope(
            mail_from=ANNE,
            rcpt_to=("support@example.com",),
            received_at=world.clock.now(),
            received_by="mx.example.com",
        )
        world.spool.accept(envelope, f"{raw}\r\nSmoke!\r\n".encode())
        world.work()
    assert [end for end, _ in world.ended().values()] == ["request", "request"]


def test_the_same_message_id_over_other_words_is_another_mail(world: World) -> None:
    world.send(ANNE, "Smoke!", message_id="<ant@customer.example>", subject="Smoke")
    world.send(ANNE, "Paper!", message_id="<ant@customer.example>", subject="Paper")
    assert [end for end, _ in world.ended().values()] == ["request", "request"]


@pytest.mark.parametrize("sender", ["undisclosed-recipients:;", "nobody", ""])
def test_a_mail_of_nobody_is_held_for_a_person(world: World, sender: str) -> None:
    world.send(sender, "Smoke!", mail_from=ANNE)
    (held,) = world.spool.listing()
    assert (held.queue, held.reason) == ("hold", "no usable sender address")
    assert world.ended() == {}


def test_a_mail_of_nobody_is_unusable(world: World) -> None:
    queue_id = world.put("nobody", "Smoke!", mail_from=ANNE)
    (spooled,) = world.spool.claim("w1", 1)
    with world.spool.open(queue_id) as source:
        read = read_message(spooled, source, world.context)
    with pytest.raises(Unusable):
        handle(read, world.context)


def test_the_receipt_covers_every_octet_of_the_mail(world: World) -> None:
    first = world.put(ANNE, "Smoke!", message_id="<ant@customer.example>")
    second = world.put(ANNE, "Smoke! ", message_id="<ant@customer.example>")
    digests = []
    for spooled in world.spool.claim("w1", 2):
        with world.spool.open(spooled.queue_id) as source:
            digests.append(read_message(spooled, source, world.context).digest)
    assert len({first, second}) == len(set(digests)) == 2


def test_a_file_is_kept_listed_and_named_and_a_bad_one_is_refused(
    world: World,
) -> None:
    head = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=cut"
    part = (
        "--cut\nContent-Type: text/plain\n"
        'Content-Disposition: attachment; filename="{}"\n\n{}\n'
    )
    body = (
        "--cut\nContent-Type: text/plain\n\nSmoke!\n"
        + part.format("log.txt", "error 500")
        + part.format("x.exe", "MZ not allowed")
        + "--cut--\n"
    )
    queue_id = _put_raw(world, f"From: {ANNE}\nMessage-ID: <ant@x>\n{head}", body)
    world.work()

    shown = reports.show(NUMBER)
    assert shown is not None
    listed = {file.filename: file.refused for file in shown.files}
    assert listed == {"log.txt": None, "x.exe": "wrong-type"}
    assert world.ended()[queue_id] == ("request", "new")


def _put_raw(world: World, head: str, body: str) -> str:
    from gateway.mail.envelope import Envelope  # noqa: PLC0415 (this test alone)

    raw = f"{head}\n\n{body}".replace("\n", "\r\n").encode()
    envelope = Envelope(
        mail_from=ANNE,
        rcpt_to=("support@example.com",),
        received_at=world.clock.now(),
        received_by="mx.example.com",
    )
    return world.spool.accept(envelope, raw)


@pytest.mark.parametrize(
    ("plain", "html", "status"),
    [
        ("#take", "<p>Hello, thanks.</p>", Status.RECEIVED),
        ("Hello, thanks.", "<p>#take</p>", Status.RECEIVED),
        ("#take", "<div>#take</div>", Status.IN_PROGRESS),
    ],
)
def test_a_mail_whose_parts_disagree_commands_nothing(
    world: World, plain: str, html: str, status: Status
) -> None:
    world.send(ANNE, "Smoke!")
    letter = world.letter(N.TO_ASSIGN, BART)
    raw = (
        f"From: {BART}\r\nTo: {letter.reply_to}\r\nMessage-ID: <bee@example.com>\r\n"
        f"In-Reply-To: {letter.message_id}\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/alternative; boundary=cut\r\n\r\n"
        f"--cut\r\nContent-Type: text/plain\r\n\r\n{plain}\r\n"
        f"--cut\r\nContent-Type: text/html\r\n\r\n{html}\r\n--cut--\r\n"
    )
    envelope = Envelope(
        mail_from=BART,
        rcpt_to=(letter.reply_to,),
        received_at=world.clock.now(),
        received_by="mx.example.com",
    )
    world.spool.accept(envelope, raw.encode())
    world.work()
    assert world.request().status is status
