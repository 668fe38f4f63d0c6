"""Specimens of the daily digest."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import HOUR, SUBMITTED, text
from gateway.domain.codes import Clock, NoticeCode
from gateway.domain.digest_details import AgendaLine, DigestTold, OpenItem
from gateway.domain.notices import Detail
from gateway.domain.people import Locale
from gateway.domain.request import Priority, RequestNumber, Status

HEAD = "9f3c1d0b7a6e5f48" * 4


def _line(locale: Locale) -> AgendaLine:
    return AgendaLine(
        number=RequestNumber("TS20231009001"),
        title=text(locale, "Orders cannot be submitted", "订单模块无法提交订单"),
        status=Status.IN_PROGRESS,
        priority=Priority.HIGH,
        owner_name=text(locale, "Bart", "巴特"),
        clock=Clock.K4,
        due_at=SUBMITTED + 2 * HOUR,
        overdue=True,
    )


def _digest(locale: Locale) -> tuple[Detail, ...]:
    late = _line(locale)
    today = replace(
        late,
        number=RequestNumber("TS20231008004"),
        title=text(locale, "Two screens stay black", "两台显示器黑屏"),
        due_at=SUBMITTED + 7 * HOUR,
        overdue=False,
    )
    ours = replace(
        today,
        number=RequestNumber("TS20231007002"),
        title=text(locale, "Slow report", "报表打开缓慢"),
        clock=None,
        due_at=None,
    )
    theirs = replace(
        ours,
        number=RequestNumber("TS20231006003"),
        status=Status.AWAITING_CONFIRMATION,
    )
    item = OpenItem(
        number=theirs.number,
        text=text(locale, "Redirect the old bookmarks", "旧书签统一跳转到新登录页"),
        due=date(2023, 10, 8),
        overdue=True,
        improvement=True,
    )
    full = DigestTold(
        day=date(2023, 10, 9),
        due=(late, today),
        ours=(ours,),
        theirs=(theirs,),
        team=(replace(late, number=RequestNumber("TS20231005009"), owner_name=""),),
        confirmed=(replace(theirs, status=Status.CONFIRMED),),
        items=(item, replace(item, overdue=False, improvement=False)),
        chain_rows=1204,
        chain_head=HEAD,
    )
    long = replace(full, ours=(ours,) * 23, team=(), items=())
    quiet = DigestTold(day=date(2023, 10, 9), chain_rows=1204, chain_head=HEAD)
    return (full, long, quiet, replace(quiet, chain_rows=0, chain_head=""))


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType({NoticeCode.DIGEST: _digest})
