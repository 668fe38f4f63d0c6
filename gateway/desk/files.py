"""The files of a person's mail, taken in: scanned, told apart, converted, kept.

Rule: what the scanner did not call clean is never kept. Bytes are kept before the
message is decided and may then lie unused; what refers to them is committed with it.
D12 (pictures, decoration), THREATS 30 (malware).
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gateway.desk.context import Context
from gateway.desk.ports_reading import Infected
from gateway.mail.limits import Limits
from gateway.mail.message import Attachment, Message
from gateway.mail.names import apart
from gateway.mail.pictures import as_jpeg
from gateway.mail.sniff import JPEG, is_picture

INFECTED = "infected"
DECORATION = "decoration"


def taken_in(message: Message, context: Context) -> Message:
    """The message with its files as they are kept, pictures made of them included.

    Raises ScannerUnavailable and StoreUnavailable.
    """
    if not message.attachments:
        return message
    files = _scanned(message.attachments, context)
    files = _told_apart(files, message, context)
    if context.convert_pictures:
        files += tuple(_converted(files, context.limits))
    for file in files:
        if not file.refused:
            context.files.keep(file.sha256, file.content)
    return replace(message, attachments=files)


def _scanned(files: Sequence[Attachment], context: Context) -> tuple[Attachment, ...]:
    kept = [file for file in files if not file.refused]
    if context.scanner is None or not kept:
        return tuple(files)
    verdicts = context.scanner.scan([file.content for file in kept])
    found = {
        file.sha256: verdict.signature
        for file, verdict in zip(kept, verdicts, strict=True)
        if isinstance(verdict, Infected)
    }
    return tuple(
        replace(file, refused=INFECTED, content=b"", signature=found[file.sha256])
        if file.sha256 in found and not file.refused
        else file
        for file in files
    )


def _told_apart(
    files: tuple[Attachment, ...], message: Message, context: Context
) -> tuple[Attachment, ...]:
    """Mark as decoration a pasted picture that this sender's mails always bear."""
    pasted = [file.sha256 for file in files if _is_told(file) and file.inline]
    if not pasted or message.sender is None:
        return files
    seen = context.store.times_seen(message.sender.address, pasted)
    often = {digest for digest, mails in seen.items() if mails >= context.repeated}
    return tuple(
        replace(file, marks=(*file.marks, DECORATION))
        if file.inline and _is_told(file) and file.sha256 in often
        else file
        for file in files
    )


def _is_told(file: Attachment) -> bool:
    """Whether it is a picture that is kept, and no decoration."""
    kept = not file.refused and DECORATION not in file.marks
    return kept and is_picture(file.content_type)


def _converted(files: Sequence[Attachment], limits: Limits) -> Iterator[Attachment]:
    """A jpg of each pasted picture that is none, as far as the pixels go (D12)."""
    taken = {file.filename.casefold(): 1 for file in files}
    left = limits.pictures_pixels
    for file in files:
        if not _is_told(file) or file.content_type == JPEG or left <= 0:
            continue
        content, pixels = as_jpeg(file.content, file.content_type, limits)
        left -= pixels
        if content and len(content) <= limits.attachment_size_bytes:
            stem = file.filename.rpartition(".")[0] or file.filename
            yield Attachment(
                filename=apart(f"{stem}.jpg", taken, limits),
                content_type=JPEG,
                size_bytes=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                inline=True,
                content=content,
                derived_from=file.sha256,
            )
