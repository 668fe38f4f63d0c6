"""What the desk knows beside the message: given once, at the wiring."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from gateway.desk.arguments import Surroundings
from gateway.desk.correspondence import Correspondence
from gateway.desk.ports import Clock, Files, Store
from gateway.desk.ports_commands import Waiting, nothing_waits
from gateway.desk.ports_erasing import NOTHING_TO_ERASE, Eraser
from gateway.desk.ports_reading import DomainKeys, Opener, Scanner
from gateway.desk.reviewing import Reviewer
from gateway.domain.agreement import Rules
from gateway.domain.decision import Case, Coded, CodeFor, ConfirmCode
from gateway.domain.duty import Absence, Duty
from gateway.domain.ledger import NOTHING_ON_RECORD, Ledger
from gateway.domain.library import EMPTY, Library
from gateway.domain.people import Address, Locale, People
from gateway.domain.phrases import Phrases
from gateway.domain.question import digest_of
from gateway.domain.remarks import Remark
from gateway.domain.request import Request
from gateway.domain.settlement import Challenge
from gateway.mail.automatic import OurMarks
from gateway.mail.envelope import Envelope
from gateway.mail.limits import Limits
from gateway.mail.opening import without_keys
from gateway.mail.token import (
    Asked,
    Keys,
    confirm_code,
    living_codes,
    living_step_codes,
    step_code,
)
from gateway.mail.vocabulary import Vocabulary

PAST_PLANS = 5
"""Plans of a round whose codes are known again, to say that they are past."""


def _always(_: Envelope) -> bool:
    return True


def _nobody_away(_: date) -> tuple[Absence, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The desk's surroundings. Everything in here outlives a message.

    ``repeated`` is the number of a sender's mails after which a picture pasted into
    each of them is decoration. ``repeats`` is how often a sender may say the same in
    ten minutes before his mail is held; 0 sets no bound. ``code_valid`` is how long a
    code that confirms commands can be used. ``absences`` are those told by mail.
    """

    store: Store
    files: Files
    correspondence: Correspondence
    clock: Clock
    people: People
    rules: Rules
    vocabulary: Vocabulary
    phrases: Phrases
    keys: Keys
    limits: Limits
    ours: OurMarks
    zone: ZoneInfo
    default_locale: Locale = Locale.EN
    authserv_id: str = ""
    from_border: Callable[[Envelope], bool] = _always
    scanner: Scanner | None = None
    opener: Opener = without_keys
    domain_keys: DomainKeys | None = None
    show_decrypted: bool = True
    support_phone: str = ""
    convert_pictures: bool = True
    repeated: int = 2
    repeats: int = 3
    library: Library = EMPTY
    reviewer: Reviewer | None = None
    waiting: Waiting = nothing_waits
    ledger: Ledger = NOTHING_ON_RECORD
    eraser: Eraser = NOTHING_TO_ERASE
    absences: Callable[[date], tuple[Absence, ...]] = _nobody_away
    code_valid: timedelta = timedelta(hours=24)

    def case(self, speaker: Address, remarks: tuple[Remark, ...] = ()) -> Case:
        """The case of whoever speaks now."""
        return Case(
            speaker=speaker,
            now=self.clock.now(),
            people=self.people,
            rules=self._rules_now(),
            confirm_code=self.confirm_code,
            remarks=remarks,
            library=self.library,
            step_codes=self.step_codes,
            ledger=self.ledger,
        )

    def _rules_now(self) -> Rules:
        """The rules with the absences that were told by mail (#away)."""
        told = self.absences(self.clock.now().astimezone(self.zone).date())
        if not told:
            return self.rules
        standing = Duty(standing=self.people.roster, zone=self.zone)
        duty = self.rules.duty or standing
        absences = (*duty.absences, *told)
        return replace(self.rules, duty=replace(duty, absences=absences))

    def surroundings(self) -> Surroundings:
        """What the words of a command may refer to."""
        now = self.clock.now()
        today = now.astimezone(self.zone).date()
        return Surroundings(
            people=self.people,
            now=now,
            zone=self.zone,
            request=self.store.request,
            draw_number=lambda: self.store.draw_number(today),
        )

    def confirm_code(self, request: Request) -> ConfirmCode:
        """The codes of the request's present round."""
        printed, button = confirm_code(self.keys, _asked(request, request.round))
        challenge = request.settlement.challenge
        once = confirm_code(self.keys, _challenged(request, challenge))[0]
        return ConfirmCode(
            printed=_hyphened(printed),
            button=_hyphened(button),
            challenge=_hyphened(once) if challenge else "",
        )

    def step_codes(self, request: Request, who: Address, what: CodeFor) -> Coded:
        """What this person was, or will be, mailed for the present plan."""
        rounds = range(1, request.round + 1)
        plans = range(max(request.repair.plans, PAST_PLANS) + 1)
        named = [(str(r), str(p)) for r in rounds for p in plans]
        present = (str(request.round), str(request.repair.plans))
        number = request.number

        def living(one: tuple[str, str]) -> tuple[str, ...]:
            return living_step_codes(self.keys, (number, *one, what, who))

        printed, button = step_code(self.keys, (number, *present, what, who))
        return Coded(
            present=ConfirmCode(printed=_hyphened(printed), button=_hyphened(button)),
            living=living(present),
            past=tuple(c for one in named if one != present for c in living(one)),
        )

    def living_codes(self, request: Request, round_: int) -> tuple[str, ...]:
        """What a customer may copy from a letter of that round, hyphens aside."""
        return living_codes(self.keys, _asked(request, round_))


def _asked(request: Request, round_: int) -> Asked:
    return Asked(
        number=request.number,
        round=round_,
        recipient=request.requester,
        question=digest_of(request, round_),
    )


def _challenged(request: Request, challenge: Challenge | None) -> Asked:
    asked = _asked(request, request.round)
    if challenge is None:
        return asked
    return replace(asked, recipient=challenge.to, challenge=challenge.serial)


def _hyphened(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"
