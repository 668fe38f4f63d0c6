"""The contracts around papers: what turns HTML into a PDF, and what is on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gateway.domain.record import RecordRow
from gateway.domain.request import Request, RequestNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document that is to be typeset: HTML with everything it needs in it.

    Nothing is fetched; pictures are ``data:`` URIs. ``created`` is told in the file,
    and the same page gives the same bytes unless it is sealed. ``stamp`` is the HTML of
    the seal's picture, put where the page has an element of the id ``seal``; where it
    is empty nothing is sealed. ``signer`` is the name that a signature bears.
    """

    html: str
    created: datetime
    stamp: str = ""
    signer: str = ""
    attachment_name: str = ""
    attachment: bytes = b""


class Typesetter(Protocol):
    """Makes PDFs, within bounds of time and memory."""

    @property
    def seals(self) -> bool:
        """Whether a page with a stamp can be sealed now."""
        ...

    def pdf(self, page: Page) -> bytes | None:
        """A4 by the page's own style; None where none is to be had now.

        Never raises for what a page holds; why there is none is in the log.
        """
        ...


# --- what is on record -------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedFile:
    """A file that a letter took along; no ``recipient`` once the letter is gone."""

    filename: str
    number: RequestNumber
    code: str
    sha256: str
    recipient: str
    at: datetime
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A row of the process record with what stands behind it (R58, 2.2).

    ``message_id`` is that of the mail that it came of; empty for the clock's own.
    ``previous`` is the link to the row before it in the chain of all rows.
    """

    row: RecordRow
    message_id: str
    previous: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledMail:
    """A whole mail of a request; ``code`` names a letter of ours, else it came.

    ``told`` is what is known of its way: how a sender was proven, or whether a letter
    was delivered, when, and what the next hop answered.
    """

    message_id: str
    code: str
    at: datetime
    content: bytes
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledFile:
    """An attachment of the request; its bytes are in the mail that brought it."""

    filename: str
    size_bytes: int
    sha256: str
    refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is on record of a request, in the order of time."""

    request: Request
    record: tuple[RecordLine, ...]
    mails: tuple[FiledMail, ...]
    letters: tuple[FiledMail, ...]
    files: tuple[FiledFile, ...]
    issued: tuple[IssuedFile, ...]


class Register(Protocol):
    """What the store can say of files and requests."""

    def by_digest(self, sha256: str) -> tuple[IssuedFile, ...]:
        """Which letters took a file of these bytes along."""
        ...

    def request(self, number: RequestNumber) -> Request | None: ...

    def dossier(self, number: RequestNumber) -> Dossier | None:
        """None where there is no such request. Raises :class:`StoreUnavailable`."""
        ...

    def size_bytes(self, number: RequestNumber) -> int:
        """How much all mails and letters of the request come to."""
        ...
