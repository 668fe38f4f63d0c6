"""What the letters of step 1 tell: files, and what could not be read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.people import Address
from gateway.domain.triage import Question


class RefusedFor(StrEnum):
    """Why an attachment was not kept (D12, R55)."""

    TOO_LARGE = "too-large"
    WRONG_TYPE = "wrong-type"
    NAME_AND_CONTENT_DIFFER = "name-and-content-differ"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    TOO_MANY = "too-many"
    PICTURE_NOT_JPG = "picture-not-jpg"
    ZIP_CUT = "zip-cut"
    ZIP_DIFFERS = "zip-differs"
    ZIP_OVERLAP = "zip-overlap"
    ZIP_ENTRIES = "zip-entries"
    ZIP_SIZE = "zip-size"
    ZIP_RATIO = "zip-ratio"
    ZIP_NESTED = "zip-nested"
    PATH_TRICKS = "path-tricks"
    INFECTED = "infected"
    CLOUD_LINK = "cloud-link"


class FileMark(StrEnum):
    """What staff are told of a file before they open it; the first two in red."""

    EXECUTABLE_INSIDE = "executable-inside"
    INFECTED = "infected"
    ENCRYPTED = "encrypted"
    NESTED_ARCHIVE = "nested-archive"
    TRUNCATED = "truncated"
    CLOUD_LINK = "cloud-link"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFile:
    """``service`` names who keeps a file that came as a link only."""

    filename: str
    size_bytes: int
    limit_bytes: int
    why: RefusedFor
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNote:
    """A file that staff have to take care with, and why.

    ``signature`` is the virus scanner's word; the rest describes a file that lies with
    a service, as that service wrote it.
    """

    filename: str
    marks: tuple[FileMark, ...]
    signature: str = ""
    service: str = ""
    size_text: str = ""
    expires: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """C01, C14, C20, C22: what was kept, what was refused, when we come back.

    ``discreet``: the mail came encrypted, so nothing of it is said in clear. What C02
    would ask is asked here at once. C22 tells the same of a mail that came too late for
    ``continues``, which ended at ``ended_at``.
    """

    due_at: datetime
    refused: tuple[RefusedFile, ...] = ()
    kept: tuple[str, ...] = ()
    missing_phone: bool = False
    discreet: bool = False
    questions: tuple[Question, ...] = ()
    continues: str = ""
    ended_at: datetime | None = None


class UnreadableFor(StrEnum):
    """Why the words of a mail cannot be read."""

    ENCRYPTED = "encrypted"
    DAMAGED_ENCRYPTION = "damaged-encryption"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """C21. ``phone`` is where to call us; empty where no number is configured."""

    why: UnreadableFor
    received_at: datetime
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerWords:
    """S04: a customer's new words, and what we made of them."""

    sender: Address
    words: str
    reading: str
    files: tuple[str, ...] = ()
    notes: tuple[FileNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPlease:
    """C19: how to ask for help. ``phone`` is empty where none is configured."""

    address: str
    urgent_address: str
    limit_bytes: int
    phone: str = ""
