"""The class of a request is corrected: who may, what follows, and what is refused."""

from dataclasses import replace

import pytest

from gateway.desk.interpret_reclassifying import READERS
from gateway.desk.run import Run
from gateway.domain.classification_commands import Lower, Raise
from gateway.domain.codes import Clock, Reason
from gateway.domain.commands import Command, Verb
from gateway.domain.decide import decide
from gateway.domain.decision import Case, Decision, Refusal
from gateway.domain.lifecycle import OPEN
from gateway.domain.people import Address, Locale
from gateway.domain.reclassifying import BEFORE_A_PLAN
from gateway.domain.reclassifying_commands import Classify, SetLocale
from gateway.domain.request import Priority, Request, Scene, Status
from gateway.domain.routing import DomainRule, Route, Routing
from gateway.mail.directives import read_directives
from tests.support.builders import (
    ANNE,
    AROUND,
    BART,
    DAVE,
    ELLE,
    MORNING,
    RULES,
    a_case,
    a_new_request,
    a_request,
)
from tests.support.desk import shipped_vocabulary

ROUTING = Routing(
    domains=(DomainRule(name="network"), DomainRule(name="hardware")),
    routes=(Route(group="lines", domain="network"),),
    groups={"lines": (DAVE,)},
)
URGENT = replace(a_new_request(), urgent=True, priority=Priority.HIGH)
SUSPECTED = replace(
    a_new_request(), triage=replace(a_new_request().triage, suspected=True)
)


def _case(speaker: Address = BART) -> Case:
    return replace(a_case(speaker), rules=replace(RULES, routing=ROUTING))


def _run(request: Request, command: Command, speaker: Address = BART) -> Run:
    case = _case(speaker)
    run = Run(request=request, case=case)
    outcome = decide(command, request, case)
    assert isinstance(outcome, Decision), outcome
    run.apply(outcome)
    return run


def _told(run: Run) -> list[tuple[str, Address]]:
    return [(str(one.code), one.to) for one in run.notices]


def test_another_domain_routes_the_request_anew_with_the_reason() -> None:
    """R15, R17: the group is told where nobody owns it yet."""
    command = Classify(domain="network", reason="it is the VPN")
    run = _run(a_new_request(), command)
    request = run.request
    assert (request.category, request.triage.group) == ("network", "lines")
    assert request.triage.category_reason == "it is the VPN"
    assert _told(run) == [("S01", DAVE)]
    assert _told(_run(a_request(), command)) == []


def test_the_priority_is_the_teams_own_and_calls_nobody() -> None:
    """R16, D4: the claim of the requester stays beside it."""
    run = _run(a_new_request(), Classify(priority=Priority.HIGH, reason="payday"))
    assert (run.request.priority, run.request.urgent) == (Priority.HIGH, False)
    assert run.request.urgency == a_new_request().urgency
    assert run.notices == []


def test_a_lower_priority_wants_a_reason_and_its_requester_hears_it() -> None:
    high = a_request(priority=Priority.HIGH)
    low = Classify(priority=Priority.LOW)
    assert decide(low, high, _case()) == Refusal(Reason.MISSING_ARGUMENT, "REASON")
    assert _told(_run(high, replace(low, reason="a test device"))) == [("C06", ANNE)]


def test_what_turns_an_emergency_is_paged_and_k1_counts_from_that_moment() -> None:
    """K1, R4: the clock of the ordinary first response stands still."""
    run = _run(a_new_request(), Classify(scene=Scene.EMERGENCY))
    assert (run.request.urgent, run.request.priority) == (True, Priority.HIGH)
    assert _told(run) == [("S02", DAVE)]
    assert run.clocks.started[Clock.K1].started_at == MORNING
    assert Clock.K2 in run.clocks.stopped


def test_who_says_that_it_is_an_emergency_is_not_paged_about_it() -> None:
    run = _run(a_new_request(), Classify(scene=Scene.EMERGENCY), DAVE)
    assert run.notices == []
    assert Clock.K1 in run.clocks.started


def test_e5_a_claim_of_urgency_is_lowered_by_a_supervisor_who_says_why() -> None:
    """E5: the requester is told; K1 stands still, K2 runs since the mail came in."""
    lower = Lower(reason="one test device")
    assert decide(lower, URGENT, _case()) == Refusal(Reason.SUPERVISOR_ONLY)
    run = _run(URGENT, lower, ELLE)
    request = run.request
    assert (request.urgent, request.priority) == (False, Priority.MEDIUM)
    assert request.triage.misjudged
    assert _told(run) == [("C06", ANNE)]
    assert Clock.K1 in run.clocks.stopped
    assert run.clocks.started[Clock.K2].started_at == request.submitted_at


def test_e5_holds_for_the_priority_of_classify_as_well() -> None:
    low = Classify(priority=Priority.MEDIUM, reason="one test device")
    assert decide(low, URGENT, _case()) == Refusal(Reason.SUPERVISOR_ONLY)
    run = _run(URGENT, low, ELLE)
    assert (run.request.urgent, run.request.triage.misjudged) == (False, True)


def test_e5_a_team_without_a_supervisor_lowers_by_itself() -> None:
    case = _case()
    members = {who: one for who, one in case.people.members.items() if who != ELLE}
    roster = replace(case.people.roster, supervisors=())
    people = replace(case.people, members=members, roster=roster)
    outcome = decide(Lower(reason="test"), URGENT, replace(case, people=people))
    assert isinstance(outcome, Decision)


def test_d3_a_suspicion_is_judged_by_whoever_looks_at_it() -> None:
    """D3: no silent raise; a person says that it is urgent, or that it is not."""
    raised = _run(SUSPECTED, Raise(reason="he is right")).request
    assert (raised.urgent, raised.triage.suspected) == (True, False)
    assert raised.priority is Priority.HIGH
    run = _run(SUSPECTED, Lower(reason="a joke"))
    assert (run.request.urgent, run.request.triage.suspected) == (False, False)
    assert run.request.triage.misjudged
    assert run.request.priority is SUSPECTED.priority
    assert run.notices == []
    assert Clock.K1 in run.clocks.stopped


def test_a_customers_request_leaves_its_scene_only_by_a_supervisor() -> None:
    """R30, R35: consent and certificate hang on the scene."""
    internal = Classify(scene=Scene.INTERNAL)
    request = a_new_request()
    assert decide(internal, request, _case()) == Refusal(Reason.SUPERVISOR_ONLY)
    assert _run(request, internal, ELLE).request.scene is Scene.INTERNAL
    cross = replace(request, scene=Scene.INTERNAL)
    assert _run(cross, Classify(scene=Scene.CROSS_TEAM)).request.scene == "cross-team"


@pytest.mark.parametrize("status", sorted(OPEN - BEFORE_A_PLAN))
def test_the_scene_stays_while_a_plan_is_decided_on(status: Status) -> None:
    request = a_request(status)
    outcome = decide(Classify(scene=Scene.EMERGENCY), request, _case(ELLE))
    assert outcome == Refusal(Reason.NOT_IN_THIS_STATUS)


@pytest.mark.parametrize("status", sorted(set(Status) - OPEN))
def test_nothing_is_classified_once_it_is_over(status: Status) -> None:
    outcome = decide(Classify(domain="network"), a_request(status), _case())
    assert outcome == Refusal(Reason.NOT_IN_THIS_STATUS)


def test_a_domain_that_nobody_configured_is_refused_with_those_that_are() -> None:
    outcome = decide(Classify(domain="cooking"), a_request(), _case())
    assert outcome == Refusal(Reason.BAD_ARGUMENT, "cooking: network, hardware, other")


def test_the_language_of_letters_is_set_and_of_merged_requests_not() -> None:
    """D14."""
    spoken = SetLocale(locale=Locale.ZH_CN)
    assert _run(a_request(), spoken).request.locale is Locale.ZH_CN
    merged = a_request(Status.MERGED)
    assert decide(spoken, merged, _case()) == Refusal(Reason.NOT_IN_THIS_STATUS)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (
            "#classify domain=network priority=high the VPN",
            Classify(domain="network", priority=Priority.HIGH, reason="the VPN"),
        ),
        (
            "#分类 领域=网络环境 优先级=高 场景=跨部门 全厂断网",
            Classify(
                domain="network",
                priority=Priority.HIGH,
                scene=Scene.CROSS_TEAM,
                reason="全厂断网",
            ),
        ),
        ("#classify", Refusal(Reason.MISSING_ARGUMENT)),
        ("#classify network", Refusal(Reason.MISSING_ARGUMENT)),
        ("#classify priority=huge", Refusal(Reason.BAD_ARGUMENT, "huge")),
        ("#classify scene=private", Refusal(Reason.BAD_ARGUMENT, "private")),
        ("#scene emergency", Classify(scene=Scene.EMERGENCY)),
        (
            "#场景 紧急 核心业务中断",
            Classify(scene=Scene.EMERGENCY, reason="核心业务中断"),
        ),
        ("#scene", Refusal(Reason.MISSING_ARGUMENT)),
        ("#scene private", Refusal(Reason.BAD_ARGUMENT, "private")),
        ("#lang zh-CN", SetLocale(locale=Locale.ZH_CN)),
        ("#语言 英文", SetLocale(locale=Locale.EN)),
        ("#lang", Refusal(Reason.MISSING_ARGUMENT)),
        ("#lang latin", Refusal(Reason.BAD_ARGUMENT)),
    ],
)
def test_a_line_is_read_or_refused(line: str, command: Command | Refusal) -> None:
    (directive,) = read_directives(line, shipped_vocabulary()).lines
    read = READERS[Verb(directive.verb or "")](directive, AROUND)
    if isinstance(command, Refusal) and not command.detail:
        assert isinstance(read, Refusal)
        assert read.reason is command.reason
    else:
        assert read == command
