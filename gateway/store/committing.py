"""Applying decisions: everything that a batch changes, in the caller's transaction.

The checks come first, under the write lock, so that what passes them cannot fail for
a reason that a neighbour made. Then the rows are written, table by table.
"""

import hashlib
from collections.abc import Sequence
from functools import partial
from typing import Any

from peewee import SqliteDatabase

from gateway.desk.effects import Committed, Effects, KeptFile, OutgoingLetter, Receipt
from gateway.domain.agreement import Promise
from gateway.domain.record import row_of as record_of
from gateway.domain.request import RequestNumber
from gateway.store.mapping import row_of
from gateway.store.statements import insert, select, update
from gateway.store.tables import (
    FileRow,
    LetterRow,
    PromiseRow,
    ReceiptRow,
    RecordRow,
    RequestRow,
)

HANDLED = "SELECT queue_id FROM receipt WHERE queue_id IN ({in})"
SEEN = "SELECT seen_key FROM receipt WHERE seen_key IN ({in})"
VERSIONS = "SELECT number, version FROM request WHERE number IN ({in})"


def seen_key(message_id: str, sameness: str) -> str:
    """Name a mail by its id *and* what it says: an id alone can be forged."""
    return hashlib.sha256(f"{message_id}\0{sameness}".encode()).hexdigest()


def apply_batch(
    database: SqliteDatabase, batch: Sequence[Effects]
) -> tuple[Committed, ...]:
    """Check each, write all that passed; raises peewee's errors."""
    verdicts = _verdicts(database, batch)
    passed = [
        effects
        for effects, verdict in zip(batch, verdicts, strict=True)
        if verdict is Committed.DONE
    ]
    _write(database, passed)
    return verdicts


def _verdicts(
    database: SqliteDatabase, batch: Sequence[Effects]
) -> tuple[Committed, ...]:
    receipts = [e.receipt for e in batch if e.receipt]
    handled, keys = _known(database, receipts)
    versions = _versions(database, [e.request.number for e in batch if e.request])
    verdicts = []
    for effects in batch:
        verdict = _verdict(effects, handled, keys, versions)
        if verdict is Committed.DONE:
            if effects.receipt:
                handled.add(effects.receipt.queue_id)
                keys.add(_key(effects.receipt))
            if effects.request:
                versions[effects.request.number] = effects.request.version
        verdicts.append(verdict)
    return tuple(verdicts)


def _verdict(
    effects: Effects, handled: set[str], keys: set[str | None], versions: dict[str, int]
) -> Committed:
    receipt, request = effects.receipt, effects.request
    if receipt and receipt.queue_id in handled:
        return Committed.SEEN
    if receipt and _key(receipt) is not None and _key(receipt) in keys:
        return Committed.MOVED
    if request and versions.get(request.number) != effects.based_on:
        return Committed.MOVED
    if effects.fired and not _still_at(effects.fired):
        return Committed.MOVED
    return Committed.DONE


def _key(receipt: Receipt) -> str | None:
    if receipt.reason == "duplicate":
        return None
    return seen_key(receipt.message_id, receipt.sameness or receipt.digest)


def _known(
    database: SqliteDatabase, receipts: Sequence[Receipt]
) -> tuple[set[str], set[str | None]]:
    ids = [receipt.queue_id for receipt in receipts]
    keys = [key for key in map(_key, receipts) if key]
    handled = select(database, HANDLED, ids) if ids else []
    seen = select(database, SEEN, keys) if keys else []
    return {row[0] for row in handled}, {row[0] for row in seen}


def _versions(
    database: SqliteDatabase, numbers: Sequence[RequestNumber]
) -> dict[str, int]:
    if not numbers:
        return {}
    return {row[0]: row[1] for row in select(database, VERSIONS, numbers)}


def _still_at(fired: Promise) -> bool:
    return (
        PromiseRow.select()
        .where(
            PromiseRow.number == fired.number,
            PromiseRow.clock == fired.clock,
            PromiseRow.stage == fired.stage,
            PromiseRow.due_at == fired.due_at,
            PromiseRow.stopped_at.is_null(),
        )
        .exists()
    )


def _write(database: SqliteDatabase, batch: Sequence[Effects]) -> None:
    write = partial(insert, database)
    write(ReceiptRow, (_receipt_row(e.receipt) for e in batch if e.receipt))
    # In order: a request that was born in this batch may have grown in it.
    for effects in batch:
        if effects.request and effects.based_on is None:
            write(RequestRow, [row_of(effects.request)])
        elif effects.request:
            update(database, RequestRow, row_of(effects.request))
    write(RecordRow, (row for e in batch for row in _record_rows(e)))
    write(FileRow, (_file_row(e, file) for e in batch for file in e.files))
    write(LetterRow, (_letter_row(letter) for e in batch for letter in e.letters))
    for effects in batch:
        _write_clocks(database, effects)


def _write_clocks(database: SqliteDatabase, effects: Effects) -> None:
    if effects.stopped and effects.request:
        PromiseRow.update(stopped_at=effects.events[-1].at).where(
            PromiseRow.number == effects.request.number,
            PromiseRow.clock.in_(list(effects.stopped)),
            PromiseRow.stopped_at.is_null(),
        ).execute()
    if effects.fired:
        PromiseRow.update(due_at=None).where(
            PromiseRow.number == effects.fired.number,
            PromiseRow.clock == effects.fired.clock,
        ).execute()
    for started in effects.started:
        row = {name: getattr(started, name) for name in started.__slots__}
        if effects.fired:
            PromiseRow.update(row).where(
                PromiseRow.number == started.number,
                PromiseRow.clock == started.clock,
            ).execute()
        else:
            insert(database, PromiseRow, [row | {"stopped_at": None}])


def _receipt_row(receipt: Receipt) -> dict[str, Any]:
    row = {name: getattr(receipt, name) for name in receipt.__slots__}
    del row["sameness"]
    row["seen_key"] = _key(receipt)
    return row


def _record_rows(effects: Effects) -> list[dict[str, Any]]:
    if effects.request is None:
        return []
    queue_id = effects.receipt.queue_id if effects.receipt else None
    said = (record_of(event, effects.request.number) for event in effects.events)
    return [
        {name: getattr(row, name) for name in row.__slots__} | {"queue_id": queue_id}
        for row in said
    ]


def _file_row(effects: Effects, file: KeptFile) -> dict[str, Any]:
    assert effects.receipt is not None, "a file came with a message"  # noqa: S101
    row = {name: getattr(file, name) for name in file.__slots__}
    row["queue_id"] = effects.receipt.queue_id
    row["number"] = effects.receipt.number
    return row


def _letter_row(letter: OutgoingLetter) -> dict[str, Any]:
    row = {name: getattr(letter, name) for name in letter.__slots__}
    withheld = row.pop("withheld")
    return row | {
        "state": "withheld" if withheld else "queued",
        "claimed_until": 0,
        "tries": 0,
        "settled_at": None,
        "response": "",
    }
