"""What the envelope of a fetched message was, read from the fields of its delivery.

A mailbox keeps no envelope. The server that delivered the message wrote what it knew
on top of it; where it wrote nothing, the author and the mailbox itself stand in. An
empty reverse-path means automatic mail, so it is never assumed, only read.

STANDARDS: RFC 5321 §4.4 (Return-Path), RFC 9228 (Delivered-To), RFC 5092 (IMAP URL).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.parser import BytesHeaderParser
from urllib.parse import quote

from gateway.mail.addresses import read_mailboxes
from gateway.mail.envelope import Envelope
from gateway.mail.headers import Headers
from gateway.mail.limits import Limits

HEAD_LIMIT_BYTES = 256 * 1024
"""Of a message, how much is searched for the fields of its header."""

DELIVERY_FIELDS = ("x-original-to", "envelope-to", "delivered-to")
"""Who was meant, as Postfix, Exim and others write it; the topmost one counts."""


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
    limits = Limits()
    end = head.find(b"\r\n\r\n")
    block = head[: end if 0 <= end <= HEAD_LIMIT_BYTES else HEAD_LIMIT_BYTES]
    parsed = BytesHeaderParser(policy=policy.compat32).parsebytes(block)
    fields = Headers(((n, str(v)) for n, v in parsed.raw_items()), limits)
    return Envelope(
        mail_from=_mail_from(fields, limits),
        rcpt_to=_rcpt_to(fields, mailbox, limits),
        received_at=received_at,
        received_by=host,
        received_from=origin.url,
        protocol="IMAP",
    )


def _mail_from(fields: Headers, limits: Limits) -> str:
    if "return-path" in fields:
        return _first(fields.raw("return-path"), limits)
    return _first(fields.raw("from"), limits)


def _rcpt_to(fields: Headers, mailbox: str, limits: Limits) -> tuple[str, ...]:
    delivered = (_first(fields.raw(name), limits) for name in DELIVERY_FIELDS)
    found = _distinct(address for address in delivered if address)
    if found:
        return found
    named = read_mailboxes((*fields.raws("to"), *fields.raws("cc")), limits)
    ours = _distinct(m.address for m in named if _is_form_of(m.address, mailbox))
    return ours or (mailbox,)


def _first(value: str, limits: Limits) -> str:
    mailboxes = read_mailboxes((value,), limits)
    address = mailboxes[0].address if mailboxes else ""
    return address if "@" in address else ""


def _is_form_of(address: str, mailbox: str) -> bool:
    """Whether this is the mailbox's address, also with a ``+`` part."""
    local, _, domain = address.lower().rpartition("@")
    own_local, _, own_domain = mailbox.lower().rpartition("@")
    return domain == own_domain and local.partition("+")[0] == own_local


def _distinct(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(addresses))
