"""Applying decisions: everything that a batch changes, in the caller's transaction.

The checks come first, under the write lock, so that what passes them cannot fail for
a reason that a neighbour made. Then the rows are written, table by table.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from peewee import SqliteDatabase

from gateway.desk.effects import (
    Committed,
    Effects,
    IdKind,
    KeptFile,
    Occasion,
    OutgoingLetter,
    Receipt,
    ThreadId,
)
from gateway.domain.record import row_of as record_of
from gateway.store import chain
from gateway.store.absences import write_absences
from gateway.store.articles import write_articles
from gateway.store.erasing import erase
from gateway.store.indexing import index_batch
from gateway.store.mapping import row_of
from gateway.store.scores import write_returns
from gateway.store.statements import insert, replace, update
from gateway.store.tables import (
    FileRow,
    LetterRow,
    OccasionRow,
    PromiseRow,
    ReceiptRow,
    RecordRow,
    RequestRow,
    ThreadIdRow,
)
from gateway.store.tables_papers import SentFileRow
from gateway.store.verdicts import key_of, verdicts
from gateway.store.withheld import write_withheld

_CLOCK = ("number", "clock")


def apply_batch(
    database: SqliteDatabase, batch: Sequence[Effects]
) -> tuple[Committed, ...]:
    """Check each, write all that passed; raises peewee's errors."""
    found = verdicts(database, batch)
    passed = [
        effects
        for effects, verdict in zip(batch, found, strict=True)
        if verdict is Committed.DONE
    ]
    _write(database, passed)
    return found


def _write(database: SqliteDatabase, batch: Sequence[Effects]) -> None:
    write = partial(insert, database)
    write(ReceiptRow, (_receipt_row(e.receipt) for e in batch if e.receipt))
    # In order: a request that was born in this batch may have grown in it.
    for changed in (one for effects in batch for one in effects.changes):
        if changed.based_on is None:
            write(RequestRow, [row_of(changed.request)])
        else:
            update(database, RequestRow, row_of(changed.request))
    said = (row for e in batch for row in _record_rows(e))
    write(RecordRow, chain.linked(database, said))
    write(FileRow, (_file_row(e, file) for e in batch for file in e.files))
    write(LetterRow, (_letter_row(letter) for e in batch for letter in e.letters))
    write(SentFileRow, (row for e in batch for row in _sent_rows(e)))
    write(OccasionRow, (_row(e.occasion) for e in batch if e.occasion))
    write_returns(database, batch)
    write(ThreadIdRow, (_row(one) for e in batch for one in e.ids))
    write_withheld(database, batch)
    write_absences(database, batch)
    write_articles(database, batch)
    index_batch(database, batch)
    _forget_awaited(batch)
    for effects in batch:
        _write_clocks(database, effects)
        if effects.erasure:
            erase(database, effects.erasure)


def _row(value: Occasion | ThreadId) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _forget_awaited(batch: Sequence[Effects]) -> None:
    """Whoever awaits something new takes away what is waited for no longer."""
    since = [e.basis.since for e in batch if e.basis and e.ids]
    if since:
        ThreadIdRow.delete().where(
            ThreadIdRow.since < min(since), ThreadIdRow.kind == IdKind.AWAITED
        ).execute()


def _write_clocks(database: SqliteDatabase, effects: Effects) -> None:
    for changed in effects.changes:
        if changed.stopped:
            PromiseRow.update(stopped_at=changed.events[-1].at).where(
                PromiseRow.number == changed.request.number,
                PromiseRow.clock.in_(list(changed.stopped)),
                PromiseRow.stopped_at.is_null(),
            ).execute()
    if effects.fired:
        PromiseRow.update(due_at=None).where(
            PromiseRow.number == effects.fired.number,
            PromiseRow.clock == effects.fired.clock,
        ).execute()
    beside = (promise for one in effects.beside for promise in one.started)
    for started in (*effects.started, *beside):
        row = {name: getattr(started, name) for name in started.__slots__}
        replace(database, PromiseRow, row | {"stopped_at": None}, key=_CLOCK)


def _receipt_row(receipt: Receipt) -> dict[str, Any]:
    row = {name: getattr(receipt, name) for name in receipt.__slots__}
    del row["sameness"]
    row["seen_key"] = key_of(receipt)
    return row


def _record_rows(effects: Effects) -> list[dict[str, Any]]:
    queue_id = effects.receipt.queue_id if effects.receipt else None
    said = (
        record_of(event, changed.request.number)
        for changed in effects.changes
        for event in changed.events
    )
    return [
        {name: getattr(row, name) for name in row.__slots__} | {"queue_id": queue_id}
        for row in said
    ]


def _file_row(effects: Effects, file: KeptFile) -> dict[str, Any]:
    assert effects.receipt is not None, "a file came with a message"  # noqa: S101
    row = {name: getattr(file, name) for name in file.__slots__}
    row["queue_id"] = effects.receipt.queue_id
    row["number"] = effects.receipt.number
    row["marks"] = " ".join(file.marks)
    return row


def _sent_rows(effects: Effects) -> list[dict[str, Any]]:
    """What went out about a request; lists and manuals belong to none."""
    return [
        {
            "message_id": letter.message_id,
            "number": letter.number,
            "code": letter.code,
            "filename": file.filename,
            "sha256": file.sha256,
            "size_bytes": file.size_bytes,
            "at": letter.created_at,
        }
        for letter in effects.letters
        if letter.number
        for file in letter.files
    ]


def _letter_row(letter: OutgoingLetter) -> dict[str, Any]:
    row = {name: getattr(letter, name) for name in letter.__slots__}
    withheld, _ = row.pop("withheld"), row.pop("files")
    return row | {
        "state": "withheld" if withheld else "queued",
        "claimed_until": 0,
        "tries": 0,
        "settled_at": None,
        "response": "",
    }
