"""The life of a request as commands, for measuring what deciding them costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gateway.domain.archiving_commands import Archive
from gateway.domain.classification_commands import Call, Note, Raise, Take
from gateway.domain.commands import Command
from gateway.domain.decide import decide
from gateway.domain.decision import Case, Coded, ConfirmCode, Decision
from gateway.domain.diagnosis_commands import Cause, Diagnose
from gateway.domain.evolve import evolve_all
from gateway.domain.people import Address
from gateway.domain.plan_parts import Part
from gateway.domain.request import Request
from gateway.domain.solution_commands import (
    Approve,
    Consent,
    Eta,
    Phase,
    Propose,
    Update,
    Work,
)
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
    ELLE,
    HOUR,
    MORNING,
    a_case,
    a_new_request,
    an_evidence,
)

CODE = "K7QM4P2X"
PLAN = dict.fromkeys(Part, "Set the pool to 400 and restart the service.")
CONFIRM = Confirm(words="fixed", evidence=an_evidence())

ROUND: Sequence[tuple[Command, Address]] = (
    (Diagnose(text="The pool is full.", method="log analysis"), BART),
    (Cause(text="The pool is too small."), BART),
    (Eta(at=MORNING + HOUR), BART),
    (Update(text="The change is being prepared."), BART),
    (Propose(parts=PLAN), BART),
    (Approve(code=CODE), ELLE),
    (Consent(words="agree"), ANNE),
    (Work(phase=Phase.START, text=""), BART),
    (Work(phase=Phase.END, text="The pool is at 400."), BART),
    (RecordTest(text="Submit three orders."), BART),
    (Resolve(), BART),
)
BEGINNING: Sequence[tuple[Command, Address]] = (
    (Call(connected=True, gist="It is the order module."), BART),
    (Take(), BART),
    (Note(text="Seen before."), BART),
    (Write(words="It happens each evening.", reading="words"), ANNE),
    *ROUND,
)
END: Sequence[tuple[Command, Address]] = (
    (CONFIRM, ANNE),
    (Archive(keywords=("orders", "connection pool")), BART),
)
ONE_ROUND = (*BEGINNING, *END)
STORY: Sequence[tuple[Command, Address]] = (
    *BEGINNING,
    (Unresolved(words="It is slow again."), ANNE),
    (Raise(reason="second round"), ELLE),
    *ROUND,
    *END,
)
"""Two rounds, with a plan in each: from the first call to the archive."""


@dataclass(slots=True)
class Life:
    """A story, told anew each time; ``steps`` are its commands where they stand."""

    story: Sequence[tuple[Command, Address]] = STORY
    steps: list[tuple[Command, Request, Case]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.steps = [*self._told()]

    def decide_all(self) -> int:
        """Decide each command where it stands; returns how many."""
        for command, request, case in self.steps:
            decide(command, request, case)
        return len(self.steps)

    def live(self) -> int:
        """Live it: each decision's events applied before the next is made."""
        return sum(1 for _ in self._told())

    def _told(self) -> Iterator[tuple[Command, Request, Case]]:
        request = a_new_request(phone="139 0000 0000")
        cases = {who: _case(who) for who in (ANNE, BART, ELLE)}
        for command, speaker in self.story:
            outcome = decide(command, request, cases[speaker])
            if not isinstance(outcome, Decision):
                raise TypeError(f"the story breaks off: {command} {outcome}")
            yield command, request, cases[speaker]
            request = evolve_all(request, outcome.events)


def _case(speaker: Address) -> Case:
    code = ConfirmCode(printed=CODE, button=CODE)
    coded = Coded(present=code, living=(CODE,))
    return replace(a_case(speaker), step_codes=lambda *_: coded)
