"""How the verbs of step 2 are read."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from gateway.desk.arguments import (
    Read,
    Reader,
    Surroundings,
    first_word,
    moment,
    person,
    texted,
    timed,
)
from gateway.domain.classification_commands import (
    Assign,
    Call,
    Lower,
    Note,
    Raise,
    Take,
)
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.moments import Range
from gateway.mail.directives import Directive

CONNECTED = frozenset({"connected", "接通", "已接通", "reached"})
MISSED = frozenset(
    {"missed", "未接通", "未接", "无人接听", "占线", "unanswered", "busy"}
)


def _take(_: Directive, __: Surroundings) -> Read:
    return Take()


def _assign(directive: Directive, around: Surroundings) -> Read:
    if not directive.words:
        return Refusal(Reason.MISSING_ARGUMENT, "@who")
    mention, *reason = directive.words
    owner = person(mention, around)
    if isinstance(owner, Refusal):
        return owner
    return Assign(owner=owner, reason=" ".join(reason))


def _call(directive: Directive, around: Surroundings) -> Read:
    word, rest = first_word(directive.argument)
    if word.casefold() not in CONNECTED | MISSED:
        reason = Reason.BAD_ARGUMENT if word else Reason.MISSING_ARGUMENT
        return Refusal(reason, "connected | missed")
    time_text, gist = timed(rest)
    made_at = _made_at(time_text, around)
    if isinstance(made_at, Refusal):
        return made_at
    return Call(
        connected=word.casefold() in CONNECTED,
        gist=gist,
        time_text=time_text,
        made_at=made_at,
    )


def _made_at(time_text: str, around: Surroundings) -> datetime | Refusal | None:
    """When the call began; never ahead of now."""
    if not time_text:
        return None
    found = moment(time_text, around)
    if isinstance(found, Refusal):
        return found
    when = found[0]
    at = when.start if isinstance(when, Range) else when.at
    return at if at <= around.now else Refusal(Reason.TIME_AHEAD, time_text)


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {
        Verb.TAKE: _take,
        Verb.ASSIGN: _assign,
        Verb.RAISE: texted(lambda text: Raise(reason=text)),
        Verb.LOWER: texted(lambda text: Lower(reason=text)),
        Verb.CALL: _call,
        Verb.NOTE: texted(lambda text: Note(text=text)),
    }
)
