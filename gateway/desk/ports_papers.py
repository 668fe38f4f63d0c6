"""The contracts around papers: what turns HTML into a PDF."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


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
