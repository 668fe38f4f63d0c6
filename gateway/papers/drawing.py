"""Inside the press: HTML becomes PDF/A pages, fonts embedded as subsets.

The one file that imports weasyprint. Everything a page needs stands in its HTML:
whatever names another resource is drawn without it.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from weasyprint import HTML, Attachment
from weasyprint.document import Document, Page
from weasyprint.urls import URLFetcher

from gateway.papers.frames import Answer, Job, Outcome
from gateway.papers.seal import Box, Seal, SealFault, seal_from, sealed

__all__ = ["Press", "seal_from"]

VARIANT = "pdf/a-3u"
POINTS_A_PIXEL = 0.75
SEAL_ANCHOR = "seal"
_IDEOGRAPHS = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Press:
    """Prints one job after the other."""

    seal: Seal | None

    def printed(self, job: Job) -> Answer:
        """The PDF of a job; raises whatever the libraries raise."""
        document = _document(job.html)
        pdf, missing = _written(document, job)
        if _IDEOGRAPHS.search(missing):
            return Answer(outcome=Outcome.NO_FONT, reason=f"no font has {missing[:20]}")
        if not job.stamp:
            return Answer(outcome=Outcome.DONE, pdf=pdf)
        box = _box(document)
        if self.seal is None or box is None:
            reason = "no certificate" if self.seal is None else "no place for it"
            return Answer(outcome=Outcome.UNSEALED, reason=reason)
        stamp, _ = _written(_document(job.stamp), Job(html="", created=job.created))
        try:
            done = sealed(pdf, self.seal, box, stamp, job.name)
        except SealFault as error:
            return Answer(outcome=Outcome.UNSEALED, reason=str(error))
        return Answer(outcome=Outcome.DONE, pdf=done)


def _fetcher() -> URLFetcher:
    """It fetches nothing: no network, no files; pictures stand in the page itself."""
    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


def _document(html: str) -> Document:
    return HTML(string=html, base_url=None, url_fetcher=_fetcher()).render()


def _written(document: Document, job: Job) -> tuple[bytes, str]:
    """The PDF, and every character that no font of this host can draw."""
    missing: set[int] = set()

    def finisher(drawn: Document, _: object) -> None:
        for font in drawn.fonts.values():
            missing.update(font.missing)

    attachments = []
    if job.attachment:
        created = datetime.fromisoformat(job.created)
        attachments.append(
            Attachment(
                string=job.attachment,
                name=job.attachment_name,
                created=created,
                modified=created,
                relationship="Data",
            )
        )
    pdf = document.write_pdf(
        finisher=finisher,
        attachments=attachments,
        pdf_variant=VARIANT,
        # Else it would be drawn by lot: the same page is to give the same bytes.
        pdf_identifier=hashlib.sha256(job.html.encode()).hexdigest()[:32].encode(),
    )
    assert pdf is not None, "no target was named"  # noqa: S101 (the library's promise)
    return pdf, "".join(sorted(map(chr, missing)))


def _box(document: Document) -> Box | None:
    """Where the seal stands, in points from the lower left corner of its page."""
    for number, page in enumerate(document.pages):
        if SEAL_ANCHOR in page.anchors:
            return _in_points(page, number)
    return None


def _in_points(page: Page, number: int) -> Box:
    left, top, right, bottom = page.anchors[SEAL_ANCHOR]
    corners = (left, page.height - bottom, right, page.height - top)
    x1, y1, x2, y2 = (round(value * POINTS_A_PIXEL) for value in corners)
    return Box(page=number, corners=(x1, y1, x2, y2))
