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
_WIDE_COMMA = re.compile(r"(?<=[>\w])[，；、](?=\s{0,8}[^\s，；、]{0,64}[<@])")


def read_mailboxes(values: Iterable[str], limits: Limits) -> tuple[Mailbox, ...]:
    """Every mailbox of every value, in order, ``limits.addresses`` at most."""
    found: list[Mailbox] = []
    for value in values:
        found += _read_one(value, limits)
        if len(found) >= limits.addresses:
            break
    return tuple(found[: limits.addresses])


def first_date(values: Iterable[str]) -> datetime | None:
    """The moment of the first field that names one: gateways double broken ones."""
    return next((date for value in values if (date := read_date(value))), None)


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
    if "@" not in value and "=?" in value:
        # RFC 2047 §5 forbids to encode an address; some encode the whole field.
        value = decode_words(value, limits)
    # A cut list ends at a whole address; the grammar is linear but not free.
    pairs = get_addresses(_first(_with_commas(value), limits.addresses))
    mailboxes = [
        Mailbox(_display(name, address, limits), _unquoted(address))
        for name, address in pairs
        if address
    ]
    if mailboxes or "@" not in value:
        return mailboxes
    bare = _BARE.findall(value.replace("\\", ""))
    # A root's dot is the domain's; a dot in front makes another address (".anne@").
    return [Mailbox("", address.rstrip(".")) for address in bare[: limits.addresses]]


def _with_commas(value: str) -> str:
    """Lists divided as Outlook shows them and as Chinese is written."""
    if not value.isascii():
        value = _WIDE_COMMA.sub(",", value)
    # A colon may open a group, which a semicolon ends (RFC 5322 §3.4).
    if ";" not in value or ":" in value or '"' in value:
        return value
    return value.replace(";", ",")


def _unquoted(address: str) -> str:
    """Outlook puts an address that is its own name in single quotes."""
    return address.strip("'") if address.endswith("'") else address


def _first(value: str, addresses: int) -> str:
    if value.count(",") <= addresses:
        return value
    return ",".join(value.split(",", addresses)[:addresses])


def _display(name: str, address: str, limits: Limits) -> str:
    shown = decode_words(name, limits) if "=?" in name else name
    shown = shown.strip(_EDGE)
    return "" if shown == address else shown
