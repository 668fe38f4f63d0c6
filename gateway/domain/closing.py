"""Which lines of a reply carry its meaning, and which only close or adorn it.

Rule of this room: in doubt a line has substance. A line that is wrongly taken for
substance costs a second question; one that is wrongly taken for a signature could
let a reply confirm what it did not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest

from gateway.domain.phrases import Phrases

NAME_WORDS_LIMIT = 3
"""Words of a name after a Latin salutation ("Hello Ms Li Ying")."""
CARD_LINE_LIMIT = 60
"""Characters of one line of a business card."""
SURNAME_LIMIT = 2
"""Characters of the name in a Chinese form of address ("欧阳经理")."""
HEADERS_FLATTENED = 3
"""Header labels on one line that make it the head of a flattened mail."""

_SEPARATORS = re.compile(r"[,.!;:。、~]+")
_EMOJI = re.compile(r"[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]+")
_SENTENCE = re.compile(r"[!?;。、]")
_QUOTE_MARKS = (">", "|", "¦")
_ENDS = " \"'“”„「」『』()"
_RULE = "-_=*~#·─━ "
_NUMBER = re.compile(r"[+0-9 ()./-]{7,30}")
_MAIL_OR_WEB = re.compile(r"(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+")


class LineKind(StrEnum):
    SUBSTANCE = "substance"
    SALUTATION = "salutation"
    POLITE = "polite"
    CONTACT = "contact"
    CLOSING = "closing"
    QUOTED = "quoted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One non-empty line: as written, as compared, and what it is."""

    text: str
    folded: str
    kind: LineKind


def read_lines(
    words: str, phrases: Phrases, names: Sequence[str] = ()
) -> tuple[Line, ...]:
    """Tell the lines of a reply apart; ``names`` are those of its writer.

    What follows a signature mark (``-- ``, RFC 3676 §4.3) or the head of a mail that
    is passed on is not the writer's own, and not returned.
    """
    own = frozenset(phrases.fold(name) for name in names if name.strip())
    paragraphs = _paragraphs(words.splitlines(), phrases)
    return tuple(line for part in paragraphs for line in _read(part, phrases, own))


def segments(folded: str) -> list[str]:
    """Split a folded line at its punctuation, without emoji and quotation marks."""
    parts = _SEPARATORS.split(_EMOJI.sub("", folded))
    return [part for part in (part.strip(_ENDS) for part in parts) if part]


def is_polite(segment: str, phrases: Phrases) -> bool:
    """Whether a segment is a courtesy, perhaps with a form of address behind it."""
    rest = without_polite(segment, phrases)
    return not rest or (rest != segment and is_salutation(rest, phrases))


def without_polite(segment: str, phrases: Phrases) -> str:
    """Take one courtesy from the front and one from the end of a segment."""
    for word in phrases.polite:
        rest = segment.removeprefix(word)
        if rest != segment and not (word.isascii() and rest[:1].isalnum()):
            segment = rest.strip()
            break
    for word in phrases.polite:
        rest = segment.removesuffix(word)
        if rest != segment and not (word.isascii() and rest[-1:].isalnum()):
            return rest.strip()
    return segment


def is_salutation(segment: str, phrases: Phrases) -> bool:
    if segment in phrases.salutation:
        return True
    if segment.isascii():
        known = any(segment.startswith(f"{word} ") for word in phrases.salutation)
        return known and len(segment.split()) <= 2 + NAME_WORDS_LIMIT
    for word in phrases.salutation:
        segment = segment.removesuffix(word).strip()
    return any(
        segment.endswith(title) and 0 < len(segment) - len(title) <= SURNAME_LIMIT
        for title in phrases.title
    )


def _paragraphs(texts: Sequence[str], phrases: Phrases) -> Iterator[list[str]]:
    """Yield the paragraphs down to the first line that is not the writer's own."""
    part: list[str] = []
    for text, after in zip_longest(texts, texts[1:], fillvalue=""):
        if text.rstrip() == "--" or _is_passed_on(text, after, phrases):
            break
        if text.strip():
            part.append(text)
            continue
        yield part
        part = []
    yield part


def _is_passed_on(text: str, after: str, phrases: Phrases) -> bool:
    """A line of its own that says so, two lines of a header, or one flattened."""
    folded = phrases.fold(text)
    labels = [part.rstrip() for part in folded.split(":")[:-1]]
    if labels and labels[0] in phrases.header:
        following, colon, _ = phrases.fold(after).partition(":")
        if colon and following.rstrip() in phrases.header:
            return True
    flattened = sum(label.endswith(phrases.header) for label in labels)
    stripped = folded.strip(f"{_RULE}:")
    return flattened >= HEADERS_FLATTENED or stripped in phrases.forwarded


def _read(part: Sequence[str], phrases: Phrases, own: frozenset[str]) -> list[Line]:
    lines = [_line(text, phrases, own) for text in part]
    lines = [line for line in lines if line.folded.strip(_RULE)]
    if lines and _is_disclaimer(lines[0], phrases):
        return [replace(line, kind=LineKind.CLOSING) for line in lines]
    if any(line.kind is LineKind.CONTACT for line in lines):
        return [_on_card(line, phrases) for line in lines]
    return lines


def _line(text: str, phrases: Phrases, own: frozenset[str]) -> Line:
    folded = phrases.fold(text)
    return Line(text=text.strip(), folded=folded, kind=_kind(folded, phrases, own))


def _kind(folded: str, phrases: Phrases, own: frozenset[str]) -> LineKind:
    if folded.startswith(_QUOTE_MARKS):
        return LineKind.QUOTED
    if phrases.negative_or_protected.search(folded):
        return LineKind.SUBSTANCE
    if folded.strip(_ENDS) in own or _is_contact(folded, phrases):
        return LineKind.CONTACT
    if folded.startswith(phrases.footer):
        return LineKind.CLOSING
    return _courtesy(segments(folded), phrases)


def _courtesy(parts: Sequence[str], phrases: Phrases) -> LineKind:
    addressed = [is_salutation(part, phrases) for part in parts]
    if parts and all(addressed):
        return LineKind.SALUTATION
    polite = (is_polite(part, phrases) for part in parts)
    both = [a or p for a, p in zip(addressed, polite, strict=True)]
    return LineKind.POLITE if parts and all(both) else LineKind.SUBSTANCE


def _is_contact(folded: str, phrases: Phrases) -> bool:
    """A line of a business card: a label and its value, a number, an address."""
    if len(folded) > CARD_LINE_LIMIT:
        return False
    if _NUMBER.fullmatch(folded) or _MAIL_OR_WEB.fullmatch(folded.strip("<>")):
        return True
    label = phrases.contact.match(folded)
    value = folded[label.end() :].lstrip() if label else ""
    return bool(value) and (value[0] in ":+" or value[0].isdigit())


def _on_card(line: Line, phrases: Phrases) -> Line:
    """Take a company or a post for part of the card in whose paragraph it stands."""
    folded = line.folded.rstrip(". ")
    fits = len(folded) <= CARD_LINE_LIMIT and not _SENTENCE.search(folded)
    if line.kind is LineKind.SUBSTANCE and fits and folded.endswith(phrases.title):
        return replace(line, kind=LineKind.CLOSING)
    return line


def _is_disclaimer(line: Line, phrases: Phrases) -> bool:
    return bool(
        phrases.disclaimer_mail.search(line.folded)
        and phrases.disclaimer_secret.search(line.folded)
    )
