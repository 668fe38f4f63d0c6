"""A specimen of every notice: what is rendered on trial before mail is.

The story is that of the guide's own example; nobody in it exists.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from gateway.dispatch.sample_files import KEPT, NOTES, REFUSED
from gateway.domain.notices import (
    Acknowledged,
    Assigned,
    Clock,
    CommandResults,
    ConfirmPlease,
    CustomerWords,
    Detail,
    Evidence,
    Notice,
    NoticeCode,
    Paging,
    Reason,
    Reopened,
    ResultLine,
    Told,
    Unreadable,
    UnreadableFor,
)
from gateway.domain.people import Address, Locale
from gateway.domain.remarks import Remark, RemarkKind
from gateway.domain.request import (
    Form,
    Priority,
    Request,
    RequestNumber,
    Scene,
    Status,
    Urgency,
)

C = NoticeCode
ANNE = Address("anne@customer.example")
BART = Address("bart@example.com")
SUBMITTED = datetime(2023, 10, 9, 1, 30, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


def sample(code: NoticeCode, locale: Locale) -> tuple[Notice, ...]:
    """Specimens: each shape of the detail, of a full request and of a bare one."""
    full = _request(code, locale)
    bare = _bare(full)
    staff = code >= "S"
    return tuple(
        Notice(
            code=code,
            to=BART if staff else ANNE,
            name=_text(locale, "Bart", "巴特") if staff else request.requester_name,
            locale=locale,
            at=SUBMITTED + 3 * _HOUR,
            request=None if code is C.COMMANDS_REFUSED else request,
            owner_name=""
            if request.assignee is None
            else _text(locale, "Bart", "巴特"),
            remarks=_REMARKS if staff and request is bare else (),
            detail=detail,
        )
        for request in (full, bare)
        for detail in _DETAILS[code](locale)
    )


def _bare(full: Request) -> Request:
    """A request of which next to nothing is known, in the same status."""
    return Request(
        number=full.number,
        status=full.status,
        subject="",
        description="",
        requester=full.requester,
        locale=full.locale,
        submitted_at=full.submitted_at,
    )


def _text(locale: Locale, english: str, chinese: str) -> str:
    return chinese if locale is Locale.ZH_CN else english


def _name(locale: Locale) -> str:
    return _text(locale, "Anne Li", "李安")


_STATUS: Mapping[NoticeCode, Status] = MappingProxyType(
    {
        C.ACKNOWLEDGEMENT: Status.RECEIVED,
        C.TO_ASSIGN: Status.RECEIVED,
        C.URGENT_CALL: Status.RECEIVED,
        C.DEADLINE_WARNING: Status.RECEIVED,
        C.DEADLINE_MISSED: Status.RECEIVED,
        C.CONFIRM_PLEASE: Status.AWAITING_CONFIRMATION,
        C.RECEIPT: Status.CONFIRMED,
    }
)


_REMARKS = tuple(Remark(kind, "TS20231001001") for kind in RemarkKind)


def _request(code: NoticeCode, locale: Locale) -> Request:
    status = _STATUS.get(code, Status.IN_PROGRESS)
    fresh = _fresh(locale)
    if status is Status.RECEIVED:
        return fresh
    taken = replace(
        fresh,
        status=status,
        assignee=BART,
        accepted_by=BART,
        accepted_at=SUBMITTED + 15 * _MINUTE,
    )
    if status is Status.IN_PROGRESS:
        return taken
    return _solved(taken, locale)


def _solved(taken: Request, locale: Locale) -> Request:
    return replace(
        taken,
        cause=_text(
            locale,
            "the database connection pool was full, so new orders got no connection",
            "数据库连接池占满，新订单拿不到连接",
        ),
        solution=_text(
            locale,
            "restarted the pool at 11:28 and raised its limit from 200 to 400 at 11:35",
            "11:28 重启连接服务，11:35 将连接上限由 200 调至 400",
        ),
        test_result=_text(
            locale,
            'Orders > New: submit a test order; you should see "Submitted"\n'
            "Submit three orders in a row; the time-out must not come back",
            "打开“订单-新建”，提交一张测试订单，应提示“提交成功”\n"
            "连续提交 3 张，均不再出现“连接超时”",
        ),
        resolved_at=SUBMITTED + 130 * _MINUTE,
    )


def _fresh(locale: Locale) -> Request:
    return Request(
        number=RequestNumber("TS20231009001"),
        subject=_text(locale, "Orders cannot be submitted", "订单模块无法提交订单"),
        description=_text(
            locale,
            "Submitting an order fails with a time-out.\nRestarting did not help.",
            "提交订单时提示“连接超时”。\n重启浏览器无效。",
        ),
        requester=ANNE,
        requester_name=_name(locale),
        locale=locale,
        scene=Scene.CUSTOMER,
        urgency=Urgency.HIGH,
        urgent=True,
        priority=Priority.HIGH,
        form=_form(locale),
        submitted_at=SUBMITTED,
        first_message_id="<ant@customer.example>",
    )


def _form(locale: Locale) -> Form:
    return Form(
        company=_text(locale, "Customer Ltd", "客户有限公司"),
        contact=_name(locale),
        phone="13800005678",
        scene=Scene.CUSTOMER,
        urgency=Urgency.HIGH,
        urgency_reason=_text(locale, "no orders at all", "订单全部停下"),
        symptom=_text(
            locale,
            'submitting an order fails with "connection timed out"',
            "提交订单时提示“连接超时”，重启浏览器无效",
        ),
        occurred="2023-10-09 09:10",
        impact=_text(locale, "all of today's orders", "当日全部订单"),
        tried=_text(locale, "restarted the browser", "重启浏览器"),
    )


# --- details -------------------------------------------------------------------


def _acknowledged(_locale: Locale) -> tuple[Detail, ...]:
    due_at = SUBMITTED + 15 * _MINUTE
    return (
        Acknowledged(due_at=due_at),
        *(
            Acknowledged(due_at=due_at, refused=few, kept=KEPT, missing_phone=True)
            for few in REFUSED
        ),
    )


def _files_refused(locale: Locale) -> tuple[Detail, ...]:
    return _acknowledged(locale)[1:]


def _paging(_locale: Locale) -> tuple[Detail, ...]:
    urgent = Paging(
        clock=Clock.K1,
        started_at=SUBMITTED,
        due_at=SUBMITTED + 15 * _MINUTE,
        percent=90,
        files=KEPT,
        notes=NOTES,
    )
    usual = Paging(
        clock=Clock.K2, started_at=SUBMITTED, due_at=SUBMITTED + 2 * _HOUR, percent=60
    )
    return (urgent, usual)


def _confirm_please(_locale: Locale) -> tuple[Detail, ...]:
    return (
        ConfirmPlease(
            code="K7QM-4P2X",
            button_code="K7QM-4P2X-ZZ",
            certificate="TS20231009001-C1",
            answer_by=datetime(2023, 10, 16, 10, tzinfo=UTC),
        ),
    )


def _evidence(_locale: Locale) -> tuple[Detail, ...]:
    return (
        Evidence(
            certificate="TS20231009001-C1",
            words="CONFIRM K7QM-4P2X",
            speaker=ANNE,
            received_at=datetime(2023, 10, 9, 6, 5, 22, tzinfo=UTC),
            sha256="9f2c41d0" * 8,
            message_id="<bee@customer.example>",
            evidence_class="A",
            proof="token+dmarc",
            dispute_until=datetime(2023, 10, 16, 6, 5, 22, tzinfo=UTC),
        ),
    )


def _reopened(locale: Locale) -> tuple[Detail, ...]:
    words = _text(locale, "Still not working since noon.", "还是不行，中午又出现了。")
    return (Reopened(words=words, raised=True), Reopened(words="", raised=False))


def _outcome(locale: Locale) -> tuple[Detail, ...]:
    return (*_evidence(locale), *_reopened(locale))


def _assigned(locale: Locale) -> tuple[Detail, ...]:
    own = Assigned(
        owner=BART,
        owner_name=_text(locale, "Bart", "巴特"),
        previous_name="",
        by_name=_text(locale, "Elle", "艾丽"),
        reason=_text(locale, "knows the order module", "熟悉订单模块"),
    )
    other = replace(
        own,
        owner=Address("dave@example.com"),
        owner_name=_text(locale, "Dave", "戴维"),
        previous_name=_text(locale, "Bart", "巴特"),
        reason="",
    )
    return (own, other)


def _customer_words(locale: Locale) -> tuple[Detail, ...]:
    words = _text(
        locale,
        "It happens in Edge as well.\n\n#close\nThank you",
        "换成 Edge 也一样。\n\n#关闭\n谢谢",
    )
    return (
        CustomerWords(
            sender=ANNE, words=words, reading="unclear", files=KEPT, notes=NOTES
        ),
        CustomerWords(sender=ANNE, words="", reading=""),
    )


def _results(locale: Locale) -> tuple[Detail, ...]:
    cause = _text(locale, "#cause connection pool full", "#定位 数据库连接池占满")
    resolve = _text(locale, "#resolve", "#解决")
    note = _text(locale, "#note see the log", "#备注 见日志")
    test = _text(locale, "#test three orders, all fine", "#测试 新建订单三次均成功")
    mixed = CommandResults(
        lines=(
            ResultLine(command=cause, done=True),
            ResultLine(command=resolve, done=False, reason=Reason.NO_TEST_YET),
            ResultLine(command=note, done=False, reason=Reason.NOT_RUN),
        ),
        subject="Re: [TS20231009001]",
        message_id="<cat@example.com>",
        sent_at=SUBMITTED + 2 * _HOUR,
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
    return (mixed, clean, none)


def _refused(_locale: Locale) -> tuple[Detail, ...]:
    return (
        CommandResults(
            lines=(),
            subject="Re: [TS20231009001]",
            message_id="<cat@example.com>",
            sent_at=SUBMITTED + 2 * _HOUR,
            reason=Reason.NOT_PROVEN,
        ),
    )


def _told(locale: Locale) -> tuple[Detail, ...]:
    full = Told(
        next_update_at=SUBMITTED + 4 * _HOUR,
        owner_name=_text(locale, "Bart", "巴特"),
        owner_phone="010-5555-0101",
    )
    return (full, Told())


def _unreadable(_locale: Locale) -> tuple[Detail, ...]:
    first, *more = (Unreadable(why=why, received_at=SUBMITTED) for why in UnreadableFor)
    return (replace(first, phone="400-000-0000"), *more)


_DETAILS: Mapping[NoticeCode, Callable[[Locale], tuple[Detail, ...]]] = (
    MappingProxyType(
        {
            C.ACKNOWLEDGEMENT: _acknowledged,
            C.ACCEPTED: _told,
            C.CONFIRM_PLEASE: _confirm_please,
            C.RECEIPT: _evidence,
            C.REOPENED: _reopened,
            C.ATTACHMENTS_REFUSED: _files_refused,
            C.UNREADABLE: _unreadable,
            C.TO_ASSIGN: _paging,
            C.URGENT_CALL: _paging,
            C.ASSIGNED: _assigned,
            C.CUSTOMER_WROTE: _customer_words,
            C.DEADLINE_WARNING: _paging,
            C.DEADLINE_MISSED: _paging,
            C.COMMAND_RESULTS: _results,
            C.COMMANDS_REFUSED: _refused,
            C.OUTCOME: _outcome,
        }
    )
)
