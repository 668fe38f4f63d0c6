"""The contract for the agenda: what is open, as the store knows it."""

from datetime import datetime
from typing import Protocol

from gateway.domain.digest import Agenda


class Agendas(Protocol):
    def agenda(self, since: datetime) -> Agenda:
        """All that is open, and what was confirmed since. Raises StoreUnavailable."""
        ...

    def chain_head(self) -> tuple[int, str]:
        """How many rows the record has, and the digest of the last (6.6)."""
        ...
