"""One delivery report of a test: how it looks, and what it says."""

from dataclasses import dataclass

from gateway.mail.message import MailKind

ANNE = "anne@customer.example"
DAEMON = "From: Mail Delivery System <MAILER-DAEMON@mx.example>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One report: how it looks, and what it says."""

    name: str
    sender: str = DAEMON
    subject: str
    text: str
    status: str = "5.1.1"
    kind: MailKind = MailKind.BOUNCE
    hard: bool = True
    recipients: tuple[str, ...] = (ANNE,)
    head: str = ""
