"""The parts of an article, as people name them: in a key, or as a heading (2.4).

A heading begins a line and ends in a colon, or is the whole line. What stands above
the first one is no part of the article.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gateway.domain.terms import folded

TEXT_LIMIT_CHARS = 40_000
"""Characters of a mail in which parts are looked for."""
KEYWORDS = "keywords"

NAMES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("title", "标题"), "title"),
        **dict.fromkeys(("scope", "applies to", "范围", "适用范围"), "scope"),
        **dict.fromkeys(("symptom", "现象", "故障现象", "问题现象"), "symptom"),
        **dict.fromkeys(("cause", "原因", "原因分析"), "cause"),
        **dict.fromkeys(
            ("steps", "solution", "步骤", "解决步骤", "解决办法", "解决方案"), "steps"
        ),
        **dict.fromkeys(("workaround", "临时办法", "临时措施"), "workaround"),
        **dict.fromkeys(("prevention", "预防", "预防措施"), "prevention"),
        **dict.fromkeys(("keywords", "关键词"), KEYWORDS),
    }
)
"""How each part may be named."""
_LONGEST = max(map(len, NAMES))
_MARKS = " \t*_`>●◆■【（(一二三四五六七八九十、.．"
_ENDS = " \t*_`】）)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Headed:
    """The parts of a text by their names, and what stands ``above`` them."""

    parts: Mapping[str, str]
    above: str


def headed(text: str) -> Headed:
    """The parts under headings, without the empty ones; takes linear time."""
    found: dict[str, list[str]] = {}
    above: list[str] = []
    lines = above
    for line in text[:TEXT_LIMIT_CHARS].splitlines():
        part, behind = _heading(line)
        if part:
            lines = found.setdefault(part, [])
        lines.append(behind if part else line)
    told = {part: "\n".join(lines).strip() for part, lines in found.items()}
    return Headed(
        parts=MappingProxyType({part: words for part, words in told.items() if words}),
        above="\n".join(above).strip("\n"),
    )


def _heading(line: str) -> tuple[str, str]:
    """The part that a line begins, and what stands behind its heading."""
    head, _, behind = line.replace("：", ":", 1).partition(":")
    word = head.lstrip(_MARKS).strip(_ENDS)
    if len(word) > _LONGEST:
        return "", ""
    part = NAMES.get(folded(word), "")
    return part, behind.strip(_ENDS) if part else ""
