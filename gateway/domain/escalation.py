"""What is done when a clock reaches a stage (PROCESS 1.3).

``ACTS`` says it for each act of a schedule: letters that only tell are those of
``escalating``; what decides something is decided in the file of its step.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain import (
    archiving,
    completeness,
    consenting,
    diagnosis,
    holding,
    planning,
    solution,
    waiting,
)
from gateway.domain.agreement import Act, Promise
from gateway.domain.asking import is_asked
from gateway.domain.codes import Clock, NoticeCode
from gateway.domain.decision import Case, Decision
from gateway.domain.escalating import Acting, Audience, alarm, telling
from gateway.domain.request import Request

ACTS: Mapping[Act, Acting] = MappingProxyType(
    {
        # The first call goes out with the registration itself; these follow it.
        Act.CALL_BACKUP: telling(NoticeCode.URGENT_CALL, Audience.BACKUP),
        Act.CALL_SUPERVISORS: telling(NoticeCode.URGENT_CALL, Audience.SUPERVISORS),
        Act.CALL_EVERYBODY: telling(NoticeCode.URGENT_CALL, Audience.EVERYBODY),
        Act.ALARM: alarm,
        Act.WARN: telling(NoticeCode.DEADLINE_WARNING, Audience.OWNER),
        Act.MISSED: telling(NoticeCode.DEADLINE_MISSED, Audience.SUPERVISORS_AND_OWNER),
        Act.REMIND_OF_QUESTIONS: completeness.remind,
        Act.HAVE_CALLED: completeness.have_called,
        Act.CLOSE_UNANSWERED: completeness.close_unanswered,
        Act.REMIND_TO_CONFIRM: waiting.remind,
        Act.REMIND_CONFIRMERS: waiting.remind_confirmers,
        Act.CLOSE_UNCONFIRMED: waiting.expire,
        Act.CALL_REVIEW: diagnosis.call_review,
        Act.ETA_MISSED: solution.eta_missed,
        Act.REMIND_OF_PLAN: planning.remind_of_plan,
        Act.ASK_DEPUTY: planning.ask_deputy,
        Act.REMIND_OF_CONSENT: consenting.remind_of_consent,
        Act.RESUME: holding.resume,
        Act.REMIND_TO_ARCHIVE: archiving.remind,
    }
)


def escalate(kept: Promise, stage: int, request: Request, case: Case) -> Decision:
    """What is done when a clock reaches a stage."""
    if kept.clock is Clock.K7 and not is_asked(request):
        return Decision(())
    act = case.rules.schedule(kept.clock, request).stages[stage].act
    return ACTS[act](kept, stage, request, case)
