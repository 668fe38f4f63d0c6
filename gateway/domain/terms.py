"""How words are cut into terms, alike for what is kept and for what is sought.

A word of letters or digits is one term. Chinese has no spaces: of a run of its
characters every two neighbours are a term, and the last one alone. So every character
begins a term, and one or two of them are found as fast as a sentence. One cutting for
every index: what is found does not depend on the database.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

TEXT_LIMIT_CHARS = 20_000
"""Of one document; what is beyond is not indexed."""
QUERY_LIMIT_CHARS = 200
PHRASES_LIMIT = 16
"""Words of one query; the others are not looked for."""
WORD_LIMIT_CHARS = 48
SHORTEST_PREFIX = 3
"""From so many letters on, a word also finds the longer ones that begin with it."""

_CJK = (
    "\u3400-\u9fff\uf900-\ufaff\u3041-\u30ff\uac00-\ud7af\U00020000-\U0003ffff"
    "\u3005\u3007"
)
_RUN = re.compile(f"([{_CJK}]+)|[^\\W_{_CJK}]+")
_QUOTES = str.maketrans("“”„＂「」", '""""""')
_CHUNK = re.compile(r'"([^"]*)"|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that follow each other; of the last one perhaps only the beginning."""

    terms: tuple[str, ...]
    prefix: bool = False


def folded(text: str) -> str:
    """Full-width as half-width, and no capitals."""
    return unicodedata.normalize("NFKC", text).casefold()


def terms(text: str) -> tuple[str, ...]:
    """The terms of a text, in its order."""
    found: list[str] = []
    for run in _RUN.finditer(folded(text[:TEXT_LIMIT_CHARS])):
        chinese = run[1]
        if chinese is None:
            found.append(run[0][:WORD_LIMIT_CHARS])
        else:
            found += (chinese[at : at + 2] for at in range(len(chinese)))
    return tuple(found)


def phrases(query: str) -> tuple[Phrase, ...]:
    """What a query looks for: each of its words, and each "quoted phrase" as one."""
    found: list[Phrase] = []
    plain = query[:QUERY_LIMIT_CHARS].translate(_QUOTES)
    for chunk in _CHUNK.finditer(plain):
        quoted, word = chunk[1], chunk[2]
        sought = _phrase(quoted or word or "", whole=quoted is not None)
        if sought and sought not in found:
            found.append(sought)
    return tuple(found[:PHRASES_LIMIT])


def parts(sought: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Each term of the phrases by itself, for where nothing has them all."""
    found = (
        Phrase((term,), prefix=phrase.prefix and term == phrase.terms[-1])
        for phrase in sought
        for term in phrase.terms
    )
    return tuple(dict.fromkeys(found))


def _phrase(text: str, *, whole: bool) -> Phrase | None:
    runs = list(_RUN.finditer(folded(text)))
    if not runs:
        return None
    cut, last = terms(text), runs[-1]
    if not last[1]:
        return Phrase(cut, prefix=not whole and len(last[0]) >= SHORTEST_PREFIX)
    if len(last[0]) == 1:
        return Phrase(cut, prefix=True)
    # Its last character alone stands only where a run ends, as this one need not.
    return Phrase(cut[:-1])


def is_chinese(term: str) -> bool:
    """Whether a term, which is never empty, is of Chinese characters."""
    run = _RUN.match(term)
    return run is not None and run[1] is not None


def joined(shared: tuple[str, ...]) -> tuple[str, ...]:
    """Terms as words for people: neighbours that overlap become one again."""
    words: list[str] = []
    for term in shared:
        whole = words and is_chinese(term) and words[-1].endswith(term[0])
        if whole and is_chinese(words[-1]):
            words[-1] += term[1:]
        elif len(term) > 1:
            words.append(term)
    return tuple(dict.fromkeys(words))
