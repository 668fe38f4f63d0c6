"""Staff correct the class of a request (R7, R15, R16).

What makes it urgent pages at once; what makes it less urgent is told to its requester.
A customer's request leaves the customer scene only by a supervisor, since his consent
and his signature hang on it.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from gateway.domain.agreement import target
from gateway.domain.classification_details import Paging
from gateway.domain.codes import Clock, NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.confirmers import is_formal, is_supervisor
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.evolve import evolve
from gateway.domain.lifecycle import OPEN
from gateway.domain.reclassifying_commands import Classify, SetLocale
from gateway.domain.reclassifying_events import Classified, LocaleSet
from gateway.domain.request import Request, Scene, Status
from gateway.domain.routing import OTHER, group_of
from gateway.domain.urgency import may_lower, paged, told_lower

BEFORE_A_PLAN = frozenset(
    {
        Status.RECEIVED,
        Status.AWAITING_INFORMATION,
        Status.IN_PROGRESS,
        Status.ON_HOLD,
    }
)
"""While a plan is decided on or carried out its scene, whose rules hold, stays."""


def decide_classify(command: Classify, request: Request, case: Case) -> Outcome:
    why = _refused(command, request, case)
    if why:
        return why
    classified = _classified(command, request, case)
    after = evolve(request, classified)
    owed = [*_told_group(request, after, case)]
    if after.urgent and not request.urgent:
        owed += paged(after, case)
    if _lowers(command, request):
        owed.append(told_lower(request, command.reason))
    return Decision((classified,), tuple(owed))


def _lowers(command: Classify, request: Request) -> bool:
    return command.priority is not None and command.priority < request.priority


def _refused(command: Classify, request: Request, case: Case) -> Refusal | None:
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    known = (*(one.name for one in case.rules.routing.domains), OTHER)
    if command.domain and command.domain not in known:
        return Refusal(Reason.BAD_ARGUMENT, f"{command.domain}: {', '.join(known)}")
    if _lowers(command, request):
        if not command.reason:
            return Refusal(Reason.MISSING_ARGUMENT, "REASON")
        return may_lower(request, case) or _rescened(command, request, case)
    return _rescened(command, request, case)


def _rescened(command: Classify, request: Request, case: Case) -> Refusal | None:
    """Whether the scene may become this one; it is one of four, never two (R7)."""
    if command.scene in {None, request.scene}:
        return None
    if request.status not in BEFORE_A_PLAN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    after = replace(request, scene=command.scene or request.scene)
    leaves = is_formal(request, case.rules) and not is_formal(after, case.rules)
    calms = request.scene is Scene.EMERGENCY
    if (leaves or calms) and not is_supervisor(case.speaker, case):
        return Refusal(Reason.SUPERVISOR_ONLY)
    return None


def _classified(command: Classify, request: Request, case: Case) -> Classified:
    lowers = _lowers(command, request)
    scene = command.scene or request.scene
    emergency = scene is Scene.EMERGENCY and scene is not request.scene
    domain = command.domain or request.category
    moved = domain != request.category or scene is not request.scene
    group = group_of(domain, scene, case.rules.routing) if moved else ""
    priority = command.priority or request.priority
    return Classified(
        by=case.speaker,
        at=case.now,
        domain=domain,
        group=group if moved else request.triage.group,
        priority=max(priority, priority.HIGH) if emergency else priority,
        scene=scene,
        urgent=emergency or (request.urgent and not lowers),
        misjudged=lowers and (request.urgent or request.triage.suspected),
        reason=command.reason or request.triage.category_reason,
    )


def _told_group(request: Request, after: Request, case: Case) -> tuple[Owed, ...]:
    """S01 to the group that it goes to now, where nobody owns it yet (R17)."""
    group = after.triage.group
    if after.assignee or group in {"", request.triage.group}:
        return ()
    schedule = case.rules.schedule(Clock.K2, after)
    paging = Paging(
        clock=Clock.K2,
        started_at=after.submitted_at,
        due_at=target(schedule, after.submitted_at),
    )
    members = case.rules.routing.groups.get(group, ())
    return tuple(
        Owed(NoticeCode.TO_ASSIGN, who, paging)
        for who in members
        if who != case.speaker
    )


def decide_locale(command: SetLocale, request: Request, case: Case) -> Outcome:
    """D14: the requester is written to in this language from now on."""
    if request.status is Status.MERGED:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    set_ = LocaleSet(by=case.speaker, at=case.now, locale=command.locale)
    return Decision((set_,))


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {**decider(Classify, decide_classify), **decider(SetLocale, decide_locale)}
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.CLASSIFY: OPEN,
        Verb.SCENE: BEFORE_A_PLAN,
        Verb.LANG: frozenset(Status) - {Status.MERGED},
    }
)
"""In which statuses these verbs are not refused outright."""
