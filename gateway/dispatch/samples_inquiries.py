"""Specimens of the answers to questions of staff."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import BART, HOUR, SUBMITTED, text
from gateway.domain.codes import Clock, NoticeCode
from gateway.domain.commands import Verb
from gateway.domain.inquiry_commands import Inquiry
from gateway.domain.inquiry_details import (
    ClockTold,
    HelpTold,
    RequestTold,
    RowTold,
    StatsTold,
)
from gateway.domain.ledger import Counts
from gateway.domain.notices import Detail
from gateway.domain.people import Locale
from gateway.domain.record import RecordRow
from gateway.domain.request import RequestNumber, Stage, Status


def _answers(locale: Locale) -> tuple[Detail, ...]:
    bart = text(locale, "Bart", "巴特")
    row = RecordRow(
        number=RequestNumber("TS20231009001"),
        stage=Stage.DIAGNOSIS,
        actor=BART,
        at=SUBMITTED + HOUR,
        time_text="10:20-11:30",
        kind="Diagnosed",
        action=text(locale, "the connection pool is full", "连接池满载"),
    )
    rows = (RowTold(row=row, actor_name=bart),)
    clock = ClockTold(clock=Clock.K4, target_at=SUBMITTED + 2 * HOUR, missed=False)
    late = ClockTold(clock=Clock.K2, target_at=SUBMITTED + HOUR, missed=True)
    counts = Counts(
        received=57,
        confirmed=49,
        closed=2,
        reopened=3,
        open=6,
        unassigned=1,
        overdue=1,
        statuses=((Status.IN_PROGRESS, 4), (Status.RECEIVED, 2)),
        domains=((text(locale, "software", "软件应用"), 5),),
    )
    return (
        RequestTold(which=Inquiry.SHOW, rows=rows, total=7, clocks=(clock, late)),
        RequestTold(which=Inquiry.HISTORY, rows=rows, total=1),
        RequestTold(which=Inquiry.WHY, rows=rows, total=1, clocks=(clock,)),
        StatsTold(days=30, counts=counts, owners=((bart, 5),)),
        StatsTold(days=7, counts=Counts()),
    )


def _help(_: Locale) -> tuple[Detail, ...]:
    some = (Verb.TAKE, Verb.ASSIGN, Verb.NOTE)
    return (HelpTold(verbs=some, of_status=True), HelpTold(verbs=tuple(Verb)))


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {NoticeCode.ANSWER: _answers, NoticeCode.HELP: _help}
)
