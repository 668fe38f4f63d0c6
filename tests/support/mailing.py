"""Mails as a mail client sends them, whole, for tests that go over the wire."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP

from gateway.cli.demo_post import text_of

ANNE = "anne@customer.example"
CRIS = "cris@elsewhere.example"
BART = "bart@example.com"
DAVE = "dave@example.com"
ELLE = "elle@example.com"
SUPPORT = "support@example.com"

NO_HEADERS: Mapping[str, str] = {}


def a_mail(
    text: str = "The printer is on fire.",
    *,
    sender: str = ANNE,
    to: str = SUPPORT,
    subject: str = "The printer",
    message_id: str = "<ant@customer.example>",
    headers: Mapping[str, str] = NO_HEADERS,
    files: Mapping[str, bytes] = {},
) -> bytes:
    """A new mail; ``headers`` are added as they are."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = sender, to
    mail["Subject"], mail["Message-ID"] = subject, message_id
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(text)
    for name, content in files.items():
        mail.add_attachment(content, "application", "octet-stream", filename=name)
    return mail.as_bytes()


def a_reply(
    letter: EmailMessage, text: str, *, message_id: str = "<bee@example.com>"
) -> tuple[bytes, str, str]:
    """A reply by the one to whom a letter went: content, its sender, its recipient."""
    sender, to = str(letter["Delivered-To"]), str(letter["Reply-To"])
    quoted = "".join(f"> {line}\n" for line in text_of(letter).splitlines())
    above = f"On Mon, 16 Nov 2026 at 10:00, Technical Support <{SUPPORT}> wrote:"
    content = a_mail(
        f"{text}\n\n{above}\n{quoted}",
        sender=sender,
        to=to,
        subject=f"Re: {letter['Subject']}",
        message_id=message_id,
        headers={
            "In-Reply-To": str(letter["Message-ID"]),
            "References": f"{letter['References']} {letter['Message-ID']}",
        },
    )
    return content, sender, to


def number_of(letter: EmailMessage) -> str:
    """The request that a letter is about."""
    return str(letter["X-Ticket"])
