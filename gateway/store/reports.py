"""What the operator asks: lists and single requests, as values."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from gateway.domain.people import Address
from gateway.domain.record import RecordRow as RecordValue
from gateway.domain.request import Request, RequestNumber, Stage
from gateway.mail.envelope import QueueId
from gateway.store.database import translated
from gateway.store.mapping import request_of
from gateway.store.queries import columns, rows
from gateway.store.tables import FileRow, LetterRow, ReceiptRow, RecordRow, RequestRow

LISTED_LIMIT = 1000
"""Requests that one listing shows at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLetter:
    code: str
    recipient: str
    state: str
    subject: str
    created_at: datetime
    response: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    filename: str
    size_bytes: int
    sha256: str
    refused: str | None
    marks: str = ""
    derived_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A request with everything that belongs to it."""

    request: Request
    records: tuple[RecordValue, ...]
    files: tuple[ListedFile, ...]
    letters: tuple[ListedLetter, ...]


def receipts() -> dict[QueueId, tuple[str, str]]:
    """What became of every message: its end state and the reason."""
    query = ReceiptRow.select(
        ReceiptRow.queue_id, ReceiptRow.end_state, ReceiptRow.reason
    )
    with translated():
        return {QueueId(row[0]): (row[1], row[2]) for row in rows(query)}


def letter_sums() -> Mapping[str, int]:
    """How many letters are in which state."""
    with translated():
        return Counter(row[0] for row in rows(LetterRow.select(LetterRow.state)))


def requests(status: str = "", limit: int = LISTED_LIMIT) -> Iterator[Request]:
    """The latest requests, newest first."""
    query = RequestRow.select().order_by(RequestRow.number.desc()).limit(limit)
    if status:
        query = query.where(RequestRow.status == status)
    with translated():
        found = columns(query)
    return (request_of(row) for row in found)


def show(number: RequestNumber) -> Shown | None:
    with translated():
        found = columns(RequestRow.select().where(RequestRow.number == number))
        if not found:
            return None
        return Shown(
            request=request_of(found[0]),
            records=_records(number),
            files=_files(number),
            letters=_letters(number),
        )


def _records(number: RequestNumber) -> tuple[RecordValue, ...]:
    query = RecordRow.select().where(RecordRow.number == number).order_by(RecordRow.id)
    return tuple(
        RecordValue(
            number=number,
            stage=Stage(row.stage),
            actor=Address(row.actor),
            at=row.at,
            time_text=row.time_text,
            kind=row.kind,
            action=row.action,
            remark=row.remark,
            visible=row.visible,
        )
        for row in query
    )


def _files(number: RequestNumber) -> tuple[ListedFile, ...]:
    query = FileRow.select().where(FileRow.number == number).order_by(FileRow.id)
    return tuple(
        ListedFile(
            filename=row.filename,
            size_bytes=row.size_bytes,
            sha256=row.sha256,
            refused=row.refused,
            marks=row.marks,
            derived_from=row.derived_from,
        )
        for row in query
    )


def _letters(number: RequestNumber) -> tuple[ListedLetter, ...]:
    query = LetterRow.select().where(LetterRow.number == number).order_by(LetterRow.id)
    return tuple(
        ListedLetter(
            code=row.code,
            recipient=row.recipient,
            state=row.state,
            subject=row.subject,
            created_at=row.created_at,
            response=row.response,
        )
        for row in query
    )
