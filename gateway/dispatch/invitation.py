"""The invitation to a review meeting as a calendar file (S07).

STANDARDS: RFC 5545 (iCalendar), RFC 5546 §3.2.2 (REQUEST).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from gateway.dispatch.wrap import one_line
from gateway.domain.diagnosis_details import Review
from gateway.domain.notices import Notice
from gateway.mail.enclosure import Enclosure

LINE_OCTETS = 75
"""RFC 5545 §3.1: a content line is folded at so many octets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """See :class:`gateway.desk.ports.Encloser`. ``organizer`` is our own address."""

    organizer: str

    def __call__(self, notice: Notice) -> tuple[Enclosure, ...]:
        review, request = notice.detail, notice.request
        if not isinstance(review, Review) or request is None:
            return ()
        lines = _lines(review, request.number, request.subject, notice, self.organizer)
        text = "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))
        return (
            Enclosure(
                filename="review.ics",
                content_type="text/calendar; charset=utf-8; method=REQUEST",
                content=text.encode(),
            ),
        )


def _lines(
    review: Review, number: str, subject: str, notice: Notice, organizer: str
) -> Iterator[str]:
    domain = organizer.rpartition("@")[2]
    begins = _stamp(review.begins_at)
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ticket-gateway//EN")
    yield from ("METHOD:REQUEST", "BEGIN:VEVENT")
    yield f"UID:{number}-review-{begins}@{domain}"
    yield f"DTSTAMP:{_stamp(notice.at)}"
    yield f"DTSTART:{begins}"
    yield f"DTEND:{_stamp(review.ends_at)}"
    yield f"SUMMARY:{_text(f'{number} {one_line(subject)}')}"
    yield f"ORGANIZER:mailto:{organizer}"
    for who in review.invited:
        yield f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailto:{who}"
    yield from ("END:VEVENT", "END:VCALENDAR")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    """RFC 5545 §3.3.11: these four have a meaning of their own."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets; those that go on begin with a space."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > LINE_OCTETS:
            yield piece
            piece = " "
        piece += character
    yield piece
