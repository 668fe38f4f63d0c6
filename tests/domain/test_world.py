"""Any commands in any order: what may never happen to a request."""

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gateway.domain import commands as c
from gateway.domain.classification_commands import (
    Assign,
    Call,
    Lower,
    Note,
    Raise,
    Take,
)
from gateway.domain.decide import decide
from gateway.domain.decision import Decision
from gateway.domain.diagnosis_commands import Cause
from gateway.domain.events import Event
from gateway.domain.evidence import EvidenceClass
from gateway.domain.evolve import evolve_all
from gateway.domain.lifecycle import TRANSITIONS
from gateway.domain.people import Address
from gateway.domain.record import row_of
from gateway.domain.request import CauseKind, Priority, Request, Status
from gateway.domain.solution_commands import Eta, Fix
from gateway.domain.submission_commands import Write
from gateway.domain.verification_commands import (
    Confirm,
    RecordTest,
    Resolve,
    Unresolved,
)
from tests.support.builders import (
    ANNE,
    BART,
    CRIS,
    DAVE,
    ELLE,
    HOUR,
    MORNING,
    NUMBER,
    a_case,
    a_new_request,
    an_evidence,
)

WORDS = st.text(max_size=5)
PEOPLE = st.sampled_from([ANNE, CRIS, BART, DAVE, ELLE])
STAFF = st.sampled_from([BART, DAVE, ELLE])
COMMANDS: st.SearchStrategy[c.Command] = st.one_of(
    st.builds(Write, words=WORDS, reading=WORDS),
    st.builds(Take),
    st.builds(Assign, owner=STAFF, reason=WORDS),
    st.builds(Raise, reason=WORDS),
    st.builds(Lower, reason=WORDS),
    st.builds(Call, connected=st.booleans(), gist=WORDS),
    st.builds(Note, text=WORDS),
    st.builds(Cause, text=WORDS, kind=st.none() | st.sampled_from(CauseKind)),
    st.builds(Fix, text=WORDS),
    st.builds(RecordTest, text=WORDS),
    st.builds(Resolve, text=WORDS, workaround=st.booleans()),
    st.builds(Unresolved, words=WORDS),
    st.builds(
        Confirm,
        words=WORDS,
        evidence=st.builds(an_evidence, st.sampled_from(EvidenceClass)),
    ),
)


class World(RuleBasedStateMachine):
    """One request; everybody says anything to it."""

    def __init__(self) -> None:
        super().__init__()
        self.request: Request = a_new_request()
        self.events: list[Event] = []

    @rule(command=COMMANDS, speaker=PEOPLE)
    def somebody_says_something(self, command: c.Command, speaker: Address) -> None:
        self._do(command, speaker)

    @precondition(lambda self: self.request.status is Status.RECEIVED)
    @rule(owner=STAFF)
    def somebody_takes_it(self, owner: Address) -> None:
        self._do(Take(), owner)

    @precondition(lambda self: self.request.status is Status.IN_PROGRESS)
    @rule()
    def the_owner_does_his_work(self) -> None:
        for command in (
            Cause(text="toner"),
            Eta(at=MORNING + HOUR),
            Fix(text="drum"),
            RecordTest(text="no smoke"),
            Resolve(),
        ):
            self._do(command, BART)
        assert self.request.status is Status.AWAITING_CONFIRMATION

    def _do(self, command: c.Command, speaker: Address) -> None:
        before = self.request
        outcome = decide(command, before, a_case(speaker))
        if not isinstance(outcome, Decision):
            return
        self.request = evolve_all(before, outcome.events)
        self.events += outcome.events
        assert self.request.version == before.version + len(outcome.events)
        assert all(row_of(event, NUMBER).actor == speaker for event in outcome.events)
        self._moved_as_the_table_says(before)
        self._confirmed_by_the_requester_alone(before, command, speaker)
        self._lowered_by_command_alone(before, command)

    def _moved_as_the_table_says(self, before: Request) -> None:
        if self.request.status is not before.status:
            assert self.request.status in TRANSITIONS[before.status].values()

    def _confirmed_by_the_requester_alone(
        self, before: Request, command: c.Command, speaker: Address
    ) -> None:
        if self.request.status is Status.CONFIRMED is not before.status:
            assert isinstance(command, Confirm)
            assert speaker == ANNE

    def _lowered_by_command_alone(self, before: Request, command: c.Command) -> None:
        if self.request.priority < before.priority:
            assert isinstance(command, Lower)
        assert self.request.escalation_level >= before.escalation_level

    @invariant()
    def an_accepted_request_has_one_owner(self) -> None:
        accepted = self.request.status is not Status.RECEIVED
        assert (self.request.assignee is not None) == accepted
        assert (self.request.accepted_by is not None) == accepted
        assert (self.request.accepted_at is not None) == accepted

    @invariant()
    def what_is_called_solved_has_cause_solution_and_test(self) -> None:
        if self.request.status in {Status.AWAITING_CONFIRMATION, Status.CONFIRMED}:
            assert self.request.cause
            assert self.request.solution
            assert self.request.test_result
            assert self.request.resolved_at is not None

    @invariant()
    def a_round_ends_with_a_no_alone(self) -> None:
        noes = sum(type(event).__name__ == "Disputed" for event in self.events)
        assert self.request.round == 1 + noes

    @invariant()
    def only_a_confirmed_request_has_a_moment_of_confirmation(self) -> None:
        confirmed = self.request.status is Status.CONFIRMED
        assert (self.request.confirmed_at is not None) == confirmed

    @invariant()
    def who_asked_and_how_it_is_called_never_change(self) -> None:
        assert (self.request.number, self.request.requester) == (NUMBER, ANNE)
        assert self.request.priority in Priority


TestWorld = World.TestCase
TestWorld.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
