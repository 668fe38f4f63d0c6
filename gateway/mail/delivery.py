"""The envelope of a message that came without one, read from its delivery's fields.

The server that delivered a message wrote what it knew on top of it; where it wrote
nothing, the author and the mailbox itself stand in. An empty reverse-path means
automatic mail, so it is never assumed, only read.

STANDARDS: RFC 5321 §4.4 (Return-Path), RFC 9228 (Delivered-To).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from email import policy
from email.parser import BytesHeaderParser

from gateway.mail.addresses import read_mailboxes
from gateway.mail.headers import Headers
from gateway.mail.limits import Limits

HEAD_LIMIT_BYTES = 256 * 1024
"""Of a message, how much is searched for the fields of its header."""

DELIVERY_FIELDS = ("x-original-to", "envelope-to", "delivered-to")
"""Who was meant, as Postfix, Exim and others write it; the topmost one counts."""

_HEADER_END = (b"\r\n\r\n", b"\n\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Who sent, and to whom; ``mail_from`` is empty for the null reverse-path."""

    mail_from: str
    rcpt_to: tuple[str, ...]


def read_delivery(head: bytes, mailbox: str) -> Delivery:
    """Read the beginning of a message. Garbage gives fewer facts, no exception.

    ``mailbox`` is the address that the messages found there were sent to.
    """
    limits = Limits()
    head = head[:HEAD_LIMIT_BYTES]
    ends = [end for end in map(head.find, _HEADER_END) if end >= 0]
    block = head[: min(ends, default=HEAD_LIMIT_BYTES)]
    parsed = BytesHeaderParser(policy=policy.compat32).parsebytes(block)
    fields = Headers(((n, str(v)) for n, v in parsed.raw_items()), limits)
    return Delivery(
        mail_from=_mail_from(fields, limits),
        rcpt_to=_rcpt_to(fields, mailbox, limits),
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
