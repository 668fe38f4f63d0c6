"""What the store tells of letters that no mail system took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gateway.domain.bouncing import Score
from gateway.domain.people import Address
from gateway.domain.request import RequestNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class OurLetter:
    """A letter that we wrote. ``number`` is None where it is of no request."""

    message_id: str
    number: RequestNumber | None
    recipient: Address
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLetter:
    """A letter that the relay refused, or that was given up; ``status`` as RFC 3463."""

    letter: OurLetter
    status: str


class RefusedLetters(Protocol):
    """Raises :class:`gateway.desk.ports.StoreUnavailable` where it cannot tell."""

    def refused(self, since: datetime, limit: int) -> tuple[RefusedLetter, ...]:
        """Those of which nobody was told yet, oldest first."""
        ...


class ReturnedMail(Protocol):
    """Letters of ours as a report names them. Raises StoreUnavailable."""

    def letter_from(self, return_path: str) -> OurLetter | None:
        """The letter that went out with this return path, which names it alone."""
        ...

    def letters_named(self, message_ids: Sequence[str]) -> tuple[OurLetter, ...]:
        """Those letters of ours that bear one of these Message-IDs."""
        ...

    def latest_letter(
        self, number: RequestNumber, recipient: Address
    ) -> OurLetter | None:
        """The last letter to this person about this request."""
        ...

    def was_returned(self, message_id: str) -> bool:
        """Whether this letter of ours came back before."""
        ...

    def score(self, address: Address) -> Score | None:
        """The bounce score; None where nothing ever came back from there."""
        ...
