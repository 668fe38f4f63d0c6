"""Who asks how to ask (C19): a mail with "help" for its subject, or to ``+form``.

It makes no request: the blank form goes back. Whoever says more than that is taken at
his word, and has a request; nothing that somebody needs is lost.
"""

import unicodedata

from gateway.desk.context import Context
from gateway.desk.customer import locale_of, may_be_answered
from gateway.desk.draft import Matched, receipt
from gateway.desk.effects import Effects, EndState, FiledFor
from gateway.desk.gathering import to_answer
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Notice
from gateway.domain.submission_details import FormPlease
from gateway.mail.subject import clean_subject

FORM_TAG = "form"
"""``support+form@``: whoever writes there wants the form."""
SUBJECTS = frozenset(
    {
        *("help", "form", "blank form", "how to ask for help"),
        *("帮助", "求助", "表单", "登记表", "空白登记表", "如何报修", "報修", "幫助"),
    }
)
WORDS_LIMIT = 12
"""Letters of a text that still says no more than that somebody wants the form."""


def asks_for_form(matched: Matched) -> bool:
    """Whether a mail that belongs to no request asks for the form, and nothing else."""
    message = matched.read.message
    if matched.match.request is not None or message.attachments or message.unreadable:
        return False
    said = sum(char.isalnum() for char in message.reply_text)
    if said > WORDS_LIMIT:
        return False
    tags = {
        rcpt.rpartition("@")[0].rpartition("+")[2].casefold()
        for rcpt in matched.read.spooled.envelope.rcpt_to
        if "+" in rcpt
    }
    return FORM_TAG in tags or _folded(message.subject) in SUBJECTS


def _folded(subject: str) -> str:
    plain = unicodedata.normalize("NFKC", clean_subject(subject)).casefold()
    return plain.strip(" .!?。！？")


def form_sent(matched: Matched, context: Context) -> Effects:
    """C19 to who asks, where an answer troubles nobody who did not write."""
    message, speaker = matched.read.message, matched.speaker
    sender = context.correspondence.sender
    known = context.people.members.get(speaker.address)
    tongue = locale_of(f"{message.subject} {message.reply_text}", context)
    letter = Notice(
        code=NoticeCode.BLANK_FORM,
        to=speaker.address,
        name=known.name if known else speaker.name,
        locale=known.locale if known else tongue,
        at=context.clock.now(),
        request=None,
        detail=FormPlease(
            address=sender.address,
            urgent_address=f"{sender.local}+urgent@{sender.domain}",
            limit_bytes=context.limits.attachment_size_bytes,
            phone=context.support_phone,
        ),
    )
    told = (letter,) if may_be_answered(speaker) else ()
    return Effects(
        receipt=receipt(matched.read, EndState.FILED, FiledFor.HELP),
        letters=context.correspondence.write(told, to_answer(matched)),
    )
