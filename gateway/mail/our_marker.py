"""Our own frame around a letter, found again in what a client made of it.

Rule: it is looked for as a part of a line and over several lines, since clients
rewrap; what it says is fixed and never translated (LETTERS 3.7).
"""

import re
from collections.abc import Sequence

_MARKER = re.compile(
    r"请在此行以上回复|请在此行上方回复|請在此行以上回覆|請在此行以上回復"
    r"|[Rr]eply above this line"
)
_MARKER_LETTERS = "请在此行以上回复replyabovethisline"
_NOT_LETTERS = re.compile(r"[\W_]+")
_MARKER_LINES = 4
_MARKER_FRAME = "-–—_*#=[( "
_LETTER_END = re.compile(
    r"本信中的时间均为 ?\S{1,40}|All times in this mail are \S{1,40}"
)


def marker_start(line: str) -> int:
    """Where our own marker begins in a line, its rule included; -1 for nowhere.

    It is found as a part of a line, since clients rewrap.
    """
    if "此行" not in line and "above this" not in line:
        return -1
    found = _MARKER.search(line)
    return len(line[: found.start()].rstrip(_MARKER_FRAME)) if found else -1


def marker_end(lines: Sequence[str], start: int) -> int:
    """The line after our marker, which may be wrapped over several."""
    end = start + 1
    for line in lines[end : end + _MARKER_LINES]:
        letters = _NOT_LETTERS.sub("", line).casefold()
        if not line.strip() or not _MARKER_LETTERS.endswith(letters):
            break
        end += 1
    return end


def ends_letter(line: str) -> bool:
    """Whether a line is the last one of a letter of ours."""
    return bool(_LETTER_END.search(line))
