"""A delivery report -> the letter of ours that it is about, and what comes of that.

Rule: only what our own post knows counts. A report names the letter by the address to
which it came back (VERP) or by its Message-ID; both hold a code that nobody can guess,
and where neither is known the report is filed and changes nothing. Each letter comes
back once. What is only late is no bounce.
"""

from gateway.desk.context import Context
from gateway.desk.correspondence import Answered
from gateway.desk.draft import Read, receipt
from gateway.desk.effects import Effects, EndState, FiledFor, ReturnedLetter
from gateway.desk.match import matcher
from gateway.desk.ports import Reference
from gateway.desk.run import Run
from gateway.domain.decide import decide
from gateway.domain.decision import Refusal
from gateway.domain.people import SYSTEM
from gateway.domain.returning import HARD_LIMIT, HARD_WITHIN
from gateway.domain.returning_commands import TakeBack


def came_back(read: Read, context: Context) -> Effects | None:
    """What the report changes; None where it is about no letter of ours."""
    bounce = read.message.bounce
    letter = _letter(read, context) if bounce and not bounce.delayed else None
    if bounce is None or letter is None or letter.recipient is None:
        return None
    request = matcher(context).standing(letter.number)
    if request is None or context.store.was_returned(letter.message_id):
        return None
    case = context.case(SYSTEM)
    # What ran out of time may arrive another day: only class 5 is for good (RFC 3463).
    hard = bounce.hard and not bounce.status.startswith("4")
    before = context.store.hard_returns(letter.recipient, case.now - HARD_WITHIN)
    command = TakeBack(
        code=letter.code,
        to=letter.recipient,
        status=bounce.status,
        hard=hard,
        given_up=hard and before + 1 >= HARD_LIMIT,
    )
    run = Run(request=request, case=case)
    outcome = decide(command, request, case)
    assert not isinstance(outcome, Refusal), "a report is never refused"  # noqa: S101 (decide_taken_back has no refusal)
    run.apply(outcome)
    origin = Answered(origin=read.spooled.queue_id)
    return Effects(
        receipt=receipt(read, EndState.FILED, FiledFor.BOUNCE, number=request.number),
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
