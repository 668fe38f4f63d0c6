"""How the question of a round is put, and until when (R34, 6.5)."""

from datetime import datetime

from gateway.domain.agreement import Act, act_due
from gateway.domain.answer_events import AskedBack
from gateway.domain.codes import Clock, NoticeCode
from gateway.domain.confirmers import is_formal
from gateway.domain.decision import Case, Decision, Owed
from gateway.domain.evolve import evolve
from gateway.domain.request import Request, Status
from gateway.domain.verification_details import ClarifyPlease, ConfirmPlease
from gateway.domain.verification_events import certificate


def asked(
    request: Request, case: Case, *, since: datetime | None = None
) -> ConfirmPlease:
    """The question as it stands; ``since`` is when its clock began, now if left out."""
    begun = since or case.now
    closes_at = _closes_at(request, case, begun)
    workdays = case.rules.answer_within_workdays
    answer_by = case.rules.calendar.add_workdays(begun, workdays)
    code = case.confirm_code(request)
    return ConfirmPlease(
        code=code.printed,
        button_code=code.button,
        certificate=certificate(request),
        answer_by=min(answer_by, closes_at) if closes_at else answer_by,
        closes_at=closes_at,
        formal=is_formal(request, case.rules),
    )


def ask_back(question: str, request: Request, case: Case) -> Decision:
    """Staff ask what the words meant; the clock of the answer begins anew (C11)."""
    event = AskedBack(by=case.speaker, at=case.now, question=question)
    clarify = ClarifyPlease(
        asked=asked(evolve(request, event), case), line="", question=question
    )
    owed = Owed(NoticeCode.CLARIFY_PLEASE, request.requester, clarify)
    return Decision((event,), (owed,))


def is_asked(request: Request) -> bool:
    """Whether an answer is waited for now, and nothing holds the clock."""
    undecided = request.settlement.undecided_since
    return request.status is Status.AWAITING_CONFIRMATION and undecided is None


def _closes_at(request: Request, case: Case, since: datetime) -> datetime | None:
    """When silence closes it: never by itself where a customer has the last word."""
    schedule = case.rules.schedule(Clock.K7, request)
    return act_due(schedule, since, Act.CLOSE_UNCONFIRMED)
