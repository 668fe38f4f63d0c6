"""How the arguments of a command are read: what the verbs of all steps share."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from gateway.domain.codes import Reason
from gateway.domain.commands import Command
from gateway.domain.decision import Refusal
from gateway.domain.moment_forms import Trouble
from gateway.domain.moments import Moment, Range, Unclear, read_moment
from gateway.domain.people import Address, People, address
from gateway.domain.request import Request, RequestNumber
from gateway.mail.directives import Directive

_ADDRESS = re.compile(
    r"(?:mailto:)?([^\s@<>()\[\]:;,\\\"]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8})",
    re.IGNORECASE,
)
_AROUND = "<>()[]{},;，；。.、 '\"“”"
"""What clients put around an address that they make a link."""
TIME_ECHO_CHARS = 40
"""Characters of what was no time that a transcript repeats."""
TROUBLE: Mapping[Trouble, Reason] = MappingProxyType(
    {
        Trouble.AMBIGUOUS: Reason.TIME_AMBIGUOUS,
        Trouble.IMPOSSIBLE: Reason.TIME_IMPOSSIBLE,
        Trouble.REVERSED: Reason.TIME_REVERSED,
    }
)
PLACEHOLDERS = frozenset({"…", "...", "……"})
"""What stands in our own examples for words that the writer must put there."""
_TIME = re.compile(r"\d{1,2}:\d{2}(?:-\d{1,2}:\d{2})?")
_FIRST_WORD = re.compile(r"([^\s，,：:。.;；、]*)[\s，,：:。.;；、]*(.*)", re.DOTALL)

Read = Command | Refusal


def _unknown(_: RequestNumber) -> Request | None:
    return None


def _no_number() -> RequestNumber:
    return RequestNumber("")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPaper:
    """A PDF of the mail; ``signed`` where it bears a digital signature."""

    filename: str
    sha256: str
    signed: bool
    message_id: str = ""
    mail_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What words may refer to: people, the present moment, and the local zone.

    ``below`` is the text under the commands, which the last of them may take.
    ``request`` gives the request of a number, where there is one, and ``draw_number``
    the next number of the day, which is used up by that.
    """

    people: People
    now: datetime
    zone: ZoneInfo
    below: str = ""
    request: Callable[[RequestNumber], Request | None] = _unknown
    draw_number: Callable[[], RequestNumber] = _no_number
    papers: tuple[SignedPaper, ...] = ()


Reader = Callable[[Directive, Surroundings], Read]


def texted(make: Callable[[str], Command]) -> Reader:
    """A verb whose whole argument is its words, and that wants some."""

    def read(directive: Directive, _: Surroundings) -> Read:
        text = directive.argument.strip()
        return make(text) if text else Refusal(Reason.MISSING_ARGUMENT, "text")

    return read


def timed(argument: str) -> tuple[str, str]:
    """Split ``10:20-11:30 text`` into its time and its text (R59)."""
    first, _, rest = argument.strip().partition(" ")
    if _TIME.fullmatch(first):
        return first, rest.strip()
    return "", argument.strip()


def moment(argument: str, around: Surroundings) -> tuple[Moment | Range, str] | Refusal:
    """The TIME at the front of the words, and what follows it."""
    if not argument.strip():
        return Refusal(Reason.MISSING_ARGUMENT, "TIME")
    found, rest = read_moment(argument, around.now, around.zone)
    if found is None:
        return Refusal(Reason.BAD_ARGUMENT, argument[:TIME_ECHO_CHARS])
    if isinstance(found, Unclear):
        return Refusal(TROUBLE[found.why], found.text)
    return found, rest.strip()


def first_word(argument: str) -> tuple[str, str]:
    """The first word, as written, and what follows the punctuation behind it."""
    found = _FIRST_WORD.match(argument.strip())
    return (found[1], found[2]) if found else ("", "")


def person(mention: str, around: Surroundings) -> Address | Refusal:
    """The one person whom ``@who`` names."""
    found = around.people.find(mention)
    if not found:
        return Refusal(Reason.UNKNOWN_PERSON, mention)
    if len(found) > 1:
        return Refusal(Reason.AMBIGUOUS_PERSON, mention)
    return found[0].address


def addresses(argument: str, around: Surroundings) -> Iterator[Address]:
    """Every address in the words, and everybody whom an ``@who`` in them names."""
    for word in re.split(r"[\s<>]+", argument):
        found = _ADDRESS.fullmatch(word.strip(_AROUND))
        if found:
            yield address(found[1])
        elif word.startswith("@"):
            yield from (one.address for one in around.people.find(word))
