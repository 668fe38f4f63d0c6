"""Takes our own letters out of a reply, however a client rewrapped them.

Rule (PROCESS 6.2 step 4): letters and digits alone are compared. Lines that follow
each other in one of our letters are ours; then so is what stands right below them.
A lone line is the customer's where the quote shows the same line too, or where
nothing quoted stands above it: a customer may copy one of our lines as the answer.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gateway.mail.message import Message
from gateway.mail.reply import read_reply
from gateway.mail.reply_lines import QUOTED_FOR

_LETTERS = re.compile(r"[\W_]+")
_PIECES = re.compile(r"(?<=[\s。！？；!?;:：，])")
_FRAME = " -–—_*=#|>＞»│"
_FLAT_CHARS = 200
_TOGETHER = 10
"""Letters of neighbouring lines that prove a quote (6.2)."""
_ALONE = 40
"""Letters of one line that prove it: nobody copies so much as an answer."""
_SENT_CHARS = 262_144
_LINES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """The customer's words, and whether the first of them stood below ours."""

    words: str
    below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    joined: str
    lines: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    known: _Sent
    quoted: str
    below_from: int | None


def own_words(message: Message, sent: Sequence[str]) -> Remaining:
    """The new words of a reply without what ``sent`` holds (6.2 steps 4 and 5)."""
    quoted = "\n".join(cut.text for cut in message.cut if cut.why in QUOTED_FOR)
    own = subtract_sent(
        message.reply_text, sent, quoted=quoted, below_from=message.below_from
    )
    if own.words.strip():
        return own
    return Remaining(words=typed_below(quoted, sent), below=True)


def subtract_sent(
    text: str, sent: Sequence[str], *, quoted: str = "", below_from: int | None = None
) -> Remaining:
    """``text`` without the lines that are ours.

    ``quoted`` is what was cut from the mail as a quote; from line ``below_from`` on
    the text stood below it. Lines beyond the two thousandth stay. Takes time in
    proportion to ``text`` times the letters' length.
    """
    known = _known(sent)
    if known is None:
        return Remaining(words=text, below=below_from == 0)
    kept: list[str] = []
    below: bool | None = None
    met = False
    about = _About(known=known, quoted=_letters(quoted), below_from=below_from)
    for place, (line, is_ours) in enumerate(_told_apart(text.split("\n"), about)):
        met = met or is_ours or place == below_from
        if is_ours:
            continue
        if len(line) > _FLAT_CHARS:
            pieces = _told_apart(_PIECES.split(line), about)
            line = "".join(piece for piece, cut in pieces if not cut)  # noqa: PLW2901 - the same line, cut
        if below is None and line.strip():
            below = met
        kept.append(line)
    return Remaining(words="\n".join(kept).strip("\n"), below=bool(below))


def typed_below(quoted: str, sent: Sequence[str]) -> str:
    """What stands right under our letter in a quote without signs (6.2 step 5).

    It is the customer's, down to where another quote begins; empty where no letter
    of ours is found.
    """
    known = _known(sent)
    if known is None:
        return ""
    about = _About(known=known, quoted="", below_from=None)
    told = list(_told_apart(quoted.split("\n"), about))
    last = max((n for n, (_, is_ours) in enumerate(told) if is_ours), default=None)
    if last is None:
        return ""
    return read_reply("\n".join(line for line, _ in told[last + 1 :])).words


def _known(sent: Sequence[str]) -> _Sent | None:
    ours = [letters for letter in sent if (letters := _letters(letter))]
    if not ours:
        return None
    lines = frozenset(_letters(line) for letter in sent for line in letter.split("\n"))
    return _Sent(joined="\n".join(ours)[:_SENT_CHARS], lines=lines - {""})


def _told_apart(lines: Sequence[str], about: _About) -> Iterator[tuple[str, bool]]:
    known = about.known
    letters = [_letters(line) for line in lines[:_LINES]]
    shown = [place for place, text in enumerate(letters) if text]
    ours = [False] * len(lines)
    for first, last in _runs(letters, shown, known):
        ours[first : last + 1] = [True] * (last + 1 - first)
    _give_back_copy(letters, ours)
    _grow_down(letters, shown, ours, known)
    _drop_left_over(letters, ours, about)
    frames = [bool(line.strip()) and not line.strip(_FRAME) for line in lines]
    for place in reversed(range(len(letters) - 1)):
        # The rule that frames our marker, quote signs: they hold no letter.
        ours[place] = ours[place] or (frames[place] and ours[place + 1])
    for place in range(1, len(letters)):
        ours[place] = ours[place] or (frames[place] and ours[place - 1])
    return zip(lines, ours, strict=True)


def _runs(
    letters: Sequence[str], shown: Sequence[int], known: _Sent
) -> Iterator[tuple[int, int]]:
    """Neighbours that follow each other in a letter too, however short each is."""
    joined, members = "", list[int]()
    for place in [*shown, -1]:
        more = letters[place] if place >= 0 else "\0"
        if joined and joined + more in known.joined:
            joined += more
            members.append(place)
            continue
        together = len(members) > 1 and len(joined) >= _TOGETHER
        if together or (len(joined) >= _ALONE and joined in known.joined):
            yield members[0], members[-1]
        joined, members = more, [place]


def _give_back_copy(letters: Sequence[str], ours: list[bool]) -> None:
    """The first run is a copy of the customer's where the quote below shows it too."""
    start = next((n for n, cut in enumerate(ours) if cut), len(ours))
    if any(letters[:start]):
        return
    end = next((n for n in range(start, len(ours)) if not ours[n]), len(ours))
    copied = "".join(letters[start:end])
    rest = "".join(
        text for text, cut in zip(letters[end:], ours[end:], strict=False) if cut
    )
    if len(copied) < _ALONE and copied in rest:
        ours[start:end] = [False] * (end - start)


def _grow_down(
    letters: Sequence[str], shown: Sequence[int], ours: list[bool], known: _Sent
) -> None:
    """A client may leave lines out: what stands under ours and is ours, too, goes."""
    seen = "\n".join(text for text, cut in zip(letters, ours, strict=False) if cut)
    above = False
    for place in shown:
        text = letters[place]
        if not ours[place] and above and text in known.joined and text not in seen:
            ours[place] = True
            seen += "\n" + text
        above = ours[place]


def _drop_left_over(letters: Sequence[str], ours: list[bool], about: _About) -> None:
    """A whole line of ours somewhere below a quote that does not show it."""
    seen = "\n".join(text for text, cut in zip(letters, ours, strict=False) if cut)
    seen = f"{about.quoted}\n{seen}"
    below = False
    for place, text in enumerate(letters):
        below = below or ours[place] or place == about.below_from
        if below and text in about.known.lines and text not in seen:
            ours[place] = True


def _letters(text: str) -> str:
    return _LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()
