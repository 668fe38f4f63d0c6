"""#as from end to end: whether it may, whose mail it is, and what it comes to."""

from collections.abc import Sequence
from dataclasses import replace

from gateway.desk.behalf import HandedIn, basis_of, hand_in, original_id, submitted
from gateway.desk.context import Context
from gateway.desk.draft import Matched, kept_files
from gateway.desk.effects import Effects, EndState
from gateway.desk.gathering import answered, told_only, unproven
from gateway.desk.interpret import Line, interpret
from gateway.desk.run import Run
from gateway.desk.staff import carry_out, may_command, not_run, refusal, trust
from gateway.domain.codes import Reason
from gateway.domain.command_details import ResultLine
from gateway.domain.commands import Verb
from gateway.domain.decision import Case, Decision, Refusal
from gateway.domain.submission import arrival, decide_submission
from gateway.domain.submission_commands import Attribute, Submit
from gateway.mail.directives import Directives
from gateway.mail.shown import shows

REFUSED = "refused"


def handed_in(matched: Matched, context: Context, directives: Directives) -> Effects:
    """#as: a new request of the original sender, or a note where there is one."""
    why = _forbidden(matched, context, directives)
    if why:
        return unproven(matched, context, refusal(matched, context, directives, why))
    lines = interpret(directives.lines, context.surroundings())
    if any(isinstance(line.read, Refusal) for line in lines):
        return told_only(matched, context, not_run(matched, context, lines), REFUSED)
    handed = hand_in(matched, lines, directives, context)
    if isinstance(handed, Refusal):
        return told_only(
            matched, context, not_run(matched, context, lines, handed), REFUSED
        )
    run = _hand_in_run(matched, handed, context, quiet=directives.quiet)
    told(run, lines, Attribute, handed)
    return of_original(answered(matched, context, run, directives), handed, context)


def told(run: Run, lines: Sequence[Line], kind: type, handed: HandedIn) -> None:
    """The line that made the request has its number; the others act on it."""
    attributed = handed.attributed.speaker.address
    done = f"{attributed} {run.request.number}"
    run.lines += [
        ResultLine(command=line.directive.line, done=True, detail=done)
        for line in lines
        if isinstance(line.read, kind)
    ]
    others = [line for line in lines if not isinstance(line.read, kind)]
    carry_out(run, others, handed.above)


def _forbidden(
    matched: Matched, context: Context, directives: Directives
) -> Reason | None:
    written = (line.line for line in directives.lines)
    if not shows(matched.read.message.html, written, context.limits):
        return Reason.PARTS_DISAGREE
    if may_command(matched, directives, context):
        return None
    proven = trust(matched, context) >= context.vocabulary.trust[Verb.AS]
    return Reason.NOT_PROVEN if proven else Reason.FORWARD_NOT_PROVEN


def _hand_in_run(
    matched: Matched, handed: HandedIn, context: Context, *, quiet: bool
) -> Run:
    by = matched.speaker.address
    case = context.case(by, handed.remarks)
    if handed.joined:
        return Run(request=handed.joined, case=case)
    return opened(submitted(handed, by, context, quiet=quiet), case)


def opened(submit: Submit, case: Case) -> Run:
    """The request that this makes, with its letters."""
    registered, owed = decide_submission(submit, case)
    run = Run(request=registered.request, case=case)
    run.apply(Decision(arrival(registered, submit, case), owed))
    return run


def of_original(effects: Effects, handed: HandedIn, context: Context) -> Effects:
    """The files and the id are the original's, not those of the mail around it."""
    own = replace(effects, files=kept_files(handed.original), ids=(), evidence=())
    if handed.joined or effects.request is None:
        return own
    receipt_of_new = own.receipt and replace(
        own.receipt, end_state=EndState.REQUEST, reason="forwarded", proof=""
    )
    return replace(
        own,
        receipt=receipt_of_new,
        based_on=None,
        ids=original_id(handed, effects.request, context),
        basis=basis_of(handed, context),
    )
