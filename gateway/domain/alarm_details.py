"""What the letter about the gateway itself tells (S21): what is wrong, and where."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AlarmKind(StrEnum):
    CALENDAR_ENDS = "calendar-ends"
    NOBODY_ON_DUTY = "nobody-on-duty"
    NOBODY_ANSWERS = "nobody-answers"
    TOKEN_DIES = "token-dies"  # noqa: S105 (a word, no password)
    MAILBOX_SHUT = "mailbox-shut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """S21. ``where`` is the file, ``what`` the thing in it: a year of a calendar.

    ``since`` is when it begins to matter.
    """

    kind: AlarmKind
    where: str
    since: datetime
    what: str = ""
