"""The readable text of a message: of each piece the form that its writer meant.

Rule: plain text first, HTML only where there is no other, nothing shown twice.
STANDARDS: RFC 2046 §5.1.3 (mixed), §5.1.4 (alternative).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gateway.mail.armor import without_armor
from gateway.mail.charset import clean
from gateway.mail.content import Content, Slot
from gateway.mail.html_scan import strip_tags
from gateway.mail.html_text import html_forms, html_to_text, is_readable
from gateway.mail.limits import Limits
from gateway.mail.mime import Entity

_STUB_CHARS = 600
# What clients write into the plain form of a mail that they only made as HTML.
_STUB = re.compile(
    r"(?i)html[ -]?(?:mail|e-?mail|message|format|viewer|version|compatible|content"
    r"|capable|aware|enabled|text|nachricht|ansicht)"
    r"|(?:view|read|display|see|open)[^\n]{0,60}(?:html|browser|online)"
    r"|(?:supports?|unterstützt|kein|als|en|au|in|formato|в|em)\s(?:the )?html"
    r"|html\s?(?:格式|邮件|郵件|视图|信件|内容|メール|形式|메일|형식)"
    r"|(?:不支持|不支援|无法显示|無法顯示|请使用|請使用|请用|以)[^\n]{0,20}html"
    r"|(?:browser|navigateur|navegador|浏览器|瀏覽器|ブラウザ|브라우저)[^\n]{0,40}"
    r"(?:anzeigen|afficher|ver|查看|打开|開啟|表示|보기|view|lesen)"
    r"|(?:anzeigen|afficher|visualizz|ver|查看|打开|在|view|lesen)[^\n]{0,40}"
    r"(?:browser|navigateur|navegador|浏览器|瀏覽器)"
)
_WORD = re.compile(r"\w")
_BETWEEN = re.compile(r"[\W_]+")
_URL = re.compile(r"[<\[(]?(?:https?://|mailto:|cid:)[^\s<>\[\]()]{1,2048}[>\])]?")


class Form(StrEnum):
    """The form of a piece of the body that is read; ``RICH`` had markup, not HTML."""

    PLAIN = "plain"
    HTML = "html"
    RICH = "rich"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Which form of one piece of the body is read, and why; of which parts it came."""

    parts: tuple[Entity, ...]
    form: Form
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """``text`` is for reading, ``quoted`` the same with its quotes marked.

    ``plain`` is True where the text is the sender's own text/plain. ``quoted`` is empty
    where nobody wrote the text (a calendar's facts, a report).
    """

    text: str
    html: str
    quoted: str
    plain: bool
    pieces: tuple[Piece, ...] = ()


def read_body(content: Content, limits: Limits) -> Body:
    """The readable text of the sorted parts; HTML only where there is no other."""
    texts: list[str] = []
    quoted: list[str] = []
    pieces: list[Piece] = []
    for slot in _merged(list(_afforded(content, limits)), limits):
        form, why = _chosen(slot, limits)
        pieces.append(Piece(parts=slot.parts, form=form, why=why))
        if form is Form.HTML:
            if not is_readable(slot.html, limits):
                content.defects.append("html-too-large")
            kept, marked = html_forms(slot.html, limits)
            texts.append(without_armor(kept))
            quoted.append(without_armor(marked))
        elif form is not Form.NONE:
            words = slot.plain if form is Form.PLAIN else slot.rich
            texts.append(words)
            quoted.append(words)
    if not any(text.strip() for text in texts):
        texts = content.spare
    text = _joined(texts)
    if len(text) > limits.text_chars:
        content.defects.append("text-too-large")
    return Body(
        text=clean(text[: limits.text_chars]),
        html="\n".join(slot.html for slot in content.slots if slot.html),
        # Cleaned piece by piece before: it holds our own marks.
        quoted=_joined(quoted)[: limits.text_chars],
        plain=all(piece.form is not Form.HTML for piece in pieces),
        pieces=tuple(pieces),
    )


def _chosen(slot: Slot, limits: Limits) -> tuple[Form, str]:
    """The form that is read, with the reason."""
    plain = bool(slot.plain.strip())
    if plain and not _is_stub(slot, limits):
        return Form.PLAIN, "plain text comes first"
    if slot.html.strip():
        why = "its plain text only points at the HTML" if plain else "no plain text"
        return Form.HTML, why
    return (Form.RICH, "no plain text") if slot.rich else (Form.NONE, "no words")


def _afforded(content: Content, limits: Limits) -> Iterator[Slot]:
    """Pages beyond the tags that one mail may cost are read by their texts alone."""
    left = limits.html_tags
    for slot in content.slots:
        tags = slot.html.count("<")
        if tags > left and left < limits.html_tags:
            content.defects.append("html-too-large")
            rich = slot.rich or strip_tags(slot.html[: limits.html_chars])
            yield Slot(plain=slot.plain, rich=rich, parts=slot.parts)
        else:
            yield slot
        left -= tags


def _merged(slots: list[Slot], limits: Limits) -> list[Slot]:
    """A text and its HTML that stand side by side, though they are one in two forms."""
    merged: list[Slot] = []
    for slot in slots:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.plain.strip()
            and not last.html
            and slot.html
            and not slot.plain
            and _says_the_same(last.plain, slot.html, limits)
        ):
            parts = (*last.parts, *slot.parts)
            merged[-1] = Slot(plain=last.plain, html=slot.html, parts=parts)
        else:
            merged.append(slot)
    return merged


def _says_the_same(plain: str, html: str, limits: Limits) -> bool:
    said, shown = _letters(plain), _letters(html_to_text(html, limits))
    if len(said) <= _STUB_CHARS and _STUB.search(plain):
        return True
    return bool(shown) and (said in shown or shown in said)


def _letters(text: str) -> str:
    return _BETWEEN.sub("", _URL.sub("", text)).casefold()


def _is_stub(slot: Slot, limits: Limits) -> bool:
    """A text/plain that only says to look at the HTML part, or says nothing."""
    if not slot.html or len(slot.plain) > _STUB_CHARS:
        return False
    says = _URL.sub("", slot.plain)
    if _WORD.search(says) and not _STUB.search(slot.plain):
        return False
    return len(html_to_text(slot.html, limits).strip()) > len(says.strip())


def _joined(texts: list[str]) -> str:
    return "\n".join(text.strip("\n") if len(texts) > 1 else text for text in texts)
