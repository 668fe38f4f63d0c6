"""The lines of a reply while they are told apart: each is own, or cut for a reason.

Rule of this room: a line gets its label once and keeps its text, so that what is not
in the words is found among the cuts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gateway.mail.html_text import QUOTE_START, SIGNATURE_LINE
from gateway.mail.message import Cut, CutFor

_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u2060\ufeff\u00ad\u034f\u202a-\u202e\u2066-\u2069]"
)
_ENTITY_SPACE = re.compile(r"&nbsp;?")
QUOTED_FOR = frozenset(
    {CutFor.SEPARATOR, CutFor.MARKER, CutFor.QUOTE, CutFor.QUOTE_SIGN}
)
"""What other people wrote; the other reasons are additions to the writer's words."""


@dataclass(slots=True)
class Line:
    """``why`` is None for a line of the writer's own.

    ``returned``: it stood within what looks like a quote without signs.
    """

    text: str
    why: CutFor | None = None
    returned: bool = False

    @property
    def is_own(self) -> bool:
        return self.why is None and bool(self.text.strip()) and self.text != QUOTE_START


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the sender wrote anew, and what was cut beside it, in order.

    ``below_from`` is the line of ``words`` from which on they stand below something
    quoted; None where all of them stand above. ``commands_until`` is the line from
    which on no command is read: words below a quote hold commands only where they are
    all in one piece at the end of it.
    """

    words: str
    cut: tuple[Cut, ...] = ()
    below_from: int | None = None
    commands_until: int | None = None


def texts_of(text: str) -> list[str]:
    """The lines without what shows nothing, all spaces being plain ones."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text).replace("\xa0", " ").replace("\u3000", " ")
    if "&nbsp" in text:
        text = _ENTITY_SPACE.sub(" ", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def label(lines: Sequence[Line], why: CutFor) -> None:
    """Label what has no label yet."""
    for line in lines:
        if line.why is None:
            line.why = why


def own_runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines that no quote interrupts, those already cut for more left out."""
    run: list[Line] = []
    for line in lines:
        if line.why in QUOTED_FOR or line.text == QUOTE_START:
            yield run
            run = []
        elif line.why is None:
            run.append(line)
    yield run


def gathered(lines: Sequence[Line]) -> Reply:
    """Put the own lines together, and beside them what was cut."""
    runs = [_trimmed([line.text.rstrip() for line in run]) for run in own_runs(lines)]
    runs = [run for run in runs if run]
    first = next((n for n, line in enumerate(lines) if line.why in QUOTED_FOR), None)
    below_from = None
    if first is not None:
        above = int(any(line.is_own for line in lines[:first]))
        below_from = sum(len(run) + 1 for run in runs[:above])
        below_from = below_from if len(runs) > above else None
    words = "\n\n".join("\n".join(run) for run in runs)
    return Reply(
        # Yahoo sets one space before the first line.
        words=words if words.startswith("  ") else words.removeprefix(" "),
        cut=_cuts(lines),
        below_from=below_from,
        commands_until=None if _stands_last(lines, len(runs)) else below_from,
    )


def _stands_last(lines: Sequence[Line], runs: int) -> bool:
    """Whether all words are in one piece under the last line that is quoted."""
    own = [n for n, line in enumerate(lines) if line.is_own]
    if runs != 1 or any(lines[n].returned for n in own):
        return False
    return not any(line.why in QUOTED_FOR for line in lines[own[0] :])


def _cuts(lines: Sequence[Line]) -> tuple[Cut, ...]:
    """Neighbours that were cut for one reason are one cut."""
    groups: list[tuple[CutFor, list[str]]] = []
    why: CutFor | None = None
    for line in lines:
        text = line.text.removeprefix(SIGNATURE_LINE).rstrip()
        if line.text == QUOTE_START or (line.why is None and not text):
            text = ""
        elif line.why is None:
            why = None
            continue
        elif line.why is not why:
            why = line.why
            groups.append((why, []))
        if why is not None:
            groups[-1][1].append(text)
    cuts = (Cut(why=why, text="\n".join(_trimmed(texts))) for why, texts in groups)
    return tuple(cut for cut in cuts if cut.text)


def _trimmed(texts: list[str]) -> list[str]:
    """Without blank lines at both ends."""
    shown = [place for place, text in enumerate(texts) if text.strip()]
    return texts[shown[0] : shown[-1] + 1] if shown else []
