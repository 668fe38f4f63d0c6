"""How a kind of detail becomes words: typed entries of the steps' tables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from gateway.dispatch.foreign import mailto
from gateway.dispatch.words import Words
from gateway.domain.notices import Detail, Notice

Row = tuple[str, str]
D = TypeVar("D", bound=Detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who signs a letter, and where an answer to it goes."""

    support: str
    reply_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a detail is told with: its notice, the words of its locale, its sender."""

    notice: Notice
    words: Words
    sender: Sender


Told = dict[str, object]
Tell = Callable[[object, Telling], Told]


def link(first_line: str, telling: Telling) -> str:
    """A button's link: a reply about the request, its first line written already."""
    request = telling.notice.request
    subject = f"Re: [{request.number if request else ''}]"
    return mailto(telling.sender.reply_address, subject, first_line)


def told(kind: type[D], tell: Callable[[D, Telling], Told]) -> dict[type, Tell]:
    """One entry of a table; mypy checks that the function fits the detail."""
    return {kind: cast("Tell", tell)}
