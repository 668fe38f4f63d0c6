"""The one question of satisfaction, as it is answered (PROCESS 2.7)."""

from dataclasses import dataclass

from gateway.domain.closing import LineKind, is_polite, read_lines, segments
from gateway.domain.phrases import Phrases

RATING_WORDS_LIMIT = 500
"""Characters of a customer's own words that are kept beside the mark."""
_AROUND = " :[]【】"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """``mark`` is good, fair or poor; ``words`` are those below it."""

    mark: str
    words: str = ""


def read_rating(words: str, phrases: Phrases) -> Rating | None:
    """The mark, where the first line holds nothing else but courtesies."""
    lines = read_lines(words, phrases)
    said = [line for line in lines if line.kind is not LineKind.SALUTATION]
    if not said:
        return None
    parts = segments(said[0].folded)
    told = " ".join(part for part in parts if not is_polite(part, phrases))
    marked = next((m for m in phrases.rating_mark if told.startswith(m)), "")
    told = told[len(marked) :].strip(_AROUND)
    mark = next((m for m, known in phrases.ratings.items() if told in known), None)
    if mark is None:
        return None
    rest = [line.text for line in said[1:] if line.kind is LineKind.SUBSTANCE]
    return Rating(mark=mark, words="\n".join(rest)[:RATING_WORDS_LIMIT])
