"""Which parts of a message are its text, and which are files that came along.

Rule: a part is body or file, never both. Every leaf of the tree ends up in one of
the two, in the order of the mail; what one part wraps (winmail.dat, uuencode) is
sorted as if it had been attached.
STANDARDS: RFC 2046 §4.1.4, §5.1 (multipart), §5.2 (message), RFC 2387 (related),
RFC 2183 (disposition), RFC 1847 (signed).
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from gateway.mail.calendar_text import calendar_text, read_calendar
from gateway.mail.charset import decode_text
from gateway.mail.content import Content, Slot
from gateway.mail.limits import Limits
from gateway.mail.mime import Entity, raw_octets, walk
from gateway.mail.part_kinds import ENRICHED, RTF, SIGNATURES, TEXT_FILES, is_body
from gateway.mail.part_text import is_binary, read_part
from gateway.mail.rtf import read_rtf
from gateway.mail.wrapped import name_of, open_envelope, subject_within

_TNEF_NAMES = frozenset({"winmail.dat", "win.dat"})
# A whole page of HTML under the label of a plain text.
_HTML_DOCUMENT = re.compile(r"(?i)\s{0,64}(?:<!doctype html\b|<html[\s>])")
_BOILERPLATE = re.compile(
    r"(?i)multi-?part|mime[- ](?:format|message|encoded|compliant|aware)|mail reader"
)
_HEADER_BYTES = 16_384


def sort_parts(root: Entity, limits: Limits) -> Content:
    """Walk the tree once and decide for each leaf what it is."""
    sorting = _Sorting(limits)
    sorting.sort(root)
    return sorting.content


class _Sorting:
    """One walk over the tree, and what it has found so far."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._chars_left = limits.texts_chars
        self.content = Content()

    def sort(self, root: Entity) -> None:
        self._sort(root)
        for adopt in _FALLBACKS:
            if self.content.has_text():
                break
            adopt(self, root)

    def _sort(self, entity: Entity) -> None:
        children = entity.children
        kind = entity.content_type
        if not children:
            self._sort_leaf(entity)
        elif kind == "multipart/alternative":
            self._sort_alternative(children)
        elif kind == "multipart/signed":
            self._sort(children[0])
            for child in children[1:]:
                if child.content_type not in SIGNATURES:
                    self._sort(child)
        elif kind == "multipart/related":
            self._sort_related(entity)
        else:
            for child in children:
                self._sort(child)

    def _sort_alternative(self, children: tuple[Entity, ...]) -> None:
        """One piece of body in several forms: the forms are not shown one by one."""
        outer, self.content.slots = self.content.slots, []
        for child in children:
            self._sort(child)
        forms, self.content.slots = self.content.slots, outer
        slot = Slot(
            plain=_joined([form.plain for form in forms]),
            html=_joined([form.html for form in forms]),
            rich=_joined([form.rich for form in forms]),
            parts=tuple(part for form in forms for part in form.parts),
        )
        self.content.slots.append(slot)

    def _sort_related(self, entity: Entity) -> None:
        """RFC 2387 §3.2: ``start`` names the root, else it is the first."""
        children = entity.children
        start = entity.parameters.get("start", "").strip()
        first = 0
        for place, child in enumerate(children):
            if start and child.field("content-id").strip() == start:
                first = place
                break
        self._sort(children[first])
        for place, child in enumerate(children):
            if place != first:
                self._sort(child)

    def _sort_leaf(self, entity: Entity) -> None:
        kind = entity.content_type
        special = _SPECIAL.get(kind)
        if special is not None:
            special(self, entity)
        elif kind.startswith("multipart/"):
            # Without a boundary, or whose boundary never came: it is a text.
            self._add_text(entity, "text/plain")
        elif is_body(entity):
            self._add_text(entity, kind)
        elif name_of(entity).lower() in _TNEF_NAMES:
            self.open_tnef(entity)
        else:
            self.content.files.append(entity)

    def _add_text(self, entity: Entity, kind: str) -> None:
        if self._chars_left <= 0:
            self.content.defects.append("text-too-large")
            return
        form = kind if kind in {"text/html", *ENRICHED} else "text/plain"
        if is_binary(entity):
            self.content.files.append(entity)
            return
        text, embedded = read_part(entity, self._limits, kind=form)
        if form == "text/plain" and _HTML_DOCUMENT.match(text):
            form = "text/html"
        self._chars_left -= len(text)
        if form == "text/html":
            self.content.slots.append(Slot(html=text, parts=(entity,)))
        elif form == "text/plain":
            self.content.slots.append(Slot(plain=text, parts=(entity,)))
        else:
            self.content.slots.append(Slot(rich=text, parts=(entity,)))
        for file in embedded:
            self.content.files.append(
                entity.with_file(
                    file.content,
                    name=decode_text(file.name),
                    content_type="application/octet-stream",
                )
            )

    def ignore(self, entity: Entity) -> None:
        """AMP repeats in a form of its own what the other forms say."""

    def keep_partial(self, entity: Entity) -> None:
        # RFC 2046 §5.2.2: the words may stand in another fragment.
        self.content.defects.append("partial")
        self.content.unreadable = "partial"
        self.content.files.append(entity)

    def keep_external(self, entity: Entity) -> None:
        # RFC 2046 §5.2.3: only a pointer came; it is never followed.
        self.content.defects.append("external-body")
        self.content.files.append(entity)

    def keep_message(self, entity: Entity) -> None:
        """A forwarded message is a file, named by its subject where it has no name."""
        subject = "" if name_of(entity) else subject_within(entity, self._limits)
        if subject:
            entity.call_it(f"{subject}.eml")
        self.content.files.append(entity)

    def keep_report(self, entity: Entity) -> None:
        self.content.files.append(entity)
        if self._chars_left > 0:
            text, _ = read_part(entity, self._limits, kind="text/plain")
            self._chars_left -= len(text)
            self.content.spare.append(text.strip())

    def keep_calendar(self, entity: Entity) -> None:
        self.content.files.append(entity)
        if self.content.calendar is not None or self._chars_left <= 0:
            return
        text, _ = read_part(entity, self._limits, kind="text/calendar")
        self._chars_left -= len(text)
        calendar = read_calendar(text, self._limits)
        if calendar is not None:
            self.content.calendar = calendar
            self.content.spare.append(calendar_text(calendar))

    def open_tnef(self, entity: Entity) -> None:
        opened = open_envelope(entity, self._limits)
        if not opened.complete:
            self.content.defects.append("tnef-unreadable")
            self.content.files.append(entity)
        self.content.files += opened.files
        self.content.wrapped += opened.slots

    def adopt_wrapped(self, root: Entity) -> None:
        self.content.slots += self.content.wrapped

    def adopt_named_text(self, root: Entity) -> None:
        """A mail whose only text has a name, or is called an attachment without one."""
        for place, entity in enumerate(self.content.files):
            kind = entity.content_type
            attached = entity.disposition[0] == "attachment" and bool(name_of(entity))
            is_words = kind not in TEXT_FILES and kind not in _SPECIAL
            if kind.startswith("text/") and is_words and not attached:
                del self.content.files[place]
                self._add_text(entity, kind)
                return

    def adopt_rich_text(self, root: Entity) -> None:
        for entity in self.content.files:
            if entity.content_type in RTF and entity.disposition[0] != "attachment":
                octets = entity.octets()[0][: self._limits.rtf_bytes]
                text, is_html = read_rtf(octets)
                self.content.slots.append(
                    Slot(
                        html=text if is_html else "",
                        rich="" if is_html else text,
                        parts=(entity,),
                    )
                )
                return

    def adopt_surroundings(self, root: Entity) -> None:
        """What stands before the first part or after the last, if nothing else does."""
        for entity in walk(root):
            for around in (entity.preamble, entity.epilogue):
                octets = raw_octets(around)[: self._limits.text_bytes]
                text = decode_text(octets).replace("\r\n", "\n")
                if text.strip() and not _BOILERPLATE.search(text[:_HEADER_BYTES]):
                    self.content.defects.append("text-outside-parts")
                    self.content.slots.append(Slot(plain=text))
                    return


def _joined(forms: list[str]) -> str:
    """In order, each once: some clients send the same form twice."""
    return "\n".join(dict.fromkeys(form for form in forms if form))


_SPECIAL: Mapping[str, Callable[[_Sorting, Entity], None]] = MappingProxyType(
    {
        "text/x-amp-html": _Sorting.ignore,
        # Nobody attached these; a list may have taken a signed mail apart.
        "application/pgp-keys": _Sorting.ignore,
        "application/pgp-signature": _Sorting.ignore,
        "application/pkcs7-signature": _Sorting.ignore,
        "application/x-pkcs7-signature": _Sorting.ignore,
        "text/calendar": _Sorting.keep_calendar,
        "text/x-vcalendar": _Sorting.keep_calendar,
        "application/ms-tnef": _Sorting.open_tnef,
        "application/vnd.ms-tnef": _Sorting.open_tnef,
        "message/partial": _Sorting.keep_partial,
        "message/external-body": _Sorting.keep_external,
        "message/rfc822": _Sorting.keep_message,
        "message/global": _Sorting.keep_message,
        "message/delivery-status": _Sorting.keep_report,
        "message/global-delivery-status": _Sorting.keep_report,
        "message/disposition-notification": _Sorting.keep_report,
        "message/feedback-report": _Sorting.keep_report,
    }
)

_FALLBACKS = (
    _Sorting.adopt_wrapped,
    _Sorting.adopt_named_text,
    _Sorting.adopt_rich_text,
    _Sorting.adopt_surroundings,
)
