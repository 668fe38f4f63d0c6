"""What comes round: the letters of a day or a month, each written once.

A periodic work names the occasions that have come due; the keeper writes down each with
its letters in one commit, so that a restart, or a second process, sends none again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from gateway import maillog
from gateway.desk.correspondence import Answered, Correspondence
from gateway.desk.effects import Committed, Effects, Occasion
from gateway.desk.ports import Store, StoreUnavailable
from gateway.domain.decision import Case
from gateway.domain.notices import Notice


class Periodic(Protocol):
    """One kind of work that comes round."""

    def due(self, case: Case) -> Sequence[str]:
        """The keys of what is due by ``case.now``, a bounded number, oldest first.

        One that took place may be named again: it is looked up before it is done.
        What was missed long ago and helps nobody any more is not named.
        """
        ...

    def notices(self, key: str, case: Case) -> Sequence[Notice]:
        """The letters of that occasion; none where there is nothing to tell."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicKeeper:
    store: Store
    correspondence: Correspondence
    works: Sequence[Periodic]

    def look(self, case: Case) -> int:
        """Do all that is due and was not done; returns how many letters that made."""
        return sum(self._looked(work, case) for work in self.works)

    def _looked(self, work: Periodic, case: Case) -> int:
        """One work; a fault in it is logged, and it comes again at the next look."""
        letters = 0
        try:
            for key in work.due(case):
                if not self.store.took_place(key):
                    letters += self._done(work, key, case)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 (see above)
            maillog.fault(f"periodic {type(work).__name__}", error)
        return letters

    def _done(self, work: Periodic, key: str, case: Case) -> int:
        written = self.correspondence.write(
            work.notices(key, case), Answered(origin=key)
        )
        effects = Effects(
            receipt=None, occasion=Occasion(key=key, at=case.now), letters=written
        )
        (answer,) = self.store.commit((effects,))
        return len(written) if answer is Committed.DONE else 0
