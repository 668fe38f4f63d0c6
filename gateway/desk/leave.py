"""``#away``: who is away tells it by mail, and who stands in for him.

It joins the absences of the people file: from that day on the deputy is called in his
place. What he owns goes to the deputy at once, so that each customer who waits is told
who looks after him (C04).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from gateway.desk.arguments import Surroundings, first_word, moment, person
from gateway.desk.context import Context
from gateway.desk.draft import Matched, kept_files, receipt
from gateway.desk.effects import Effects, EndState
from gateway.desk.gathering import changed, to_answer, told_only
from gateway.desk.interpret import Line
from gateway.desk.run import Run
from gateway.desk.staff import done_alone, not_run
from gateway.domain.classification_commands import Assign
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decide import decide
from gateway.domain.decision import Decision, Refusal
from gateway.domain.duty import Absence
from gateway.domain.knowledge_commands import Listing
from gateway.domain.moments import Range
from gateway.domain.people import Address
from gateway.domain.request import RequestNumber
from gateway.mail.directives import Directives

AWAY_LIMIT_DAYS = 366
ENDS = frozenset({"end", "back", "结束", "回来", "取消"})
UNTIL = frozenset({"until", "till", "直到", "至", "到"})
TO = frozenset({"to", "由", "交给", "给"})
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Told:
    absence: Absence
    ended: bool = field(default=False, kw_only=True)


def leaves(directives: Directives) -> bool:
    """Whether a mail tells of an absence, alone or among others."""
    return any(line.verb == Verb.AWAY for line in directives.lines)


def gone(matched: Matched, directives: Directives, context: Context) -> Effects:
    """Keep the absence, and hand over what the absent person owns."""
    found = _read(matched, directives, context)
    if isinstance(found, Refusal):
        lines = [Line(directive=one, read=found) for one in directives.lines]
        told = not_run(matched, context, lines)
        return told_only(matched, context, told, "refused")
    runs = [] if found.ended else list(_handed_over(found.absence, context))
    numbers = " ".join(run.request.number for run in runs)
    notices = [one for run in runs for one in run.notices]
    notices.append(done_alone(matched, context, directives, detail=numbers))
    return Effects(
        receipt=receipt(matched.read, EndState.COMMAND, "done"),
        letters=context.correspondence.write(notices, to_answer(matched)),
        beside=tuple(changed(run) for run in runs),
        files=kept_files(matched.read.message),
        absence=found.absence,
    )


def _handed_over(absence: Absence, context: Context) -> Iterator[Run]:
    """His open requests, those that can be assigned, each with its new owner."""
    deputy = absence.deputy
    if deputy is None:
        return
    listed = context.library.listing(Listing.MINE, absence.who)
    for row in listed.rows:
        request = context.store.request(RequestNumber(row.key))
        if request is None:
            continue
        run = Run(request=request, case=context.case(absence.who))
        reason = f"{context.people.name_of(absence.who)}: {absence.last.isoformat()}"
        outcome = decide(Assign(owner=deputy, reason=reason), request, run.case)
        if isinstance(outcome, Decision):
            run.apply(outcome)
            yield run


def _read(
    matched: Matched, directives: Directives, context: Context
) -> _Told | Refusal:
    if len(directives.lines) != 1 or directives.rest.strip() or directives.on:
        return Refusal(Reason.AWAY_ALONE)
    argument = directives.lines[0].argument
    around = context.surroundings()
    today = around.now.astimezone(around.zone).date()
    who = matched.speaker.address
    word, rest = first_word(argument)
    if word.casefold() in ENDS:
        before = today - _DAY
        return _Told(Absence(who=who, first=before, last=before), ended=True)
    until = rest if word.casefold() in UNTIL else argument
    return _until(until, who, today, around)


def _until(
    text: str, who: Address, today: date, around: Surroundings
) -> _Told | Refusal:
    """``TIME to @who``: the day that is named is the last one of the absence."""
    found = moment(text, around)
    if isinstance(found, Refusal):
        return found
    when, rest = found
    at = when.start if isinstance(when, Range) else when.at
    last = at.astimezone(around.zone).date()
    if last < today:
        return Refusal(Reason.TIME_PAST, when.text)
    if (last - today).days > AWAY_LIMIT_DAYS:
        return Refusal(Reason.TIME_TOO_FAR, str(AWAY_LIMIT_DAYS))
    deputy = _deputy(rest, who, around)
    if isinstance(deputy, Refusal):
        return deputy
    return _Told(Absence(who=who, first=today, last=last, deputy=deputy))


def _deputy(text: str, who: Address, around: Surroundings) -> Address | Refusal:
    word, mention = first_word(text)
    named = (mention if word.casefold() in TO else text).strip()
    if not named:
        return Refusal(Reason.MISSING_ARGUMENT, "@who")
    deputy = person(named, around)
    return Refusal(Reason.ITSELF) if deputy == who else deputy
