"""What a run of commands came to, gathered for the store: one mail's effects."""

from gateway.desk.context import Context
from gateway.desk.correspondence import Answered
from gateway.desk.draft import Matched, kept_files, receipt
from gateway.desk.effects import Changed, Effects, EndState, FiledFor
from gateway.desk.matter import alias, awaited, basis
from gateway.desk.proofs import Proof
from gateway.desk.run import Run
from gateway.desk.staff import exported, transcript
from gateway.desk.vouching import facts
from gateway.domain.notices import Notice
from gateway.mail.directives import Directives


def effects_of(
    matched: Matched, context: Context, run: Run, end_state: EndState, reason: str
) -> Effects:
    """Gather what the run came to; ``based_on`` is what it started from."""
    run.remark()
    request = run.request
    new = end_state is EndState.REQUEST
    before = request.version - len(run.events)
    proof = matched.match.proof
    return Effects(
        receipt=receipt(
            matched.read,
            end_state,
            reason,
            number=request.number,
            proof="" if new or proof is Proof.NONE else proof,
        ),
        request=request if run.events else None,
        based_on=None if new else before,
        events=tuple(run.events),
        started=tuple(run.clocks.started.values()),
        stopped=tuple(sorted(run.clocks.stopped)),
        letters=context.correspondence.write(run.notices, to_answer(matched)),
        beside=tuple(changed(one) for one in run.beside.values() if one.events),
        files=kept_files(matched.read.message),
        ids=(awaited if new else alias)(matched, request, context),
        basis=basis(matched, context) if new else None,
        evidence=(*map(str, matched.match.findings), *facts(matched.read.message)),
        conflict=matched.match.others,
    )


def changed(run: Run) -> Changed:
    """What became of a request beside the one that the mail is about."""
    return Changed(
        request=run.request,
        based_on=None if run.new else run.request.version - len(run.events),
        events=tuple(run.events),
        started=tuple(run.clocks.started.values()),
        stopped=tuple(sorted(run.clocks.stopped)),
    )


def to_answer(matched: Matched) -> Answered:
    message = matched.read.message
    return Answered(
        origin=matched.read.spooled.queue_id,
        since=matched.read.spooled.envelope.received_at,
        sender=matched.speaker.address,
        message_id=message.message_id,
        references=message.references,
        unwanted=message.wants_no_answer,
        by_staff=matched.speaker.person is not None,
    )


def answered(
    matched: Matched,
    context: Context,
    run: Run,
    directives: Directives,
    *,
    several: bool = False,
) -> Effects:
    """What the commands came to, and their transcript; of ``several`` requests."""
    if exported(run) or not (directives.quiet and run.complete):
        run.notices.append(transcript(run, matched, directives, several=several))
    reason = "done" if run.complete else "refused"
    return effects_of(matched, context, run, EndState.COMMAND, reason)


def told_only(matched: Matched, context: Context, told: Notice, reason: str) -> Effects:
    """A mail with commands that changes nothing, and of which its sender is told."""
    return Effects(
        receipt=receipt(matched.read, EndState.COMMAND, reason),
        letters=context.correspondence.write((told,), to_answer(matched)),
        files=kept_files(matched.read.message),
    )


def unproven(matched: Matched, context: Context, told: Notice) -> Effects:
    """A mail in the name of staff that lacks the proof; the person is told of it."""
    return Effects(
        receipt=receipt(matched.read, EndState.FILED, FiledFor.UNPROVEN_STAFF),
        letters=context.correspondence.write((told,), to_answer(matched)),
        files=kept_files(matched.read.message),
    )
