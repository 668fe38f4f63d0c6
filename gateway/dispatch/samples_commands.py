"""Specimens of transcripts."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import HOUR, SUBMITTED, text
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.command_details import (
    CodePlease,
    CommandResults,
    Listed,
    ResultLine,
    WaitingLine,
)
from gateway.domain.notices import Detail
from gateway.domain.people import Address, Locale

C = NoticeCode


def _results(locale: Locale) -> tuple[Detail, ...]:
    cause = text(locale, "#cause connection pool full", "#定位 数据库连接池占满")
    resolve = text(locale, "#resolve", "#解决")
    note = text(locale, "#note see the log", "#备注 见日志")
    test = text(locale, "#test three orders, all fine", "#测试 新建订单三次均成功")
    mixed = CommandResults(
        lines=(
            ResultLine(command=cause, done=True),
            ResultLine(command=resolve, done=False, reason=Reason.NO_TEST_YET),
            ResultLine(command=note, done=False, reason=Reason.NOT_RUN),
        ),
        subject="Re: [TS20231009001]",
        message_id="<cat@example.com>",
        sent_at=SUBMITTED + 2 * HOUR,
        note_kept=True,
        corrected=(test, resolve, note),
    )
    clean = replace(
        mixed,
        lines=(ResultLine(command=cause, done=True),),
        note_kept=False,
        told_customer=(C.ACCEPTED,),
        corrected=(),
    )
    typo = ResultLine(
        command="#asign @dave",
        done=False,
        reason=Reason.UNKNOWN_VERB,
        suggestion="assign",
    )
    none = replace(clean, lines=(typo,), told_customer=(), reason=Reason.UNKNOWN_VERB)
    junk = ResultLine(command="#close invalid junk", done=True)
    dragged = replace(clean, lines=(junk,), told_customer=(), dragged=True)
    return (mixed, clean, none, dragged)


def _refused(_locale: Locale) -> tuple[Detail, ...]:
    return (
        CommandResults(
            lines=(),
            subject="Re: [TS20231009001]",
            message_id="<cat@example.com>",
            sent_at=SUBMITTED + 2 * HOUR,
            reason=Reason.NOT_PROVEN,
        ),
        CommandResults(
            lines=(),
            subject="Re: [TS20231009001]",
            message_id="<cat@home.example>",
            sent_at=SUBMITTED + 2 * HOUR,
            reason=Reason.UNREGISTERED_ADDRESS,
            sender=Address("bart@home.example"),
        ),
    )


def _code_please(locale: Locale) -> tuple[Detail, ...]:
    close = text(
        locale,
        "#close unconfirmed no answer to four letters",
        "#关闭 未确认 四封信均无回复",
    )
    one = CodePlease(
        code="K7QM-4P2X",
        button_code="K7QM-4P2XA9",
        lines=(WaitingLine(command=close, numbers=("TS20231009001",)),),
        until=SUBMITTED + 26 * HOUR,
        subject="Re: [TS20231009001]",
        message_id="<cat@example.com>",
        sent_at=SUBMITTED + 2 * HOUR,
    )
    note = text(locale, "#note the same fault", "#备注 同一故障")
    many = WaitingLine(command=note, numbers=("TS20231009001", "TS20231009002"))
    erase = text(locale, "#erase anne@customer.example", "#擦除 anne@customer.example")
    person = replace(
        one,
        lines=(WaitingLine(command=erase, numbers=()),),
        listed=Listed(requests=3, touched=1, rows=41, mails=12, letters=29, files=5),
    )
    return (one, replace(one, lines=(*one.lines, many)), person)


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {
        C.COMMAND_RESULTS: _results,
        C.COMMANDS_REFUSED: _refused,
        C.CODE_PLEASE: _code_please,
    }
)
