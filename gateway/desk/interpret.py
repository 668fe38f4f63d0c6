"""From a line of a staff mail to a command: the one room where words become deeds.

``READERS`` says for each verb how its arguments are read. A line that cannot be read
is a refusal, and then nothing of its mail runs (COMMANDS: how a mail runs, 1).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from gateway.domain.commands import (
    Assign,
    Attribute,
    Call,
    Cause,
    Command,
    Fix,
    Lower,
    Note,
    Raise,
    RecordTest,
    Resolve,
    Take,
    Unresolved,
    Verb,
)
from gateway.domain.decision import Refusal
from gateway.domain.notices import Reason
from gateway.domain.people import Address, People, address
from gateway.domain.request import CauseKind
from gateway.mail.directives import Directive

COMMANDS_LIMIT = 10
"""Commands of one mail (THREATS 10)."""

CONNECTED = frozenset({"connected", "接通", "已接通", "reached"})
MISSED = frozenset({"missed", "未接通", "无人接听", "unanswered"})
WORKAROUND = frozenset({"workaround", "临时"})
CAUSE_KINDS: Mapping[str, CauseKind] = MappingProxyType(
    {
        "internal": CauseKind.INTERNAL,
        "内部": CauseKind.INTERNAL,
        "external": CauseKind.EXTERNAL,
        "外部": CauseKind.EXTERNAL,
        "complex": CauseKind.COMPLEX,
        "复杂": CauseKind.COMPLEX,
    }
)
_PLACEHOLDERS = frozenset({"…", "...", "……"})
"""What stands in our own examples for words that the writer must put there."""
_FIRST_WORD = re.compile(r"([^\s，,：:。.;；、]*)[\s，,：:。.;；、]*(.*)", re.DOTALL)
_ADDRESS = re.compile(
    r"(?:mailto:)?([^\s@<>()\[\]:;,\\\"]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8})",
    re.IGNORECASE,
)
_AROUND = "<>()[]{},;，；。.、 '\"“”"
"""What clients put around an address that they make a link."""
_TIME = re.compile(r"\d{1,2}:\d{2}(?:-\d{1,2}:\d{2})?")

Read = Command | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A directive and what it was read as; None for the verb that asks for help."""

    directive: Directive
    read: Read | None


def interpret(directives: Sequence[Directive], people: People) -> tuple[Line, ...]:
    """Read every line; those over the limit are refused by name."""
    lines = [
        Line(directive=directive, read=_read(directive, people))
        for directive in directives[:COMMANDS_LIMIT]
    ]
    lines += [
        Line(directive=directive, read=Refusal(Reason.TOO_MANY_COMMANDS))
        for directive in directives[COMMANDS_LIMIT:]
    ]
    return tuple(lines)


def _read(directive: Directive, people: People) -> Read | None:
    if directive.verb is None:
        return Refusal(Reason.UNKNOWN_VERB, directive.suggestion)
    if directive.argument.strip() in _PLACEHOLDERS:
        return Refusal(Reason.MISSING_ARGUMENT, "…")
    verb = Verb(directive.verb)
    return None if verb is Verb.HELP else READERS[verb](directive, people)


def _take(_: Directive, __: People) -> Read:
    return Take()


def _assign(directive: Directive, people: People) -> Read:
    if not directive.words:
        return Refusal(Reason.MISSING_ARGUMENT, "@who")
    mention, *reason = directive.words
    found = people.find(mention)
    if not found:
        return Refusal(Reason.UNKNOWN_PERSON, mention)
    if len(found) > 1:
        return Refusal(Reason.AMBIGUOUS_PERSON, mention)
    return Assign(owner=found[0].address, reason=" ".join(reason))


def _call(directive: Directive, _: People) -> Read:
    found = _FIRST_WORD.match(directive.argument.strip())
    word, rest = (found[1], found[2]) if found else ("", "")
    time_text, gist = _timed(rest)
    if word.casefold() in CONNECTED:
        return Call(connected=True, gist=gist, time_text=time_text)
    if word.casefold() in MISSED:
        return Call(connected=False, gist=gist, time_text=time_text)
    reason = Reason.BAD_ARGUMENT if word else Reason.MISSING_ARGUMENT
    return Refusal(reason, "connected | missed")


def _cause(directive: Directive, _: People) -> Read:
    named = dict(directive.pairs).get("kind", "")
    kind = CAUSE_KINDS.get(named.casefold())
    if named and kind is None:
        return Refusal(Reason.BAD_ARGUMENT, f"kind={named}")
    time_text, text = _timed(directive.argument)
    if not text:
        return Refusal(Reason.MISSING_ARGUMENT, "text")
    return Cause(text=text, kind=kind, time_text=time_text)


def _fix(directive: Directive, _: People) -> Read:
    time_text, text = _timed(directive.argument)
    if not text:
        return Refusal(Reason.MISSING_ARGUMENT, "text")
    consent = dict(directive.pairs).get("consent", "")
    return Fix(text=text, consent=consent, time_text=time_text)


def _resolve(directive: Directive, _: People) -> Read:
    first, _rest, rest = directive.argument.strip().partition(" ")
    if first.casefold() in WORKAROUND:
        return Resolve(text=rest.strip(), workaround=True)
    return Resolve(text=directive.argument.strip())


def _texted(make: Callable[[str], Command]) -> Callable[[Directive, People], Read]:
    """A verb whose whole argument is its words, and that wants some."""

    def read(directive: Directive, _: People) -> Read:
        text = directive.argument.strip()
        return make(text) if text else Refusal(Reason.MISSING_ARGUMENT, "text")

    return read


def _as(directive: Directive, people: People) -> Read:
    """An address, a person of ours by ``@who``, or nobody: then the mail tells."""
    named = dict.fromkeys(_addresses(directive.argument, people))
    if len(named) > 1:
        return Refusal(Reason.SEVERAL_SENDERS, ", ".join(named))
    if directive.argument.strip() and not named:
        return Refusal(Reason.BAD_ARGUMENT, directive.argument)
    return Attribute(requester=next(iter(named), None))


def _addresses(argument: str, people: People) -> Iterator[Address]:
    for word in re.split(r"[\s<>]+", argument):
        found = _ADDRESS.fullmatch(word.strip(_AROUND))
        if found:
            yield address(found[1])
        elif word.startswith("@"):
            yield from (person.address for person in people.find(word))


def _timed(argument: str) -> tuple[str, str]:
    """Split ``10:20-11:30 text`` into its time and its text (R59)."""
    first, _, rest = argument.strip().partition(" ")
    if _TIME.fullmatch(first):
        return first, rest.strip()
    return "", argument.strip()


READERS: Mapping[Verb, Callable[[Directive, People], Read]] = MappingProxyType(
    {
        Verb.TAKE: _take,
        Verb.ASSIGN: _assign,
        Verb.RAISE: _texted(lambda text: Raise(reason=text)),
        Verb.LOWER: _texted(lambda text: Lower(reason=text)),
        Verb.CALL: _call,
        Verb.NOTE: _texted(lambda text: Note(text=text)),
        Verb.CAUSE: _cause,
        Verb.FIX: _fix,
        Verb.TEST: _texted(lambda text: RecordTest(text=text)),
        Verb.RESOLVE: _resolve,
        Verb.AS: _as,
        Verb.UNRESOLVED: _texted(lambda text: Unresolved(words=text)),
    }
)
