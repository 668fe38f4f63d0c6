"""The envelope, and the trace fields in which it travels on top of a message.

A spooled message is one plain RFC 5322 file. Its topmost block is ours: Return-Path,
one Delivered-To a recipient, and one Received field that ends the block. Whatever
stands below that Received was written by others.

STANDARDS: RFC 5321 §2.3.1 (envelope), §4.4 (trace fields); RFC 5322 §3.6.7.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import BinaryIO, NewType

QueueId = NewType("QueueId", str)
"""Names a message while it is ours; sorts in the order of acceptance."""

TRACE_LIMIT_LINES = 1100
"""Lines of our own block at most: the recipients of one message and three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the session said. ``mail_from`` is empty for the null reverse-path."""

    mail_from: str
    rcpt_to: tuple[str, ...]
    received_at: datetime
    received_by: str
    received_from: str = ""
    protocol: str = "ESMTP"


def trace(envelope: Envelope, queue_id: QueueId) -> bytes:
    """Write the block that goes on top of the message. CRLF line ends."""
    lines = [f"Return-Path: <{_clean(envelope.mail_from)}>"]
    lines += [f"Delivered-To: {_clean(rcpt)}" for rcpt in envelope.rcpt_to]
    source = _clean(envelope.received_from) or "localhost"
    lines += [
        f"Received: from {source}",
        f"\tby {_clean(envelope.received_by)} with {envelope.protocol} id {queue_id};",
        f"\t{format_datetime(envelope.received_at)}",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape")


def read_trace(source: BinaryIO) -> Envelope:
    """Read our block back and leave ``source`` at the first byte below it.

    Raises :class:`ValueError` where the block is not one that :func:`trace` wrote.
    """
    mail_from, rcpt_to = "", []
    for _ in range(TRACE_LIMIT_LINES):
        line = source.readline().decode("utf-8", "surrogateescape").rstrip("\r\n")
        name, _, value = line.partition(": ")
        if name == "Return-Path":
            mail_from = value.strip("<>")
        elif name == "Delivered-To":
            rcpt_to.append(value)
        elif name == "Received":
            return _with_received(mail_from, rcpt_to, value, source)
        else:
            break
    raise ValueError("the message does not begin with our trace fields")


def _with_received(
    mail_from: str, rcpt_to: list[str], value: str, source: BinaryIO
) -> Envelope:
    by = source.readline().decode("utf-8", "surrogateescape")
    found = re.match(r"\tby (\S+) with (\S+) id \S+;", by)
    if found is None:
        raise ValueError("the message's topmost Received field is not ours")
    at = parsedate_to_datetime(source.readline().decode("ascii", "replace").strip())
    return Envelope(
        mail_from=mail_from,
        rcpt_to=tuple(rcpt_to),
        received_at=at.astimezone(UTC),
        received_by=found[1],
        received_from=value.removeprefix("from "),
        protocol=found[2],
    )


def _clean(text: str) -> str:
    """A trace field is one line: control characters never reach it."""
    return "".join(c for c in text if c >= " " and c != "\x7f")
