"""The closed sets of words that a customer's reply is judged by.

Rule of this room: words come from config/phrases.toml, never from the code; the code
knows what each set means (PROCESS 6.3). Every text is compared in its folded form:
NFKC, no invisible characters, no case, one kind of apostrophe, dash and space.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PHRASES_LIMIT = 500
"""Words of one section, all languages together."""
MARKS = ("good", "fair", "poor")
"""The answers to the one question of satisfaction (2.7)."""
PHRASE_LENGTH_LIMIT = 60
"""Characters of one word or phrase."""

VERSION_CHARS = 12
"""Characters of a digest that name a set of words."""

SECTIONS = (
    "with-code",
    "without-code",
    "not-me",
    "consent",
    "refuse",
    "other-time",
    "confirm",
    "polite",
    "salutation",
    "title",
    "negative",
    "negative-line",
    "affirmative",
    "protected",
    "unclear",
    "withdraw",
    "mute",
    "unmute",
    "erase",
    "rating-mark",
    "rating-good",
    "rating-fair",
    "rating-poor",
    "footer",
    "contact",
    "disclaimer-mail",
    "disclaimer-secret",
    "forwarded",
    "header",
    "traditional",
)
"""Every section that the file must hold."""

_PAIR = 2
_ONE_FORM = str.maketrans("’‘`´‐‑‒–—−", "''''------")
# Letters and marks that show nothing: fillers, joiners, selectors (beside all of Cf).
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x1810))


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The sets in folded form, and patterns that find their words in a text.

    ``version`` is equal for equal words.
    """

    with_code: tuple[str, ...]
    without_code: tuple[str, ...]
    not_me: tuple[str, ...]
    consent: tuple[str, ...]
    refuse: tuple[str, ...]
    other_time: tuple[str, ...]
    confirm: frozenset[str]
    polite: tuple[str, ...]
    salutation: tuple[str, ...]
    title: tuple[str, ...]
    negative: frozenset[str]
    negative_line: frozenset[str]
    unclear: frozenset[str]
    withdraw: frozenset[str]
    mute: frozenset[str]
    unmute: frozenset[str]
    erase: frozenset[str]
    rating_mark: tuple[str, ...]
    ratings: Mapping[str, frozenset[str]]
    footer: tuple[str, ...]
    forwarded: frozenset[str]
    header: tuple[str, ...]
    simplified: Mapping[int, str]
    negative_or_protected: re.Pattern[str]
    affirmative: re.Pattern[str]
    contact: re.Pattern[str]
    disclaimer_mail: re.Pattern[str]
    disclaimer_secret: re.Pattern[str]
    version: str

    def fold(self, line: str) -> str:
        """Return the line as it is compared."""
        return fold(line).translate(self.simplified)


def phrases_from(sections: Mapping[str, Mapping[str, Iterable[str]]]) -> Phrases:
    """Build the sets from the tables of config/phrases.toml.

    Raises ValueError where a section is missing, unknown, empty or too large.
    """
    folded = _folded(sections)
    return Phrases(
        with_code=folded["with-code"],
        without_code=folded["without-code"],
        not_me=folded["not-me"],
        consent=folded["consent"],
        refuse=folded["refuse"],
        other_time=folded["other-time"],
        confirm=frozenset(folded["confirm"]),
        polite=folded["polite"],
        salutation=folded["salutation"],
        title=folded["title"],
        negative=frozenset(folded["negative"]),
        negative_line=frozenset(folded["negative-line"]),
        unclear=frozenset(folded["unclear"]),
        withdraw=frozenset(folded["withdraw"]),
        mute=frozenset(folded["mute"]),
        unmute=frozenset(folded["unmute"]),
        erase=frozenset(folded["erase"]),
        rating_mark=folded["rating-mark"],
        ratings={mark: frozenset(folded[f"rating-{mark}"]) for mark in MARKS},
        footer=folded["footer"],
        forwarded=frozenset(folded["forwarded"]),
        header=folded["header"],
        simplified={ord(pair[0]): pair[1] for pair in folded["traditional"]},
        negative_or_protected=_any_of({*folded["negative"], *folded["protected"]}),
        affirmative=_any_of(folded["affirmative"]),
        contact=_any_of(folded["contact"]),
        disclaimer_mail=_any_of(folded["disclaimer-mail"]),
        disclaimer_secret=_any_of(folded["disclaimer-secret"]),
        version=_version(folded),
    )


def _folded(
    sections: Mapping[str, Mapping[str, Iterable[str]]],
) -> Mapping[str, tuple[str, ...]]:
    unknown = sorted(set(sections).symmetric_difference(SECTIONS))
    if unknown:
        state = "unknown" if unknown[0] in sections else "missing"
        raise ValueError(f"section [{unknown[0]}] is {state}")
    words = {name: _words(name, sections[name]) for name in SECTIONS}
    pairs = words["traditional"]
    if any(len(pair) != _PAIR for pair in pairs):
        raise ValueError("[traditional] holds pairs of two characters")
    folded = {name: _longest_first(words[name], pairs) for name in SECTIONS}
    return {**folded, "traditional": pairs}


def _version(folded: Mapping[str, tuple[str, ...]]) -> str:
    """Names these very words: evidence says by which rules it was judged (6.6)."""
    said = "\n".join(f"{name} {word}" for name in SECTIONS for word in folded[name])
    return hashlib.sha256(said.encode()).hexdigest()[:VERSION_CHARS]


def visible(text: str) -> str:
    """Take away what shows nothing: zero-width, bidi and formatting characters."""
    if text.isascii():
        return text
    return "".join(c for c in text if not _is_invisible(c))


def fold(text: str) -> str:
    """Return a line in the form in which words are compared."""
    wide = unicodedata.normalize("NFKC", visible(text)).translate(_ONE_FORM)
    return " ".join(wide.casefold().split())


def _is_invisible(character: str) -> bool:
    return (
        unicodedata.category(character) == "Cf"
        or character in _INVISIBLE
        or any(ord(character) in selectors for selectors in _SELECTORS)
    )


def _words(name: str, by_language: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    words = tuple(word for words in by_language.values() for word in words)
    if not 0 < len(words) <= PHRASES_LIMIT:
        raise ValueError(f"[{name}] needs 1 to {PHRASES_LIMIT} words")
    for word in words:
        if not fold(word) or len(word) > PHRASE_LENGTH_LIMIT:
            raise ValueError(f"[{name}] {word!r}: empty, or too long")
    return words


def _longest_first(words: Iterable[str], pairs: Iterable[str]) -> tuple[str, ...]:
    simplified = {ord(pair[0]): pair[1] for pair in pairs}
    folded = {fold(word).translate(simplified) for word in words}
    return tuple(sorted(folded, key=lambda word: (-len(word), word)))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Find any of the words, the longest where several begin; Latin ones only whole.

    An alternative of literals: it cannot backtrack. A space also stands for the end
    of a line that a client wrapped.
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    parts = (re.escape(word).replace(r"\ ", "[ \n]") for word in ordered)
    joined = "|".join(
        f"(?<![a-z0-9]){p}(?![a-z0-9])" if p[0].isascii() else p for p in parts
    )
    return re.compile(joined)
