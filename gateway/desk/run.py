"""Decisions being carried out one after the other: what a mail or a clock comes to."""

from dataclasses import dataclass, field, replace

from gateway.domain.clocks import Clocks
from gateway.domain.command_details import ResultLine
from gateway.domain.decision import Beside, Case, Decision, notice
from gateway.domain.events import Event
from gateway.domain.evolve import evolve_all
from gateway.domain.leaving import is_unwanted
from gateway.domain.notices import Notice
from gateway.domain.request import Request, RequestNumber
from gateway.domain.submission_events import Remarked


@dataclass(slots=True)
class Run:
    """The one value here that grows in place.

    ``beside`` is what becomes of other requests at the same time; their letters are
    among ``notices``.
    """

    request: Request
    case: Case
    events: list[Event] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    lines: list[ResultLine] = field(default_factory=list)
    clocks: Clocks = field(default_factory=Clocks)
    new: bool = False
    beside: "dict[RequestNumber, Run]" = field(default_factory=dict)

    def apply(self, decision: Decision) -> None:
        for event in decision.events:
            before, self.request = self.request, evolve_all(self.request, (event,))
            rules = self.case.rules
            self.clocks = self.clocks.after(event, before, self.request, rules)
        self.events += decision.events
        library = self.case.library.having(decision.events)
        if library is not self.case.library:
            self.case = replace(self.case, library=library)
        self.notices += [
            notice(owed, self.request, self.case)
            for owed in decision.owed
            if not is_unwanted(owed, self.request)
        ]
        for other in decision.beside:
            self._apply_beside(other)

    def _apply_beside(self, other: Beside) -> None:
        run = self.beside.setdefault(
            other.request.number,
            Run(request=other.request, case=self.case, new=other.new),
        )
        told = len(run.notices)
        run.apply(Decision(other.events, other.owed))
        self.notices += run.notices[told:]

    def remark(self) -> None:
        """Put on record what was odd of the mail, where it changed anything."""
        if self.events and self.case.remarks:
            said = Remarked(
                by=self.case.speaker, at=self.case.now, remarks=self.case.remarks
            )
            self.apply(Decision((said,)))

    @property
    def complete(self) -> bool:
        return all(line.done for line in self.lines)
