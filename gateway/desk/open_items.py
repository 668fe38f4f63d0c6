"""How open items are read: ``@who TIME text`` opens one, ``done`` ends it (R46)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from gateway.desk.arguments import (
    PLACEHOLDERS,
    Read,
    Reader,
    Surroundings,
    first_word,
    moment,
    person,
)
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.improvement_commands import EndItem, Improve
from gateway.domain.moments import Range
from gateway.domain.people import Address
from gateway.mail.directives import Directive

DONE = frozenset({"done", "完成", "已完成"})


@dataclass(frozen=True, slots=True)
class Item:
    who: Address
    due: date
    text: str


def read_item(argument: str, around: Surroundings) -> Item | Refusal:
    """``@who TIME text``; a day that is past is refused."""
    mention, _, rest = argument.strip().partition(" ")
    if not mention or not rest.strip():
        return Refusal(Reason.MISSING_ARGUMENT, "@who TIME text")
    who = person(mention, around)
    if isinstance(who, Refusal):
        return who
    found = moment(rest, around)
    if isinstance(found, Refusal):
        return found
    when, text = found
    at = when.start if isinstance(when, Range) else when.at
    due = at.astimezone(around.zone).date()
    if due < around.now.astimezone(around.zone).date():
        return Refusal(Reason.TIME_PAST, when.text)
    if not text or text in PLACEHOLDERS:
        return Refusal(Reason.MISSING_ARGUMENT, "@who TIME text")
    return Item(who, due, text)


def read_end(argument: str, *, improvement: bool) -> EndItem | None:
    """``done [N] [how it ended]``; None where it says nothing of the kind."""
    word, rest = first_word(argument)
    if word.casefold() not in DONE:
        return None
    place, after = first_word(rest)
    if place.isascii() and place.isdigit() and len(place) <= 2:  # noqa: PLR2004 (two digits)
        return EndItem(improvement=improvement, place=int(place), outcome=after)
    return EndItem(improvement=improvement, outcome=rest)


def _improve(directive: Directive, around: Surroundings) -> Read:
    ended = read_end(directive.argument, improvement=True)
    if ended:
        return ended
    found = read_item(directive.argument, around)
    if isinstance(found, Refusal):
        return found
    return Improve(who=found.who, due=found.due, text=found.text)


def _publish(_: Directive, __: Surroundings) -> Read:
    """It is of no request: among commands about one it is refused."""
    return Refusal(Reason.ALONE)


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {Verb.IMPROVE: _improve, Verb.PUBLISH: _publish}
)
