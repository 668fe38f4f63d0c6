"""Whether a mail still belongs to the request that it was tied to, and what to remark.

What is closed takes no mail for ever (E15), and a mail that only grew out of an old
one is a matter of its own. Whoever works on a request is told what was odd.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from gateway.desk.confidential import remarks_on_layers
from gateway.desk.context import Context
from gateway.desk.draft import Matched
from gateway.desk.effects import Basis, IdKind, ThreadId
from gateway.desk.match import AWAITED_FOR
from gateway.desk.proofs import Proof
from gateway.desk.strangers import is_stranger
from gateway.desk.vouching import remarks_on_signatures
from gateway.domain.remarks import Remark, RemarkKind
from gateway.domain.request import Request, Status
from gateway.domain.submission_commands import Late
from gateway.mail.authentication import Alignment
from gateway.mail.directives import tagged_numbers
from gateway.mail.limits import UNREAD
from gateway.mail.message import Message
from gateway.mail.our_marker import marker_start
from gateway.mail.subject import clean_subject, is_answer, is_same_title

AWAITED_LIMIT = 5
"""Message-IDs of one mail that are waited for: its parent and the latest others."""
AWAITING_LIMIT = 20
"""Requests that wait for one Message-ID: what more people answer is an announcement."""
AGAIN_WITHIN = timedelta(days=1)
"""How far back a request of the same person and subject is looked for (E8)."""
CLOSED = frozenset(
    {
        Status.CONFIRMED,
        Status.CLOSED_UNCONFIRMED,
        Status.ARCHIVED,
        Status.WITHDRAWN,
        Status.INVALID,
    }
)
"""The statuses that take a customer's mail within the window alone."""


def is_apart(request: Request, matched: Matched, context: Context) -> bool:
    """Whether the mail is to open a new request, though it was tied to this one."""
    if request.status not in CLOSED:
        return False
    if late_for(request, matched, context):
        return True
    return matched.match.proof is not Proof.TOKEN and _is_other(request, matched)


def late_for(request: Request, matched: Matched, context: Context) -> Late | None:
    """What the mail came too late for: a request that ended before the window (E15)."""
    ended_at = request.closed_at or request.confirmed_at or request.submitted_at
    received_at = matched.read.spooled.envelope.received_at
    within = received_at - ended_at <= context.rules.dispute_window
    if request.status not in CLOSED or within:
        return None
    return Late(number=request.number, ended_at=ended_at)


def _is_other(request: Request, matched: Matched) -> bool:
    """Another subject, and nothing of ours quoted: an old mail served as an address."""
    message = matched.read.message
    if not _has_other_subject(request, message):
        return False
    tagged = request.number in tagged_numbers(message.subject)
    if tagged and is_answer(message.subject):
        return False
    quotes = request.number in message.text or any(
        marker_start(line) >= 0 for line in message.text.split("\n")
    )
    return not quotes


def _has_other_subject(request: Request, message: Message) -> bool:
    """No subject at all is no other one: phones leave it out."""
    cleaned = clean_subject(message.subject)
    if not any(char.isalnum() for char in cleaned):
        return False
    return not is_same_title(cleaned, request.subject)


def remarks(
    matched: Matched, request: Request | None, context: Context
) -> tuple[Remark, ...]:
    """What staff should know of a mail that joins ``request``, or opens a new one."""
    return tuple(_remarks(matched, request, context))


def _remarks(
    matched: Matched, request: Request | None, context: Context
) -> Iterator[Remark]:
    match, message = matched.match, matched.read.message
    if request is None:
        number = match.request.number if match.request else match.mentioned
        if number:
            yield Remark(RemarkKind.RELATED, number)
        else:
            yield from _perhaps_again(matched, context)
    elif match.request and match.request.number == request.number:
        yield from _joined(matched, request)
    if match.others:
        yield Remark(RemarkKind.ALSO_NAMES, ", ".join(match.others))
    if message.message_id and context.store.bears(message.message_id):
        yield Remark(RemarkKind.SAME_ID, message.message_id)
    yield from _of_the_sender(matched, request, context)
    unread = [one for one in message.defects if one in UNREAD]
    if unread:
        yield Remark(RemarkKind.NOT_ALL_READ, ", ".join(unread))
    yield from remarks_on_layers(message, context)
    yield from remarks_on_signatures(message)


def _of_the_sender(
    matched: Matched, request: Request | None, context: Context
) -> Iterator[Remark]:
    who = matched.speaker
    if who.alignment is Alignment.FAIL:
        yield Remark(RemarkKind.SENDER_DENIED, who.address.rpartition("@")[2])
    if request is None and is_stranger(who, context):
        yield Remark(RemarkKind.UNKNOWN_SENDER, who.address)


def _perhaps_again(matched: Matched, context: Context) -> Iterator[Remark]:
    """E8: the same person, the same subject, a day at most: to be merged by hand."""
    message, who = matched.read.message, matched.speaker
    if not any(char.isalnum() for char in clean_subject(message.subject)):
        return
    since = context.clock.now() - AGAIN_WITHIN
    for request in context.store.requests_of(who.address, since):
        if request.status in CLOSED or request.merged_into is not None:
            continue
        if is_same_title(request.subject, message.subject):
            yield Remark(RemarkKind.PERHAPS_SAME, request.number)
            return


def _joined(matched: Matched, request: Request) -> Iterator[Remark]:
    match, message = matched.match, matched.read.message
    if match.merged_from:
        yield Remark(RemarkKind.MERGED, match.merged_from)
    if match.proof is Proof.AWAITED:
        yield Remark(RemarkKind.LATE_PARENT, message.message_id)
    staff = matched.speaker.person is not None
    if not staff and _has_other_subject(request, message):
        yield Remark(RemarkKind.OTHER_SUBJECT, clean_subject(message.subject))


def basis(matched: Matched, context: Context) -> Basis:
    """What a new request is based on, which the store checks once more."""
    return Basis(
        own=matched.read.message_id,
        unknown=matched.match.unknown[:AWAITED_LIMIT],
        learned=matched.match.learned,
        since=context.clock.now() - AWAITED_FOR,
    )


def awaited(
    matched: Matched, request: Request, context: Context
) -> tuple[ThreadId, ...]:
    """The ids that a new request waits for: the mails that its own answers.

    A From that its own domain denies could wait for anybody's mail.
    """
    if matched.speaker.alignment is Alignment.FAIL:
        return ()
    waiting = Counter(one for one, _number in matched.match.learned)
    return tuple(
        ThreadId(
            message_id=one,
            number=request.number,
            kind=IdKind.AWAITED,
            since=context.clock.now(),
        )
        for one in matched.match.unknown[:AWAITED_LIMIT]
        if waiting[one] < AWAITING_LIMIT
    )


def alias(matched: Matched, request: Request, context: Context) -> tuple[ThreadId, ...]:
    """The id that a relay gave to a letter of ours, as the first answer tells it.

    Only of an answer whose own proof ties it to the request, only its parent, only for
    this sender; and it proves no more than a reference to a known mail does.
    """
    match, message = matched.match, matched.read.message
    numbered = match.proof is Proof.SUBJECT and is_answer(message.subject)
    failed = matched.speaker.alignment is Alignment.FAIL
    parent = message.in_reply_to or "".join(message.references[-1:])
    if failed or not (match.proof is Proof.TOKEN or numbered):
        return ()
    if parent not in match.unknown:
        return ()
    learned = ThreadId(
        message_id=parent,
        number=request.number,
        kind=IdKind.ALIAS,
        recipient=matched.speaker.address,
        since=context.clock.now(),
    )
    return (learned,)
