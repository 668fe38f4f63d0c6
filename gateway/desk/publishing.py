"""``#publish``: a supervisor lets the monthly review go to everybody (7.2).

It is of no request, so it stands alone in its mail; what went out stays out.
"""

from dataclasses import dataclass

from gateway.desk.context import Context
from gateway.desk.draft import Matched, kept_files, receipt
from gateway.desk.effects import Effects, EndState, Occasion
from gateway.desk.gathering import to_answer, told_only
from gateway.desk.interpret import Line
from gateway.desk.reviewing import PUBLISHED, Reviewer, name_of
from gateway.desk.staff import done_alone, may_command, not_run
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.manual import Month
from gateway.domain.people import Role
from gateway.mail.directives import Directives


def publishes(directives: Directives) -> bool:
    """Whether a mail does nothing else."""
    return all(line.verb == Verb.PUBLISH and not line.on for line in directives.lines)


def published(
    matched: Matched, context: Context, directives: Directives
) -> Effects | None:
    """What the mail comes to; None where it asks for something else, or lacks proof."""
    if not publishes(directives) or not may_command(matched, directives, context):
        return None
    found = _allowed(matched, context, directives)
    if isinstance(found, Refusal):
        lines = [Line(directive=one, read=found) for one in directives.lines]
        refusal = not_run(matched, context, lines)
        return told_only(matched, context, refusal, "refused")
    case = context.case(matched.speaker.address)
    told = found.reviewer.told(found.month, case)
    letters = [
        *found.reviewer.published(told, case),
        done_alone(matched, context, directives),
    ]
    key = f"{PUBLISHED} {name_of(found.month)}"
    return Effects(
        receipt=receipt(matched.read, EndState.COMMAND, "done"),
        occasion=Occasion(key=key, at=case.now),
        letters=context.correspondence.write(letters, to_answer(matched)),
        files=kept_files(matched.read.message),
    )


@dataclass(frozen=True, slots=True)
class _Allowed:
    reviewer: Reviewer
    month: Month


def _allowed(
    matched: Matched, context: Context, directives: Directives
) -> _Allowed | Refusal:
    """Which month, of a supervisor; it has to have been counted, and not gone out."""
    person, reviewer = matched.speaker.person, context.reviewer
    if person is None or person.role is not Role.SUPERVISOR:
        return Refusal(Reason.SUPERVISOR_ONLY)
    if len(directives.lines) > 1:
        return Refusal(Reason.TOO_MANY_COMMANDS)
    month = _month(reviewer, directives.lines[0].argument.strip())
    if reviewer is None or month is None:
        return Refusal(Reason.NO_REVIEW)
    if context.store.took_place(f"{PUBLISHED} {name_of(month)}"):
        return Refusal(Reason.ALREADY_PUBLISHED, name_of(month))
    return _Allowed(reviewer, month)


def _month(reviewer: Reviewer | None, text: str) -> Month | None:
    """A month that was counted; None of any other words."""
    if reviewer is None:
        return None
    try:
        month = reviewer.month(text)
    except ValueError:
        return None
    return month if reviewer.is_kept(month) else None
