"""The words and figures that times are written with, in both languages.

Rule of this room: data alone, and patterns that match at one place and never go back.
Only figures that a person may mean by a time of day, a day or a span are in here.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Half(StrEnum):
    """What a word or a suffix says of an hour between one and twelve."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


DAYS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("昨天", "昨日", "yesterday"), -1),
        **dict.fromkeys(("今天", "今日", "当天", "today"), 0),
        **dict.fromkeys(("明天", "明日", "tomorrow"), 1),
        **dict.fromkeys(("后天", "後天", "the day after tomorrow"), 2),
        **dict.fromkeys(("day after tomorrow",), 2),
        "大后天": 3,
    }
)
"""Days counted from today."""

DAYS_WITH_HALF: Mapping[str, tuple[int, Half]] = MappingProxyType(
    {
        "今早": (0, Half.MORNING),
        "今晚": (0, Half.EVENING),
        "tonight": (0, Half.EVENING),
        "明早": (1, Half.MORNING),
        "明晚": (1, Half.EVENING),
        "昨晚": (-1, Half.EVENING),
    }
)

HALVES: Mapping[str, Half] = MappingProxyType(
    {
        **dict.fromkeys(("上午", "早上", "早晨", "清晨", "凌晨"), Half.MORNING),
        **dict.fromkeys(("中午", "正午"), Half.NOON),
        **dict.fromkeys(("下午", "午后"), Half.AFTERNOON),
        **dict.fromkeys(("晚上", "傍晚", "夜里", "晚间"), Half.EVENING),
        **dict.fromkeys(("am", "a.m.", "a.m"), Half.MORNING),
        **dict.fromkeys(("pm", "p.m.", "p.m"), Half.AFTERNOON),
    }
)

WEEKDAYS: Mapping[str, int] = MappingProxyType(
    {
        **{
            f"{week}{day}": number
            for week in ("周", "星期", "礼拜", "週")
            for number, day in enumerate("一二三四五六日")
        },
        **{f"{week}天": 6 for week in ("周", "星期", "礼拜", "週")},
        **{
            name: number
            for number, names in enumerate(
                (
                    ("monday", "mon"),
                    ("tuesday", "tues", "tue"),
                    ("wednesday", "wed"),
                    ("thursday", "thurs", "thur", "thu"),
                    ("friday", "fri"),
                    ("saturday", "sat"),
                    ("sunday", "sun"),
                )
            )
            for name in names
        },
    }
)

MONTHS: Mapping[str, int] = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                ("january", "jan"),
                ("february", "feb"),
                ("march", "mar"),
                ("april", "apr"),
                ("may",),
                ("june", "jun"),
                ("july", "jul"),
                ("august", "aug"),
                ("september", "sept", "sep"),
                ("october", "oct"),
                ("november", "nov"),
                ("december", "dec"),
            ),
            start=1,
        )
        for name in names
    }
)

HOURS = ("小时", "个小时", "hours", "hour", "hrs", "hr", "h", "钟头", "个钟头")
MINUTES = ("分钟", "minutes", "minute", "mins", "min", "m", "分")
SPAN_DAYS = ("天", "days", "day", "d")

CONNECTORS = ("至", "到", "-", "–", "—", "~", "to", "until")
"""What stands between the two ends of a range."""


def _any(words: Mapping[str, object] | tuple[str, ...]) -> str:
    """An alternative of literals, the longest first; Latin words only whole."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(
        f"{re.escape(word)}(?![a-z0-9])"
        if word[0].isalpha() and word[0].isascii()
        else re.escape(word)
        for word in ordered
    )


LEAD = re.compile(r"(?:at|on|by|until|till|before|于|在|直到|直至) ?")
DAY = re.compile(f"({_any(DAYS)})")
DAY_WITH_HALF = re.compile(f"({_any(DAYS_WITH_HALF)})")
HALF = re.compile(f"({_any(HALVES)})")
WEEKDAY = re.compile(
    rf"(this |next |本|这|這|下)?(个|個)?({_any(WEEKDAYS)})\.?", re.ASCII
)
ISO_DATE = re.compile(
    r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"
    # D2: a date and an hour that are run together, as in the seed's own example.
    r"(?:(?![0-9])|(?<=[-/.][0-9]{2})(?=[0-9]{2}:[0-9]{2}))(t)?"
)
CHINESE_DATE = re.compile(
    r"(?:([0-9]{4}) ?年 ?)?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号號]"
)
MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})(?![0-9:-])")
LOOSE_MONTH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})(?= [0-9]{1,2}:[0-9]{2})")
SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?![0-9/])")
NAMED_DATE = re.compile(
    rf"([0-9]{{1,2}})(?:st|nd|rd|th)? ({_any(MONTHS)})\.?(?:,? ([0-9]{{4}})(?![0-9:]))?"
)
DATE_NAMED = re.compile(
    rf"({_any(MONTHS)})\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:])"
    r"(?:,? ([0-9]{4})(?![0-9:]))?"
)
CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?(?![0-9:])")
CHINESE_CLOCK = re.compile(
    r"([0-9]{1,2}) ?[点點时時](?!间|間)(?:(半)|整|钟|([0-9]{1,2}) ?分?)?"
)
BARE_HOUR = re.compile(r"([0-9]{1,2})(?= ?[ap]\.?m(?![a-z0-9]))")
NOON = re.compile(r"noon(?![a-z0-9])|正午|中午(?! ?[0-9])")
MIDNIGHT = re.compile(r"midnight(?![a-z0-9])|午夜|半夜")
OFFSET = re.compile(r"z(?![a-z0-9])|(\+)([0-9]{2}):?([0-9]{2})(?![0-9])")
OFFSET_OF_ISO = re.compile(r"(-)([0-9]{2}):?([0-9]{2})(?![0-9])")
"""Only behind ``2023-10-09T14:30``: in ``10:20-11:30`` the same figures are an end."""
ZONE_NAME = re.compile(
    r"(?:utc|gmt|cst|cdt|est|edt|mst|mdt|pst|pdt|cet|cest|bst|ist|jst|hkt|sgt)"
    r"(?![a-z0-9])"
)
TRAILER = re.compile(r"(?:之前|以前|前|左右|or so(?![a-z]))")
CONNECTOR = re.compile(rf"({_any(CONNECTORS)})")
SPAN_LEAD = re.compile(r"(?:in |再过|过|\+)")
SPAN_HALF = re.compile(r"(半)(?:个)?(小时|钟头|天)|(half an hour|half a day)")
SPAN = re.compile(
    r"([0-9]{1,4}(?:\.[0-9])?) ?(?:(" + _any(HOURS) + r")|(" + _any(MINUTES) + r")|("
    rf"{_any(SPAN_DAYS)}))"
)
HOURS_AND_MINUTES = re.compile(
    r"([0-9]{1,3}) ?h ?([0-9]{1,2}) ?(?:m|min)?(?![a-z0-9])"
    r"|([0-9]{1,3}) ?(?:个)?小时(?:零)? ?([0-9]{1,2}) ?分钟?"
)
SPAN_TRAILER = re.compile(r"(?:之后|以后|后|內|内|from now(?![a-z]))")
