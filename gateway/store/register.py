"""What is on record of a request: its rows, its mails and letters, its files."""

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from peewee import SqliteDatabase

from gateway.desk.ports import StoreUnavailable
from gateway.desk.ports_papers import (
    Dossier,
    FiledFile,
    FiledMail,
    IssuedFile,
    RecordLine,
)
from gateway.domain.people import Address
from gateway.domain.record import RecordRow
from gateway.domain.request import Request, RequestNumber, Stage
from gateway.mail.envelope import QueueId
from gateway.store.database import translated
from gateway.store.fields import moment_of
from gateway.store.mapping import request_of
from gateway.store.statements import fetch, select
from gateway.store.tables import RequestRow

ISSUED_LIMIT = 500
"""Rows of one answer: a file goes to a few people, a request has a few files."""

_ISSUED = """
SELECT sent_file.filename, sent_file.number, sent_file.code, sent_file.sha256,
  letter.recipient, sent_file.at, sent_file.message_id
FROM sent_file LEFT JOIN letter ON letter.message_id = sent_file.message_id
WHERE sent_file.{column} = ? ORDER BY sent_file.id LIMIT ?"""
_RECORD = """
SELECT record.stage, record.actor, record.at, record.time_text, record.kind,
  record.action, record.remark, record.visible, receipt.message_id, record.previous
FROM record LEFT JOIN receipt ON receipt.queue_id = record.queue_id
WHERE record.number = ? ORDER BY record.id"""
_MAILS = """
SELECT queue_id, message_id, received_at, proof FROM receipt
WHERE number = ? ORDER BY received_at, queue_id"""
_LETTERS = """
SELECT message_id, code, created_at, content, state, settled_at, response FROM letter
WHERE number = ? AND state <> 'withheld' ORDER BY id"""
_FILES = """
SELECT filename, size_bytes, sha256, refused, marks FROM file
WHERE number = ? AND derived_from = '' ORDER BY id"""
_SIZE = """
SELECT (SELECT COALESCE(SUM(size_bytes), 0) FROM receipt WHERE number = ?)
  + (SELECT COALESCE(SUM(LENGTH(content)), 0) FROM letter WHERE number = ?)"""


class StoredRegister:
    """See :class:`gateway.desk.ports_papers.Register`.

    ``original`` opens a mail as it came; KeyError where it is kept no longer.
    """

    def __init__(
        self, database: SqliteDatabase, original: Callable[[QueueId], BinaryIO]
    ) -> None:
        self._database = database
        self._original = original

    def by_digest(self, sha256: str) -> tuple[IssuedFile, ...]:
        return self._issued("sha256", sha256)

    def request(self, number: RequestNumber) -> Request | None:
        with translated():
            row = fetch(self._database, RequestRow, number)
        return request_of(row) if row else None

    def size_bytes(self, number: RequestNumber) -> int:
        return int(self._rows(_SIZE, number, number)[0][0])

    def dossier(self, number: RequestNumber) -> Dossier | None:
        request = self.request(number)
        if request is None:
            return None
        return Dossier(
            request=request,
            record=tuple(_line(number, row) for row in self._rows(_RECORD, number)),
            mails=self._mails(number),
            letters=tuple(map(_letter, self._rows(_LETTERS, number))),
            files=tuple(
                _file(row)
                for row in self._rows(_FILES, number)
                if "decoration" not in row[4].split()
            ),
            issued=self._issued("number", number),
        )

    def _mails(self, number: RequestNumber) -> tuple[FiledMail, ...]:
        found = []
        for queue_id, message_id, at, proof in self._rows(_MAILS, number):
            content = self._content(QueueId(queue_id))
            if content is not None:
                found.append(
                    FiledMail(
                        message_id=message_id,
                        code="",
                        at=moment_of(at),
                        content=content,
                        told=proof,
                    )
                )
        return tuple(found)

    def _content(self, queue_id: QueueId) -> bytes | None:
        """The mail below our trace; None where it is kept no longer."""
        try:
            with self._original(queue_id) as source:
                return source.read()
        except KeyError:
            return None
        except OSError as error:
            raise StoreUnavailable(f"cannot read {queue_id}: {error}") from error

    def _issued(self, column: str, value: str) -> tuple[IssuedFile, ...]:
        found = self._rows(_ISSUED.format(column=column), value, ISSUED_LIMIT)
        return tuple(
            IssuedFile(
                filename=row[0],
                number=RequestNumber(row[1]),
                code=row[2],
                sha256=row[3],
                recipient=row[4] or "",
                at=moment_of(row[5]),
                message_id=row[6],
            )
            for row in found
        )

    def _rows(self, sql: str, *values: str | int) -> list[tuple[Any, ...]]:
        with translated():
            return select(self._database, sql, values)


def _line(number: RequestNumber, row: Sequence[Any]) -> RecordLine:
    stage, actor, at, time_text, kind, action, remark, visible, message_id, link = row
    return RecordLine(
        row=RecordRow(
            number=number,
            stage=Stage(stage),
            actor=Address(actor),
            at=moment_of(at),
            time_text=time_text,
            kind=kind,
            action=action,
            remark=remark,
            visible=bool(visible),
        ),
        message_id=message_id or "",
        previous=link,
    )


def _file(row: Sequence[Any]) -> FiledFile:
    filename, size_bytes, sha256, refused, _marks = row
    return FiledFile(
        filename=filename, size_bytes=size_bytes, sha256=sha256, refused=bool(refused)
    )


def _letter(row: Sequence[Any]) -> FiledMail:
    message_id, code, at, content, state, settled_at, response = row
    when = f"{moment_of(settled_at):%F %T %Z}" if settled_at else ""
    return FiledMail(
        message_id=message_id,
        code=code,
        at=moment_of(at),
        content=bytes(content),
        told=" ".join(part for part in (state, when, response) if part),
    )
