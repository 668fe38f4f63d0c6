"""#new from end to end: a call, or a visit, becomes the request of who made it (R5).

Staff write down what somebody said; he gets the acknowledgement, and whatever he
answers is his own. Nothing is registered for an address of ours, nor without a proof
of who registers it.
"""

from dataclasses import replace

from gateway.desk.behalf import HandedIn, attributed
from gateway.desk.context import Context
from gateway.desk.customer import submission
from gateway.desk.draft import Matched
from gateway.desk.effects import Effects
from gateway.desk.gathering import answered, told_only, unproven
from gateway.desk.handing_in import REFUSED, of_original, opened, told
from gateway.desk.interpret import Line, interpret
from gateway.desk.original import requester_of, typed
from gateway.desk.staff import may_command, not_run, refusal
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.people import Address
from gateway.domain.remarks import Remark, RemarkKind
from gateway.domain.submission_commands import Behalf, Register, Submit
from gateway.mail.directives import Directives
from gateway.mail.shown import shows


def registers(directives: Directives) -> bool:
    """Whether a mail of staff makes a request of what somebody said."""
    return any(line.verb == Verb.NEW for line in directives.lines)


def registered(matched: Matched, context: Context, directives: Directives) -> Effects:
    """The new request and its letters, or a transcript that says why there is none."""
    why = _forbidden(matched, context, directives)
    if why:
        return unproven(matched, context, refusal(matched, context, directives, why))
    lines = interpret(directives.lines, context.surroundings())
    asked = [line.read for line in lines if isinstance(line.read, Register)]
    if len(asked) != 1 or directives.on:
        lines = tuple(_unless_read(line, Reason.ONE_REQUEST) for line in lines)
    handed = _handed(matched, asked[0], directives, context) if asked else None
    if isinstance(handed, Refusal):
        lines = tuple(_refused(line, handed) for line in lines)
    broken = any(isinstance(line.read, Refusal) for line in lines)
    if broken or not isinstance(handed, HandedIn):
        return told_only(matched, context, not_run(matched, context, lines), REFUSED)
    by = matched.speaker.address
    submit = _submit(handed, asked[0], by, context, quiet=directives.quiet)
    run = opened(submit, context.case(by, handed.remarks))
    told(run, lines, Register, handed)
    return of_original(answered(matched, context, run, directives), handed, context)


def _forbidden(
    matched: Matched, context: Context, directives: Directives
) -> Reason | None:
    written = (line.line for line in directives.lines)
    if not shows(matched.read.message.html, written, context.limits):
        return Reason.PARTS_DISAGREE
    may = may_command(matched, directives, context)
    return None if may else Reason.NOT_PROVEN


def _unless_read(line: Line, why: Reason) -> Line:
    return line if isinstance(line.read, Refusal) else replace(line, read=Refusal(why))


def _refused(line: Line, why: Refusal) -> Line:
    return replace(line, read=why) if isinstance(line.read, Register) else line


def _handed(
    matched: Matched, register: Register, directives: Directives, context: Context
) -> HandedIn | Refusal:
    """What was said, as if its speaker had written it."""
    requester = requester_of(register.requester, None, context)
    if isinstance(requester, Refusal):
        return requester
    said = directives.rest.strip() or register.subject
    original = typed(matched.read.message, requester, said)
    assert original is not None, "there are words"  # noqa: S101 (the subject at least)
    original = replace(original, subject=register.subject)
    return HandedIn(
        attributed=attributed(matched, original, requester, context),
        above="",
        sent="",
        joined=None,
        remarks=(Remark(RemarkKind.ON_BEHALF, matched.speaker.address),),
    )


def _submit(
    handed: HandedIn, register: Register, by: Address, context: Context, *, quiet: bool
) -> Submit:
    submit = submission(handed.attributed, context)
    return replace(
        submit,
        subject=register.subject,
        submitted_at=register.at or submit.submitted_at,
        channel=register.channel,
        behalf=Behalf(by=by, acknowledge=not quiet),
        important=False,
        ask=submit.ask and not quiet,
    )
