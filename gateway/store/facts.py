"""The facts: what is read to decide, and the one commit of what was decided."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from peewee import SqliteDatabase, fn

from gateway.desk.effects import Committed, Effects, IdKind, ThreadId
from gateway.desk.ports import Reference, SentCount
from gateway.desk.ports_returns import OurLetter
from gateway.domain.agreement import Promise
from gateway.domain.bouncing import Score
from gateway.domain.codes import Clock
from gateway.domain.people import Address
from gateway.domain.request import Request, RequestNumber
from gateway.mail.envelope import QueueId
from gateway.store import chain
from gateway.store.committing import apply_batch
from gateway.store.database import translated
from gateway.store.fields import moment_of
from gateway.store.mapping import request_of
from gateway.store.queries import columns, rows, synchronous
from gateway.store.scores import our_letter, score_of
from gateway.store.statements import fetch, run, select
from gateway.store.tables import (
    FileRow,
    LetterRow,
    PromiseRow,
    ReceiptRow,
    RequestRow,
)
from gateway.store.verdicts import (
    HANDLED,
    REQUESTS_LIMIT,
    RETURNED,
    SEEN,
    TOOK_PLACE,
    seen_key,
)

AT_ONCE = timedelta(minutes=1)
"""A letter due within this goes at once: another worker's now is not ours."""
FILES_LIMIT = 100
"""Files of one message that are looked up."""
REFERENCES_LIMIT = 100
"""Message-IDs of one message that are looked up."""

_DRAW = """
INSERT INTO counter (day, serial) VALUES (?, 1)
ON CONFLICT (day) DO UPDATE SET serial = counter.serial + 1 RETURNING serial"""
_OUR_LETTERS = """
SELECT message_id, number, recipient, code FROM letter
WHERE message_id IN ({in}) AND number IS NOT NULL"""
_THEIR_MAILS = """
SELECT DISTINCT message_id, number FROM receipt
WHERE message_id IN ({in}) AND number IS NOT NULL"""
_LEARNED = """
SELECT message_id, number, kind, recipient, since FROM thread_id
WHERE message_id IN ({in}) ORDER BY id"""
_BEARS = """
SELECT 1 FROM receipt WHERE message_id IN ({in}) AND seen_key IS NOT NULL LIMIT 1"""
_REPEATS = "SELECT COUNT(*) FROM receipt WHERE said = ? AND received_at > ?"
_FROM_PATH = """
SELECT message_id, number, recipient, code FROM letter
WHERE return_path = ? LIMIT 2"""
_NAMED = """
SELECT message_id, number, recipient, code FROM letter WHERE message_id IN ({in})"""
_LATEST = """
SELECT message_id, number, recipient, code FROM letter
WHERE number = ? AND recipient = ? ORDER BY id DESC LIMIT 1"""
_SCORE = """
SELECT points, version, last_at, bad_since, heard_at FROM address_score
WHERE address = ?"""
_AUTOMATIC_LETTERS = """
SELECT not_before FROM letter
WHERE recipient = ? AND created_at > ? AND automatic AND state <> 'withheld'"""


class Facts:
    """See :class:`gateway.desk.ports.Store`."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    @property
    def database(self) -> SqliteDatabase:
        """For the other adapters over the same connection."""
        return self._database

    def draw_number(self, day: date) -> RequestNumber:
        """A commit that need not reach the disk by itself.

        The next durable commit writes the log up to its own place, so the number is on
        the disk before any request that bears it.
        """
        with translated():
            synchronous(self._database, "NORMAL")
            try:
                with self._database.atomic():
                    drawn = run(self._database, _DRAW, [f"{day:%Y%m%d}"])
                    serial = int(next(iter(drawn))[0])
            finally:
                synchronous(self._database, "FULL")
        return RequestNumber(f"TS{day:%Y%m%d}{serial:03d}")

    def request(self, number: RequestNumber) -> Request | None:
        with translated():
            row = fetch(self._database, RequestRow, number)
        return request_of(row) if row else None

    def references(self, message_ids: Sequence[str]) -> tuple[Reference, ...]:
        wanted = list(message_ids)[:REFERENCES_LIMIT]
        if not wanted:
            return ()
        with translated():
            ours = select(self._database, _OUR_LETTERS, wanted)
            theirs = select(self._database, _THEIR_MAILS, wanted)
        found = [_reference(row) for row in ours]
        found += [
            Reference(message_id=row[0], number=RequestNumber(row[1]), recipient=None)
            for row in theirs
        ]
        return tuple(found)

    def thread_ids(
        self, message_ids: Sequence[str], since: datetime
    ) -> tuple[ThreadId, ...]:
        wanted = list(message_ids)[:REFERENCES_LIMIT]
        if not wanted:
            return ()
        with translated():
            found = select(self._database, _LEARNED, wanted)
        learned = (
            ThreadId(
                message_id=row[0],
                number=RequestNumber(row[1]),
                kind=IdKind(row[2]),
                recipient=row[3],
                since=moment_of(row[4]),
            )
            for row in found
        )
        return tuple(
            one
            for one in learned
            if one.kind is not IdKind.AWAITED or one.since >= since
        )

    def bears(self, message_id: str) -> bool:
        with translated():
            return bool(select(self._database, _BEARS, [message_id]))

    def requests_of(self, requester: Address, since: datetime) -> tuple[Request, ...]:
        query = (
            RequestRow.select()
            .where(RequestRow.requester == requester, RequestRow.submitted_at >= since)
            .order_by(RequestRow.submitted_at.desc())
            .limit(REQUESTS_LIMIT)
        )
        with translated():
            return tuple(request_of(row) for row in columns(query))

    def seen(self, message_id: str, sameness: str) -> bool:
        with translated():
            key = seen_key(message_id, sameness)
            return bool(select(self._database, SEEN, [key]))

    def repeats(self, said: str, since: datetime) -> int:
        moment = ReceiptRow.received_at.db_value(since)
        with translated():
            return int(select(self._database, _REPEATS, [said, moment])[0][0])

    def handled(self, queue_ids: Sequence[QueueId]) -> frozenset[QueueId]:
        with translated():
            known = select(self._database, HANDLED, queue_ids)
        return frozenset(QueueId(row[0]) for row in known)

    def sent_count(self, recipient: Address, now: datetime) -> SentCount:
        at = LetterRow.not_before.db_value
        day = at(now - timedelta(days=1))
        hour, present = at(now - timedelta(hours=1)), at(now + AT_ONCE)
        with translated():
            sent = select(self._database, _AUTOMATIC_LETTERS, [recipient, day])
        due = [row[0] for row in sent]
        return SentCount(
            hour=sum(hour < moment <= present for moment in due),
            day=sum(moment <= present for moment in due),
            waiting=sum(moment > present for moment in due),
        )

    def letters_to(self, number: RequestNumber, recipient: Address) -> tuple[str, ...]:
        query = (
            LetterRow.select(LetterRow.message_id)
            .where(LetterRow.number == number, LetterRow.recipient == recipient)
            .order_by(LetterRow.id)
        )
        with translated():
            return tuple(row[0] for row in rows(query))

    def letter_from(self, return_path: str) -> OurLetter | None:
        with translated():
            found = select(self._database, _FROM_PATH, [return_path])
        # One path for all letters names none of them.
        return our_letter(found[0]) if return_path and len(found) == 1 else None

    def letters_named(self, message_ids: Sequence[str]) -> tuple[OurLetter, ...]:
        wanted = list(dict.fromkeys(message_ids))[:REFERENCES_LIMIT]
        with translated():
            found = select(self._database, _NAMED, wanted) if wanted else []
        return tuple(map(our_letter, found))

    def latest_letter(
        self, number: RequestNumber, recipient: Address
    ) -> OurLetter | None:
        with translated():
            found = select(self._database, _LATEST, [number, recipient])
        return our_letter(found[0]) if found else None

    def was_returned(self, message_id: str) -> bool:
        with translated():
            return bool(select(self._database, RETURNED, [message_id]))

    def score(self, address: Address) -> Score | None:
        with translated():
            found = select(self._database, _SCORE, [address])
        return score_of(found[0]) if found else None

    def letter_text(self, message_ids: Sequence[str]) -> tuple[bytes, ...]:
        query = LetterRow.select(LetterRow.content).where(
            LetterRow.message_id.in_(list(message_ids)[:REFERENCES_LIMIT])
        )
        with translated():
            return tuple(bytes(row[0]) for row in rows(query))

    def times_seen(self, sender: str, digests: Sequence[str]) -> Mapping[str, int]:
        wanted = list(dict.fromkeys(digests))[:FILES_LIMIT]
        if not wanted:
            return {}
        mails = fn.COUNT(FileRow.queue_id.distinct())
        query = (
            FileRow.select(FileRow.sha256, mails)
            .join(ReceiptRow, on=(FileRow.queue_id == ReceiptRow.queue_id))
            .where(ReceiptRow.sender == sender, FileRow.sha256.in_(wanted))
            .group_by(FileRow.sha256)
        )
        with translated():
            return {str(row[0]): int(row[1]) for row in rows(query)}

    def commit(self, batch: Sequence[Effects]) -> tuple[Committed, ...]:
        if not batch:
            return ()
        with translated(), self._database.atomic():
            return apply_batch(self._database, batch)

    def took_place(self, occasion: str) -> bool:
        with translated():
            return bool(select(self._database, TOOK_PLACE, [occasion]))

    def chain(self, wanted_head: str = "") -> chain.Chain:
        """Look over the whole record; see ``chain.look``."""
        with translated():
            return chain.look(self._database, wanted_head)

    def chain_head(self) -> tuple[int, str]:
        with translated():
            return chain.head(self._database)

    def due(self, now: datetime, limit: int) -> tuple[Promise, ...]:
        with translated():
            due = (
                PromiseRow.select()
                .where(PromiseRow.stopped_at.is_null())
                .where(PromiseRow.due_at <= now)
                .order_by(PromiseRow.due_at)
                .limit(limit)
            )
            return tuple(
                Promise(
                    number=RequestNumber(row.number),
                    clock=Clock(row.clock),
                    started_at=row.started_at,
                    stage=row.stage,
                    due_at=row.due_at,
                )
                for row in due
            )


def _reference(row: tuple[Any, ...]) -> Reference:
    """A letter of ours, of the columns in which the queries name it."""
    return Reference(
        message_id=row[0],
        number=RequestNumber(row[1]),
        recipient=Address(row[2]),
        code=row[3],
    )
