"""One message's way through the desk, as a value that grows and never reaches back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gateway.desk.effects import EndState, FiledFor, KeptFile, Receipt
from gateway.desk.identify import Speaker
from gateway.desk.ports import Queued, Spooled
from gateway.desk.proofs import Match
from gateway.desk.repeats import said
from gateway.domain.request import RequestNumber
from gateway.domain.submission_details import (
    FileMark,
    FileNote,
    RefusedFile,
    RefusedFor,
)
from gateway.mail.envelope import FolderVerb
from gateway.mail.limits import Limits
from gateway.mail.message import Attachment, MailKind, Message

WORDS_LIMIT_CHARS = 65_536
"""Characters of a sender's words that a receipt keeps; the original has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A message that has been read: the bytes' digest, and what they say.

    ``sameness`` is equal for two copies of a mail that came over different ways.
    ``embedded`` is the mail that is attached to one which hands it in (#as).
    """

    spooled: Spooled
    digest: str
    message: Message
    embedded: Message | None = None

    @property
    def sameness(self) -> str:
        """Digest of who said what; of all bytes where no Message-ID names the mail.

        Each way on which a copy travels writes trace fields of its own, so the header
        tells nothing: of two equal bodies one Message-ID makes one mail (THREATS 3).
        A copy that a list or a robot passed on is filed, and takes nothing away from
        the one that its sender sent to us.
        """
        message, way = self.message, self._way
        if not message.message_id:
            return f"{self.digest}{way}"
        said = (
            *(box.address.lower() for box in message.senders),
            message.text or message.subject.casefold(),
            *message.closed,
            # What we made of a picture was not sent.
            *(
                f"{f.filename} {f.size_bytes} {f.sha256}"
                for f in message.attachments
                if not f.derived_from
            ),
        )
        octets = "\0".join(said).encode("utf-8", "replace")
        return f"{hashlib.sha256(octets).hexdigest()}{way}"

    @property
    def as_it_came(self) -> "Read":
        """The same mail, without what staff ordered of it."""
        envelope = replace(self.spooled.envelope, order=None)
        return replace(self, spooled=replace(self.spooled, envelope=envelope))

    @property
    def _way(self) -> str:
        """How a copy came that is handled for it; empty for one that a person sent.

        What a folder orders is done beside what its arrival came to: once for each
        mail, but a command each time that the mail is dragged there.
        """
        order, found_at = (
            self.spooled.envelope.order,
            self.spooled.envelope.received_from,
        )
        if order is not None:
            again = order.verb is FolderVerb.COMMAND
            return f" folder {order.verb}{f' {found_at}' if again else ''}"
        if self.message.kind is not MailKind.PERSON:
            return f" {self.message.kind}"
        return "" if self.spooled.envelope.mail_from else f" {MailKind.AUTO_REPLY}"

    @property
    def said(self) -> str:
        """Equal for all mails in which this sender repeats himself."""
        return said(self.message, self.spooled.envelope)

    @property
    def message_id(self) -> str:
        return self.message.message_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A person's message, and the request that it belongs to."""

    read: Read
    speaker: Speaker
    match: Match


def receipt(
    read: Read,
    end_state: EndState,
    reason: str,
    *,
    number: RequestNumber | None = None,
    proof: str = "",
) -> Receipt:
    """The row of the ledger for this message.

    What was filed was not heard, so it is no repetition; but for staff, who are told.
    """
    message = read.message
    heard = end_state is not EndState.FILED or reason == FiledFor.UNPROVEN_STAFF
    return Receipt(
        queue_id=read.spooled.queue_id,
        message_id=message.message_id,
        digest=read.digest,
        sameness=read.sameness,
        sender=message.sender.address if message.sender else "",
        subject=message.subject,
        received_at=read.spooled.envelope.received_at,
        size_bytes=read.spooled.size_bytes,
        end_state=end_state,
        reason=reason,
        proof=proof,
        words=message.reply_text[:WORDS_LIMIT_CHARS],
        said=read.said if heard else "",
        number=number,
    )


def receipt_of_deleted(held: Queued) -> Receipt:
    """The row for a message that the operator took out of the hold queue."""
    return Receipt(
        queue_id=held.queue_id,
        message_id="",
        digest=held.queue_id,
        sender="",
        subject="",
        received_at=held.since,
        size_bytes=held.size_bytes,
        end_state=EndState.FILED,
        reason=FiledFor.DELETED,
    )


def kept_files(message: Message) -> tuple[KeptFile, ...]:
    return tuple(
        KeptFile(
            filename=file.filename,
            content_type=file.content_type,
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            refused=file.refused,
            inline=file.inline,
            marks=file.marks,
            derived_from=file.derived_from,
        )
        for file in message.attachments
    ) + tuple(
        KeptFile(
            filename=file.name,
            content_type="",
            size_bytes=0,
            sha256="",
            refused=RefusedFor.CLOUD_LINK,
            inline=False,
        )
        for file in message.cloud_files
    )


def refused_files(message: Message, limits: Limits) -> tuple[RefusedFile, ...]:
    return tuple(
        RefusedFile(
            filename=file.filename,
            size_bytes=file.size_bytes,
            limit_bytes=limits.attachment_size_bytes,
            why=RefusedFor(file.refused),
        )
        for file in message.attachments
        if file.refused
    ) + tuple(
        RefusedFile(
            filename=file.name,
            size_bytes=0,
            limit_bytes=limits.attachment_size_bytes,
            why=RefusedFor.CLOUD_LINK,
            service=file.service,
        )
        for file in message.cloud_files
    )


def names_of_kept(files: Sequence[KeptFile]) -> tuple[str, ...]:
    """What people are told was kept: neither decoration nor what we made ourselves."""
    return tuple(
        file.filename
        for file in files
        if not file.refused and not file.derived_from and "decoration" not in file.marks
    )


def file_notes(message: Message) -> tuple[FileNote, ...]:
    """What staff have to know of files before they open them, the worst first."""
    noted = [
        FileNote(filename=file.filename, marks=marks, signature=file.signature)
        for file in message.attachments
        if (marks := _marks(file))
    ]
    noted.sort(key=lambda note: list(FileMark).index(note.marks[0]))
    linked = [
        FileNote(
            filename=file.name,
            marks=(FileMark.CLOUD_LINK,),
            service=file.service,
            size_text=file.size_text,
            expires=file.expires_text,
            url=file.url,
        )
        for file in message.cloud_files
    ]
    return (*noted, *linked)


def _marks(file: Attachment) -> tuple[FileMark, ...]:
    known = {mark.value for mark in FileMark}
    named = (*file.marks, file.refused or "")
    if "decoration" in file.marks or file.refused not in {None, FileMark.INFECTED}:
        return ()
    return tuple(FileMark(mark) for mark in named if mark in known)
