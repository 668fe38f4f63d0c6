"""Whether a sender repeats himself: a robot whose header does not tell that it is one.

What answers every letter of ours, or writes by a clock, says the same each time but for
dates and counters. People hardly do so more than a few times in ten minutes; what goes
beyond that is held, and an operator lets it in or deletes it (THREATS 14). In new mails
figures count: five machines that fail are five matters.
"""

import hashlib
import re
import unicodedata
from datetime import timedelta

from gateway.desk.context import Context
from gateway.desk.ports import Spooled
from gateway.mail.directives import request_numbers
from gateway.mail.envelope import Envelope
from gateway.mail.message import Message
from gateway.mail.subject import clean_subject
from gateway.mail.token import read_reply_address

SPAN = timedelta(minutes=10)
"""Between the first of a sender's equal mails and the one that is too many."""
WORDS_CHARS = 65_536
"""Characters of a mail's words that are compared."""
COUNTER_CHARS = 6
"""Hexadecimal digits, figures among them, that are a counter and no word."""

_HEXADECIMAL = re.compile(r"[0-9a-f]+")
_MOMENT = re.compile(r"(?<![a-z0-9_-])\d{1,4}(?:[-/:t年月日时時点分]\d{1,4}){1,5}")
_FIGURES = re.compile(r"(?<![a-z0-9_-])\d+(?![a-z0-9_-])")
"""Alone: in "srv-12" they are part of a name."""


def said(message: Message, envelope: Envelope) -> str:
    """Digest of who says what about which requests.

    "Solved" about four requests is said four times; a file makes another mail, too.
    """
    subject = message.subject
    replied = (read_reply_address(address) for address in envelope.rcpt_to)
    numbers = {one.number for one in replied if one} | {*request_numbers(subject)}
    words = (clean_subject(subject), (message.reply_text or message.text)[:WORDS_CHARS])
    fold = _without_figures if numbers or message.is_reply else _without_moments
    told = (
        message.sender.address.lower() if message.sender else "",
        *sorted(numbers),
        *(fold(_plain(one)) for one in words),
        *message.closed,
        # What we made of a picture was not sent.
        *(f.sha256 or f.filename for f in message.attachments if not f.derived_from),
    )
    return hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()


def too_often(said_now: str, spooled: Spooled, context: Context) -> bool:
    """Whether the sender said this so often that a person has to look at it first."""
    if not context.repeats or spooled.released:
        return False
    since = spooled.envelope.received_at - SPAN
    return context.store.repeats(said_now, since) >= context.repeats


def _plain(text: str) -> str:
    """Neither case nor blanks nor wide forms make two texts differ."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _without_moments(text: str) -> str:
    return _MOMENT.sub("0", text)


def _without_figures(text: str) -> str:
    plain = _HEXADECIMAL.sub(_without_counter, _without_moments(text))
    return _FIGURES.sub("0", plain)


def _without_counter(found: re.Match[str]) -> str:
    run = found[0]
    counts = len(run) >= COUNTER_CHARS and any(char.isdigit() for char in run)
    return "0" if counts else run
