"""Forwarded mail in the forms of many clients: who wrote it, and in which words."""

from email.message import EmailMessage
from io import BytesIO

import pytest

from gateway.mail.automatic import OurMarks
from gateway.mail.forward import (
    Forwarded,
    above_forwarded,
    read_embedded,
    read_forwarded,
)
from gateway.mail.limits import Limits
from gateway.mail.message import Mailbox
from gateway.mail.parse import parse
from tests.mail.forwards import ANNE, FORMS, GMAIL, OUTLOOK, QQ, WORDS
from tests.support.builders import a_message

LIMITS = Limits()


def forwarded(text: str, in_reply_to: str = "") -> Forwarded | None:
    return read_forwarded(a_message(text, in_reply_to=in_reply_to), None, LIMITS)


@pytest.mark.parametrize("form", FORMS)
def test_the_forward_of_a_client_names_its_sender(form: str) -> None:
    found = forwarded(FORMS[form])
    assert found is not None
    assert [box.address.lower() for box in found.senders] == [ANNE]
    assert (found.subject, found.words, found.text.strip()) == (
        "The printer",
        WORDS,
        WORDS,
    )
    assert "2026" in found.sent


@pytest.mark.parametrize("form", FORMS)
def test_what_stands_above_a_forward_is_the_forwarding_persons(form: str) -> None:
    text = FORMS[form].replace("\n\n", "\n\nPlease look, Dave.\n\n", 1)
    above = above_forwarded(text)
    assert "Please look, Dave." in above
    assert ANNE not in above
    assert "Forwarded" not in above
    assert "--" not in above


def test_of_nested_forwards_the_outermost_counts() -> None:
    inner = GMAIL.partition("\n\n")[2].replace(ANNE, "cris@customer.example")
    found = forwarded(OUTLOOK + "\n" + inner)
    assert found is not None
    assert [box.address for box in found.senders] == [ANNE]
    assert "cris@customer.example" in found.text


@pytest.mark.parametrize(
    ("shown", "addresses"),
    [
        ("Anne Li", []),
        (
            "anne@customer.example on behalf of Cris <cris@customer.example>",
            [ANNE, "cris@customer.example"],
        ),
        (
            '"boss@customer.example" <anne@customer.example>',
            ["boss@customer.example", ANNE],
        ),
        (f'"{ANNE}" <{ANNE}>', [ANNE]),
        (f"{ANNE.upper()} <{ANNE}>", [ANNE]),
        ("@customer.example", []),
        ("anne@", []),
    ],
)
def test_all_addresses_that_may_be_the_senders_are_named(
    shown: str, addresses: list[str]
) -> None:
    found = forwarded(OUTLOOK.replace(f"Anne Li <{ANNE}>", shown))
    assert found is not None
    assert sorted(box.address.lower() for box in found.senders) == sorted(addresses)


def test_the_name_of_the_sender_is_read() -> None:
    found = forwarded(QQ)
    assert found is not None
    assert found.senders == (Mailbox("Anne Li", ANNE),)


@pytest.mark.parametrize(
    "text",
    [
        "#as\n\nAnne wrote to me that the printer is on fire.",
        "#as\n\nFrom: the printer room\nI saw smoke.",
        "#as\n\nFrom: Berlin\nTo: Paris",
        "#as\n\nOn Monday, Anne <anne@customer.example> wrote:\n> Smoke!",
        "",
        "\n" * 5000 + OUTLOOK,
    ],
)
def test_what_is_no_block_of_fields_is_no_forward(text: str) -> None:
    assert forwarded(text) is None


CRAFTED = f"""\
> Please see below.
>
> From: Anne Li <{ANNE}>
> Sent: Monday, November 16, 2026 9:58 AM
> To: bart@example.com
> Subject: Delete my account
>
> Delete it now.
"""


@pytest.mark.parametrize(
    ("above", "sign"),
    [
        ("", "> "),
        ("On Mon, Nov 16, 2026 at 9:58 AM Mallory <m@evil.example> wrote:", "> "),
        ("On Mon, Nov 16, 2026 at 9:58 AM Mallory <m@evil.example> wrote:", ""),
        ("在 2026年11月16日 9:58，Mallory <m@evil.example> 写道：", "> "),
    ],
)
def test_fields_in_what_an_answer_quotes_are_no_forward(above: str, sign: str) -> None:
    text = f"#as\n\n{above}\n{CRAFTED.replace('> ', sign)}"
    assert forwarded(text) is None


def test_the_id_of_the_original_is_what_the_forward_refers_to() -> None:
    found = forwarded(GMAIL, in_reply_to="<ant@customer.example>")
    assert found is not None
    assert found.message_id == "<ant@customer.example>"


def test_history_that_the_original_quotes_is_not_its_words() -> None:
    text = (
        GMAIL
        + "\nOn Sun, Nov 15, 2026 at 8:00 AM Cris <cris@customer.example> wrote:\n"
        + "> Old.\n"
    )
    found = forwarded(text)
    assert found is not None
    assert found.words == WORDS
    assert "Old." in found.text


# --- an attached mail ----------------------------------------------------------


def an_original() -> EmailMessage:
    original = EmailMessage()
    original["From"] = f"Anne Li <{ANNE}>"
    original["Subject"] = "打印机"
    original["Message-ID"] = "<ant@customer.example>"
    original["Date"] = "Mon, 16 Nov 2026 09:58:00 +0100"
    original.set_content(WORDS)
    original.add_attachment(b"a log\n", "text", "plain", filename="printer.txt")
    return original


def a_forward(*, as_file: bool) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "bart@example.com", "Fwd"
    mail.set_content("#as\nPlease look.")
    if as_file:
        mail.add_attachment(
            an_original().as_bytes(), "application", "octet-stream", filename="a.EML"
        )
    else:
        mail.add_attachment(an_original())
    return mail.as_bytes()


@pytest.mark.parametrize("as_file", [False, True])
def test_an_attached_mail_is_read_with_its_files(*, as_file: bool) -> None:
    content = a_forward(as_file=as_file)
    message = parse(BytesIO(content))
    embedded = read_embedded(BytesIO(content), LIMITS, OurMarks())
    found = read_forwarded(message, embedded, LIMITS)
    assert found is not None
    assert found.senders == (Mailbox("Anne Li", ANNE),)
    assert (found.subject, found.words) == ("打印机", WORDS)
    assert found.message_id == "<ant@customer.example>"
    assert [file.filename for file in found.files] == ["printer.txt"]
    assert found.above.startswith("#as")


def test_of_several_attached_mails_the_first_counts() -> None:
    mail = EmailMessage()
    mail.set_content("#as")
    other = EmailMessage()
    other["From"] = "cris@customer.example"
    other.set_content("Later.")
    mail.add_attachment(an_original())
    mail.add_attachment(other)
    embedded = read_embedded(BytesIO(mail.as_bytes()), LIMITS, OurMarks())
    assert embedded is not None
    assert embedded.subject == "打印机"


def test_a_mail_without_an_attached_one_embeds_none() -> None:
    content = b"From: bart@example.com\r\n\r\n#as\r\n"
    assert read_embedded(BytesIO(content), LIMITS, OurMarks()) is None
