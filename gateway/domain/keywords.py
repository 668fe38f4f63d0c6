"""Keywords: which are suggested for the archive, and what one may look like (R41).

First come those of the operator's own set that the texts name, then quoted names and
the words that few other requests have. A person chooses; nothing is set by itself.
"""

import re
from collections.abc import Iterable, Sequence
from math import log

from gateway.domain.findable import Rarity
from gateway.domain.request import Request
from gateway.domain.terms import folded, is_chinese, terms

KEYWORD_LIMIT_CHARS = 40
KEYWORDS_LIMIT = 12
"""Keywords of one request."""
SUGGESTED_LIMIT = 6
CANDIDATES_LIMIT = 300
"""Terms of one request whose rarity is asked for, the first ones."""
_CHINESE_LONGEST = 6
_CHINESE_SHORTEST = 2
_LATIN_SHORTEST = 3

_SEPARATORS = re.compile(r"[,，、;；\n]+")
_QUOTED = re.compile(r"[“「『\"《]([^”」』\"》\n]{2,40})[”」』\"》]")
_FUNCTION_WORDS = (
    "无法|不能|没有|未能|已经|可以|以及|导致|出现|提示|重新|进行|之后|之前|的时候|因为|"
    "[的了是在和与或及把被将由从到为但就都也还又再很请您你我他她它们这那之其让向并]"
)
_PIECES = re.compile(
    f"[\\u3400-\\u9fff]+|[A-Za-z][A-Za-z0-9_.+#-]{{1,{KEYWORD_LIMIT_CHARS - 1}}}"
)
_CUT = re.compile(f"(?:{_FUNCTION_WORDS})+")
_STOP = frozenset(
    terms(
        "the and for was were has have had not but with from that this then than its "
        "are our their they you your after before into out off all any one two been "
        "being can cannot could will would should did does done when where what which "
        "who why how again back now new old same more most once please thanks hello"
    )
)


def keywords_from(argument: str) -> tuple[str, ...]:
    """``a, b、c`` as keywords, each once; what is too long or beyond is kept out."""
    given = (" ".join(part.split()) for part in _SEPARATORS.split(argument))
    fitting = {folded(one): one for one in given if 0 < len(one) <= KEYWORD_LIMIT_CHARS}
    return tuple(fitting.values())[:KEYWORDS_LIMIT]


def too_long(argument: str) -> tuple[str, ...]:
    """The keywords of an argument that no keyword may be as long as."""
    given = (" ".join(part.split()) for part in _SEPARATORS.split(argument))
    return tuple(one for one in given if len(one) > KEYWORD_LIMIT_CHARS)


def candidate_terms(request: Request) -> tuple[str, ...]:
    """The terms whose rarity :func:`suggest` wants to know."""
    return tuple(dict.fromkeys(terms("\n".join(_texts(request)))))[:CANDIDATES_LIMIT]


def suggest(
    request: Request,
    rarity: Rarity,
    chosen: Iterable[str] = (),
    limit: int = SUGGESTED_LIMIT,
) -> tuple[str, ...]:
    """Keywords for a request, the best first; empty where its texts are empty.

    ``chosen`` is the operator's own set, and ``rarity`` what the index says of the
    request's terms; without it the words that come most often win.
    """
    texts = _texts(request)
    whole = folded("\n".join(texts))
    own = tuple(word for word in chosen if folded(word) in whole)
    worth: dict[str, float] = {}
    for place, text in enumerate(texts):
        for word in _words(text):
            # The subject, the cause and the solution come first, in this order.
            gain = _rare(word, rarity) * (1.0 if place else 1.5)
            worth[word] = worth.get(word, 0.0) + gain
    ranked = sorted(worth, key=lambda word: -worth[word])
    return _distinct((*own, *ranked))[:limit]


def _texts(request: Request) -> tuple[str, ...]:
    return tuple(
        text[:2000] for text in (request.subject, request.cause, request.solution)
    )


def _words(text: str) -> tuple[str, ...]:
    quoted = [found[1].strip() for found in _QUOTED.finditer(text)]
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        if is_chinese(piece):
            pieces += (p for p in _CUT.split(piece) if _fits(p))
        elif len(piece) >= _LATIN_SHORTEST or piece.isupper():
            pieces.append(piece.rstrip(".-"))
    return tuple(p for p in (*quoted, *pieces) if folded(p) not in _STOP)


def _fits(chinese: str) -> bool:
    return _CHINESE_SHORTEST <= len(chinese) <= _CHINESE_LONGEST


def _rare(word: str, rarity: Rarity) -> float:
    cut = [term for term in terms(word) if len(term) > 1]
    if not cut or not rarity.documents:
        return 1.0
    holding = min(rarity.holding.get(term, 0) for term in cut)
    return log(2 + rarity.documents / (1 + holding))


def _distinct(words: Sequence[str]) -> tuple[str, ...]:
    """Each once; a word that is a part of one before it says nothing more."""
    kept: list[str] = []
    for word in words:
        if not any(folded(word) in folded(other) for other in kept):
            kept.append(word)
    return tuple(kept)
