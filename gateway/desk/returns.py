"""A letter of ours that did not arrive, by whatever we know it, and what comes of that.

Rule: only what our own post knows counts. A report names the letter by the address to
which it came back (VERP) or by its Message-ID; both hold a code that nobody can guess,
and where neither is known the report is filed and changes nothing. What the relay
refused outright, or never took, is known without a report. Each letter comes back
once. What is only late is no bounce.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from gateway import maillog
from gateway.desk.context import Context
from gateway.desk.correspondence import Answered
from gateway.desk.draft import Read, receipt
from gateway.desk.effects import Committed, Effects, EndState, FiledFor, ReturnedLetter
from gateway.desk.match import matcher
from gateway.desk.ports import Reference, StoreUnavailable
from gateway.desk.ports_returns import RefusedLetter, RefusedLetters
from gateway.desk.run import Run
from gateway.domain.decide import decide
from gateway.domain.decision import Refusal
from gateway.domain.people import SYSTEM
from gateway.domain.returning import HARD_LIMIT, HARD_WITHIN
from gateway.domain.returning_commands import TakeBack

TOLD_WITHIN = timedelta(days=7)
"""How long after a refusal the owner is still told of it."""
REFUSED_A_LOOK = 50
"""Refused letters that one look takes up; the next look takes the rest."""
FOR_GOOD = "5"
"""The class of codes that is final: what ran out of time may arrive another day."""


def came_back(read: Read, context: Context) -> Effects | None:
    """What the report changes; None where it is about no letter of ours."""
    bounce = read.message.bounce
    letter = _letter(read, context) if bounce and not bounce.delayed else None
    if bounce is None or letter is None:
        return None
    hard = bounce.hard and (bounce.status or FOR_GOOD).startswith(FOR_GOOD)
    origin = Answered(origin=read.spooled.queue_id)
    effects = _taken_back(letter, bounce.status, origin, context, hard=hard)
    if effects is None or effects.request is None:
        return None
    number = effects.request.number
    filed = receipt(read, EndState.FILED, FiledFor.BOUNCE, number=number)
    return replace(effects, receipt=filed)


def _taken_back(
    letter: Reference, status: str, origin: Answered, context: Context, *, hard: bool
) -> Effects | None:
    """What comes of it; None where it is of no request, or was told before."""
    request = matcher(context).standing(letter.number)
    known = request is None or context.store.was_returned(letter.message_id)
    if known or request is None or letter.recipient is None:
        return None
    case = context.case(SYSTEM)
    before = context.store.hard_returns(letter.recipient, case.now - HARD_WITHIN)
    command = TakeBack(
        code=letter.code,
        to=letter.recipient,
        status=status,
        hard=hard,
        given_up=hard and before + 1 >= HARD_LIMIT,
    )
    run = Run(request=request, case=case)
    outcome = decide(command, request, case)
    assert not isinstance(outcome, Refusal), "a report is never refused"  # noqa: S101 (decide_taken_back has no refusal)
    run.apply(outcome)
    return Effects(
        receipt=None,
        request=run.request,
        based_on=request.version,
        events=tuple(run.events),
        letters=context.correspondence.write(run.notices, origin),
        returned=ReturnedLetter(
            message_id=letter.message_id,
            recipient=letter.recipient,
            hard=hard,
            at=case.now,
        ),
    )


def _letter(read: Read, context: Context) -> Reference | None:
    """The letter by the address that it came back to, else by its own id."""
    for address in read.spooled.envelope.rcpt_to:
        found = context.store.letter_from(address.lower())
        if found:
            return found
    bounce = read.message.bounce
    named = bounce.original_message_id if bounce else ""
    known = context.store.references([named]) if named else ()
    return next((one for one in known if one.recipient is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsKeeper:
    """Tells of letters that went no further than our own relay (E11)."""

    refusals: RefusedLetters
    context: Context

    def look(self) -> int:
        """Tell of each, once; returns how many letters that made."""
        since = self.context.clock.now() - TOLD_WITHIN
        refused = self.refusals.refused(since, REFUSED_A_LOOK)
        return sum(map(self._told, refused))

    def _told(self, one: RefusedLetter) -> int:
        """One letter; a fault in it is logged, and it comes again at the next look."""
        hard = one.status.startswith(FOR_GOOD)
        origin = Answered(origin=one.letter.message_id)
        try:
            effects = _taken_back(
                one.letter, one.status, origin, self.context, hard=hard
            )
            if effects is None:
                return 0
            (answer,) = self.context.store.commit((effects,))
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 (see above)
            maillog.fault(f"refused letter {one.letter.message_id}", error)
            return 0
        return len(effects.letters) if answer is Committed.DONE else 0
