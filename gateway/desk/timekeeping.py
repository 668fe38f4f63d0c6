"""One due promise -> what is owed for it, committed. The loop around it only looks.

After an outage a promise fires once, at the stage that time has reached by then.
"""

from dataclasses import dataclass
from datetime import datetime

from gateway import maillog
from gateway.desk.correspondence import Answered, Correspondence
from gateway.desk.effects import Committed, Effects
from gateway.desk.ports import Store, StoreUnavailable
from gateway.desk.run import Run
from gateway.domain.agreement import Promise, reached, stage_due
from gateway.domain.decision import Case
from gateway.domain.escalation import escalate
from gateway.domain.notices import Late

PROMISES_A_LOOK = 50
"""Promises that one look takes up; the next look takes the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timekeeper:
    store: Store
    correspondence: Correspondence

    def look(self, case: Case) -> int:
        """Keep every promise that is due; returns how many letters that made.

        Safe to repeat: a promise that another look has fired is left alone.
        """
        letters = 0
        for kept in self.store.due(case.now, PROMISES_A_LOOK):
            letters += self._kept(kept, case)
        return letters

    def _kept(self, kept: Promise, case: Case) -> int:
        """One promise; a fault in it leaves it due, and the others are kept."""
        try:
            effects = self._fire(kept, case)
            (answer,) = self.store.commit((effects,))
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 (see above)
            maillog.fault(f"promise {kept.clock} of {kept.number}", error)
            return 0
        return len(effects.letters) if answer is Committed.DONE else 0

    def _fire(self, kept: Promise, case: Case) -> Effects:
        request = self.store.request(kept.number)
        if request is None:
            return Effects(receipt=None, fired=kept)
        schedule = case.rules.schedule(kept.clock, request)
        stage, following = reached(kept, schedule, case.now)
        run = Run(request=request, case=case)
        run.apply(escalate(kept, stage, request, case))
        # What was decided may end this very clock, or start it anew.
        settled = {*run.clocks.stopped, *run.clocks.started}
        next_stage = (following,) if following and kept.clock not in settled else ()
        cause = Answered(
            origin=f"{kept.clock}.{stage}.{_stamp(kept.started_at)}",
            since=stage_due(schedule, kept.started_at, stage),
            cause=Late.CLOCK,
        )
        return Effects(
            receipt=None,
            request=run.request if run.events else None,
            based_on=request.version if run.events else None,
            events=tuple(run.events),
            fired=kept,
            started=(*next_stage, *run.clocks.started.values()),
            stopped=tuple(sorted(run.clocks.stopped)),
            letters=self.correspondence.write(run.notices, cause),
        )


def _stamp(at: datetime) -> str:
    return f"{at:%Y%m%d%H%M%S}"
