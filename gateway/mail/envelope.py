"""The envelope, and the trace fields in which it travels on top of a message.

A spooled message is one plain RFC 5322 file. Its topmost block is ours: Return-Path,
one Delivered-To a recipient, Authenticated-Sender where somebody logged in,
Folder-Order where staff dragged it into a folder, and one Received field that ends the
block. Whatever stands below that Received was written by others.

STANDARDS: RFC 5321 §2.3.1 (envelope), §4.4 (trace fields); RFC 5322 §3.6.7.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import StrEnum
from typing import BinaryIO, NewType

QueueId = NewType("QueueId", str)
"""Names a message while it is ours; sorts in the order of acceptance."""

TRACE_LIMIT_LINES = 1100
"""Lines of our own block at most: the recipients of one message and six."""

TRACE_LINE_LIMIT_OCTETS = 8192
"""A line of our own block is shorter; a longer one is not ours."""


class FolderVerb(StrEnum):
    """What staff want done with a mail that they drag into a folder for it."""

    NEW = "new"
    JUNK = "junk"
    COMMAND = "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderOrder:
    """A folder is a command; ``by`` is the address in whose name it is carried out.

    ``text`` is the line of a command as staff write it. Such a mail comes twice: as
    it is, and then with its order, which is about the request that it belongs to.
    """

    verb: FolderVerb
    by: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the session said. ``mail_from`` is empty for the null reverse-path.

    ``authenticated`` is the address that logged in (RFC 4954); empty: nobody did.
    ``order`` is that of the folder of a mailbox in which it lay.
    """

    mail_from: str
    rcpt_to: tuple[str, ...]
    received_at: datetime
    received_by: str
    received_from: str = ""
    protocol: str = "ESMTP"
    authenticated: str = ""
    order: FolderOrder | None = None


def trace(envelope: Envelope, queue_id: QueueId) -> bytes:
    """Write the block that goes on top of the message. CRLF line ends."""
    lines = [f"Return-Path: <{_clean(envelope.mail_from)}>"]
    lines += [f"Delivered-To: {_clean(rcpt)}" for rcpt in envelope.rcpt_to]
    if envelope.authenticated:
        lines.append(f"Authenticated-Sender: {_word(envelope.authenticated)}")
    if envelope.order:
        order = envelope.order
        told = f"{order.verb} {_word(order.by)} {_clean(order.text)}"
        lines.append(f"Folder-Order: {told.rstrip()}")
    source = _clean(envelope.received_from) or "localhost"
    by, protocol = _word(envelope.received_by), _word(envelope.protocol)
    lines += [
        f"Received: from {source}",
        f"\tby {by} with {protocol} id {_word(queue_id)};",
        f"\t{format_datetime(envelope.received_at)}",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape")


def read_trace(source: BinaryIO) -> Envelope:
    """Read our block back and leave ``source`` at the first byte below it.

    The moment comes back in whole seconds. Raises :class:`ValueError` where the block
    is not one that :func:`trace` wrote.
    """
    mail_from, authenticated, rcpt_to = "", "", []
    order = None
    for _ in range(TRACE_LIMIT_LINES):
        name, _mark, value = _line(source).partition(": ")
        if name == "Return-Path":
            mail_from = value.removeprefix("<").removesuffix(">")
        elif name == "Delivered-To":
            rcpt_to.append(value)
        elif name == "Authenticated-Sender":
            authenticated = value
        elif name == "Folder-Order":
            order = _order(value)
        elif name == "Received":
            read = _with_received(mail_from, rcpt_to, value, source)
            return replace(read, authenticated=authenticated, order=order)
        else:
            break
    raise ValueError("the message does not begin with our trace fields")


def _with_received(
    mail_from: str, rcpt_to: list[str], value: str, source: BinaryIO
) -> Envelope:
    found = re.fullmatch(r"\tby (\S+) with (\S+) id \S+;", _line(source))
    if found is None:
        raise ValueError("the message's topmost Received field is not ours")
    try:
        at = parsedate_to_datetime(_line(source).strip()).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("the message's topmost Received field has no date") from error
    return Envelope(
        mail_from=mail_from,
        rcpt_to=tuple(rcpt_to),
        received_at=at,
        received_by=found[1],
        received_from=value.removeprefix("from "),
        protocol=found[2],
    )


def _order(value: str) -> FolderOrder:
    """Raises ValueError for what we never wrote."""
    verb, _, rest = value.partition(" ")
    by, _, text = rest.partition(" ")
    return FolderOrder(verb=FolderVerb(verb), by=by, text=text)


def _line(source: BinaryIO) -> str:
    line = source.readline(TRACE_LINE_LIMIT_OCTETS)
    if not line.endswith(b"\r\n"):
        raise ValueError("the message does not begin with our trace fields")
    return line[:-2].decode("utf-8", "surrogateescape")


def _clean(text: str) -> str:
    """A trace field is one line: control characters never reach it."""
    return "".join(c for c in text if c >= " " and c != "\x7f" and not _lone(c))


def _lone(character: str) -> bool:
    """A surrogate that stands for no byte, and so cannot be written."""
    return "\ud800" <= character < "\udc80" or "\udcff" < character <= "\udfff"


def _word(text: str) -> str:
    """One word for the ``by``, ``with`` and ``id`` clauses."""
    return "".join(_clean(text).split()) or "localhost"
