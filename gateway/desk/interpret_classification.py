"""How the verbs of step 2 are read."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import (
    Read,
    Reader,
    Surroundings,
    first_word,
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
from gateway.mail.directives import Directive

CONNECTED = frozenset({"connected", "接通", "已接通", "reached"})
MISSED = frozenset({"missed", "未接通", "无人接听", "unanswered"})


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


def _call(directive: Directive, _: Surroundings) -> Read:
    word, rest = first_word(directive.argument)
    time_text, gist = timed(rest)
    if word.casefold() in CONNECTED:
        return Call(connected=True, gist=gist, time_text=time_text)
    if word.casefold() in MISSED:
        return Call(connected=False, gist=gist, time_text=time_text)
    reason = Reason.BAD_ARGUMENT if word else Reason.MISSING_ARGUMENT
    return Refusal(reason, "connected | missed")


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
