"""How the verbs of step 1 are read."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from gateway.desk.arguments import (
    Read,
    Reader,
    Surroundings,
    addresses,
    first_word,
    moment,
)
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.moments import Range
from gateway.domain.submission_commands import Attribute, Register
from gateway.mail.directives import Directive
from gateway.mail.subject import clean_subject

CHANNELS: Mapping[str, str] = MappingProxyType(
    {
        "phone": "phone",
        "电话": "phone",
        "walk-in": "walk-in",
        "当面": "walk-in",
        "上门": "walk-in",
        "现场": "walk-in",
    }
)
FOR = ("for", "代", "请求人")
AT = ("at", "时间")
BY = ("channel", "渠道")
REGISTERED_WITHIN = timedelta(days=7)
"""How long after a call it may still be registered (R51)."""


def _as(directive: Directive, around: Surroundings) -> Read:
    """An address, a person of ours by ``@who``, or nobody: then the mail tells."""
    named = dict.fromkeys(addresses(directive.argument, around))
    if len(named) > 1:
        return Refusal(Reason.SEVERAL_SENDERS, ", ".join(named))
    if directive.argument.strip() and not named:
        return Refusal(Reason.BAD_ARGUMENT, directive.argument)
    return Attribute(requester=next(iter(named), None))


def _new(directive: Directive, around: Surroundings) -> Read:
    """``for=WHO [at=TIME] [channel=phone] SUBJECT``, or ``代 WHO SUBJECT``."""
    pairs, argument = dict(directive.pairs), directive.argument.strip()
    who = _given(pairs, FOR)
    if not who:
        word, behind = first_word(argument)
        if word.casefold() in FOR:
            who, _, argument = behind.partition(" ")
    if not who:
        return Refusal(Reason.MISSING_ARGUMENT, "for=ADDRESS")
    named = tuple(dict.fromkeys(addresses(who, around)))
    if len(named) != 1:
        return Refusal(Reason.SEVERAL_SENDERS if named else Reason.BAD_ARGUMENT, who)
    subject = clean_subject(argument.strip())
    if not any(char.isalnum() for char in subject):
        return Refusal(Reason.MISSING_ARGUMENT, "SUBJECT")
    channel = _given(pairs, BY) or "phone"
    if channel not in CHANNELS:
        return Refusal(Reason.BAD_ARGUMENT, channel)
    at = _submitted_at(_given(pairs, AT), around)
    if isinstance(at, Refusal):
        return at
    return Register(
        requester=named[0], subject=subject, at=at, channel=CHANNELS[channel]
    )


def _given(pairs: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return next((pairs[key] for key in keys if pairs.get(key)), "")


def _submitted_at(text: str, around: Surroundings) -> datetime | Refusal | None:
    """Never ahead of now, nor so long ago that every promise is broken already."""
    if not text:
        return None
    found = moment(text, around)
    if isinstance(found, Refusal):
        return found
    when = found[0]
    at = when.start if isinstance(when, Range) else when.at
    if at > around.now:
        return Refusal(Reason.TIME_AHEAD, text)
    past = around.now - at > REGISTERED_WITHIN
    return Refusal(Reason.TIME_PAST, text) if past else at


READERS: Mapping[Verb, Reader] = MappingProxyType({Verb.AS: _as, Verb.NEW: _new})
