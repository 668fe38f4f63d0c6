"""A person's data taken out of the store, in one transaction; the chain still holds.

What is erased: the words, the form and the address of his requests; his mails, their
files and the letters about them; his words in requests of others. What remains is what
happened and when, under a pseudonym. The words of a row of the record go with their
salt, and a row of kind ``Erased`` behind them says so (see ``chain``).
"""

import email
import email.policy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from peewee import SqliteDatabase

from gateway.desk.ports_erasing import Erasure, Holdings, Leftovers
from gateway.domain.lifecycle import OPEN
from gateway.domain.people import Address
from gateway.domain.request import Request, RequestNumber, Stage
from gateway.domain.settlement import Settlement
from gateway.store import chain
from gateway.store.database import translated
from gateway.store.indexing import documents, rebuild, reindex
from gateway.store.mapping import request_of, row_of
from gateway.store.statements import fetch, insert, run, select, update
from gateway.store.tables import RecordRow, RequestRow
from gateway.store.tables_commands import LeftoverRow

_KEPT = (
    *("number", "status", "resume_status", "round", "locale", "scene", "urgency"),
    *("urgent", "priority", "escalation_level", "submitted_at", "channel", "category"),
    *("assignee", "accepted_by", "accepted_at", "called_at", "cause_kind"),
    *("resolved_at", "confirmed_at", "closed_at", "merged_into", "linked", "muted"),
)
"""What of a request names nobody, and tells what became of it."""
_JOINTS = frozenset(".-_+")
_PIECE = 500
"""Values of one statement."""
_OWN = "SELECT number FROM request WHERE requester = ? ORDER BY number"
_ROWS_NAMING = """
SELECT id, number, actor || ' ' || action || ' ' || remark FROM record
WHERE actor = ? OR INSTR(LOWER(action || ' ' || remark), ?) > 0"""
_FOLLOWS = "SELECT number, participants FROM request WHERE INSTR(participants, ?) > 0"
_WROTE_TO = """
SELECT DISTINCT number FROM receipt WHERE LOWER(sender) = ? AND number IS NOT NULL"""
_MAILS_BY = "SELECT queue_id FROM receipt WHERE LOWER(sender) = ?"
_MAILS_NAMING = "SELECT queue_id, words FROM receipt WHERE INSTR(LOWER(words), ?) > 0"
_MAILS_OF = "SELECT queue_id FROM receipt WHERE number IN ({in})"
_LETTERS_TO = "SELECT id FROM letter WHERE recipient = ? AND content <> x''"
_LETTERS_OF = "SELECT id FROM letter WHERE content <> x'' AND number IN ({in})"
_LETTERS_ALONE = "SELECT id, content FROM letter WHERE number IS NULL"
_LETTERS_ABOUT = "SELECT id, content FROM letter WHERE number IN ({in})"
_FILES_OF = "SELECT DISTINCT sha256 FROM file WHERE queue_id IN ({in})"
_STILL_USED = "SELECT DISTINCT sha256 FROM file WHERE sha256 IN ({in})"
_ROWS_OF = "SELECT COUNT(*) FROM record WHERE salt <> '' AND number IN ({in})"


@dataclass(frozen=True, slots=True)
class StoredEraser:
    """See :class:`gateway.desk.ports_erasing.Eraser`."""

    database: SqliteDatabase

    def holdings(self, who: Address, /) -> Holdings:
        with translated():
            found = _found(self.database, who)
            return Holdings(
                who=who,
                numbers=tuple(found.numbers),
                open=tuple(_open(self.database, found.numbers)),
                touched=tuple(found.touched),
                rows=_count(self.database, _ROWS_OF, found.numbers),
                mails=len(found.mails),
                letters=len(found.letters),
                files=len(_pieces(self.database, _FILES_OF, found.mails)),
            )

    def leftovers(self) -> Leftovers:
        with translated():
            rows = select(self.database, "SELECT kind, key FROM leftover", ())
        return Leftovers(
            mails=tuple(key for kind, key in rows if kind == "mail"),
            files=tuple(key for kind, key in rows if kind == "file"),
        )

    def taken_away(self, gone: Leftovers, /) -> None:
        with translated(), self.database.atomic():
            for key in (*gone.mails, *gone.files):
                select(self.database, "DELETE FROM leftover WHERE key = ?", [key])

    def erase(self, erasure: Erasure) -> Holdings:
        """Erase at once, in a transaction of its own; returns what there was."""
        found = self.holdings(erasure.who)
        with translated(), self.database.atomic():
            erase(self.database, erasure)
        return found

    def scour(self) -> None:
        """Leave no erased word in a free page, in the index or in the log (WAL)."""
        with translated():
            with self.database.atomic():
                rebuild(self.database, documents(self.database))
            run(self.database, "VACUUM", ())
            list(run(self.database, "PRAGMA wal_checkpoint(TRUNCATE)", ()))


@dataclass(frozen=True, slots=True)
class _Found:
    numbers: list[RequestNumber]
    touched: list[RequestNumber]
    rows: list[int]
    mails: list[str]
    letters: list[int]


def erase(database: SqliteDatabase, erasure: Erasure) -> None:
    """Take everything out, in the caller's transaction. Repeats safely."""
    list(run(database, "PRAGMA secure_delete = ON", ()))
    who = erasure.who
    found = _found(database, who)
    mails = [*found.mails, *erasure.asked_in]
    _leave(database, mails)
    _blank_requests(database, found, erasure)
    _blank_record(database, found, erasure)
    _pieces(
        database,
        "UPDATE receipt SET words = '', subject = '', message_id = '' "
        "WHERE queue_id IN ({in})",
        mails,
    )
    _pieces(database, "DELETE FROM withheld WHERE queue_id IN ({in})", mails)
    _each(database, "UPDATE receipt SET sender = ? WHERE LOWER(sender) = ?", erasure)
    _pieces(
        database,
        "UPDATE letter SET content = x'', subject = '' WHERE id IN ({in})",
        found.letters,
    )
    _pieces(
        database,
        "UPDATE letter SET state = 'withheld' WHERE state = 'queued' AND id IN ({in})",
        found.letters,
    )
    _each(database, "UPDATE letter SET recipient = ? WHERE recipient = ?", erasure)
    _pieces(database, "DELETE FROM thread_id WHERE number IN ({in})", found.numbers)
    for table in ("thread_id", "letter_return"):
        select(database, f"DELETE FROM {table} WHERE recipient = ?", [who])  # noqa: S608 (names of our own)
    select(database, "DELETE FROM address_score WHERE address = ?", [who])
    _forget_figures(database, found.numbers)
    _note(database, sorted({*found.numbers, *found.touched}), erasure)
    for number in (*found.numbers, *found.touched):
        reindex(database, number)


def _found(database: SqliteDatabase, who: Address) -> _Found:
    numbers = [RequestNumber(row[0]) for row in select(database, _OWN, [who])]
    naming = _rows_naming(database, who)
    named = {number for _, number in naming}
    named |= {row[0] for row in select(database, _WROTE_TO, [who])}
    follows = select(database, _FOLLOWS, [who])
    named |= {row[0] for row in follows if who in row[1].split()}
    touched = sorted(RequestNumber(number) for number in named - {*numbers})
    mails = [row[0] for row in select(database, _MAILS_BY, [who])]
    naming_mails = select(database, _MAILS_NAMING, [who])
    mails += [row[0] for row in naming_mails if _names(row[1], who)]
    mails += [row[0] for row in _pieces(database, _MAILS_OF, numbers)]
    return _Found(
        numbers=numbers,
        touched=touched,
        rows=[row_id for row_id, _ in naming],
        mails=list(dict.fromkeys(mails)),
        letters=_letters(database, who, numbers, touched),
    )


def _rows_naming(database: SqliteDatabase, who: Address) -> list[tuple[int, str]]:
    found = select(database, _ROWS_NAMING, [who, who])
    return [(row[0], row[1]) for row in found if _names(row[2], who)]


def _letters(
    database: SqliteDatabase,
    who: Address,
    numbers: Sequence[RequestNumber],
    touched: Sequence[RequestNumber],
) -> list[int]:
    """Letters to him, about his requests, and others that name him or these."""
    letters = [row[0] for row in select(database, _LETTERS_TO, [who])]
    letters += [row[0] for row in _pieces(database, _LETTERS_OF, numbers)]
    beside = [
        *select(database, _LETTERS_ALONE, ()),
        *_pieces(database, _LETTERS_ABOUT, touched),
    ]
    letters += [row[0] for row in beside if _says(bytes(row[1]), who, numbers)]
    return list(dict.fromkeys(letters))


def _says(content: bytes, who: Address, numbers: Sequence[RequestNumber]) -> bool:
    """Whether a letter names the person, or a request of his."""
    if not content:
        return False
    message = email.message_from_bytes(content, policy=email.policy.default)
    body = message.get_body(("plain",))
    said = f"{message['Subject']} {body.get_content() if body else ''}"
    return _names(said, who) or any(number in said for number in numbers)


def _names(text: str, who: Address) -> bool:
    """Whether the address stands there, and not as a part of a longer one."""
    folded, start = text.lower(), 0
    while (place := folded.find(who, start)) >= 0:
        before, after = (
            folded[max(place - 2, 0) : place],
            folded[place + len(who) :][:2],
        )
        if not (_goes_on(before[::-1]) or _goes_on(after)):
            return True
        start = place + 1
    return False


def _goes_on(two: str) -> bool:
    """Whether an address goes on there: a sign belongs to it between letters alone."""
    return two[:1].isalnum() or (two[:1] in _JOINTS and two[1:].isalnum())


def _open(
    database: SqliteDatabase, numbers: Iterable[RequestNumber]
) -> Iterator[RequestNumber]:
    for number in numbers:
        row = fetch(database, RequestRow, number)
        if row is not None and request_of(row).status in OPEN:
            yield number


def _blank_requests(database: SqliteDatabase, found: _Found, erasure: Erasure) -> None:
    for number in (*found.numbers, *found.touched):
        row = fetch(database, RequestRow, number)
        if row is None:
            continue
        request = request_of(row)
        if request.requester == erasure.who:
            changed = _blank(request, erasure.pseudonym)
        else:
            followers = tuple(one for one in request.participants if one != erasure.who)
            changed = replace(
                request, participants=followers, version=request.version + 1
            )
        update(database, RequestRow, row_of(changed))


def _blank(request: Request, pseudonym: Address) -> Request:
    kept = {name: getattr(request, name) for name in _KEPT}
    settled = Settlement(
        evidence_class=request.settlement.evidence_class,
        satisfaction=request.settlement.satisfaction,
        archived_at=request.settlement.archived_at,
    )
    return Request(
        **kept,
        version=request.version + 1,
        subject="",
        description="",
        requester=pseudonym,
        settlement=settled,
    )


def _blank_record(database: SqliteDatabase, found: _Found, erasure: Erasure) -> None:
    """Words go with their salt: the chain over the digests stays what it was."""
    _pieces(
        database,
        "UPDATE record SET action = '', remark = '', salt = '' WHERE number IN ({in})",
        found.numbers,
    )
    _pieces(
        database,
        "UPDATE record SET action = '', remark = '', salt = '' WHERE id IN ({in})",
        found.rows,
    )
    _each(database, "UPDATE record SET actor = ? WHERE actor = ?", erasure)


def _note(
    database: SqliteDatabase, numbers: Sequence[RequestNumber], erasure: Erasure
) -> None:
    rows: Iterator[dict[str, Any]] = (
        {
            "number": number,
            "stage": str(Stage.ARCHIVING),
            "actor": erasure.by,
            "at": erasure.at,
            "time_text": "",
            "kind": chain.ERASED_KIND,
            "action": "",
            "remark": "",
            "visible": False,
            "queue_id": None,
        }
        for number in numbers
    )
    insert(database, RecordRow, chain.linked(database, rows))


def _forget_figures(database: SqliteDatabase, numbers: Sequence[RequestNumber]) -> None:
    """Figures of months may quote him; they are made anew from what remains."""
    if numbers:
        first = min(number.removeprefix("TS") for number in numbers)
        month = f"{first[:4]}-{first[4:6]}"
        select(database, "DELETE FROM review_figures WHERE month >= ?", [month])


def _leave(database: SqliteDatabase, mails: Sequence[str]) -> None:
    """Write down what lies outside: it goes once this is committed."""
    digests = [row[0] for row in _pieces(database, _FILES_OF, mails) if row[0]]
    _pieces(database, "DELETE FROM file WHERE queue_id IN ({in})", mails)
    used = {row[0] for row in _pieces(database, _STILL_USED, digests)}
    left = [("mail", one) for one in mails]
    left += [("file", one) for one in digests if one not in used]
    insert(database, LeftoverRow, ({"kind": kind, "key": key} for kind, key in left))


def _each(database: SqliteDatabase, sql: str, erasure: Erasure) -> None:
    select(database, sql, [erasure.pseudonym, erasure.who])


def _pieces(
    database: SqliteDatabase, sql: str, values: Sequence[object]
) -> list[tuple[Any, ...]]:
    """A statement over many values, some hundred at a time."""
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(values), _PIECE):
        found += select(database, sql, values[start : start + _PIECE])
    return found


def _count(database: SqliteDatabase, sql: str, values: Sequence[object]) -> int:
    return sum(int(row[0]) for row in _pieces(database, sql, values))
