"""A mail that staff forward with #as: whose it is, and which request it makes.

The original sender becomes the requester, and staff answer for it: nothing is run for
whoever is not proven, and nothing where it is not plain whose mail it was. A customer
who forwards somebody's mail is its sender; nobody reads a command in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from gateway.desk.context import Context
from gateway.desk.customer import submission
from gateway.desk.draft import Matched
from gateway.desk.effects import Basis, IdKind, ThreadId
from gateway.desk.interpret import Line
from gateway.desk.match import AWAITED_FOR
from gateway.desk.original import known_as, original_of, requester_of, typed
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.people import Address, address
from gateway.domain.remarks import Remark, RemarkKind
from gateway.domain.request import Request
from gateway.domain.submission_commands import Attribute, Behalf, Submit
from gateway.mail.authentication import Alignment
from gateway.mail.directives import Directives, read_directives
from gateway.mail.forward import (
    above_forwarded,
    is_embedded_file,
    read_embedded,
    read_forwarded,
)
from gateway.mail.message import Mailbox, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A forwarded mail, attributed: ``attributed`` speaks with its sender's voice.

    ``above`` are the forwarding person's own words. ``joined`` is the request that has
    the mail already; None where it makes a new one.
    """

    attributed: Matched
    above: str
    sent: str
    joined: Request | None
    remarks: tuple[Remark, ...] = ()

    @property
    def original(self) -> Message:
        return self.attributed.read.message


def attributes(directives: Directives) -> bool:
    """Whether a mail of staff hands in somebody else's."""
    return any(line.verb == Verb.AS for line in directives.lines)


def embedded_mail(
    message: Message, source: BinaryIO, start: int, context: Context
) -> Message | None:
    """The mail that is attached to one that hands it in; only there is it read."""
    if not any(map(is_embedded_file, message.attachments)):
        return None
    if not attributes(read_directives(message.reply_text, context.vocabulary)):
        return None
    source.seek(start)
    return read_embedded(source, context.limits, context.ours)


def hand_in(
    matched: Matched, lines: Sequence[Line], directives: Directives, context: Context
) -> HandedIn | Refusal:
    """Whose mail it is, and whether a request has it already."""
    asked = [line.read for line in lines if isinstance(line.read, Attribute)]
    if len(asked) != 1 or directives.on:
        return Refusal(Reason.ONE_REQUEST)
    read, rest = matched.read, directives.rest
    found = read_forwarded(read.message, read.embedded, context.limits)
    if found and found.attached and _holds_several(read.message):
        return Refusal(Reason.ONE_REQUEST)
    requester = requester_of(asked[0].requester, found, context)
    if isinstance(requester, Refusal):
        return requester
    original = (
        original_of(matched, found, requester, context)
        if found
        else typed(read.message, requester, rest)
    )
    if original is None:
        return Refusal(Reason.NOTHING_FORWARDED)
    voice = attributed(matched, original, requester, context)
    joined, remarks = known_as(original, voice, context)
    return HandedIn(
        attributed=voice,
        above=above_forwarded(rest) if found else "",
        sent=found.sent if found else "",
        joined=joined,
        remarks=(*remarks, Remark(RemarkKind.ON_BEHALF, matched.speaker.address)),
    )


def _holds_several(message: Message) -> bool:
    """Whether more than one mail is attached: two may be two people's."""
    return sum(map(is_embedded_file, message.attachments)) > 1


def attributed(
    matched: Matched, original: Message, requester: Mailbox, context: Context
) -> Matched:
    """The mail as if its sender had sent it himself; nothing proves that he did."""
    who = address(requester.address)
    speaker = replace(
        matched.speaker,
        address=who,
        name=requester.name,
        person=context.people.members.get(who),
        alignment=Alignment.NONE,
    )
    read = replace(matched.read, message=original)
    return replace(matched, read=read, speaker=speaker)


def submitted(
    handed: HandedIn, by: Address, context: Context, *, quiet: bool
) -> Submit:
    """The original mail as its sender would have handed it in."""
    submit = submission(handed.attributed, context)
    behalf = Behalf(
        by=by,
        acknowledge=not quiet,
        sent=handed.sent,
        message_id=handed.original.message_id,
    )
    return replace(submit, behalf=behalf, ask=submit.ask and not quiet)


def original_id(
    handed: HandedIn, request: Request, context: Context
) -> tuple[ThreadId, ...]:
    """The id of the original, so that what answers it belongs to its request."""
    if not handed.original.message_id:
        return ()
    learned = ThreadId(
        message_id=handed.original.message_id,
        number=request.number,
        kind=IdKind.ORIGINAL,
        since=context.clock.now(),
    )
    return (learned,)


def basis_of(handed: HandedIn, context: Context) -> Basis:
    """A request that is made of an original stands while nobody has handed it in.

    Where the original has no id, its sender's other requests tell whether somebody has.
    """
    since = context.clock.now() - AWAITED_FOR
    requester = handed.attributed.speaker.address
    requests = context.store.requests_of(requester, since)
    own = handed.original.message_id
    learned = context.store.thread_ids([own], since) if own else ()
    met = context.store.references([own]) if own else ()
    return Basis(
        own=own,
        unknown=() if met or not own else (own,),
        learned=frozenset((one.message_id, one.number) for one in learned),
        since=since,
        requester=requester,
        requests=frozenset(one.number for one in requests),
    )
