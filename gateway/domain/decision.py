"""The answers of the domain: a decision, or a refusal. Both are values."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar, cast

from gateway.domain.agreement import Rules
from gateway.domain.codes import Advice, NoticeCode, Reason
from gateway.domain.commands import Command
from gateway.domain.events import Event
from gateway.domain.ledger import NOTHING_ON_RECORD, Ledger
from gateway.domain.library import EMPTY, Library
from gateway.domain.notices import Detail, Notice
from gateway.domain.people import Address, Locale, People, Roster
from gateway.domain.remarks import Remark
from gateway.domain.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmCode:
    """P5: the printed code, and the longer one that only the button holds.

    ``challenge`` is that of the latest letter which asked who wrote; else empty.
    """

    printed: str
    button: str
    challenge: str = ""


class CodeFor(StrEnum):
    """What a one-time code of step 4 allows."""

    APPROVAL = "approval"
    CONSENT = "consent"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """The codes of one person for the present plan, and those of plans before it.

    ``living`` holds every form in which the present one may be written back.
    """

    present: ConfirmCode
    living: tuple[str, ...] = ()
    past: tuple[str, ...] = ()


StepCodes = Callable[[Request, Address, CodeFor], Coded]


def _no_codes(_: Request, __: Address, ___: CodeFor) -> Coded:
    return Coded(present=ConfirmCode(printed="", button=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Who speaks, when, and the rules that bind: what every decider is given.

    ``remarks`` is what staff should know of the mail in which they speak. ``ahead``
    holds the kinds of the commands that follow in the same mail. ``step_codes`` gives
    the one-time codes of a person for the present plan.
    """

    speaker: Address
    now: datetime
    people: People
    rules: Rules
    confirm_code: Callable[[Request], ConfirmCode]
    remarks: tuple[Remark, ...] = ()
    library: Library = EMPTY
    ahead: frozenset[type] = frozenset()
    step_codes: StepCodes = _no_codes
    ledger: Ledger = NOTHING_ON_RECORD

    def roster_now(self) -> Roster:
        """Who is called at this moment, by shifts and absences."""
        duty = self.rules.duty
        return duty.roster_at(self.now) if duty else self.people.roster

    def people_now(self) -> tuple[Address, ...]:
        """The whole team, without who is away (E3)."""
        duty, members = self.rules.duty, tuple(self.people.members)
        return duty.present(members, self.now) if duty else members


@dataclass(frozen=True, slots=True)
class Owed:
    """A notice before the request it tells of has its final shape."""

    code: NoticeCode
    to: Address
    detail: Detail


@dataclass(frozen=True, slots=True)
class Beside:
    """What a decision changes of another request, which may be a new one."""

    request: Request
    events: tuple[Event, ...]
    owed: tuple[Owed, ...] = ()
    new: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Decision:
    """``told`` is what a transcript says of a command that was carried out.

    ``advice`` is what it suggests to do next.
    """

    events: tuple[Event, ...]
    owed: tuple[Owed, ...] = ()
    beside: tuple[Beside, ...] = field(default=(), kw_only=True)
    told: str = field(default="", kw_only=True)
    advice: Advice | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Refusal:
    reason: Reason
    detail: str = ""


Outcome = Decision | Refusal

C = TypeVar("C", bound=Command)
Decider = Callable[[Command, Request, Case], Outcome]


def decider(
    kind: type[C], decide: Callable[[C, Request, Case], Outcome]
) -> dict[type, Decider]:
    """One entry of a step's table; mypy checks that the function fits the command."""
    return {kind: cast("Decider", decide)}


def notice_alone(owed: Owed, case: Case) -> Notice:
    """Address what belongs to no request to one of the people file."""
    person = case.people.members.get(owed.to)
    return Notice(
        code=owed.code,
        to=owed.to,
        name=person.name if person else "",
        locale=person.locale if person else Locale.EN,
        at=case.now,
        request=None,
        detail=owed.detail,
    )


def notice(owed: Owed, request: Request, case: Case) -> Notice:
    """Address an owed notice: the person's own locale, else the request's."""
    person = case.people.members.get(owed.to) or case.people.vendors.get(owed.to)
    own = request.requester_name if owed.to == request.requester else ""
    assignee = request.assignee
    return Notice(
        code=owed.code,
        to=owed.to,
        name=person.name if person else own,
        locale=person.locale if person else request.locale,
        at=case.now,
        request=request,
        owner_name=case.people.name_of(assignee) if assignee else "",
        remarks=case.remarks if owed.code.startswith("S") else (),
        detail=owed.detail,
    )
