"""The words of staff commands, built from config/commands.toml.

Words are data, meanings are code: this file knows four meanings alone, those that
steer the reading of a mail and change no request.
"""

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

WORDS_LIMIT = 500
"""Words of the whole vocabulary."""
WORD_LENGTH_LIMIT = 30
"""Characters of one word; also how much of an unknown one is compared."""
SIMILARITY = 0.6
"""How alike a known word must be to be suggested, 0 to 1 (difflib's ratio)."""

TIERS = ("T0", "T1", "T2", "T3")
"""Proof of the sender, least first (COMMANDS: trust tiers)."""


class Steering(StrEnum):
    """Verbs that act on the mail itself, by their names in the file."""

    END = "end"
    QUIET = "quiet"
    ON = "on"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbEntry:
    """One table of the file: ``words`` by language, the rest as its head says."""

    words: Mapping[str, tuple[str, ...]]
    trust: str
    keys: tuple[str, ...] = ()
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a folded word means, and what is known of each verb."""

    verbs: Mapping[str, str]
    trust: Mapping[str, str]
    keys: Mapping[str, frozenset[str]]
    bare: frozenset[str]

    def verb(self, word: str) -> str | None:
        return self.verbs.get(fold_word(word))

    def nearest(self, word: str) -> str:
        """Return the known word that is most like this one, or ""."""
        wanted = fold_word(word)[:WORD_LENGTH_LIMIT]
        longest = max((len(w) for w in self.verbs if _begins(wanted, w)), default=0)
        if longest:
            return wanted[:longest]
        close = difflib.get_close_matches(wanted, self.verbs, n=1, cutoff=SIMILARITY)
        return close[0] if close else ""


def fold_word(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def vocabulary_from(entries: Mapping[str, VerbEntry]) -> Vocabulary:
    """Build the vocabulary; ``entries`` are the tables of config/commands.toml.

    Raises ValueError, naming the verb, for a word that is none or belongs to two
    verbs, for an unknown or too low trust tier, and where a steering verb is missing.
    """
    missing = sorted(set(Steering) - set(entries))
    if missing:
        raise ValueError(f"[{missing[0]}] is missing")
    verbs: dict[str, str] = {}
    for verb, entry in entries.items():
        _check_trust(verb, entry.trust)
        for word in _words(verb, entry):
            if verbs.setdefault(word, verb) != verb:
                raise ValueError(f"[{verb}] {word!r} already means {verbs[word]!r}")
    if len(verbs) > WORDS_LIMIT:
        raise ValueError(f"more than {WORDS_LIMIT} words")
    return Vocabulary(
        verbs=verbs,
        trust={verb: entry.trust for verb, entry in entries.items()},
        keys={
            verb: frozenset(fold_word(key) for key in entry.keys)
            for verb, entry in entries.items()
        },
        bare=frozenset(verb for verb, entry in entries.items() if entry.bare),
    )


def _words(verb: str, entry: VerbEntry) -> list[str]:
    words = [word for words in entry.words.values() for word in words]
    if not words:
        raise ValueError(f"[{verb}] has no words")
    return [_word(verb, word) for word in words]


def _word(verb: str, word: str) -> str:
    letters = word.replace("-", "")
    one_script = letters.isascii() or not any(c.isascii() for c in letters)
    if not (letters.isalpha() and one_script) or len(word) > WORD_LENGTH_LIMIT:
        raise ValueError(f"[{verb}] {word!r} is not one run of letters")
    return fold_word(word)


def _check_trust(verb: str, trust: str) -> None:
    if trust not in TIERS:
        raise ValueError(f"[{verb}] trust {trust!r} is not one of {', '.join(TIERS)}")
    if trust == TIERS[0] and verb not in set(Steering):
        raise ValueError(f"[{verb}] trust cannot be lowered below {TIERS[1]}")


def _begins(wanted: str, word: str) -> bool:
    return not word.isascii() and wanted.startswith(word)
