"""What staff order by dragging a mail into a folder of the mailbox.

The folder says what is to be done, the configuration in whose name. Whoever can drag a
mail there can read and delete all of them, so the login to the mailbox is the proof;
what the process allows that person by mail, it allows here, and no more.
"""

from collections.abc import Iterator
from dataclasses import replace

from gateway.desk.context import Context
from gateway.desk.customer import may_be_answered, submission
from gateway.desk.draft import Matched, Read, receipt
from gateway.desk.effects import Effects, EndState, FiledFor, IdKind, ThreadId
from gateway.desk.files import taken_in
from gateway.desk.gathering import answered, effects_of, told_only
from gateway.desk.handing_in import REFUSED, opened
from gateway.desk.identify import Speaker, identify
from gateway.desk.interpret import Line, interpret
from gateway.desk.match import matcher
from gateway.desk.matter import remarks
from gateway.desk.original import is_ours
from gateway.desk.proofs import Match, Proof
from gateway.desk.run import Run
from gateway.desk.staff import carry_out, refusal
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.lifecycle import OPEN
from gateway.domain.people import Address, address
from gateway.domain.remarks import Remark, RemarkKind
from gateway.domain.request import Request
from gateway.domain.submission_commands import Behalf
from gateway.domain.waiting_commands import Close, CloseFor
from gateway.mail.authentication import Alignment
from gateway.mail.directives import Directive, Directives, read_directives
from gateway.mail.envelope import FolderOrder, FolderVerb
from gateway.mail.message import MailKind

BY_FOLDER = "folder"
"""The reason on record of what a folder made."""
FOLDER_VERBS = frozenset(
    {
        *(Verb.TAKE, Verb.ASSIGN, Verb.RAISE, Verb.LOWER, Verb.CLASSIFY, Verb.SCENE),
        *(Verb.LANG, Verb.NOTE, Verb.UPDATE, Verb.RESUME, Verb.UNRESOLVED),
        *(Verb.ARCHIVE, Verb.CC, Verb.RESEND),
    }
)
"""Commands that mean the same for whatever mail, and so can be a folder's."""
FOLDER_TIER = "T2"
"""What they may ask for at most: the mailbox's login is no second proof."""
CLOSE_LINE = "#close invalid junk"
"""What junk comes to where the mail has a request, as staff would write it."""


class TooEarly(Exception):
    """The mail itself is still to be handled; its order has to wait for that."""


def dragged(read: Read, order: FolderOrder, context: Context) -> Effects | None:
    """Carry out what the folder says; None where a request would be nobody's.

    Raises :class:`TooEarly`, and StoreUnavailable where the store cannot be read.
    """
    match order.verb:
        case FolderVerb.NEW:
            return _opened(read, address(order.by), context)
        case FolderVerb.JUNK:
            return _discarded(read, address(order.by), context)
        case FolderVerb.COMMAND:
            return _commanded(read, order, context)


def _opened(read: Read, by: Address, context: Context) -> Effects | None:
    """A request of its own, of whoever wrote it, whatever it answers or repeats.

    He is told of it, unless a machine wrote, or the domain denies that he did.
    """
    matched = _matched(read, context)
    if matched is None:
        return None
    answers = _may_be_told(matched)
    submit = submission(matched, context)
    submit = replace(
        submit,
        behalf=Behalf(
            by=by, acknowledge=answers, message_id=matched.read.message.message_id
        ),
        ask=submit.ask and answers,
    )
    run = opened(submit, context.case(by, tuple(_remarks(matched, by, context))))
    effects = effects_of(matched, context, run, EndState.REQUEST, BY_FOLDER)
    return replace(effects, ids=(*effects.ids, *_own_id(matched, run, context)))


def _matched(read: Read, context: Context) -> Matched | None:
    """The mail and its sender, tied to no request; what it names stays known.

    None where it names nobody, or us: nobody else would get the letters.
    """
    message, envelope = read.message, read.spooled.envelope
    authserv_id = context.authserv_id if context.from_border(envelope) else ""
    speaker = identify(message, context.people, authserv_id)
    if speaker is None or is_ours(speaker.address, context):
        return None
    match = matcher(context).match(message, envelope, speaker, context.clock.now())
    mentioned = match.request.number if match.request else match.mentioned
    alone = replace(
        match, request=None, proof=Proof.NONE, purpose=None, mentioned=mentioned
    )
    read = replace(read, message=taken_in(message, context))
    return Matched(read=read, speaker=speaker, match=alone)


def _remarks(matched: Matched, by: Address, context: Context) -> Iterator[Remark]:
    """What staff should know; that the very mail came before is no oddity here."""
    name = matched.read.message_id
    for known in context.store.references([name]) if name else ():
        yield Remark(RemarkKind.SAME_MAIL, known.number)
    for one in remarks(matched, None, context):
        if one.kind is not RemarkKind.SAME_ID:
            yield one
    yield Remark(RemarkKind.ON_BEHALF, by)


def _may_be_told(matched: Matched) -> bool:
    person = matched.read.message.kind is MailKind.PERSON
    wants = bool(matched.read.spooled.envelope.mail_from)
    return person and wants and may_be_answered(matched.speaker)


def _own_id(matched: Matched, run: Run, context: Context) -> tuple[ThreadId, ...]:
    """A copy that comes another way belongs to the request that this one made."""
    name = matched.read.message.message_id
    if not name:
        return ()
    learned = ThreadId(
        message_id=name,
        number=run.request.number,
        kind=IdKind.ORIGINAL,
        since=context.clock.now(),
    )
    return (learned,)


def _discarded(read: Read, by: Address, context: Context) -> Effects:
    """Junk is filed; the request that it had opened is closed, as far as ``by`` may.

    Its sender is not told: letters are what junk lives on.
    """
    request = _made_of(read, context)
    if request is None:
        return Effects(receipt=receipt(read, EndState.FILED, FiledFor.JUNK))
    line = Line(
        directive=Directive(line=CLOSE_LINE, verb=Verb.CLOSE),
        read=Close(why=CloseFor.INVALID, reason=FolderVerb.JUNK),
    )
    run = Run(request=request, case=context.case(by))
    carry_out(run, (line,), "")
    run.notices = [one for one in run.notices if one.to != request.requester]
    return _told(_in_name_of(by, read, request, context), run, context, line.directive)


def _commanded(read: Read, order: FolderOrder, context: Context) -> Effects:
    """A command of staff on the request to which the mail belongs."""
    by, name = address(order.by), read.message_id
    if not context.store.seen(name, read.as_it_came.sameness):
        raise TooEarly("the mail that was dragged is not handled yet")
    directives = read_directives(order.text, context.vocabulary)
    request = _belongs_to(read, context)
    matched = _in_name_of(by, read, request, context)
    if request is None:
        told = refusal(matched, context, directives, Reason.NO_REQUEST)
        return replace(told_only(matched, context, told, REFUSED), files=())
    run = Run(request=request, case=context.case(by))
    carry_out(run, interpret(directives.lines, context.surroundings()), "")
    return _told(matched, run, context, *directives.lines)


def _belongs_to(read: Read, context: Context) -> Request | None:
    """The latest request of which this very mail is a part."""
    name = read.message_id
    known = context.store.references([name]) if name else ()
    standing = matcher(context).standing
    found = [standing(one.number) for one in known if one.recipient is None]
    there = [one for one in found if one is not None]
    return max(there, key=lambda one: one.number, default=None)


def _in_name_of(
    by: Address, read: Read, request: Request | None, context: Context
) -> Matched:
    """The mail as if this person had written what its folder says."""
    speaker = Speaker(
        address=by,
        name=context.people.name_of(by),
        person=context.people.members.get(by),
        alignment=Alignment.PASS,
    )
    match = Match(request=request, proof=Proof.NONE)
    return Matched(read=read, speaker=speaker, match=match)


def _told(matched: Matched, run: Run, context: Context, *lines: Directive) -> Effects:
    told = answered(matched, context, run, Directives(lines=lines))
    # The files came with the copy that was handled as it came.
    return replace(told, files=())


def _made_of(read: Read, context: Context) -> Request | None:
    """The latest open request that this very mail opened."""
    name = read.message.message_id
    known = context.store.references([name]) if name else ()
    found = (context.store.request(one.number) for one in known)
    sender = read.message.sender
    who = address(sender.address) if sender else None
    mine = [
        one
        for one in found
        if one is not None
        and one.first_message_id == name
        and one.requester == who
        and one.status in OPEN
    ]
    return max(mine, key=lambda one: one.number, default=None)
