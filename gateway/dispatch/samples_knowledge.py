"""Specimens of the letters about knowledge."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import BART, HOUR, SUBMITTED, text
from gateway.domain.codes import NoticeCode
from gateway.domain.findable import DocumentKind
from gateway.domain.knowledge import Article, ArticleNumber, ArticleState
from gateway.domain.knowledge_commands import Listing
from gateway.domain.knowledge_details import (
    ArticleTold,
    ArticleWord,
    Finding,
    Findings,
    ManualEntry,
    ManualTold,
)
from gateway.domain.likeness import Alike
from gateway.domain.notices import Detail
from gateway.domain.people import Locale
from gateway.domain.request import Priority, RequestNumber, Status
from gateway.domain.scrubbing import Personal, Removed

C = NoticeCode


def title(locale: Locale) -> str:
    return text(
        locale,
        'Submitting an order fails with "connection timed out"',
        "提交订单时提示“连接超时”",
    )


def keywords(locale: Locale) -> tuple[str, ...]:
    some = text(locale, "order module,time-out,pool", "订单模块,连接超时,连接池")
    return tuple(some.split(","))


def an_article(locale: Locale) -> Article:
    return Article(
        number=ArticleNumber("KB-0007"),
        locale=locale,
        title=title(locale),
        scope=text(locale, "order module 4.2 and later", "订单模块 4.2 及以上"),
        symptom=text(
            locale,
            "New orders are refused after half a minute; old ones open normally.",
            "新订单等待半分钟后失败；已有订单可以正常打开。",
        ),
        cause=text(
            locale,
            "The database connection pool is full.",
            "数据库连接池占满。",
        ),
        steps=text(
            locale,
            "1. Restart the connection service; orders go through at once.\n"
            "2. Raise the limit from 200 to 400; [name] needs no restart.",
            "1. 重启连接服务，订单应立即可以提交。\n"
            "2. 将连接上限由 200 调至 400，［姓名］无需重启。",
        ),
        prevention=text(locale, "Watch the pool.", "监控连接池占用。"),
        keywords=keywords(locale),
        category="software",
        source=RequestNumber("TS20231009001"),
        author=BART,
        created_at=SUBMITTED + 3 * HOUR,
        changed_at=SUBMITTED + 3 * HOUR,
    )


def similar(locale: Locale) -> tuple[Alike, ...]:
    shared = text(locale, "order,time,pool", "提交订单,连接超时").split(",")
    return (
        Alike(
            key="KB-0007",
            kind=DocumentKind.ARTICLE,
            title=title(locale),
            category="software",
            score=0.61,
            shared=tuple(shared),
        ),
        Alike(
            key="TS20230904007",
            kind=DocumentKind.REQUEST,
            title=text(locale, "Orders hang at noon", "中午提交订单很慢"),
            category="software",
            score=0.34,
            shared=tuple(shared[:1]),
        ),
    )


def _findings(locale: Locale) -> tuple[Detail, ...]:
    article = Finding(
        key="KB-0007",
        kind=DocumentKind.ARTICLE,
        title=title(locale),
        at=SUBMITTED,
        state=ArticleState.PUBLISHED,
        owner_name=text(locale, "Bart", "巴特"),
    )
    request = Finding(
        key="TS20231009001",
        kind=DocumentKind.REQUEST,
        title=text(locale, "Orders cannot be submitted", "订单模块无法提交订单"),
        at=SUBMITTED,
        status=Status.IN_PROGRESS,
        priority=Priority.HIGH,
        owner_name=text(locale, "Bart", "巴特"),
    )
    query = text(locale, "order time-out", "订单 连接超时")
    found = Findings(query=query, rows=(article, request), total=2)
    return (
        found,
        replace(found, total=60),
        replace(found, loose=True),
        Findings(query=query),
        Findings(which=Listing.MINE, rows=(request,), total=1),
        Findings(which=Listing.OVERDUE),
        Findings(like=request.key, rows=(article,), total=1),
        Findings(like=request.key),
    )


def _knowledge(locale: Locale) -> tuple[Detail, ...]:
    drafted = ArticleTold(
        word=ArticleWord.DRAFTED,
        article=an_article(locale),
        author_name=text(locale, "Bart", "巴特"),
        by_name=text(locale, "Bart", "巴特"),
        removed=(Removed(Personal.NAME, 2), Removed(Personal.PHONE, 1)),
    )
    reason = text(locale, "the limit is 600 by now", "上限现已调至 600")
    others = (
        replace(drafted, word=word, reason=reason, removed=())
        for word in ArticleWord
        if word is not ArticleWord.DRAFTED
    )
    reviewed = replace(
        drafted.article, state=ArticleState.PUBLISHED, review_on=date(2024, 4, 6)
    )
    due = replace(drafted, word=ArticleWord.REVIEW_DUE, article=reviewed, used=3)
    entry = ManualEntry(number=ArticleNumber("KB-0007"), title=title(locale), used=3)
    manual = ManualTold(
        edition="2023.10",
        entries=12,
        added=(entry,),
        revised=(entry,),
        withdrawn=(entry,),
        most_used=(entry,),
    )
    return (drafted, *others, due, manual, ManualTold(edition="2023.11", entries=0))


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {C.FINDINGS: _findings, C.KNOWLEDGE: _knowledge}
)
