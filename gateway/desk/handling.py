"""One accepted message -> its effects. The order of the steps stands here alone.

read -> seen -> kind -> identify -> match -> interpret -> decide -> write letters.
Nothing happens in here but reading and deciding (and keeping attachment bytes, which
may lie unused); the store applies the effects, all or none.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import BinaryIO

from gateway.desk.absences import away
from gateway.desk.answers import rating
from gateway.desk.behalf import attributes, embedded_mail
from gateway.desk.bystanders import overheard, staff_yes
from gateway.desk.commanding import commanded
from gateway.desk.confidential import in_clear, nameless, told_unreadable, withheld
from gateway.desk.context import Context
from gateway.desk.customer import may_be_answered, reply, submission
from gateway.desk.draft import Matched, Read, receipt, refused_files
from gateway.desk.dragged import dragged
from gateway.desk.effects import Effects, EndState, FiledFor
from gateway.desk.files import taken_in
from gateway.desk.gathering import answered, effects_of, unproven
from gateway.desk.handing_in import handed_in
from gateway.desk.helping import asks_for_form, form_sent
from gateway.desk.identify import as_logged_in, identify
from gateway.desk.inquiries import answer_alone
from gateway.desk.match import matcher
from gateway.desk.matter import is_apart, late_for, remarks
from gateway.desk.misaddressed import misaddressed
from gateway.desk.ports import Spooled
from gateway.desk.reached import heard
from gateway.desk.registering import registered, registers
from gateway.desk.repeats import too_often
from gateway.desk.returns import came_back
from gateway.desk.run import Run
from gateway.desk.staff import (
    carry_out,
    refusal,
    trust,
)
from gateway.desk.vouching import vouched
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.command_details import ResultLine
from gateway.domain.commands import Command
from gateway.domain.decide import decide
from gateway.domain.decision import Decision, Owed, Refusal, notice
from gateway.domain.request import Request
from gateway.domain.submission import arrival, decide_submission
from gateway.domain.submission_commands import Write
from gateway.domain.submission_details import Acknowledged
from gateway.mail.directives import Directives, read_directives
from gateway.mail.envelope import FolderOrder
from gateway.mail.message import MailKind
from gateway.mail.opening import read_opened
from gateway.mail.token import Purpose

CHUNK_BYTES = 256 * 1024
NOTE_TIER = "T1"
"""What a note of staff takes (COMMANDS); less than that is told to the person."""

FILED_FOR: Mapping[MailKind, FiledFor] = MappingProxyType(
    {
        MailKind.AUTO_REPLY: FiledFor.AUTOMATIC,
        MailKind.BOUNCE: FiledFor.BOUNCE,
        MailKind.DELAY: FiledFor.DELAY,
        MailKind.READ_RECEIPT: FiledFor.READ_RECEIPT,
        MailKind.RECALL: FiledFor.RECALL,
        MailKind.CHALLENGE: FiledFor.CHALLENGE,
        MailKind.ALERT: FiledFor.ALERT,
        MailKind.CALENDAR: FiledFor.CALENDAR,
        MailKind.LIST: FiledFor.LIST,
        MailKind.BULK: FiledFor.BULK,
        MailKind.OWN: FiledFor.OWN,
    }
)
"""What no person wrote is filed: never answered, and it changes nothing."""


class Unusable(Exception):
    """A message that only a person can make something of; it is held."""


def read_message(spooled: Spooled, source: BinaryIO, context: Context) -> Read:
    """Read the bytes below our trace block. The digest covers them all."""
    start = source.tell()
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK_BYTES):
        digest.update(chunk)
    source.seek(start)
    message = read_opened(
        source, limits=context.limits, ours=context.ours, opener=context.opener
    )
    message = vouched(message, source, start, spooled.envelope, context)
    return Read(
        spooled=spooled,
        digest=digest.hexdigest(),
        message=message,
        embedded=embedded_mail(message, source, start, context),
    )


def handle(read: Read, context: Context) -> Effects:
    """Decide what a message comes to.

    Raises :class:`Unusable` where it names nobody whom one could answer, or repeats
    itself as robots do, and StoreUnavailable where the store cannot be read.
    """
    message = read.message
    # First of all: the store takes the same mail for good only once, a robot's too.
    if context.store.seen(message.message_id, read.sameness):
        return filed(read, FiledFor.DUPLICATE)
    order = read.spooled.envelope.order
    if order is not None:
        return _ordered(read, order, context)
    if message.kind is not MailKind.PERSON:
        return _from_machine(read, context) or filed(read, FILED_FOR[message.kind])
    # Whoever is not our border may have written the border's word himself.
    believed = context.from_border(read.spooled.envelope)
    authserv_id = context.authserv_id if believed else ""
    speaker = identify(message, context.people, authserv_id)
    if speaker is None:
        raise Unusable("no usable sender address")
    speaker = as_logged_in(speaker, read.spooled.envelope)
    # RFC 3834 §2: what came with the null reverse-path wants no answer.
    if not read.spooled.envelope.mail_from:
        return filed(read, FiledFor.AUTOMATIC)
    now = context.clock.now()
    match = matcher(context).match(message, read.spooled.envelope, speaker, now)
    read = replace(read, message=taken_in(message, context))
    matched = Matched(read=read, speaker=speaker, match=match)
    # Nothing is carried out of a mail that could not be read as a whole.
    staff = speaker.person is not None and not message.unreadable
    by_staff = staff and match.purpose is not Purpose.PUBLIC
    effects = (_from_staff if by_staff else _from_customer)(matched, context)
    return replace(effects, heard=tuple(heard(speaker, effects, context)))


def _ordered(read: Read, order: FolderOrder, context: Context) -> Effects:
    effects = dragged(read, order, context)
    if effects is None:
        raise Unusable("no usable sender address")
    return effects


def filed(read: Read, why: FiledFor) -> Effects:
    return Effects(receipt=receipt(read, EndState.FILED, why))


def _from_machine(read: Read, context: Context) -> Effects | None:
    """What a machine's mail changes; None where it is filed and no more."""
    if read.message.kind is MailKind.BOUNCE:
        return came_back(read, context)
    auto = read.message.kind is MailKind.AUTO_REPLY
    return away(read, context) if auto else None


def _hold_robots(matched: Matched, context: Context) -> None:
    """What says the same again and again gets to no request, and nobody is told."""
    if too_often(matched.read.said, matched.read.spooled, context):
        raise Unusable(
            f"a robot? its sender said the same {context.repeats} times in 10 minutes"
        )


# --- customers ---------------------------------------------------------------


def _from_customer(matched: Matched, context: Context) -> Effects:
    _hold_robots(matched, context)
    told = misaddressed(matched, context)
    if told is not None:
        return told
    request = matched.match.request or overheard(matched, context)
    if request is None or _opens_anew(request, matched, context):
        return _submitted(matched, context)
    message = matched.read.message
    refused = matched.speaker.person and staff_yes(matched, request, context)
    if refused:
        return _refused_yes(matched, request, context, refused)
    command = withheld(reply(matched, request, context), message, context)
    run = _run(matched, request, context)
    outcome = decide(command, request, run.case)
    if isinstance(outcome, Refusal):
        outcome = decide(_as_words(command, outcome), request, run.case)
    assert isinstance(outcome, Decision), "words are never refused"  # noqa: S101 (decide_words has no refusal)
    run.apply(outcome)
    owed = (*told_unreadable(matched, context), *_refused_files(matched, context))
    run.notices = in_clear(run.notices, message)
    run.notices += [notice(one, run.request, run.case) for one in owed]
    return effects_of(matched, context, run, EndState.REPLY, type(command).__name__)


def _opens_anew(request: Request, matched: Matched, context: Context) -> bool:
    apart = is_apart(request, matched, context)
    return apart and rating(matched, request, context) is None


def _refused_yes(
    matched: Matched, request: Request, context: Context, refused: ResultLine
) -> Effects:
    """Staff are told why their yes is none; what they wrote stays as a note."""
    run = _run(matched, request, context)
    carry_out(run, (), matched.read.message.reply_text)
    run.lines.append(refused)
    nothing = Directives(lines=(), rest=matched.read.message.reply_text)
    return answered(matched, context, run, nothing)


def _refused_files(matched: Matched, context: Context) -> tuple[Owed, ...]:
    message = matched.read.message
    refused = refused_files(message, context.limits)
    if not refused:
        return ()
    told = nameless(refused) if message.decrypted else refused
    detail = Acknowledged(due_at=context.clock.now(), refused=told)
    return (Owed(NoticeCode.ATTACHMENTS_REFUSED, matched.speaker.address, detail),)


def _as_words(command: Command, refused: Refusal) -> Write:
    """What the process refuses a customer is passed on to a person as words."""
    return Write(words=getattr(command, "words", ""), reading=refused.reason)


def _run(matched: Matched, request: Request, context: Context) -> Run:
    case = context.case(matched.speaker.address, remarks(matched, request, context))
    return Run(request=request, case=case)


def _submitted(matched: Matched, context: Context) -> Effects:
    if asks_for_form(matched):
        return form_sent(matched, context)
    case = context.case(matched.speaker.address, remarks(matched, None, context))
    submit = submission(matched, context)
    before = matched.match.request
    if before is not None:
        submit = replace(submit, continues=late_for(before, matched, context))
    registered, owed = decide_submission(submit, case)
    speaker = matched.speaker
    if not may_be_answered(speaker):
        # Whoever is named there did not write: a letter would trouble a victim.
        owed = tuple(one for one in owed if one.to != speaker.address)
    run = Run(request=registered.request, case=case)
    run.apply(Decision(arrival(registered, submit, case), owed))
    reason = "related" if matched.match.request or matched.match.mentioned else "new"
    return effects_of(matched, context, run, EndState.REQUEST, reason)


# --- staff -------------------------------------------------------------------


def _from_staff(matched: Matched, context: Context) -> Effects:
    message = matched.read.message
    directives = read_directives(
        message.reply_text, context.vocabulary, until=message.commands_until
    )
    if not directives.lines:
        _hold_robots(matched, context)
        if matched.match.request is None:
            return _submitted(matched, context)
        return _noted(matched, context, directives)
    if attributes(directives):
        return handed_in(matched, context, directives)
    if registers(directives):
        return registered(matched, context, directives)
    answer = answer_alone(matched, context, directives)
    if answer is not None:
        return answer
    return commanded(matched, context, directives)


def _noted(matched: Matched, context: Context, directives: Directives) -> Effects:
    """Words of staff without a command stay inside, and the writer is told so."""
    request = matched.match.request
    assert request is not None, "a note belongs to a request"  # noqa: S101 (the caller's invariant)
    if trust(matched, context) < NOTE_TIER:
        told = refusal(matched, context, directives, Reason.NOT_PROVEN)
        return unproven(matched, context, told)
    refused = staff_yes(matched, request, context)
    if refused:
        return _refused_yes(matched, request, context, refused)
    run = _run(matched, request, context)
    carry_out(run, (), directives.rest or matched.read.message.reply_text)
    return answered(matched, context, run, directives)
