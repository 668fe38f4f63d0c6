"""Step 5: answers that settle nothing by themselves (PROCESS 6.3, 6.4).

Rule of this room: the machine never guesses. What is not clear goes to a person, and
its sender is asked once a round to be clear; whoever may not be who he says is asked
at the address that we know.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.agreement import stage_due
from gateway.domain.answer_commands import (
    Doubt,
    NotMe,
    Rate,
    Unproven,
    YesOfAnother,
)
from gateway.domain.answer_events import (
    Challenged,
    Denied,
    Doubted,
    Rated,
    VouchedFor,
)
from gateway.domain.asking import asked, is_asked
from gateway.domain.codes import Clock, NoticeCode
from gateway.domain.confirmers import ENTITLED, Standing, standing
from gateway.domain.decision import Case, Decider, Decision, Outcome, Owed, decider
from gateway.domain.evolve import evolve
from gateway.domain.people import Address
from gateway.domain.request import Request, Status
from gateway.domain.submission import decide_words, readers
from gateway.domain.submission_commands import Write
from gateway.domain.verification_details import (
    ClarifyPlease,
    ConfirmedByOther,
    IdentityCheck,
    Reopened,
    ToJudge,
)

CHALLENGES_LIMIT = 3
"""Letters of one round that ask who wrote; what comes then, staff judge."""
POOR = "poor"
LATE = "late"
"""How a yes is read that nobody waits for any more."""
OF_THE_PARTY = ENTITLED | {Standing.COLLEAGUE, Standing.PARTICIPANT}
"""Who belongs to the requester's side."""


def decide_doubt(doubt: Doubt, request: Request, case: Case) -> Outcome:
    """To a person; back to its sender once a round (T3', T4, T5)."""
    where = standing(case.speaker, request, case)
    waiting = request.status is Status.AWAITING_CONFIRMATION
    again = doubt.past_code or not request.settlement.asked_again
    ask = doubt.ask_again and again and waiting and where in ENTITLED
    event = Doubted(
        by=case.speaker,
        at=case.now,
        words=doubt.words,
        reading=doubt.reading,
        mixed=doubt.mixed and waiting and where is not Standing.STRANGER,
        asked_again=ask and not doubt.past_code,
    )
    owed: list[Owed] = []
    if ask:
        clarify = ClarifyPlease(
            asked=asked(request, case), line=doubt.line, past_code=doubt.past_code
        )
        owed.append(Owed(NoticeCode.CLARIFY_PLEASE, case.speaker, clarify))
    if doubt.reading == LATE:
        owed += _told_of_the_no(request, case)
    if doubt.judged:
        owed += _judges(doubt, request, case, asked_again=ask, mixed=event.mixed)
    return Decision((event,), tuple(owed))


def _told_of_the_no(request: Request, case: Case) -> list[Owed]:
    """E9: whose yes came after another's no learns that the no has won."""
    settled = request.settlement
    knows = {request.requester, settled.disputed_by, *request.participants}
    mine = standing(case.speaker, request, case) in OF_THE_PARTY
    if settled.disputed_by is None or case.speaker in knows or not mine:
        return []
    detail = Reopened(
        words=request.reopen_reason, raised=False, explanation=settled.explanation
    )
    return [Owed(NoticeCode.REOPENED, case.speaker, detail)]


def _judges(
    doubt: Doubt, request: Request, case: Case, *, asked_again: bool, mixed: bool
) -> list[Owed]:
    schedule = case.rules.schedule(Clock.JUDGEMENT, request)
    last = len(schedule.stages) - 1
    detail = ToJudge(
        sender=case.speaker,
        words=doubt.words,
        line=doubt.line,
        reading=doubt.reading,
        asked_again=asked_again,
        decide_by=stage_due(schedule, case.now, last) if mixed else None,
        files=doubt.files,
        notes=doubt.notes,
    )
    told = (who for who in readers(request, case) if who != case.speaker)
    return [Owed(NoticeCode.TO_JUDGE, who, detail) for who in told]


def decide_unproven(unproven: Unproven, request: Request, case: Case) -> Outcome:
    """C17: a new code to the registered address; who answers with it, reads there."""
    if not is_asked(request) or request.settlement.challenges >= CHALLENGES_LIMIT:
        doubt = Doubt(
            words=unproven.words, line=unproven.line, reading=unproven.reading
        )
        return decide_doubt(doubt, request, case)
    entitled = standing(case.speaker, request, case) in ENTITLED
    to: Address = case.speaker if entitled else request.requester
    event = Challenged(by=case.speaker, at=case.now, words=unproven.line, to=to)
    check = IdentityCheck(
        code=case.confirm_code(evolve(request, event)).challenge,
        claimed=case.speaker,
        words=unproven.line,
        at=case.now,
    )
    return Decision((event,), (Owed(NoticeCode.IDENTITY_CHECK, to, check),))


def decide_not_me(not_me: NotMe, request: Request, case: Case) -> Outcome:
    """Who denies the yes is believed; nothing was confirmed by it anyway."""
    doubt = Doubt(words=not_me.words, line=not_me.words, reading="not-me")
    denied = Denied(by=case.speaker, at=case.now, words=not_me.words)
    owed = _judges(doubt, request, case, asked_again=False, mixed=False)
    return Decision((denied,), tuple(owed))


def decide_yes_of_another(yes: YesOfAnother, request: Request, case: Case) -> Outcome:
    """C16: the requester is asked whether he agrees, once for each who says so."""
    if not is_asked(request):
        doubt = Doubt(words=yes.words, line=yes.words, reading="not-the-requester")
        return decide_doubt(doubt, request, case)
    event = VouchedFor(by=case.speaker, at=case.now, words=yes.words)
    if request.settlement.vouched_by == case.speaker:
        return Decision((event,))
    detail = ConfirmedByOther(
        asked=asked(request, case),
        other=case.speaker,
        words=yes.evidence.line,
        at=case.now,
    )
    owed = Owed(NoticeCode.CONFIRMED_BY_OTHER, request.requester, detail)
    return Decision((event,), (owed,))


def decide_rate(rate: Rate, request: Request, case: Case) -> Outcome:
    """Stored once, never answered, and it reopens nothing (2.7)."""
    if request.settlement.satisfaction:
        return decide_words(
            Write(words=rate.words or rate.mark, reading="rated-again"), request, case
        )
    event = Rated(by=case.speaker, at=case.now, mark=rate.mark, words=rate.words)
    if not rate.words and rate.mark != POOR:
        return Decision((event,))
    words = Write(words=rate.words, reading=f"rated-{rate.mark}")
    told = decide_words(words, request, case)
    return Decision((event,), told.owed if isinstance(told, Decision) else ())


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(Doubt, decide_doubt),
        **decider(Unproven, decide_unproven),
        **decider(NotMe, decide_not_me),
        **decider(YesOfAnother, decide_yes_of_another),
        **decider(Rate, decide_rate),
    }
)
