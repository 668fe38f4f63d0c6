"""Which parts of a message are its text, and which are files that came along.

Rule: a part is body or file, never both. Every leaf of the tree ends up in one of
the two, in the order of the mail.
STANDARDS: RFC 2046 §5.1 (multipart), RFC 2387 (related), RFC 3676 (format=flowed),
RFC 2183 (disposition), RFC 1847 (signed).
"""

import re
from dataclasses import dataclass, field

from gateway.mail.charset import clean, decode_text
from gateway.mail.html_text import Quotes, html_to_text, is_readable
from gateway.mail.limits import Limits
from gateway.mail.mime import Entity

_BODY_TYPES = frozenset(
    {"text/plain", "text/html", "text/enriched", "text/richtext", "text/x-amp-html"}
)
_SIGNATURES = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
    }
)
_META_CHARSET = re.compile(rb"""charset\s{0,4}=\s{0,4}["']?([A-Za-z0-9_:.-]{2,32})""")
_META_BYTES = 2048
_STUB_CHARS = 400
_STUB = re.compile(
    r"(?i)html[ -]?(?:mail|email|e-mail|message|format|viewer|version|compatible)"
    r"|(?:view|read|display|see)[^\n]{0,60}(?:html|browser)|html\s?(?:格式|邮件|郵件)"
    r"|does not support html|(?:不支持|请使用)[^\n]{0,20}html"
)


@dataclass(slots=True)
class Slot:
    """One piece of the body in one or both of its forms."""

    plain: str = ""
    html: str = ""


@dataclass(slots=True)
class Content:
    """The leaves of a message, sorted: what to read, and what to keep as files."""

    slots: list[Slot] = field(default_factory=list)
    files: list[Entity] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """``text`` is for reading, ``quoted`` the same with its quotes marked.

    ``plain`` is True where the text is the sender's own text/plain.
    """

    text: str
    html: str
    quoted: str
    plain: bool


def sort_parts(root: Entity, limits: Limits) -> Content:
    """Walk the tree once and decide for each leaf what it is."""
    content = Content()
    _sort(root, content, limits)
    if not content.slots:
        _adopt_named_text(content, limits)
    return content


def read_body(content: Content, limits: Limits) -> Body:
    """The readable text of the sorted parts; HTML only where there is no other."""
    texts: list[str] = []
    quoted: list[str] = []
    plain = True
    for slot in content.slots:
        if slot.plain.strip() and not _is_stub(slot, limits):
            texts.append(slot.plain)
            quoted.append(slot.plain)
        elif slot.html:
            if not is_readable(slot.html, limits):
                content.defects.append("html-too-large")
            plain = False
            texts.append(html_to_text(slot.html, limits))
            quoted.append(html_to_text(slot.html, limits, quotes=Quotes.MARKED))
    return Body(
        text=_join(texts, limits),
        html="\n".join(slot.html for slot in content.slots if slot.html),
        # Cleaned piece by piece before: it holds our own marks.
        quoted=_joined(quoted)[: limits.text_chars],
        plain=plain,
    )


def _sort(entity: Entity, content: Content, limits: Limits) -> None:
    children = entity.children
    kind = entity.content_type
    if not children:
        _sort_leaf(entity, content, limits)
    elif kind == "multipart/alternative":
        _sort_alternative(children, content, limits)
    elif kind == "multipart/signed":
        _sort(children[0], content, limits)
        for child in children[1:]:
            if child.content_type not in _SIGNATURES:
                _sort(child, content, limits)
    elif kind == "multipart/related":
        _sort_related(entity, content, limits)
    else:
        for child in children:
            _sort(child, content, limits)


def _sort_alternative(
    children: tuple[Entity, ...], content: Content, limits: Limits
) -> None:
    """One piece of body in several forms: the forms are not shown one by one."""
    plain: list[str] = []
    html: list[str] = []
    for child in children:
        form = Content()
        _sort(child, form, limits)
        plain += [slot.plain for slot in form.slots if slot.plain]
        html += [slot.html for slot in form.slots if slot.html]
        content.files += form.files
        content.defects += form.defects
    content.slots.append(Slot("\n".join(plain), "\n".join(html)))


def _sort_related(entity: Entity, content: Content, limits: Limits) -> None:
    """RFC 2387 §3.2: ``start`` names the root, else it is the first."""
    children = entity.children
    start = entity.parameters.get("start", "").strip()
    first = 0
    for place, child in enumerate(children):
        if start and child.field("content-id").strip() == start:
            first = place
            break
    _sort(children[first], content, limits)
    for place, child in enumerate(children):
        if place != first:
            _sort(child, content, limits)


def _sort_leaf(entity: Entity, content: Content, limits: Limits) -> None:
    kind = entity.content_type
    if kind not in _BODY_TYPES or _is_file(entity):
        if not _is_empty_multipart(entity):
            content.files.append(entity)
            return
        kind = "text/plain"
    text = _read_text(entity, limits, kind=kind)
    if kind == "text/html":
        content.slots.append(Slot(html=text))
    elif kind in {"text/plain", "text/enriched", "text/richtext"}:
        content.slots.append(Slot(plain=text))


def _is_empty_multipart(entity: Entity) -> bool:
    """A multipart without a boundary, or whose boundary never came, is a text."""
    return entity.content_type.startswith("multipart/")


def _is_file(entity: Entity) -> bool:
    disposition, parameters = entity.disposition
    if disposition == "attachment":
        return True
    return bool(parameters.get("filename") or entity.parameters.get("name"))


def _adopt_named_text(content: Content, limits: Limits) -> None:
    """A mail that is one named text part has that text as its body."""
    for place, entity in enumerate(content.files):
        kind = entity.content_type
        if (
            kind in {"text/plain", "text/html"}
            and entity.disposition[0] != "attachment"
        ):
            text = _read_text(entity, limits, kind=kind)
            html = kind == "text/html"
            content.slots.append(Slot(html=text) if html else Slot(plain=text))
            del content.files[place]
            return


def _read_text(entity: Entity, limits: Limits, *, kind: str) -> str:
    octets = entity.text_octets()[: limits.text_bytes]
    charset = entity.parameters.get("charset", "")
    if not charset and kind == "text/html":
        found = _META_CHARSET.search(octets, 0, _META_BYTES)
        charset = found[1].decode("ascii") if found else ""
    text = decode_text(octets, charset).replace("\r\n", "\n").replace("\r", "\n")
    if kind == "text/plain" and entity.parameters.get("format", "").lower() == "flowed":
        delete = entity.parameters.get("delsp", "").lower() == "yes"
        text = unflow(text, delete_space=delete)
    return text


def unflow(text: str, *, delete_space: bool) -> str:
    """RFC 3676 §4: join lines that end in a space, at the same quote depth."""
    done: list[list[str]] = []
    open_depth = -1
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        # §4.4: one space after the quote signs was stuffed in.
        bare = bare.removeprefix(" ")
        flows = bare.endswith(" ") and bare != "-- "
        if flows and delete_space:
            bare = bare[:-1]
        if depth == open_depth and bare.rstrip() != "--":
            done[-1].append(bare)
        else:
            done.append([f"{'>' * depth} {bare}" if depth else bare])
        open_depth = depth if flows else -1
    return "\n".join("".join(paragraph) for paragraph in done)


def _is_stub(slot: Slot, limits: Limits) -> bool:
    """A text/plain that only says to look at the HTML part."""
    if not slot.html or len(slot.plain) > _STUB_CHARS or not _STUB.search(slot.plain):
        return False
    return len(html_to_text(slot.html, limits)) > len(slot.plain)


def _join(texts: list[str], limits: Limits) -> str:
    return clean(_joined(texts)[: limits.text_chars])


def _joined(texts: list[str]) -> str:
    return "\n".join(text.strip("\n") if len(texts) > 1 else text for text in texts)
