"""The letters that no mail system took, until somebody is told of each."""

import re
from datetime import datetime

from peewee import SqliteDatabase

from gateway.desk.ports_returns import RefusedLetter
from gateway.store.database import translated
from gateway.store.scores import our_letter
from gateway.store.statements import select
from gateway.store.tables import LetterRow

# The state is written out, so that any build of SQLite sees that the index holds it.
_REFUSED = """
SELECT message_id, number, recipient, code, response FROM letter
WHERE state = 'failed' AND settled_at > ?
AND NOT EXISTS (
    SELECT 1 FROM letter_return WHERE letter_return.message_id = letter.message_id
)
ORDER BY settled_at LIMIT ?"""
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class StoredRefusals:
    """See :class:`gateway.desk.ports_returns.RefusedLetters`."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def refused(self, since: datetime, limit: int) -> tuple[RefusedLetter, ...]:
        moment = LetterRow.settled_at.db_value(since)
        with translated():
            found = select(self._database, _REFUSED, [moment, limit])
        return tuple(
            RefusedLetter(letter=our_letter(row[:-1]), status=_status(row[-1]))
            for row in found
        )


def _status(response: str) -> str:
    """The enhanced code with which the outbox begins what it keeps of a reply."""
    found = _STATUS.match(response)
    return found[0] if found else ""
