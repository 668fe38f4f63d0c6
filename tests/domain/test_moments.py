"""Times as people write them in commands (COMMANDS: TIME; R27, R59)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from gateway.domain.moment_forms import Trouble
from gateway.domain.moments import (
    SPAN_LIMIT,
    TEXT_LIMIT_CHARS,
    Moment,
    Precision,
    Range,
    Unclear,
    read_moment,
    read_stamp,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2023, 10, 9, 2, 0, tzinfo=UTC)
"""Monday 2023-10-09 10:00 in Shanghai."""


def _local(at: datetime, zone: ZoneInfo = SHANGHAI) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _read(text: str, now: datetime = MONDAY) -> str:
    """What was read, in few words: the moment, the range or the trouble."""
    found, _ = read_moment(text, now, SHANGHAI)
    match found:
        case Moment():
            return _local(found.at)
        case Range():
            return f"{_local(found.start)} / {_local(found.end)}"
        case Unclear():
            return found.why
        case None:
            return "nothing"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14:30", "2023-10-09 14:30"),
        ("09:05", "2023-10-09 09:05"),
        ("14:30:59", "2023-10-09 14:30"),
        ("１４：３０", "2023-10-09 14:30"),
        ("at 14:30", "2023-10-09 14:30"),
        ("18:00前", "2023-10-09 18:00"),
        ("下午3点", "2023-10-09 15:00"),
        ("今天下午3点", "2023-10-09 15:00"),
        ("今天下午 3 点半", "2023-10-09 15:30"),
        ("下午2点15分", "2023-10-09 14:15"),
        ("上午11时", "2023-10-09 11:00"),
        ("15点", "2023-10-09 15:00"),
        ("12点", "2023-10-09 12:00"),
        ("中午12点", "2023-10-09 12:00"),
        ("中午1点", "2023-10-09 13:00"),
        ("凌晨12点", "2023-10-09 00:00"),
        ("今晚8点", "2023-10-09 20:00"),
        ("明早9点", "2023-10-10 09:00"),
        ("5pm", "2023-10-09 17:00"),
        ("5:30 p.m.", "2023-10-09 17:30"),
        ("12am", "2023-10-09 00:00"),
        ("12pm", "2023-10-09 12:00"),
        ("noon", "2023-10-09 12:00"),
        ("24:00", "2023-10-10 00:00"),
        ("明天 9:00", "2023-10-10 09:00"),
        ("明天9:00", "2023-10-10 09:00"),
        ("后天 9:00", "2023-10-11 09:00"),
        ("昨天 9:00", "2023-10-08 09:00"),
        ("tomorrow 9:00", "2023-10-10 09:00"),
        ("tomorrow at 9:00", "2023-10-10 09:00"),
        ("9:00 tomorrow", "2023-10-10 09:00"),
        ("周五 17:00", "2023-10-13 17:00"),
        ("星期日下午3点", "2023-10-15 15:00"),
        ("Friday 5pm", "2023-10-13 17:00"),
        ("Fri. 17:00", "2023-10-13 17:00"),
        ("5pm on Friday", "2023-10-13 17:00"),
        ("本周五 17:00", "2023-10-13 17:00"),
        ("下周五 17:00", "2023-10-20 17:00"),
        ("2023-10-12 18:00", "2023-10-12 18:00"),
        ("2023/10/12 18:00", "2023-10-12 18:00"),
        ("2023-10-1218:00", "2023-10-12 18:00"),
        ("2023-10-12T18:00", "2023-10-12 18:00"),
        ("2023-10-12T18:00Z", "2023-10-13 02:00"),
        ("2023-10-12T18:00+02:00", "2023-10-13 00:00"),
        ("2023-10-12T18:00-05:00", "2023-10-13 07:00"),
        ("10-12 18:00", "2023-10-12 18:00"),
        ("10-08 18:00", "2023-10-08 18:00"),
        ("01-05 9:00", "2024-01-05 09:00"),
        ("10月12日 18:00", "2023-10-12 18:00"),
        ("2023年10月12日18:00", "2023-10-12 18:00"),
        ("12 Oct 18:00", "2023-10-12 18:00"),
        ("Oct 12, 2023 18:00", "2023-10-12 18:00"),
        ("25/10 9:00", "2023-10-25 09:00"),
        ("10/25 9:00", "2023-10-25 09:00"),
        ("10/10 9:00", "2023-10-10 09:00"),
        ("2h", "2023-10-09 12:00"),
        ("30m", "2023-10-09 10:30"),
        ("1h30m", "2023-10-09 11:30"),
        ("1.5h", "2023-10-09 11:30"),
        ("in 2 hours", "2023-10-09 12:00"),
        ("2小时后", "2023-10-09 12:00"),
        ("1小时30分钟", "2023-10-09 11:30"),
        ("半小时", "2023-10-09 10:30"),
        ("3天", "2023-10-12 10:00"),
    ],
)
def test_a_point_in_time_is_read_as_a_person_means_it(text: str, meant: str) -> None:
    assert _read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10:20-11:30", "2023-10-09 10:20 / 2023-10-09 11:30"),
        ("10:20–11:30", "2023-10-09 10:20 / 2023-10-09 11:30"),
        ("10:20 ~ 11:30", "2023-10-09 10:20 / 2023-10-09 11:30"),
        ("10:20至11:30", "2023-10-09 10:20 / 2023-10-09 11:30"),
        ("10:20 to 11:30", "2023-10-09 10:20 / 2023-10-09 11:30"),
        ("明天 22:00-23:00", "2023-10-10 22:00 / 2023-10-10 23:00"),
        ("22:00-02:00", "2023-10-09 22:00 / 2023-10-10 02:00"),
        ("下午2点-4点", "2023-10-09 14:00 / 2023-10-09 16:00"),
        ("10-14 22:00 - 10-15 02:00", "2023-10-14 22:00 / 2023-10-15 02:00"),
        ("周六 22:00 到 24:00", "2023-10-14 22:00 / 2023-10-15 00:00"),
    ],
)
def test_a_range_has_both_its_ends(text: str, meant: str) -> None:
    assert _read(text) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("3点", Trouble.AMBIGUOUS),
        ("10/8", Trouble.AMBIGUOUS),
        ("next Friday 17:00", Trouble.AMBIGUOUS),
        ("midnight", Trouble.AMBIGUOUS),
        ("晚上3点", Trouble.AMBIGUOUS),
        ("17:00 CST", Trouble.AMBIGUOUS),
        ("25:00", Trouble.IMPOSSIBLE),
        ("14:75", Trouble.IMPOSSIBLE),
        ("24:30", Trouble.IMPOSSIBLE),
        ("2023-13-01", Trouble.IMPOSSIBLE),
        ("2023-02-30 9:00", Trouble.IMPOSSIBLE),
        ("02-30 9:00", Trouble.IMPOSSIBLE),
        ("13am", Trouble.IMPOSSIBLE),
        ("0h", Trouble.IMPOSSIBLE),
        ("9999h", Trouble.IMPOSSIBLE),
        ("18:00-10:00 x", Trouble.REVERSED),
        ("2023-10-12 9:00 - 2023-10-11 9:00", Trouble.REVERSED),
    ],
)
def test_what_could_mean_two_things_or_none_is_named(text: str, why: Trouble) -> None:
    assert _read(text) == why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "restarted the pool",
        "1200 users",
        "10.0.0.1 is down",
        "3 users wait",
        "on call",
        "5 monitors",
        "2 machines",
        "2时间",
        "日志分析",
        "Saturnalia",
        "marching",
        "14:300",
        "1:2:3:4",
    ],
)
def test_words_that_are_no_time_are_left_to_the_text(text: str) -> None:
    found, rest = read_moment(text, MONDAY, SHANGHAI)
    assert (found, rest) == (None, text.strip())


@pytest.mark.parametrize(
    ("text", "written", "rest"),
    [
        ("14:30 logs read", "14:30", "logs read"),
        ("10:20-11:30，查看日志", "10:20-11:30", "查看日志"),
        ("明天 9:00 上门", "明天 9:00", "上门"),
        ("10:20-the log", "10:20", "-the log"),
    ],
)
def test_the_text_behind_a_time_is_kept(text: str, written: str, rest: str) -> None:
    found, left = read_moment(text, MONDAY, SHANGHAI)
    assert found is not None
    assert (found.text, left) == (written, rest)


def test_a_day_alone_reaches_from_its_first_moment_to_its_last() -> None:
    found, _ = read_moment("2023-10-12", MONDAY, SHANGHAI)
    assert isinstance(found, Moment)
    assert found.precision is Precision.DAY
    assert (_local(found.at), _local(found.until)) == (
        "2023-10-12 00:00",
        "2023-10-13 00:00",
    )


def test_a_weekday_is_todays_while_its_hour_is_ahead_and_else_the_next() -> None:
    assert _read("周一 11:00") == "2023-10-09 11:00"
    assert _read("周一 9:00") == "2023-10-16 09:00"
    assert _read("周一 9:00-11:00") == "2023-10-16 09:00 / 2023-10-16 11:00"


def test_a_time_that_summer_time_leaves_out_is_impossible() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found, _ = read_moment("2024-03-31 02:30", MONDAY, berlin)
    assert isinstance(found, Unclear)
    assert found.why is Trouble.IMPOSSIBLE


def test_a_local_hour_is_that_of_the_zone_on_its_own_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found, _ = read_moment("2023-11-01 9:00", MONDAY, berlin)
    assert isinstance(found, Moment)
    assert found.at == datetime(2023, 11, 1, 8, 0, tzinfo=UTC)


def test_in_front_of_words_a_span_or_a_day_is_part_of_them() -> None:
    for text in ("2h of logs read", "明天再看", "2023-10-08 log was empty"):
        assert read_stamp(text, MONDAY, SHANGHAI) == (None, text)
    found, rest = read_stamp("10:20-11:30 logs read", MONDAY, SHANGHAI)
    assert isinstance(found, Range)
    assert rest == "logs read"


def test_a_span_leads_no_further_than_its_limit() -> None:
    days = SPAN_LIMIT.days
    assert _read(f"{days}d") == _local(MONDAY + SPAN_LIMIT)
    assert _read(f"{days + 1}d") == Trouble.IMPOSSIBLE


def test_only_the_front_of_a_long_text_is_looked_at() -> None:
    far = " " * TEXT_LIMIT_CHARS + "14:30"
    assert read_moment(far, MONDAY, SHANGHAI) == (None, "14:30")


def test_the_last_days_of_the_calendar_do_no_harm() -> None:
    assert _read("9999-12-31 9:00") == "9999-12-31 09:00"
    assert _read("9999-12-31") == Trouble.IMPOSSIBLE
    assert _read("0001-01-01 0:00") == Trouble.IMPOSSIBLE


@given(
    st.text(
        alphabet="0123456789:-/.TZ+ amphd年月日点时半上下午周一明天今晚~至前Friday",
        max_size=40,
    )
)
def test_nothing_that_anyone_writes_breaks_the_reading(text: str) -> None:
    found, rest = read_moment(text, MONDAY, SHANGHAI)
    assert rest == rest.strip() or found is not None
    if isinstance(found, Range):
        assert found.start < found.end
    if isinstance(found, Moment):
        assert found.at <= found.until <= found.at + timedelta(days=1, hours=1)
