"""Specimens of the monthly review: the guide's own example, in figures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import HOUR, MINUTE, SUBMITTED, text
from gateway.domain.codes import Clock, NoticeCode
from gateway.domain.notices import Detail
from gateway.domain.people import Locale
from gateway.domain.request import RequestNumber
from gateway.domain.review_details import (
    AGES,
    Action,
    Backlog,
    Figures,
    Goals,
    Incident,
    Known,
    Miss,
    Party,
    Problem,
    Quote,
    ReviewTold,
    Share,
    Spread,
)
from gateway.domain.review_points import points

NUMBER = RequestNumber("TS20231009001")
PAST = (
    ("2023-05", 131, 96, 5),
    ("2023-06", 140, 95, 6),
    ("2023-07", 122, 97, 3),
    ("2023-08", 150, 91, 8),
    ("2023-09", 148, 94, 6),
)
"""Months before: their requests, what was in time of a hundred, what came back."""


def _problems(locale: Locale) -> tuple[Problem, ...]:
    named = (
        (text(locale, "accounts", "账号"), text(locale, "login", "登录"), 57, 38),
        (text(locale, "orders", "订单"), text(locale, "time-out", "连接超时"), 31, 35),
        (text(locale, "hardware", "硬件"), text(locale, "printer", "打印机"), 19, 22),
        (text(locale, "network", "网络"), "VPN", 12, 4),
        (text(locale, "reports", "报表"), "", 9, 9),
    )
    return tuple(
        Problem(
            category=category,
            word=word,
            count=count,
            before=before,
            customers=max(1, count // 4),
            minutes=count * 24,
            article="KB-0007" if place == 1 else "",
            example=NUMBER,
        )
        for place, (category, word, count, before) in enumerate(named)
    )


def _backlog() -> tuple[Backlog, ...]:
    counts = ((9, 2, 0, 0), (5, 6, 1, 1), (3, 4, 1, 0), (2, 3, 2, 0), (1, 0, 1, 0))
    return tuple(
        Backlog(age=age, waits=tuple(zip(Party, row, strict=True)))
        for age, row in zip(range(len(AGES)), counts, strict=True)
    )


MISSES = (
    Miss(number=NUMBER, clock=Clock.K1, over_minutes=6),
    Miss(
        number=RequestNumber("TS20231012004"),
        clock=Clock.K2,
        over_minutes=190,
        owner="bart@example.com",
    ),
)


def _quotes(locale: Locale) -> tuple[Quote, ...]:
    unhappy = text(
        locale,
        "It took three days, and nobody told me why.",
        "处理了三天，中间没有人告诉我原因。",
    )
    happy = text(locale, "Quick, and well explained.", "很快，讲得也清楚。")
    return (
        Quote(number=NUMBER, mark="good", words=happy),
        Quote(number=NUMBER, mark="poor", words=unhappy),
    )


def _incidents(locale: Locale) -> tuple[Incident, ...]:
    incident = Incident(
        number=NUMBER,
        title=text(locale, "Orders cannot be submitted", "订单模块无法提交订单"),
        submitted_at=SUBMITTED,
        called_at=SUBMITTED + 9 * MINUTE,
        accepted_at=SUBMITTED + 15 * MINUTE,
        resolved_at=SUBMITTED + 2 * HOUR,
    )
    return (incident,)


def _figures(locale: Locale) -> Figures:
    problems = _problems(locale)
    return Figures(
        month="2023-10",
        received=184,
        left_out=3,
        scenes=(("internal", 101), ("customer", 83)),
        priorities=(("medium", 120), ("high", 40), ("low", 24)),
        categories=tuple((one.category, one.count) for one in problems),
        customers=(("C1", 40), ("C2", 23)),
        k1=Share(met=11, of=12),
        best_effort=1,
        k2=Share(met=166, of=172),
        responding=Spread(count=184, median=22, p90=71),
        solving=Spread(count=169, median=190, p90=960),
        solving_whole=Spread(count=169, median=305, p90=2000),
        eta=Share(met=88, of=100),
        k4=Share(met=120, of=141),
        reviews=Share(met=4, of=5),
        complete=Share(met=130, of=184),
        asked=61,
        resolved=181,
        reopened=4,
        reopened_in=((problems[0].category, 3),),
        first_time=Share(met=165, of=169),
        classes=(("B", 120), ("A", 40), ("C", 9)),
        waited=Spread(count=169, median=240, p90=900),
        unconfirmed=6,
        backlog=_backlog(),
        problems=problems,
        causes=(("internal", 98), ("external", 44), ("complex", 27)),
        marks=(("good", 31), ("fair", 6), ("poor", 2)),
        rated=Share(met=39, of=169),
        quotes=_quotes(locale),
        known=Known(added=5, used=31, overdue=2, helped=Share(met=31, of=169)),
        misses=MISSES,
        missed=7,
        incidents=_incidents(locale),
    )


def _past() -> tuple[Figures, ...]:
    return tuple(
        Figures(
            month=month,
            received=received,
            resolved=received,
            reopened=reopened,
            k1=Share(met=9, of=10),
            k2=Share(met=percent, of=100),
            eta=Share(met=91, of=100),
            marks=(("good", 11), ("poor", 1)),
        )
        for month, received, percent, reopened in PAST
    )


def _actions(locale: Locale) -> tuple[Action, ...]:
    redirect = text(locale, "Redirect the old bookmarks", "旧书签统一跳转到新登录页")
    return (
        Action(
            number=NUMBER,
            who=text(locale, "Bart", "巴特"),
            due=date(2023, 10, 20),
            text=redirect,
            overdue=True,
            category=text(locale, "accounts", "账号"),
            before=38,
            after=57,
        ),
        Action(
            number=NUMBER,
            who=text(locale, "Dave", "戴维"),
            due=date(2023, 10, 10),
            text=text(locale, "Raise the pool's limit", "调高连接池上限"),
            done_on=date(2023, 10, 9),
            outcome=text(locale, "400 everywhere", "已统一为 400"),
        ),
    )


def _review(locale: Locale) -> tuple[Detail, ...]:
    figures, past, actions = _figures(locale), _past(), _actions(locale)
    goals = Goals()
    full = ReviewTold(
        figures=figures,
        past=past,
        points=points(figures, past[-1], actions, goals),
        actions=actions,
        goals=goals,
    )
    quiet = Figures(month="2023-10")
    return (
        full,
        replace(full, preview=False),
        ReviewTold(figures=quiet, points=points(quiet, None, (), goals)),
    )


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType({NoticeCode.REVIEW: _review})
