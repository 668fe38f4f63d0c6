"""What a staff mail comes to: commands carried out in order, and their transcript.

All lines are read and authorised first; one bad line and nothing runs. Then each is
decided in turn; one that the process refuses stops the rest, and those before it
stand. Whatever happens, the actor is told line by line (COMMANDS: how a mail runs).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from gateway.desk.context import Context
from gateway.desk.draft import Matched
from gateway.desk.interpret import Line
from gateway.desk.run import Run
from gateway.desk.vouching import belies_its_domain, signature_of
from gateway.domain.classification_commands import Note
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.command_details import CommandResults, ResultLine
from gateway.domain.decide import decide
from gateway.domain.decision import Decision, Owed, Refusal, notice
from gateway.domain.export_events import Exported
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from gateway.domain.submission_commands import Attribute
from gateway.mail.authentication import Alignment
from gateway.mail.directives import Directives, Ignored


def trust(matched: Matched, context: Context) -> str:
    """The tier that a mail has earned (COMMANDS: tiers of trust).

    The sender is proven by the domain, or by a signature of his own. Where our border's
    word is not configured, nor a signature of the domain belies the mail, a token does
    it: it was mailed to that address alone. Who logged in to hand it in is proven by
    that, and needs no token.
    """
    alignment, message = matched.speaker.alignment, matched.read.message
    envelope = matched.read.spooled.envelope
    logged_in = envelope.authenticated == matched.speaker.address
    token = matched.match.holds_token or logged_in
    signature = signature_of(message, matched.speaker.address)
    if alignment is Alignment.FAIL:
        return "T0"
    told = alignment is Alignment.PASS or signature is not None or logged_in
    silent = not context.authserv_id and not belies_its_domain(message)
    if not told and not (token and silent):
        return "T0"
    if not token:
        return "T1"
    return "T3" if signature and signature.pinned else "T2"


def asked_tier(directives: Directives, context: Context) -> str:
    """The highest tier that one of the verbs asks for."""
    asked = (
        context.vocabulary.trust[directive.verb]
        for directive in directives.lines
        if directive.verb is not None
    )
    return max(asked, default="T2")


def may_command(matched: Matched, directives: Directives, context: Context) -> bool:
    """Whether the mail has earned the tier that each of its verbs asks for."""
    return trust(matched, context) >= asked_tier(directives, context)


@dataclass(frozen=True, slots=True)
class Step:
    """A command, the request that it acts on, and its number where there are others."""

    line: Line
    run: Run
    number: str = ""


def carry_out(run: Run, lines: Sequence[Line], rest: str) -> None:
    """Run what was read; keep the rest of the text as an internal note."""
    carry_out_steps(run, [Step(line, run) for line in lines], rest)


def carry_out_steps(told: Run, steps: Sequence[Step], rest: str) -> None:
    """Run the steps in order; ``told`` gets the line of each.

    The rest of the text becomes a note of each request.
    """
    if any(isinstance(step.line.read, Refusal) for step in steps):
        told.lines += [_unread(step.line) for step in steps]
    else:
        _in_order(told, steps)
    noting = {id(run): run for run in (told, *(step.run for step in steps))}
    for run in noting.values():
        keep_note(run, rest)


def keep_note(run: Run, text: str) -> None:
    """Words of staff that are no command stay inside, in the request's record."""
    if text.strip():
        noted = decide(Note(text=text.strip()), run.request, run.case)
        if isinstance(noted, Decision):
            run.apply(noted)


def _in_order(told: Run, steps: Sequence[Step]) -> None:
    stopped = False
    for place, step in enumerate(steps):
        line, run = step.line, step.run
        run.case = replace(run.case, ahead=_ahead(run, steps[place + 1 :]))
        if stopped:
            result = _line(line, Refusal(Reason.NOT_RUN))
        else:
            result = _decided(line, run)
            stopped = not result.done
        told.lines.append(_numbered(result, step.number))


def _decided(line: Line, run: Run) -> ResultLine:
    read = line.read
    outcome = read if isinstance(read, Refusal) else decide(read, run.request, run.case)
    if isinstance(outcome, Refusal):
        return _line(line, outcome)
    run.apply(outcome)
    return ResultLine(
        command=line.directive.line,
        done=True,
        detail=outcome.told,
        advice=outcome.advice,
    )


def _numbered(result: ResultLine, number: str) -> ResultLine:
    return replace(result, detail=" ".join(filter(None, (number, result.detail))))


def _ahead(run: Run, steps: Sequence[Step]) -> frozenset[type]:
    """What the mail asks for further down: a promise may stand beside its fix."""
    return frozenset(type(step.line.read) for step in steps if step.run is run)


def _unread(line: Line) -> ResultLine:
    why = line.read if isinstance(line.read, Refusal) else Refusal(Reason.NOT_RUN)
    return _line(line, why)


def _line(line: Line, why: Refusal) -> ResultLine:
    suggestion = line.directive.suggestion if why.reason is Reason.UNKNOWN_VERB else ""
    return ResultLine(
        command=line.directive.line,
        done=False,
        reason=why.reason,
        detail="" if suggestion else why.detail,
        suggestion=suggestion,
    )


def _ignored(one: Ignored) -> ResultLine:
    """A command below text is reported, never executed."""
    return ResultLine(
        command=one.line,
        done=False,
        reason=Reason.COMMANDS_FIRST,
        detail=f"L{one.number}",
    )


def transcript(
    run: Run, matched: Matched, directives: Directives, *, several: bool = False
) -> Notice:
    """S11: what was done line by line, what was not, and lines to copy."""
    message = matched.read.message
    theirs = {one.request.requester for one in (run, *run.beside.values())}
    told = dict.fromkeys(n.code for n in run.notices if n.to in theirs)
    results = CommandResults(
        lines=(*run.lines, *(_ignored(one) for one in directives.ignored)),
        subject=message.subject,
        message_id=message.message_id,
        sent_at=message.date or matched.read.spooled.envelope.received_at,
        note_kept=bool(directives.rest.strip()),
        told_customer=tuple(told),
        corrected=_corrected(run),
        exported=exported(run),
        several=several,
        dragged=matched.read.spooled.envelope.order is not None,
    )
    owed = Owed(NoticeCode.COMMAND_RESULTS, matched.speaker.address, results)
    return notice(owed, run.request, run.case)


def exported(run: Run) -> bool:
    """Whether the transcript takes the archive along, so that it has to go."""
    return any(isinstance(event, Exported) for event in run.events)


def _corrected(run: Run) -> tuple[str, ...]:
    """The lines that did not run, with what is missing put in."""
    person = run.case.people.members.get(run.case.speaker)
    needed = PREREQUISITE[person.locale if person else Locale.EN]
    corrected: list[str] = []
    for result in run.lines:
        if result.done:
            continue
        if result.reason and result.reason in needed:
            corrected.append(needed[result.reason])
        if result.suggestion:
            corrected.append(_respelt(result))
        else:
            corrected.append(result.command.strip())
    return tuple(corrected)


def _respelt(result: ResultLine) -> str:
    """The line as written, with the word that was meant."""
    _word, _, rest = result.command.lstrip("#＃ ").partition(" ")
    return f"#{result.suggestion} {rest}".strip()


PREREQUISITE: Mapping[Locale, Mapping[Reason, str]] = MappingProxyType(
    {
        Locale.EN: {
            Reason.NO_CAUSE_YET: "#cause …",
            Reason.NO_SOLUTION_YET: "#fix …",
            Reason.NO_TEST_YET: "#test …",
        },
        Locale.ZH_CN: {
            Reason.NO_CAUSE_YET: "#定位 …",
            Reason.NO_SOLUTION_YET: "#即时 …",
            Reason.NO_TEST_YET: "#测试 …",
        },
    }
)
"""The command that makes up for what a refused one lacked."""


def done_alone(
    matched: Matched, context: Context, directives: Directives, *, detail: str = ""
) -> Notice:
    """S11 for a mail that belongs to no request, and of which every line ran."""
    lines = tuple(
        ResultLine(command=line.line, done=True, detail=detail)
        for line in directives.lines
    )
    return _to_person(matched, context, NoticeCode.COMMAND_RESULTS, lines, None)


def not_run(
    matched: Matched,
    context: Context,
    lines: Sequence[Line],
    why: Refusal | None = None,
) -> Notice:
    """S11 for a mail of which nothing ran; ``why`` is of its forward."""
    told = tuple(
        _line(line, why) if why and isinstance(line.read, Attribute) else _unread(line)
        for line in lines
    )
    letter = _to_person(matched, context, NoticeCode.COMMAND_RESULTS, told, None)
    assert isinstance(letter.detail, CommandResults), "made so above"  # noqa: S101 (an invariant)
    again = tuple(
        f"{line.directive.line.split(maxsplit=1)[0]} ADDRESS"
        for line in lines
        if why and isinstance(line.read, Attribute)
    )
    return replace(letter, detail=replace(letter.detail, corrected=again))


def refusal(
    matched: Matched, context: Context, directives: Directives, why: Reason
) -> Notice:
    """S12: nothing was carried out, told to the registered address alone."""
    lines = tuple(
        ResultLine(command=line.line, done=False, reason=Reason.NOT_RUN)
        for line in directives.lines
    )
    return _to_person(matched, context, NoticeCode.COMMANDS_REFUSED, lines, why)


def _to_person(
    matched: Matched,
    context: Context,
    code: NoticeCode,
    lines: tuple[ResultLine, ...],
    why: Reason | None,
) -> Notice:
    """A letter about commands that belong to no request."""
    message = matched.read.message
    person = matched.speaker.person
    own = person is not None and person.address == matched.speaker.address
    assert person is not None, "only staff have commands"  # noqa: S101 (the caller's invariant)
    return Notice(
        code=code,
        to=person.address,
        name=person.name,
        locale=person.locale,
        at=context.clock.now(),
        request=None,
        detail=CommandResults(
            lines=lines,
            subject=message.subject,
            message_id=message.message_id,
            sent_at=message.date or matched.read.spooled.envelope.received_at,
            reason=why,
            sender=None if own else matched.speaker.address,
        ),
    )
