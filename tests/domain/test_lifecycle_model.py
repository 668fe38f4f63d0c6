"""Any command by anybody at any time: what may never happen to a request (1.4b).

Each command of the domain is drawn from its own type hints, so that a new one is tried
without a word here; clocks run, and reach their stages. Whatever was done, a request
can still be brought to its end by people who do their work.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import get_args

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from gateway.desk.run import Run
from gateway.domain import commands as c
from gateway.domain.agreement import Promise, reached
from gateway.domain.classification_commands import Lower, Take
from gateway.domain.codes import Clock
from gateway.domain.completeness_commands import Ask
from gateway.domain.completeness_events import ClosedForLack
from gateway.domain.confirmers import Standing, is_formal, is_supervisor, standing
from gateway.domain.decide import decide
from gateway.domain.decision import Case, Decision
from gateway.domain.diagnosis_commands import Cause
from gateway.domain.escalation import escalate
from gateway.domain.events import Event
from gateway.domain.evolve import evolve_all
from gateway.domain.holding_commands import Pause
from gateway.domain.leaving_events import Withdrawn
from gateway.domain.lifecycle import TRANSITIONS
from gateway.domain.people import SYSTEM, Address
from gateway.domain.reclassifying_commands import Classify
from gateway.domain.record import row_of
from gateway.domain.request import Request, Scene, Status
from gateway.domain.returning_events import ContactChanged
from gateway.domain.solution_commands import (
    Consent,
    Eta,
    Fix,
    Phase,
    Propose,
    Work,
)
from gateway.domain.verification_commands import (
    RecordTest,
    Resolve,
)
from gateway.domain.verification_events import Confirmed
from gateway.domain.waiting_events import ClosedWithout
from tests.support.builders import (
    ANNE,
    BART,
    HOUR,
    MORNING,
    NUMBER,
    a_case,
    a_new_request,
)
from tests.support.lifecycle_acts import (
    ASIDE,
    BY_CUSTOMERS,
    BY_STAFF,
    CUSTOMERS,
    ENDS,
    HOME,
    OF_OTHERS,
    PLAN,
    STAFF,
    STEPS_HOME,
    coded,
    commands,
)

S = Status


class Lifecycle(RuleBasedStateMachine):
    """One request; everybody says anything to it, and time goes by."""

    def __init__(self) -> None:
        super().__init__()
        self.request: Request = a_new_request()
        self.now = MORNING
        self.promises: dict[Clock, Promise] = {}
        self.told: set[Clock] = set()
        self.events: list[Event] = []

    # --- what happens ----------------------------------------------------------

    @rule(command=commands(BY_STAFF), speaker=st.sampled_from(STAFF))
    def staff_say_something(self, command: c.Command, speaker: Address) -> None:
        self._do(command, speaker)

    @rule(command=commands(BY_CUSTOMERS), speaker=st.sampled_from(CUSTOMERS))
    def a_customer_says_something(self, command: c.Command, speaker: Address) -> None:
        self._do(command, speaker)

    @rule(choice=st.integers(0, 9))
    def somebody_does_what_is_likely(self, choice: int) -> None:
        likely = tuple(self._likely())
        if likely:
            self._do(*likely[choice % len(likely)])

    @rule(steps=st.integers(1, 6))
    def people_do_their_work(self, steps: int) -> None:
        for _ in range(steps):
            self._one_step_home()

    @rule()
    def time_goes_by(self) -> None:
        if not self.promises:
            return
        kept = min(self.promises.values(), key=lambda one: one.due_at)
        self.now = max(self.now, kept.due_at)
        case = self._case(SYSTEM)
        schedule = case.rules.schedule(kept.clock, self.request)
        stage, following = reached(kept, schedule, self.now)
        del self.promises[kept.clock]
        self.told |= {kept.clock}
        if following:
            self.promises[kept.clock] = following
        self._apply(escalate(kept, stage, self.request, case), SYSTEM, None)

    @rule(scene=st.sampled_from(Scene))
    def it_is_of_another_scene(self, scene: Scene) -> None:
        if not self.events:
            self.request = replace(self.request, scene=scene)

    # --- how -------------------------------------------------------------------

    def _case(self, speaker: Address) -> Case:
        return replace(a_case(speaker, now=self.now), step_codes=coded)

    def _do(self, command: c.Command, speaker: Address) -> bool:
        outcome = decide(command, self.request, self._case(speaker))
        if not isinstance(outcome, Decision):
            return False
        self._apply(outcome, speaker, command)
        return True

    def _apply(
        self, decision: Decision, speaker: Address, command: c.Command | None
    ) -> None:
        before = self.request
        run = Run(request=before, case=self._case(speaker))
        run.apply(decision)
        self.request = run.request
        self.events += run.events
        for clock in run.clocks.stopped:
            self.promises.pop(clock, None)
        self.promises |= run.clocks.started
        self.told -= run.clocks.stopped | {*run.clocks.started}
        assert self.request == evolve_all(before, decision.events)
        assert all(row_of(event, NUMBER).at == self.now for event in run.events)
        self._moved_as_the_table_says(before, decision.events)
        self._lowered_by_command_and_reason_alone(before, command)

    def _moved_as_the_table_says(
        self, before: Request, events: tuple[Event, ...]
    ) -> None:
        for event in events:
            after = evolve_all(before, (event,))
            if after.status is not before.status:
                following = {*TRANSITIONS[before.status].values()}
                assert after.status in following | {before.resume_status}
                self._ended_by_a_word_or_a_name(after, before, event)
            before = after

    def _ended_by_a_word_or_a_name(
        self, after: Request, before: Request, event: Event
    ) -> None:
        """No way to "closed" without a confirmation or a named person's decision."""
        case = self._case(event.by)
        if after.status is S.CONFIRMED:
            assert isinstance(event, Confirmed)
            who = standing(event.by, before, case)
            light = not is_formal(before, case.rules)
            entitled = who in {Standing.REQUESTER, Standing.CONFIRMER}
            colleague = light and who is Standing.COLLEAGUE
            noted = event.evidence.rule == "phoned"
            seconded = light or is_supervisor(event.by, case)
            # R36: the customer's word is his signature in the paper that staff file.
            filed = event.evidence.rule == "signed" and event.by != before.requester
            assert entitled or colleague or filed or (noted and seconded)
        if after.status is S.CLOSED_UNCONFIRMED:
            # Silence closes what no customer has to sign, and never as confirmed.
            silent = isinstance(event, ClosedForLack) or not is_formal(
                before, case.rules
            )
            assert isinstance(event, ClosedForLack | ClosedWithout)
            assert is_supervisor(event.by, case) or silent or event.by != SYSTEM
            assert after.confirmed_at is None

    def _lowered_by_command_and_reason_alone(
        self, before: Request, command: c.Command | None
    ) -> None:
        if self.request.priority < before.priority:
            assert isinstance(command, Lower | Classify)
        assert self.request.escalation_level >= before.escalation_level

    # --- the way home ------------------------------------------------------------

    def _one_step_home(self) -> None:
        """Whoever has to act next does, as the letters tell him to."""
        for command, speaker in self._next_acts():
            if self._do(command, speaker):
                return

    def _next_acts(self) -> Iterator[tuple[c.Command, Address]]:
        owner = self.request.assignee or BART
        if self.request.assignee is None:
            yield (Take(), BART)
        if self.request.status is S.IN_PROGRESS:
            yield from self._work(owner)
        yield from (
            (command, self._who(who))
            for command, who in HOME.get(self.request.status, ())
        )

    def _who(self, named: Address | None) -> Address:
        """Nobody stands for the owner, Anne for whoever is the requester by now."""
        if named is None:
            return self.request.assignee or BART
        return self.request.requester if named == ANNE else named

    def _likely(self) -> Iterator[tuple[c.Command, Address]]:
        """What leads aside, or further than the shortest way."""
        owner = self.request.assignee or BART
        soon, late = self.now + HOUR, self.now + 50 * HOUR
        if self.request.status is S.IN_PROGRESS:
            yield (Cause(text="toner"), owner)
            yield (Propose(parts=PLAN), owner)
            yield (Work(phase=Phase.START, text=""), owner)
            yield (Pause(until=late, reason="no drum"), owner)
            yield (Consent(words="agree"), self.request.requester)
            yield (Ask(questions=("where?",)), owner)
            yield (Eta(at=soon), owner)
        yield from (
            (command, self._who(who))
            for command, who in ASIDE.get(self.request.status, ())
        )

    def _work(self, owner: Address) -> Iterator[tuple[c.Command, Address]]:
        if not self.request.cause:
            yield (Cause(text="toner"), owner)
        elif not self.request.solution:
            eta = self.request.repair.eta_at
            if eta is None or self.request.repair.eta_missed:
                yield (Eta(at=self.now + HOUR), owner)
            yield (Fix(text="drum", consent="Anne", consent_time="9:10"), owner)
        elif not self.request.test_result:
            yield (RecordTest(text="no smoke"), owner)
        else:
            yield (Resolve(), owner)

    def teardown(self) -> None:
        """No dead end: every request can be brought to its end."""
        for _ in range(STEPS_HOME):
            if self.request.status in ENDS:
                return
            self._one_step_home()
        assert self.request.status in ENDS, self.request

    # --- what always holds ---------------------------------------------------------

    @invariant()
    def an_accepted_request_has_one_owner(self) -> None:
        accepted = self.request.accepted_by is not None
        assert (self.request.assignee is not None) == accepted
        # Closed before anybody took it, it may come back into work by a word (1.4b).
        closed = (ClosedForLack, ClosedWithout, Withdrawn)
        lacked = any(isinstance(event, closed) for event in self.events)
        back = {S.IN_PROGRESS, S.AWAITING_INFORMATION} if lacked else set()
        assert accepted or self.request.status in {
            *back,
            *(S.RECEIVED, S.AWAITING_INFORMATION, S.CLOSED_UNCONFIRMED, S.INVALID),
            *(S.ARCHIVED, S.WITHDRAWN, S.MERGED),
        }

    @invariant()
    def what_is_called_solved_has_cause_solution_and_test(self) -> None:
        if self.request.status in {S.AWAITING_CONFIRMATION, S.CONFIRMED}:
            assert self.request.cause
            assert self.request.solution
            assert self.request.test_result

    @invariant()
    def nothing_is_carried_out_that_was_not_released(self) -> None:
        plan, repair = self.request.repair.plan, self.request.repair
        if self.request.status is S.IMPLEMENTING:
            released = plan is not None and plan.released_at is not None
            assert released or repair.fixed_at is not None
        if plan is not None and plan.approved_by is not None:
            assert is_supervisor(plan.approved_by, self._case(SYSTEM))
            assert plan.approved_by != plan.author

    @invariant()
    def whoever_waits_is_looked_after_by_a_clock(self) -> None:
        waits: Mapping[Status, set[Clock]] = {
            S.AWAITING_CONFIRMATION: {Clock.K7, Clock.JUDGEMENT},
            S.ON_HOLD: {Clock.HOLD},
            S.AWAITING_CONSENT: {Clock.CONSENT},
        }
        wanted = waits.get(self.request.status)
        assert wanted is None or wanted & self._ever_promised()

    def _ever_promised(self) -> set[Clock]:
        """The clocks that run, and those that have told all that they had to tell."""
        return set(self.promises) | self.told

    @invariant()
    def only_keywords_lead_to_the_archive(self) -> None:
        if self.request.status is S.ARCHIVED:
            assert self.request.settlement.keywords

    @invariant()
    def who_asked_and_how_it_is_called_change_by_name_alone(self) -> None:
        assert self.request.number == NUMBER
        named = [one.to for one in self.events if isinstance(one, ContactChanged)]
        assert self.request.requester == (named or [ANNE])[-1]
        assert not {*named} & {*STAFF}


def test_every_command_is_tried() -> None:
    """A command that nobody may say here would never be explored."""
    assert set(get_args(c.Command)) == BY_STAFF | BY_CUSTOMERS | OF_OTHERS
    assert len(BY_CUSTOMERS) == 15


TestLifecycle = Lifecycle.TestCase
TestLifecycle.settings = settings(
    max_examples=100, stateful_step_count=50, deadline=None
)
