"""The mail that staff forwarded, as the mail of the one who wrote it.

Who that is must be plain: one address, none of ours. Staff who want another one, or
one of their own, write the address behind the command.
"""

import unicodedata
from dataclasses import replace
from datetime import timedelta

from gateway.desk.context import Context
from gateway.desk.draft import Matched
from gateway.desk.files import taken_in
from gateway.desk.match import matcher
from gateway.desk.matter import CLOSED
from gateway.domain.codes import Reason
from gateway.domain.decision import Refusal
from gateway.domain.people import Address, address
from gateway.domain.remarks import Remark, RemarkKind
from gateway.domain.request import Request
from gateway.mail.fields import read_fields
from gateway.mail.forward import Forwarded, is_embedded_file
from gateway.mail.message import Mailbox, Message
from gateway.mail.subject import is_same_title

SAME_WITHIN = timedelta(days=7)
"""How far back a request of the same person may be the same mail, sent directly."""
SAME_WORDS_CHARS = 20
"""Letters that two mails must share at least to be one, where one is the shorter."""


def requester_of(
    named: Address | None, found: Forwarded | None, context: Context
) -> Mailbox | Refusal:
    """An address behind the command wins; staff are taken by it alone."""
    senders = found.senders if found else ()
    if named:
        shown = [box.name for box in senders if address(box.address) == named]
        person = context.people.members.get(named)
        name = person.name if person else "".join(shown[:1])
        return (
            Refusal(Reason.SENDER_IS_OURS, named)
            if is_ours(named, context)
            else Mailbox(name, named)
        )
    if not senders:
        return Refusal(Reason.NOTHING_FORWARDED)
    if len(senders) > 1:
        shown = [box.address for box in senders]
        return Refusal(Reason.SEVERAL_SENDERS, ", ".join(shown))
    who = address(senders[0].address)
    if who in context.people.members or is_ours(who, context):
        return Refusal(Reason.SENDER_IS_OURS, who)
    return Mailbox(senders[0].name, who)


def is_ours(who: Address, context: Context) -> bool:
    """One of our own addresses, whatever stands behind its plus sign."""
    local, _, domain = who.rpartition("@")
    plain = address(f"{local.partition('+')[0]}@{domain}")
    ours = {address(one) for one in context.ours.addresses}
    return who in ours or plain in ours


def typed(message: Message, requester: Mailbox, rest: str) -> Message | None:
    """Nothing forwarded that we could read: the text below the command is theirs."""
    if not rest.strip() and not message.attachments:
        return None
    return replace(
        message,
        senders=(requester,),
        reply_text=rest,
        text=rest,
        html="",
        message_id="",
        fields=read_fields(rest),
    )


def original_of(
    matched: Matched, found: Forwarded, requester: Mailbox, context: Context
) -> Message:
    """The forwarded mail as a message of its sender, its files taken in."""
    read = matched.read
    if found.attached and read.embedded is not None:
        inner = taken_in(read.embedded, context)
        outer = [f for f in read.message.attachments if not is_embedded_file(f)]
        base = replace(inner, attachments=(*inner.attachments, *outer))
    else:
        base = read.message
    return replace(
        base,
        senders=(requester,),
        subject=found.subject,
        text=found.text,
        html="",
        reply_text=found.words,
        fields=read_fields(found.words),
        message_id=_id_of(found, context),
    )


def _id_of(found: Forwarded, context: Context) -> str:
    """The original's id; a letter of ours was answered, and is not the original."""
    known = context.store.references([found.message_id]) if found.message_id else ()
    return "" if any(one.recipient for one in known) else found.message_id


def known_as(
    original: Message, matched: Matched, context: Context
) -> tuple[Request | None, tuple[Remark, ...]]:
    """The open request that has this mail already, else what may be the same."""
    now = context.clock.now()
    by_id = matcher(context).bearing(original.message_id, matched.speaker, now)
    if by_id and by_id.status not in CLOSED:
        return by_id, ()
    related = (Remark(RemarkKind.RELATED, by_id.number),) if by_id else ()
    who = matched.speaker.address
    for request in context.store.requests_of(who, now - SAME_WITHIN):
        is_open = request.status not in CLOSED and request.merged_into is None
        if not is_open or not is_same_title(request.subject, original.subject):
            continue
        if _same_words(request.description, original.reply_text):
            return request, ()
        return None, (*related, Remark(RemarkKind.PERHAPS_SAME, request.number))
    return None, related


def _same_words(one: str, other: str) -> bool:
    """Whether two texts are one, space and marks aside; a client may have cut one."""
    mine, theirs = _letters(one), _letters(other)
    shorter, longer = sorted((mine, theirs), key=len)
    return mine == theirs or (len(shorter) >= SAME_WORDS_CHARS and shorter in longer)


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())
