"""What the desk asks of the store to erase a person's data (THREATS 57, E20)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from gateway.domain.people import Address
from gateway.domain.request import RequestNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What is kept of a person; ``open`` are those requests that are not over yet.

    ``touched`` are requests of others in which this person has written or is named.
    """

    who: Address
    numbers: tuple[RequestNumber, ...] = ()
    open: tuple[RequestNumber, ...] = ()
    touched: tuple[RequestNumber, ...] = ()
    rows: int = 0
    mails: int = 0
    letters: int = 0
    files: int = 0

    @property
    def is_nothing(self) -> bool:
        return not (self.numbers or self.rows or self.mails or self.letters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Whose data goes, by whose word, under which name what remains stands.

    ``asked_in`` are the mails that asked for it, as they name the person.
    """

    who: Address
    by: Address
    at: datetime
    pseudonym: Address
    asked_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftovers:
    """What lies outside the store and is still to be taken away: by name."""

    mails: tuple[str, ...] = ()
    files: tuple[str, ...] = field(default=())


class Eraser(Protocol):
    """Each method raises StoreUnavailable where the store is away."""

    def holdings(self, who: Address, /) -> Holdings:
        """A dry listing: nothing changes."""
        ...

    def leftovers(self) -> Leftovers: ...

    def taken_away(self, gone: Leftovers, /) -> None:
        """They are gone from spool and files."""
        ...


class _Nothing:
    """Where nothing is kept of anybody."""

    def holdings(self, who: Address, /) -> Holdings:
        return Holdings(who=who)

    def leftovers(self) -> Leftovers:
        return Leftovers()

    def taken_away(self, _: Leftovers, /) -> None:
        return


NOTHING_TO_ERASE = _Nothing()
