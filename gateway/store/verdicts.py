"""What a commit finds: the checks under the write lock, before anything is written.

What passes them cannot fail for a reason that a neighbour made: all that a batch
brings is known to its later members.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import SqliteDatabase

from gateway.desk.effects import (
    Basis,
    Changed,
    Committed,
    Effects,
    IdKind,
    Receipt,
    ReturnedLetter,
)
from gateway.domain.agreement import Promise
from gateway.domain.request import RequestNumber
from gateway.store.fields import moment_of
from gateway.store.statements import select
from gateway.store.tables import PromiseRow, RequestRow

HANDLED = "SELECT queue_id FROM receipt WHERE queue_id IN ({in})"
SEEN = "SELECT seen_key FROM receipt WHERE seen_key IN ({in})"
VERSIONS = "SELECT number, version FROM request WHERE number IN ({in})"
BORNE = """
SELECT DISTINCT message_id FROM receipt
WHERE message_id IN ({in}) AND number IS NOT NULL"""
TOOK_PLACE = "SELECT key FROM occasion WHERE key IN ({in})"
RETURNED = "SELECT message_id FROM letter_return WHERE message_id IN ({in})"
SCORES = "SELECT address, version FROM address_score WHERE address IN ({in})"
LEARNED = """
SELECT message_id, number, kind, since FROM thread_id WHERE message_id IN ({in})"""
LATEST = """
SELECT number FROM request WHERE requester = ? AND submitted_at >= ?
ORDER BY submitted_at DESC LIMIT ?"""
REQUESTS_LIMIT = 20
"""Requests of one person that are compared with a new mail."""


def seen_key(message_id: str, sameness: str) -> str:
    """Name a mail by its id *and* what it says: an id alone can be forged."""
    return hashlib.sha256(f"{message_id}\0{sameness}".encode()).hexdigest()


Learned = tuple[str, str, str, datetime]
"""A row of ``thread_id``: the id, its request, its kind, since when."""


@dataclass(slots=True)
class _Present:
    """What the store knows of a batch's mails, the batch's own part included."""

    handled: set[str]
    keys: set[str | None]
    versions: dict[str, int]
    borne: set[str]
    learned: set[Learned]
    occasions: set[str]
    returned: set[str]
    scores: dict[str, int]
    requests: dict[str, set[str]]
    """The latest requests of those for whom a mail is handed in."""

    def take(self, effects: Effects) -> None:
        """From now on these effects are part of what is known."""
        if effects.receipt:
            self.handled.add(effects.receipt.queue_id)
            self.keys.add(key_of(effects.receipt))
            if effects.receipt.number:
                self.borne.add(effects.receipt.message_id)
        if effects.occasion:
            self.occasions.add(effects.occasion.key)
        self._take_returned(effects)
        for changed in effects.changes:
            request = changed.request
            self.versions[request.number] = request.version
            if changed.based_on is None:
                self.requests.setdefault(request.requester, set()).add(request.number)
        self.learned |= {
            (one.message_id, one.number, one.kind, one.since) for one in effects.ids
        }

    def _take_returned(self, effects: Effects) -> None:
        back = effects.returned
        if back:
            self.returned.add(back.message_id)
            self.scores[back.recipient] = back.score.version
        for heard in effects.heard:
            if heard.address in self.scores:
                self.scores[heard.address] += 1

    def is_past(self, changed: Changed) -> bool:
        """Whether the request changed since it was read."""
        return self.versions.get(changed.request.number) != changed.based_on

    def is_told(self, back: ReturnedLetter) -> bool:
        """Whether the letter came back before, or its recipient's score moved on."""
        moved = self.scores.get(back.recipient, 0) != back.based_on
        return moved or back.message_id in self.returned

    def bears_out(self, basis: Basis) -> bool:
        """Whether all is still so as it was when a new request was decided."""
        if not self.borne.isdisjoint(basis.unknown):
            return False
        theirs = self.requests.get(basis.requester, set()) if basis.requester else set()
        if not theirs <= basis.requests:
            return False
        named = {basis.own, *basis.unknown}
        return all(
            (message_id, number) in basis.learned
            for message_id, number, kind, moment in self.learned
            if message_id in named and (kind != IdKind.AWAITED or moment >= basis.since)
        )


def verdicts(
    database: SqliteDatabase, batch: Sequence[Effects]
) -> tuple[Committed, ...]:
    """Check each in the light of those before it; raises peewee's errors."""
    present = _present(database, batch)
    found = []
    for effects in batch:
        verdict = _verdict(effects, present)
        if verdict is Committed.DONE:
            present.take(effects)
        found.append(verdict)
    return tuple(found)


def _verdict(effects: Effects, present: _Present) -> Committed:
    receipt = effects.receipt
    if receipt and receipt.queue_id in present.handled:
        return Committed.SEEN
    if effects.occasion and effects.occasion.key in present.occasions:
        # A mail is handled anew: it is told that another was first.
        return Committed.MOVED if receipt else Committed.SEEN
    moved = (
        (receipt and key_of(receipt) is not None and key_of(receipt) in present.keys)
        or any(map(present.is_past, effects.changes))
        or (effects.basis and not present.bears_out(effects.basis))
        or (effects.fired and not _still_at(effects.fired))
        or (effects.returned and present.is_told(effects.returned))
    )
    return Committed.MOVED if moved else Committed.DONE


def _present(database: SqliteDatabase, batch: Sequence[Effects]) -> _Present:
    handled, keys = _known(database, [e.receipt for e in batch if e.receipt])
    numbers = [one.request.number for e in batch for one in e.changes]
    versions = _versions(database, numbers)
    bases = [e.basis for e in batch if e.basis]
    unknown = list({one for basis in bases for one in basis.unknown})
    named = list({basis.own for basis in bases} - {""} | {*unknown})
    borne = select(database, BORNE, unknown) if unknown else []
    learned = select(database, LEARNED, named) if named else []
    occasions = [e.occasion.key for e in batch if e.occasion]
    placed = select(database, TOOK_PLACE, occasions) if occasions else []
    return _Present(
        handled=handled,
        keys=keys,
        versions=versions,
        borne={row[0] for row in borne},
        learned={(row[0], row[1], row[2], moment_of(row[3])) for row in learned},
        occasions={row[0] for row in placed},
        returned=_returned(database, batch),
        scores=_scores(database, batch),
        requests={
            basis.requester: _latest(database, basis)
            for basis in bases
            if basis.requester
        },
    )


def _returned(database: SqliteDatabase, batch: Sequence[Effects]) -> set[str]:
    named = [e.returned.message_id for e in batch if e.returned]
    return {row[0] for row in select(database, RETURNED, named)} if named else set()


def _scores(database: SqliteDatabase, batch: Sequence[Effects]) -> dict[str, int]:
    named = [e.returned.recipient for e in batch if e.returned]
    return dict(select(database, SCORES, named)) if named else {}


def _latest(database: SqliteDatabase, basis: Basis) -> set[str]:
    since = RequestRow.submitted_at.db_value(basis.since)
    values = [basis.requester, since, REQUESTS_LIMIT]
    return {row[0] for row in select(database, LATEST, values)}


def key_of(receipt: Receipt) -> str | None:
    if receipt.reason == "duplicate":
        return None
    return seen_key(receipt.message_id, receipt.sameness or receipt.digest)


def _known(
    database: SqliteDatabase, receipts: Sequence[Receipt]
) -> tuple[set[str], set[str | None]]:
    ids = [receipt.queue_id for receipt in receipts]
    keys = [key for key in map(key_of, receipts) if key]
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
