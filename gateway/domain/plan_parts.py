"""The headed parts of a plan, read from a mail (R28, R32).

A heading is a line of its own, or begins one and ends in a colon; numbers, brackets and
marks of other tools in front of it do not matter. What stands above the first heading
is no part of the plan. An empty part is a missing one.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from gateway.domain.people import Locale
from gateway.domain.phrases import fold

TEXT_LIMIT_CHARS = 40_000
"""Characters of a mail in which a plan is looked for."""
PART_LIMIT_CHARS = 8_000
"""Characters of one part that are kept."""
LINES_LIMIT = 1_000


class Part(StrEnum):
    STEPS = "steps"
    RISKS = "risks"
    TESTS = "tests"
    CONTINUITY = "continuity"
    WINDOW = "window"
    DOWNTIME = "downtime"
    IMPACT = "impact"
    ROLLBACK = "rollback"
    OTHERWISE = "otherwise"


ALWAYS = (Part.STEPS, Part.RISKS, Part.TESTS)
"""R28: what each plan must hold."""
WITH_CONSENT = (*ALWAYS, Part.CONTINUITY, Part.DOWNTIME, Part.IMPACT, Part.ROLLBACK)
"""R32: what a plan must hold that the customer is asked about."""

HEADINGS: Mapping[Locale, Mapping[Part, str]] = MappingProxyType(
    {
        Locale.EN: {
            Part.STEPS: "Steps",
            Part.RISKS: "Risks",
            Part.TESTS: "Tests",
            Part.CONTINUITY: "Business continuity",
            Part.WINDOW: "Window",
            Part.DOWNTIME: "Downtime",
            Part.IMPACT: "Impact",
            Part.ROLLBACK: "Rollback",
            Part.OTHERWISE: "If not done",
        },
        Locale.ZH_CN: {
            Part.STEPS: "操作步骤",
            Part.RISKS: "风险预案",
            Part.TESTS: "测试方案",
            Part.CONTINUITY: "业务连续性措施",
            Part.WINDOW: "实施时间",
            Part.DOWNTIME: "停机时间",
            Part.IMPACT: "影响",
            Part.ROLLBACK: "回退",
            Part.OTHERWISE: "不实施的后果",
        },
    }
)
"""How our own letters name the parts; each may be written so, too."""

_ALIASES: Mapping[Part, tuple[str, ...]] = MappingProxyType(
    {
        Part.STEPS: (
            *("steps", "operation steps", "procedure", "what to do", "actions"),
            *("步骤", "实施步骤", "操作流程"),
        ),
        Part.RISKS: (
            *("risks", "risk", "risk plan", "risks and contingency", "contingency"),
            *("contingency plan", "风险", "风险与预案", "应急预案", "风险及预案"),
        ),
        Part.TESTS: (
            *("tests", "test", "test plan", "testing", "verification", "测试"),
            *("测试计划", "验证方案", "测试步骤"),
        ),
        Part.CONTINUITY: (
            *("business continuity", "continuity", "continuity measures"),
            *("业务连续性", "业务连续性保障"),
        ),
        Part.WINDOW: (
            *("window", "when", "time", "maintenance window", "schedule"),
            *("时间", "窗口", "维护窗口", "时间窗口", "实施窗口", "计划时间"),
        ),
        Part.DOWNTIME: ("downtime", "outage", "停机", "停机时长", "中断时间"),
        Part.IMPACT: ("impact", "affected", "影响范围", "业务影响", "影响说明"),
        Part.ROLLBACK: (
            *("rollback", "roll back", "back-out", "rollback plan", "fallback"),
            *("回滚", "回退方案", "回滚方案", "回退措施", "回退办法"),
        ),
        Part.OTHERWISE: (
            *("if not done", "if not", "consequence", "consequences"),
            *("不做的后果", "不处理的后果", "如不实施"),
        ),
    }
)
_PART_OF: Mapping[str, Part] = MappingProxyType(
    {
        **{fold(a): part for part, names in _ALIASES.items() for a in names},
        **{fold(n): p for table in HEADINGS.values() for p, n in table.items()},
    }
)
_LONGEST = max(map(len, _PART_OF))
_MARKS = " \t>*_`-•·●◆■#【[（(「"
_ENDS = " \t*_`】]）)」:"
_NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:[、.．)）]|(?=[ \t]))[ \t]*"
)
_PLACEHOLDERS = frozenset({"", "…", "...", "……"})


def read_parts(text: str) -> Mapping[Part, str]:
    """The parts that a text holds, without the empty ones; takes linear time."""
    found: dict[Part, list[str]] = {}
    present: Part | None = None
    for line in text[:TEXT_LIMIT_CHARS].splitlines()[:LINES_LIMIT]:
        part, rest = _heading(line)
        present = part or present
        if present is not None:
            found.setdefault(present, []).append(line if part is None else rest)
    told = {part: "\n".join(lines).strip() for part, lines in found.items()}
    return MappingProxyType(
        {
            part: words[:PART_LIMIT_CHARS]
            for part, words in told.items()
            if words not in _PLACEHOLDERS
        }
    )


def named(parts: tuple[Part, ...], locale: Locale) -> str:
    """The headings of parts, for a letter."""
    joint = "、" if locale is Locale.ZH_CN else ", "
    return joint.join(HEADINGS[locale][part] for part in parts)


def _heading(line: str) -> tuple[Part | None, str]:
    """The part that a line begins, and what stands behind the heading."""
    bare = line.strip().lstrip(_MARKS)
    number = _NUMBERED.match(bare)
    bare = (bare[number.end() :] if number else bare).lstrip(_MARKS)
    head, colon, rest = bare.replace("：", ":", 1).partition(":")
    if not colon:
        head, rest = bare, ""
    word = head.strip().strip(_ENDS)
    if len(word) > _LONGEST:
        return None, ""
    part = _PART_OF.get(fold(word))
    return part, rest.strip().lstrip("*_` ") if part else ""
