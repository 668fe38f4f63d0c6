"""No letter can say more to the relay than itself."""

import re

import pytest
from hypothesis import given, strategies as st

from gateway.desk.ports import Letter
from gateway.dispatch.wire import (
    ADDRESS_LIMIT_OCTETS,
    Unfit,
    envelope_commands,
    wire_form,
)

ALL = {"size": "1000", "8bitmime": "", "smtputf8": ""}
PLAIN = b"Subject: x\r\n\r\nHi\r\n"


def letter(recipient: str = "anne@customer.example", return_path: str = "") -> Letter:
    return Letter(
        letter_id=1,
        message_id="<ant@gateway.example>",
        recipient=recipient,
        return_path=return_path,
        content=PLAIN,
    )


@pytest.mark.parametrize(
    ("content", "wire"),
    [
        (b"a\r\n", b"a\r\n.\r\n"),
        (b"a", b"a\r\n.\r\n"),
        (b"", b"\r\n.\r\n"),
        (b"a\nb\rc\r\n", b"a\r\nb\r\nc\r\n.\r\n"),
        (b".\r\n..\r\n", b"..\r\n...\r\n.\r\n"),
        (b"a\n.\nMAIL FROM:<x@y>\n", b"a\r\n..\r\nMAIL FROM:<x@y>\r\n.\r\n"),
        (b"a\r.\r", b"a\r\n..\r\n.\r\n"),
    ],
)
def test_only_cr_lf_ends_a_line_and_dots_are_doubled(
    content: bytes, wire: bytes
) -> None:
    assert wire_form(content) == wire


@given(st.lists(st.sampled_from([b"\r", b"\n", b".", b"a", b"\r\n"])).map(b"".join))
def test_no_content_ends_before_its_end(content: bytes) -> None:
    wire = wire_form(content)
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", wire) is None
    assert (b"\r\n" + wire).find(b"\r\n.\r\n") == len(wire) - 3


@pytest.mark.parametrize(
    "address",
    [
        "anne@customer.example",
        '"anne of x"@customer.example',
        '"a\\"b"@customer.example',
        "anne+tag=1@[192.0.2.1]",
        "安妮@客户.example",
    ],
)
def test_an_address_is_said_as_it_is(address: str) -> None:
    _, rcpt, _ = envelope_commands(letter(recipient=address), PLAIN, ALL)
    assert rcpt == f"RCPT TO:<{address}>\r\n".encode()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anne",
        "@customer.example",
        "anne@",
        "anne@a@b",
        "anne@x>\r\nDATA",
        "anne@x\r\nDATA",
        "anne@x ORCPT=y",
        "anne\x00@x",
        "anne\udcff@x",
        '"anne@x',
        "a" * ADDRESS_LIMIT_OCTETS + "@x",
    ],
)
def test_what_is_no_address_is_never_said(address: str) -> None:
    with pytest.raises(Unfit) as unfit:
        envelope_commands(letter(recipient=address), PLAIN, ALL)
    assert unfit.value.code == "5.1.3"
    if address:
        with pytest.raises(Unfit) as unfit:
            envelope_commands(letter(return_path=address), PLAIN, ALL)
        assert unfit.value.code == "5.1.7"


@pytest.mark.parametrize(
    ("recipient", "content", "parameters"),
    [
        ("anne@x", PLAIN, " SIZE=18"),
        ("anne@x", PLAIN + "é".encode(), " SIZE=20 BODY=8BITMIME"),
        ("安妮@x", PLAIN, " SIZE=18 SMTPUTF8"),
        ("anne@x", b"Subject: \xc3\xa9\r\n\r\n", " SIZE=15 BODY=8BITMIME SMTPUTF8"),
    ],
)
def test_a_parameter_is_said_where_it_is_needed(
    recipient: str, content: bytes, parameters: str
) -> None:
    mail, _, _ = envelope_commands(letter(recipient=recipient), content, ALL)
    assert mail == f"MAIL FROM:<>{parameters}\r\n".encode()


@pytest.mark.parametrize(
    ("recipient", "content", "offered", "code"),
    [
        ("安妮@x", PLAIN, {}, "5.6.7"),
        ("anne@x", PLAIN + b"\xff", {}, "5.6.3"),
        ("anne@x", PLAIN, {"size": "17"}, "5.3.4"),
    ],
)
def test_what_the_relay_can_never_take_fails_before_it_is_said(
    recipient: str, content: bytes, offered: dict[str, str], code: str
) -> None:
    with pytest.raises(Unfit) as unfit:
        envelope_commands(letter(recipient=recipient), content, offered)
    assert unfit.value.code == code


@pytest.mark.parametrize("size", ["", "0", "18", "no number", "9" * 400])
def test_a_size_limit_that_is_none_or_high_enough_is_no_obstacle(size: str) -> None:
    mail, _, _ = envelope_commands(letter(), PLAIN, {"size": size})
    assert b"SIZE=18" in mail


# --- reports (RFC 3461) ------------------------------------------------------

WITH_DSN = {**ALL, "dsn": ""}


def test_a_report_of_failures_is_asked_for_where_the_relay_knows_how() -> None:
    ours = letter("anne+x=1@customer.example", "support+b.1@example.com")
    mail, rcpt, _ = envelope_commands(ours, PLAIN, WITH_DSN)
    assert mail.endswith(b" RET=HDRS ENVID=ant@gateway.example\r\n")
    assert rcpt == (
        b"RCPT TO:<anne+x=1@customer.example> NOTIFY=FAILURE"
        b" ORCPT=rfc822;anne+2Bx+3D1@customer.example\r\n"
    )
    mail, rcpt, _ = envelope_commands(ours, PLAIN, ALL)
    assert b"RET" not in mail
    assert b"NOTIFY" not in rcpt


def test_nothing_is_asked_for_the_null_path_and_no_name_of_an_address_is_guessed() -> (
    None
):
    mail, rcpt, _ = envelope_commands(letter(), PLAIN, WITH_DSN)
    assert b"RET" not in mail
    assert b"NOTIFY" not in rcpt
    chinese = letter("\u5f20@customer.example", "support@example.com")
    _, rcpt, _ = envelope_commands(chinese, PLAIN, WITH_DSN)
    assert rcpt.endswith(b"> NOTIFY=FAILURE\r\n")


@given(st.text(max_size=80))
def test_no_id_can_end_a_command(name: str) -> None:
    ours = Letter(
        letter_id=1,
        message_id=f"<{name}>",
        recipient="anne@customer.example",
        return_path="support@example.com",
        content=PLAIN,
    )
    for command in envelope_commands(ours, PLAIN, WITH_DSN):
        assert re.fullmatch(rb"[ -~]+\r\n", command)
        assert len(command) <= 512
