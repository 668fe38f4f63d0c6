"""What a transcript tells of the commands of one mail (S11, S12)."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.codes import Advice, NoticeCode, Reason
from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """One command of a mail, as the transcript tells it."""

    command: str
    done: bool
    reason: Reason | None = None
    detail: str = ""
    suggestion: str = ""
    advice: Advice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandResults:
    """S11, S12. ``exported``: a copy of the archive goes with it.

    ``several``: the commands acted on more than one request.
    ``sender`` is the address in From where that is none of the person's. ``dragged``:
    the mail is somebody else's, and the command is the folder that it was put into.
    """

    lines: tuple[ResultLine, ...]
    subject: str
    message_id: str
    sent_at: datetime
    note_kept: bool = False
    told_customer: tuple[NoticeCode, ...] = ()
    corrected: tuple[str, ...] = ()
    reason: Reason | None = None
    exported: bool = False
    several: bool = False
    sender: Address | None = None
    dragged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """A command that waits for its code, and the requests that it acts on."""

    command: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """How much is kept of a person whose data is to be erased."""

    requests: int
    touched: int
    rows: int
    mails: int
    letters: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePlease:
    """S24. ``lines`` are exactly what the code carries out, once, until then.

    ``listed``: what #erase would take away.
    """

    code: str
    button_code: str
    lines: tuple[WaitingLine, ...]
    until: datetime
    listed: Listed | None = None
    subject: str
    message_id: str
    sent_at: datetime
