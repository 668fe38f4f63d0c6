"""Mail that came encrypted: what cannot be read, and what is not said in clear.

Rule: what somebody took the pains to encrypt is not sent back over the open wire. No
letter to a customer repeats words of such a mail beyond what its outer header says;
letters to staff do where the operator wants it so.
"""

from collections.abc import Iterator
from dataclasses import replace

from gateway.desk.context import Context
from gateway.desk.draft import Matched
from gateway.domain.answer_commands import (
    Doubt,
    NotMe,
    Rate,
    Unproven,
    YesOfAnother,
)
from gateway.domain.codes import NoticeCode
from gateway.domain.commands import Command
from gateway.domain.completeness_commands import Answers
from gateway.domain.decision import Owed
from gateway.domain.notices import Notice
from gateway.domain.remarks import Remark, RemarkKind
from gateway.domain.request import Form
from gateway.domain.submission_commands import Submit, Write
from gateway.domain.submission_details import RefusedFile, Unreadable, UnreadableFor
from gateway.domain.verification_commands import Confirm, Unresolved
from gateway.domain.verification_details import (
    ClarifyPlease,
    ConfirmedByOther,
    IdentityCheck,
    Reopened,
    Settled,
)
from gateway.mail.message import Message
from gateway.mail.subject import title


def unreadable(matched: Matched, context: Context) -> Unreadable | None:
    """What the sender of a mail is told that nobody here can read (C21)."""
    why = matched.read.message.unreadable
    if why not in set(UnreadableFor):
        return None
    return Unreadable(
        why=UnreadableFor(why),
        received_at=matched.read.spooled.envelope.received_at,
        phone=context.support_phone,
    )


def told_unreadable(matched: Matched, context: Context) -> tuple[Owed, ...]:
    """C21 to whoever wrote about a request."""
    why = unreadable(matched, context)
    if why is None:
        return ()
    return (Owed(NoticeCode.UNREADABLE, matched.speaker.address, why),)


def remarks_on_layers(message: Message, context: Context) -> Iterator[Remark]:
    if message.unreadable in set(UnreadableFor):
        yield Remark(RemarkKind(message.unreadable), "")
    if message.decrypted:
        shown = context.show_decrypted
        yield Remark(RemarkKind.DECRYPTED if shown else RemarkKind.WITHHELD, "")


def discreet(submit: Submit, message: Message, context: Context) -> Submit:
    """A new request of a mail that came encrypted: its subject is the outer one."""
    if not message.decrypted:
        return submit
    told = replace(
        submit,
        subject=title(message.subject, ""),
        discreet=True,
        kept=(),
        refused=nameless(submit.refused),
    )
    if context.show_decrypted:
        return told
    form = Form(scene=submit.form.scene, urgency=submit.form.urgency)
    return replace(told, description="", form=form, notes=())


def withheld(command: Command, message: Message, context: Context) -> Command:
    """What a customer's reply asks for, without its words where nobody is to see."""
    if not message.decrypted or context.show_decrypted:
        return command
    match command:
        case Write():
            return replace(command, words="", files=(), notes=())
        case Answers():
            return Write(words="", reading="words")
        case Unresolved() | Confirm() | Rate() | NotMe() | YesOfAnother():
            return replace(command, words="")
        case Doubt() | Unproven():
            return replace(command, words="", line="")
        case _:
            return command


def nameless(files: tuple[RefusedFile, ...]) -> tuple[RefusedFile, ...]:
    return tuple(replace(file, filename="") for file in files)


def in_clear(notices: list[Notice], message: Message) -> list[Notice]:
    """The notices of a mail that came encrypted, customers' without its words."""
    if not message.decrypted:
        return notices
    return [_without_words(one) for one in notices]


def _without_words(one: Notice) -> Notice:
    detail = one.detail
    if one.code.startswith("S"):
        return one
    match detail:
        case Reopened() | Settled() | ConfirmedByOther() | IdentityCheck():
            return replace(one, detail=replace(detail, words=""))
        case ClarifyPlease():
            return replace(one, detail=replace(detail, line=""))
        case _:
            return one
