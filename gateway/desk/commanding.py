"""A staff mail that holds commands: carried out, put off until its code, or refused.

What a mail has earned decides (COMMANDS: tiers of trust). Commands of tier T3, and
those on several requests, wait for a code where no signature stands for them; all is
read, and decided on trial, before anybody is asked for one.
"""

from dataclasses import dataclass, replace

from gateway.desk.context import Context
from gateway.desk.draft import Matched, kept_files, receipt
from gateway.desk.effects import Effects, EndState, Occasion
from gateway.desk.erasing import carried_out as erased, erases, listed
from gateway.desk.gathering import answered, to_answer, told_only, unproven
from gateway.desk.inquiries import INQUIRIES
from gateway.desk.interpret import Line, interpret
from gateway.desk.interpret_completeness import unasked
from gateway.desk.leave import gone, leaves
from gateway.desk.matter import remarks
from gateway.desk.run import Run
from gateway.desk.signed_papers import signed_papers
from gateway.desk.staff import (
    Step,
    asked_tier,
    carry_out_steps,
    keep_note,
    not_run,
    refusal,
    trust,
)
from gateway.desk.withholding import (
    code_please,
    confirms,
    occasion_of,
    what_waits,
    withheld,
)
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.export_commands import Export
from gateway.domain.filing_commands import FileSigned
from gateway.domain.merging_commands import Merge, Split
from gateway.domain.request import Request, RequestNumber
from gateway.mail.directives import Directives, read_directives
from gateway.mail.shown import shows

REQUESTS_LIMIT = 20
"""Requests that the commands of one mail act on."""
WITH_CODE = "T3"
"""What a code lifts a mail to, and from what."""
FOR_CODE = "T2"
FOR_NOTE = "T1"
"""What words below the commands take, which become a note."""
ONE_ONLY = (Merge, Split, Export, FileSigned)
"""What is not done to several requests at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a mail asks for; the first request is that of lines without #on."""

    directives: Directives
    lines: tuple[Line, ...]
    requests: tuple[Request, ...]
    rest: str

    @property
    def several(self) -> bool:
        return len(self.requests) > 1


def commanded(matched: Matched, context: Context, directives: Directives) -> Effects:
    requests = _requests(matched, directives, context)
    earned, asked = trust(matched, context), asked_tier(directives, context)
    least = max(asked, FOR_NOTE) if directives.rest.strip() else asked
    if earned < min(least, FOR_CODE):
        return _refused(matched, context, directives, Reason.NOT_PROVEN)
    if requests is Reason.PARTS_DISAGREE:
        return _refused(matched, context, directives, requests)
    alone = _alone(matched, context, directives)
    if alone is not None:
        return alone
    if isinstance(requests, Reason):
        return _refused(matched, context, directives, requests)
    order = _order(matched, directives, requests, context)
    if earned >= (WITH_CODE if order.several else asked):
        return _carried_out(matched, context, order)
    return _put_off(matched, context, order)


def _alone(
    matched: Matched, context: Context, directives: Directives
) -> Effects | None:
    """What commands come to that are of no request; None where there are others.

    That the mail has earned T2 is known: a code makes it T3, and erasing takes one.
    """
    if confirms(directives):
        return _confirmed(matched, context, directives)
    if erases(directives):
        return listed(matched, directives, context)
    if leaves(directives):
        return gone(matched, directives, context)
    return None


def _refused(
    matched: Matched, context: Context, directives: Directives, why: Reason
) -> Effects:
    return unproven(matched, context, refusal(matched, context, directives, why))


def _requests(
    matched: Matched, directives: Directives, context: Context
) -> tuple[Request, ...] | Reason:
    """What the commands act on: the thread's request, or those that #on names."""
    written = (line.line for line in directives.lines)
    if not shows(matched.read.message.html, written, context.limits):
        return Reason.PARTS_DISAGREE
    own = matched.match.request
    wanted = [number for line in directives.lines for number in line.on or ("",)]
    named = list(dict.fromkeys(wanted))
    if len(named) > REQUESTS_LIMIT:
        return Reason.TOO_MANY_REQUESTS
    known = [
        context.store.request(RequestNumber(number)) if number else own
        for number in named
    ]
    found = {one.number: one for one in known if one is not None}
    return tuple(found.values()) if all(known) else Reason.NO_REQUEST


def _order(
    matched: Matched,
    directives: Directives,
    requests: tuple[Request, ...],
    context: Context,
) -> Order:
    files = any(line.verb == Verb.SIGNED for line in directives.lines)
    around = replace(
        context.surroundings(),
        below=directives.rest,
        papers=signed_papers(matched, context) if files else (),
    )
    lines = interpret(directives.lines, around)
    rest = unasked((line.read for line in lines), directives.rest)
    if len(requests) > 1:
        lines = tuple(map(_for_several, lines))
    return Order(directives=directives, lines=lines, requests=requests, rest=rest)


def _for_several(line: Line) -> Line:
    if isinstance(line.read, ONE_ONLY):
        return replace(line, read=Refusal(Reason.ONE_REQUEST))
    return line


def _carried_out(matched: Matched, context: Context, order: Order) -> Effects:
    told = _run(matched, context, order)
    directives, several = order.directives, order.several
    if not order.rest.strip() and all(
        line.verb in INQUIRIES for line in directives.lines
    ):
        # The answers tell it all.
        directives = replace(directives, quiet=True)
    return answered(matched, context, told, directives, several=several)


def _run(matched: Matched, context: Context, order: Order) -> Run:
    """The first request's run, with those of the others beside it."""
    told, runs = _runs(matched, context, order)
    steps = [
        Step(line, runs[number], number if order.several else "")
        for line in order.lines
        for number in line.directive.on or (told.request.number,)
    ]
    carry_out_steps(told, steps, order.rest)
    # What a step changed beside its own request is told of in that one's run already.
    for run in runs.values():
        if run is not told:
            told.notices += run.notices
    return told


def _runs(
    matched: Matched, context: Context, order: Order
) -> tuple[Run, dict[str, Run]]:
    by = matched.speaker.address
    runs = {
        one.number: Run(
            request=one, case=context.case(by, remarks(matched, one, context))
        )
        for one in order.requests
    }
    told = runs[order.requests[0].number]
    told.beside.update((n, run) for n, run in runs.items() if run is not told)
    return told, {str(number): run for number, run in runs.items()}


# --- what waits for a code ---------------------------------------------------


def _put_off(matched: Matched, context: Context, order: Order) -> Effects:
    """S24; but what would be refused is refused now, and nobody asked for a code."""
    tried = _run(matched, context, order)
    if not tried.complete:
        return _not_even_tried(matched, context, order, tried)
    waiting = withheld(matched, order.requests, context)
    please = code_please(matched, order.directives, waiting, context)
    number = None if order.several else order.requests[0].number
    return Effects(
        receipt=receipt(matched.read, EndState.COMMAND, "withheld", number=number),
        letters=context.correspondence.write((please,), to_answer(matched)),
        files=kept_files(matched.read.message),
        withheld=waiting,
    )


def _not_even_tried(
    matched: Matched, context: Context, order: Order, tried: Run
) -> Effects:
    """Nothing runs of a mail of which a part would be refused."""
    told, _ = _runs(matched, context, order)
    told.lines += [
        replace(line, done=False, reason=Reason.NOT_RUN, detail="")
        if line.done
        else line
        for line in tried.lines
    ]
    for run in (told, *told.beside.values()):
        keep_note(run, order.rest)
    return answered(matched, context, told, order.directives, several=order.several)


def _confirmed(matched: Matched, context: Context, directives: Directives) -> Effects:
    """Carry out what was put off; the code is used up by that."""
    (line,) = directives.lines
    waiting = what_waits(line.argument, matched.speaker.address, context)
    if isinstance(waiting, Refusal):
        refused = Line(directive=line, read=waiting)
        return told_only(
            matched, context, not_run(matched, context, [refused]), "refused"
        )
    then = read_directives(
        waiting.text, context.vocabulary, until=waiting.commands_until
    )
    if erases(then):
        return erased(matched, then, waiting, context)
    known = (context.store.request(RequestNumber(n)) for n in waiting.numbers)
    requests = tuple(one for one in known if one is not None)
    order = _order(matched, then, requests, context)
    effects = _carried_out(matched, context, order)
    used = Occasion(key=occasion_of(waiting), at=context.clock.now())
    return replace(effects, occasion=used)
