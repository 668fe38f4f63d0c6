"""A letter of ours that did not arrive, by whatever we know it, and what comes of that.

Rule: only what our own post knows counts. A report names the letter by the address to
which it came back (VERP), by its Message-ID, or by the reply address in what it
encloses; each holds a code that nobody can guess, and where none is known the report
is filed and changes nothing. What the relay refused outright, or never took, is known
without a report. Each letter comes back once. What is only late is no bounce.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from gateway import maillog
from gateway.desk.context import Context
from gateway.desk.correspondence import Answered
from gateway.desk.draft import Read, receipt
from gateway.desk.effects import Committed, Effects, EndState, FiledFor, ReturnedLetter
from gateway.desk.match import ADDRESSES_LIMIT, addresses, matcher
from gateway.desk.ports import StoreUnavailable
from gateway.desk.ports_returns import OurLetter, RefusedLetter, RefusedLetters
from gateway.desk.run import Run
from gateway.domain.bouncing import scored, weight
from gateway.domain.decide import decide
from gateway.domain.decision import Refusal
from gateway.domain.people import SYSTEM, Address
from gateway.domain.request import RequestNumber
from gateway.domain.returning_commands import TakeBack
from gateway.mail.message import Bounce
from gateway.mail.token import check_reply_token, read_reply_address

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
    if effects is None:
        return None
    number = effects.request.number if effects.request else None
    filed = receipt(read, EndState.FILED, FiledFor.BOUNCE, number=number)
    return replace(effects, receipt=filed)


def _taken_back(
    letter: OurLetter, status: str, origin: Answered, context: Context, *, hard: bool
) -> Effects | None:
    """What comes of it; None where it was told before."""
    if context.store.was_returned(letter.message_id):
        return None
    returned = _returned(letter, status, context, hard=hard)
    number = letter.number
    request = matcher(context).standing(number) if number else None
    if request is None:
        return Effects(receipt=None, returned=returned)
    case = context.case(SYSTEM)
    command = TakeBack(
        code=letter.code,
        to=letter.recipient,
        status=status,
        hard=hard,
        given_up=returned.score.bad_since is not None,
        heard_at=returned.score.heard_at,
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
        returned=returned,
    )


def _returned(
    letter: OurLetter, status: str, context: Context, *, hard: bool
) -> ReturnedLetter:
    """The letter, and what becomes of its recipient's score."""
    now, rules = context.clock.now(), context.rules.bounces
    before = context.store.score(letter.recipient)
    counts = weight(status, rules, hard=hard)
    return ReturnedLetter(
        message_id=letter.message_id,
        recipient=letter.recipient,
        hard=hard,
        at=now,
        score=scored(before, counts, now, rules),
        based_on=before.version if before else 0,
    )


def log_return(back: ReturnedLetter) -> None:
    """For the operator: a letter of no request has no owner who could be told."""
    maillog.came_back(
        back.message_id,
        back.recipient,
        back.score.points,
        given_up=back.score.bad_since is not None,
    )


def _letter(read: Read, context: Context) -> OurLetter | None:
    """By the address that it came back to, else by its id, else by what it holds."""
    for address in _to(read):
        found = context.store.letter_from(address.lower())
        if found:
            return found
    bounce = read.message.bounce
    if bounce is None:
        return None
    named = bounce.original_message_id
    known = context.store.letters_named([named]) if named else ()
    return known[0] if known else _by_content(bounce, context)


def _to(read: Read) -> Iterator[str]:
    """A mailbox that is fetched knows no envelope: there the header names it, too."""
    yield from read.spooled.envelope.rcpt_to[:ADDRESSES_LIMIT]
    yield from addresses(read.message, read.spooled.envelope)


def _by_content(bounce: Bounce, context: Context) -> OurLetter | None:
    """The latest letter to whom the reply address in it was made for."""
    today = context.clock.now().date()
    for written in bounce.subaddresses:
        found = read_reply_address(written)
        request = context.store.request(RequestNumber(found.number)) if found else None
        if found is None or request is None:
            continue
        known = (request.requester, *request.participants, *context.people.members)
        for who in dict.fromkeys((*bounce.recipients, *known)):
            if check_reply_token(context.keys, request.number, who, found.token, today):
                return context.store.latest_letter(request.number, Address(who))
    return None


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
        if answer is not Committed.DONE:
            return 0
        if effects.returned:
            log_return(effects.returned)
        return len(effects.letters)
