"""What the envelope of a fetched message was, read from the fields of its delivery.

A mailbox keeps no envelope. The server that delivered the message wrote what it knew
on top of it; where it wrote nothing, the author and the mailbox itself stand in. An
empty reverse-path means automatic mail, so it is never assumed, only read.

STANDARDS: RFC 5321 §4.4 (Return-Path), RFC 9228 (Delivered-To), RFC 5092 (IMAP URL).
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from gateway.mail.delivery import read_delivery
from gateway.mail.envelope import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a message was found."""

    host: str
    user: str
    folder: str
    uidvalidity: int
    uid: int

    @property
    def url(self) -> str:
        """RFC 5092. It tells an operator, in the Received field, which one it was."""
        return (
            f"imap://{quote(self.user, safe='')}@{self.host}/"
            f"{quote(self.folder, safe='/')};UIDVALIDITY={self.uidvalidity}"
            f"/;UID={self.uid}"
        )


def envelope_of(
    head: bytes, *, origin: Origin, mailbox: str, received_at: datetime, host: str
) -> Envelope:
    """The envelope of a message that begins with ``head``.

    ``mailbox`` is the address the messages of this mailbox were sent to; ``host`` is
    the name under which we receive. Garbage gives fewer facts, never an exception.
    """
    delivery = read_delivery(head, mailbox)
    return Envelope(
        mail_from=delivery.mail_from,
        rcpt_to=delivery.rcpt_to,
        received_at=received_at,
        received_by=host,
        received_from=origin.url,
        protocol="IMAP",
    )
