"""The outbox: letters owed, leased to a deliverer, settled by what became of them.

A lease is a moment: a letter whose lease has run out may be taken by anyone. Between
the relay's 250 and ``settle`` a crash leaves a letter in doubt; it is sent again under
the same Message-ID.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import SqliteDatabase

from gateway.desk.ports import Deferred, Delivered, Delivery, Failed, Letter
from gateway.store.database import translated
from gateway.store.queries import synchronous
from gateway.store.statements import run, select
from gateway.store.tables import LetterRow

LEASE = timedelta(hours=6)
"""Longer than a batch can take whose every letter runs into the relay's time-outs: a
letter that is on the wire is never another connection's. A start ends all leases."""
JITTER = 0.25
"""Of a wait, how much chance may take away."""

# The state is written out, so that any build of SQLite sees that the index of what is
# due holds all of it.
_IS_DUE = """
SELECT 1 FROM letter
WHERE state = 'queued' AND not_before <= ? AND claimed_until <= ? LIMIT 1"""
# One statement, so that no other connection comes between. Whose letter is on the wire
# gets no other one meanwhile: letters to one person keep their order.
_CLAIM = """
UPDATE letter SET claimed_until = ? WHERE id IN (
  SELECT due.id FROM letter AS due
  WHERE due.state = 'queued' AND due.not_before <= ? AND due.claimed_until <= ?
  AND NOT EXISTS (
    SELECT 1 FROM letter AS leased
    WHERE leased.recipient = due.recipient AND leased.state = 'queued'
    AND leased.claimed_until > 0 AND leased.claimed_until > ?)
  ORDER BY due.not_before, due.id LIMIT ?)
RETURNING id, message_id, recipient, return_path, content, tries, not_before"""
_RELEASE = """
UPDATE letter SET claimed_until = 0 WHERE state = 'queued' AND id IN ({ids})"""
_SENT = """
UPDATE letter SET state = 'sent', settled_at = ?, tries = tries + 1
WHERE id IN ({ids})"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrySchedule:
    """When a deferred letter is tried again: doubling between two limits.

    ``jitter``, in 0..1, spreads the tries, so that what failed together does not come
    together: each wait is cut by up to a quarter.
    """

    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=1)
    give_up_after: timedelta = timedelta(days=5)
    jitter: Callable[[], float] = random.random

    def wait(self, tries: int) -> timedelta:
        """How long to wait after the n-th try, the first being 1."""
        doubled = self.first * 2.0 ** min(tries - 1, 20)
        return min(doubled, self.longest) * (1 - self.jitter() * JITTER)


class LetterOutbox:
    """See :class:`gateway.desk.ports.Outbox`."""

    def __init__(self, database: SqliteDatabase, retry: RetrySchedule) -> None:
        self._database = database
        self._retry = retry

    def connect(self) -> None:
        """Open this thread's connection, which need not sync its commits."""
        with translated():
            self._database.connect(reuse_if_open=True)
            synchronous(self._database, "NORMAL")

    def claim(self, now: datetime, limit: int) -> tuple[Letter, ...]:
        moment = LetterRow.claimed_until.db_value
        at, until = moment(now), moment(now + LEASE)
        with translated():
            # Asked first: a claim of nothing would still wait for the writing lock.
            if not select(self._database, _IS_DUE, [at, at]):
                return ()
            with self._database.atomic():
                due = select(self._database, _CLAIM, [until, at, at, at, limit])
        due.sort(key=lambda row: (row[6], row[0]))
        return tuple(
            Letter(
                letter_id=row[0],
                message_id=row[1],
                recipient=row[2],
                return_path=row[3],
                content=bytes(row[4]),
                tries=row[5],
            )
            for row in due
        )

    def settle(
        self, outcomes: Sequence[tuple[Letter, Delivery]], now: datetime
    ) -> None:
        sent = [letter for letter, what in outcomes if isinstance(what, Delivered)]
        with translated(), self._database.atomic():
            if sent:
                settled = [LetterRow.settled_at.db_value(now)]
                settled += [letter.letter_id for letter in sent]
                run(self._database, _SENT.format(ids=_places(sent)), settled)
            for letter, what in outcomes:
                if isinstance(what, Deferred):
                    self._defer(letter, what, now)
                elif isinstance(what, Failed):
                    self._fail(letter, what, now)

    def release(self, letters: Sequence[Letter]) -> None:
        """Give back what was claimed and not tried."""
        ids = [letter.letter_id for letter in letters]
        with translated(), self._database.atomic():
            run(self._database, _RELEASE.format(ids=_places(ids)), ids)

    def settle_sent(self, letter_ids: Sequence[int], now: datetime) -> None:
        """Settle letters of which a journal says that the next hop took them."""
        with translated(), self._database.atomic():
            LetterRow.update(state="sent", settled_at=now).where(
                LetterRow.id.in_(list(letter_ids)), LetterRow.state == "queued"
            ).execute()

    def _defer(self, letter: Letter, what: Deferred, now: datetime) -> None:
        row = LetterRow.get_by_id(letter.letter_id)
        tries = letter.tries + 1
        if now - row.created_at > self._retry.give_up_after:
            self._fail(letter, Failed(what.code, f"gave up: {what.response}"), now)
            return
        LetterRow.update(
            tries=tries,
            not_before=now + self._retry.wait(tries),
            claimed_until=0,
            response=f"{what.code} {what.response}",
        ).where(LetterRow.id == letter.letter_id).execute()

    def _fail(self, letter: Letter, what: Failed, now: datetime) -> None:
        LetterRow.update(
            state="failed",
            settled_at=now,
            tries=letter.tries + 1,
            response=f"{what.code} {what.response}",
        ).where(LetterRow.id == letter.letter_id).execute()

    def reclaim(self) -> None:
        with translated(), self._database.atomic():
            LetterRow.update(claimed_until=0).where(
                LetterRow.state == "queued", LetterRow.claimed_until > 0
            ).execute()

    def unsent(self) -> int:
        with translated():
            return int(LetterRow.select().where(LetterRow.state == "queued").count())


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)
