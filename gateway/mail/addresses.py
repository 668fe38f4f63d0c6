"""Mailboxes and dates, read by mail-parser, from values that headers.py unfolded.

Rule: mail-parser decides what is an address; we decode the display names ourselves,
because its strict decoder leaves a gb2312 name with one GBK character unread.
STANDARDS: RFC 5322 §3.3 (dates), §3.4 (addresses), RFC 6532.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from email.utils import parsedate_to_datetime

from mailparser.dates import parse_mail_date
from mailparser.utils import get_addresses

from gateway.mail.headers import decode_words
from gateway.mail.limits import Limits
from gateway.mail.message import Mailbox

# What is left to try where the grammar fails: something with one @ between delimiters,
# and whole: a part of an address is somebody else's.
_DELIMITED = r"[^\s<>()\[\]\",;:]"
_BARE = re.compile(
    rf"(?<!{_DELIMITED})[^\s<>()\[\]\",;:@]{{1,64}}@[^\s<>()\[\]\",;:@]{{1,255}}"
    rf"(?!{_DELIMITED})"
)
_EDGE = " \t'\""


def read_mailboxes(values: Iterable[str], limits: Limits) -> tuple[Mailbox, ...]:
    """Every mailbox of every value, in order, ``limits.addresses`` at most."""
    found: list[Mailbox] = []
    for value in values:
        found += _read_one(value, limits)
        if len(found) >= limits.addresses:
            break
    return tuple(found[: limits.addresses])


def read_date(value: str) -> datetime | None:
    """The moment a Date field names, aware; None where it names none."""
    if not value:
        return None
    moment: datetime | None = parse_mail_date(value).value
    if moment is not None:
        return moment
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _read_one(value: str, limits: Limits) -> list[Mailbox]:
    # A cut list ends at a whole address; the grammar is linear but not free.
    pairs = get_addresses(_first(value, limits.addresses))
    mailboxes = [
        Mailbox(_display(name, address, limits), address)
        for name, address in pairs
        if address
    ]
    if mailboxes or "@" not in value:
        return mailboxes
    bare = _BARE.findall(value.replace("\\", ""))
    # A root's dot is the domain's; a dot in front makes another address (".anne@").
    return [Mailbox("", address.rstrip(".")) for address in bare[: limits.addresses]]


def _first(value: str, addresses: int) -> str:
    if value.count(",") <= addresses:
        return value
    return ",".join(value.split(",", addresses)[:addresses])


def _display(name: str, address: str, limits: Limits) -> str:
    shown = decode_words(name, limits) if "=?" in name else name
    shown = shown.strip(_EDGE)
    return "" if shown == address else shown
