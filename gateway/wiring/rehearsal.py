"""The desk as it is, deciding a mail without anything coming of it.

Rule: nothing is written: no number is drawn, no file is kept, no letter is queued. The
facts are read as they stand; a mail that was handled before is decided anew.
"""

from dataclasses import replace
from datetime import date
from io import BytesIO

from gateway.desk.context import Context
from gateway.desk.library import DeskLibrary
from gateway.desk.ports import Spooled
from gateway.domain.knowledge import ArticleNumber, article_number
from gateway.domain.request import RequestNumber
from gateway.mail.delivery import HEAD_LIMIT_BYTES, read_delivery
from gateway.mail.envelope import Envelope, QueueId, read_trace
from gateway.runtime.clock import SystemClock
from gateway.settings import Settings
from gateway.store.facts import Facts
from gateway.store.shelf import ArticleShelf
from gateway.wiring import rooms
from gateway.wiring.rooms import Places

UNDRAWN = RequestNumber("TS00000000000")
"""Stands where a number would be drawn."""


class _Read(Facts):
    """The facts, read only."""

    def draw_number(self, day: date) -> RequestNumber:
        return UNDRAWN

    def seen(self, message_id: str, sameness: str) -> bool:
        return False


class _UndrawnArticles(ArticleShelf):
    """The articles, read only."""

    def draw(self) -> ArticleNumber:
        return article_number(0)


class _KeepsNothing:
    """See Files."""

    def keep(self, sha256: str, content: bytes) -> None:
        """Looked at, and let go."""

    def erase(self, sha256: str) -> None:
        """Nothing was kept."""


def rehearsal(settings: Settings, where: Places) -> tuple[Context, Facts]:
    """The desk's surroundings that change nothing, and the facts as they are."""
    database = rooms.database(where)
    facts = _Read(database)
    context = rooms.context(settings, where, facts)
    library = context.library
    if isinstance(library, DeskLibrary):
        library = replace(library, articles=_UndrawnArticles(database))
    context = replace(context, files=_KeepsNothing(), scanner=None, library=library)
    return context, Facts(database)


def as_spooled(content: bytes, settings: Settings) -> tuple[Spooled, int]:
    """A mail as if it had been accepted now, and where below our trace it begins.

    Its envelope is that of our own trace fields where it comes out of the spool, else
    what the fields of its delivery say.
    """
    source = BytesIO(content)
    try:
        envelope = read_trace(source)
        start = source.tell()
    except ValueError:
        start = 0
        given = read_delivery(
            content[:HEAD_LIMIT_BYTES], settings.gateway.support.address
        )
        envelope = Envelope(
            mail_from=given.mail_from,
            rcpt_to=given.rcpt_to,
            received_at=SystemClock().now(),
            received_by=settings.gateway.server.hostname,
            protocol="PIPE",
        )
    spooled = Spooled(
        queue_id=QueueId("explained"),
        envelope=envelope,
        size_bytes=len(content) - start,
        tries=0,
    )
    return spooled, start
