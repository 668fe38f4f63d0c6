"""Wishes that a customer's first line may say, whatever else is waited for (E20).

Rule of this room: the whole first line has to say it, courtesies aside; a word within a
sentence is no wish. The words are those of config/phrases.toml.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from gateway.domain.closing import LineKind, is_polite, read_lines, segments
from gateway.domain.phrases import Phrases
from gateway.domain.verdict import WORDS_LIMIT

_QUESTION = "?"
_HASH = "# "
_OWN = frozenset({LineKind.SUBSTANCE, LineKind.POLITE})


class Wish(StrEnum):
    WITHDRAW = "withdraw"
    MUTE = "mute"
    UNMUTE = "unmute"
    ERASE = "erase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """``line`` says it, as written; ``rest`` is what the writer says below it."""

    wish: Wish
    line: str
    rest: str = ""


def wished(words: str, phrases: Phrases, names: Sequence[str] = ()) -> Wished | None:
    """What the first line asks for; None where it says anything else.

    A ``#`` before it does not matter. Takes time in proportion to the limit of a
    reply's words, and never raises.
    """
    lines = read_lines(words[:WORDS_LIMIT], phrases, names)
    spoken = [line for line in lines if line.kind is not LineKind.SALUTATION]
    if not spoken or spoken[0].kind not in _OWN:
        return None
    folded = spoken[0].folded.lstrip(_HASH)
    if _QUESTION in folded:
        return None
    parts = [part for part in segments(folded) if not is_polite(part, phrases)]
    said = parts[0] if len(parts) == 1 else ""
    wish = next((w for w, known in _known(phrases) if said in known), None)
    if wish is None:
        return None
    rest = (one.text for one in spoken[1:] if one.kind is LineKind.SUBSTANCE)
    return Wished(wish=wish, line=spoken[0].text, rest="\n".join(rest))


def _known(phrases: Phrases) -> tuple[tuple[Wish, frozenset[str]], ...]:
    return (
        (Wish.WITHDRAW, phrases.withdraw),
        (Wish.MUTE, phrases.mute),
        (Wish.UNMUTE, phrases.unmute),
        (Wish.ERASE, phrases.erase),
    )
