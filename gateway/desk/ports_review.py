"""The contract for the monthly review: what the store tells of a month, and keeps."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from gateway.domain.manual import Month
from gateway.domain.request import RequestNumber
from gateway.domain.review_details import Figures, Known
from gateway.domain.review_facts import CaseFile
from gateway.domain.settlement import FollowUp


class Reviews(Protocol):
    """Each raises StoreUnavailable."""

    def cases(self, month: Month) -> Iterator[CaseFile]:
        """Every request with which something happened, or that was open, by number."""
        ...

    def known(self, month: Month) -> Known:
        """What became of the articles."""
        ...

    def improvements(self) -> Sequence[tuple[RequestNumber, str, FollowUp]]:
        """Each with its request's number and domain, the first due first."""
        ...

    def kept(self, months: Sequence[str]) -> dict[str, Figures]:
        """The figures of these months, as far as they are kept."""
        ...

    def keep(self, figures: Figures) -> None:
        """Keep a month's figures, in the place of those it had."""
        ...

    def first_month(self) -> str:
        """The month of the oldest request, in UTC; empty where there is none."""
        ...
