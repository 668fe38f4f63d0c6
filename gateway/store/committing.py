"""Applying decisions: everything that a batch changes, in the caller's transaction.

The checks come first, under the write lock, so that what passes them cannot fail for
a reason that a neighbour made. Then the rows are written, table by table.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from peewee import Model

from gateway.desk.effects import Committed, Effects, KeptFile, OutgoingLetter, Receipt
from gateway.domain.agreement import Promise
from gateway.domain.record import row_of as record_of
from gateway.domain.request import RequestNumber
from gateway.store.mapping import row_of
from gateway.store.queries import rows
from gateway.store.tables import (
    FileRow,
    LetterRow,
    PromiseRow,
    ReceiptRow,
    RecordRow,
    RequestRow,
)

ROWS_A_STATEMENT = 30
"""SQLite binds at most 999 values in older builds; a request has 42 columns."""


def seen_key(message_id: str, digest: str) -> str:
    """Name a message by its id *and* its bytes: an id alone can be forged."""
    return hashlib.sha256(f"{message_id}\0{digest}".encode()).hexdigest()


def apply_batch(batch: Sequence[Effects]) -> tuple[Committed, ...]:
    """Check each, write all that passed; raises peewee's errors."""
    verdicts = _verdicts(batch)
    passed = [
        effects
        for effects, verdict in zip(batch, verdicts, strict=True)
        if verdict is Committed.DONE
    ]
    _write(passed)
    return verdicts


def _verdicts(batch: Sequence[Effects]) -> tuple[Committed, ...]:
    receipts = [e.receipt for e in batch if e.receipt]
    handled, keys = _known(receipts)
    versions = _versions([e.request.number for e in batch if e.request])
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
    return seen_key(receipt.message_id, receipt.digest)


def _known(receipts: Sequence[Receipt]) -> tuple[set[str], set[str | None]]:
    if not receipts:
        return set(), set()
    ids = [receipt.queue_id for receipt in receipts]
    keys = [key for key in map(_key, receipts) if key]
    known = rows(
        ReceiptRow.select(ReceiptRow.queue_id, ReceiptRow.seen_key).where(
            ReceiptRow.queue_id.in_(ids) | ReceiptRow.seen_key.in_(keys)
        )
    )
    return {queue_id for queue_id, _ in known}, {key for _, key in known}


def _versions(numbers: Sequence[RequestNumber]) -> dict[str, int]:
    if not numbers:
        return {}
    query = RequestRow.select(RequestRow.number, RequestRow.version).where(
        RequestRow.number.in_(list(numbers))
    )
    return {row[0]: row[1] for row in rows(query)}


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


def _write(batch: Sequence[Effects]) -> None:
    _insert(ReceiptRow, (_receipt_row(e.receipt) for e in batch if e.receipt))
    _insert(
        RequestRow,
        (row_of(e.request) for e in batch if e.request and e.based_on is None),
    )
    for effects in batch:
        if effects.request and effects.based_on is not None:
            columns = row_of(effects.request)
            number = columns.pop("number")
            RequestRow.update(columns).where(RequestRow.number == number).execute()
    _insert(RecordRow, (row for e in batch for row in _record_rows(e)))
    _insert(FileRow, (_file_row(e, file) for e in batch for file in e.files))
    _insert(LetterRow, (_letter_row(letter) for e in batch for letter in e.letters))
    for effects in batch:
        _write_clocks(effects)


def _write_clocks(effects: Effects) -> None:
    for clock in effects.stopped if effects.request else ():
        assert effects.request is not None  # noqa: S101 (narrowed for mypy)
        at = max((event.at for event in effects.events), default=None)
        PromiseRow.update(stopped_at=at).where(
            PromiseRow.number == effects.request.number,
            PromiseRow.clock == clock,
            PromiseRow.stopped_at.is_null(),
        ).execute()
    if effects.fired:
        PromiseRow.update(due_at=None).where(
            PromiseRow.number == effects.fired.number,
            PromiseRow.clock == effects.fired.clock,
        ).execute()
    for started in effects.started:
        columns = {
            "started_at": started.started_at,
            "stage": started.stage,
            "due_at": started.due_at,
            "stopped_at": None,
        }
        PromiseRow.insert(
            number=started.number, clock=started.clock, **columns
        ).on_conflict(
            conflict_target=(PromiseRow.number, PromiseRow.clock), update=columns
        ).execute()


def _insert(table: type[Model], columns: Iterable[dict[str, Any]]) -> None:
    waiting = list(columns)
    for start in range(0, len(waiting), ROWS_A_STATEMENT):
        table.insert_many(waiting[start : start + ROWS_A_STATEMENT]).execute()


def _receipt_row(receipt: Receipt) -> dict[str, Any]:
    row = {name: getattr(receipt, name) for name in receipt.__slots__}
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
