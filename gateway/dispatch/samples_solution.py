"""Specimens of the letters of steps 3 and 4."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import ANNE, BART, HOUR, MINUTE, SUBMITTED, text
from gateway.domain.codes import NoticeCode
from gateway.domain.diagnosis_details import Review, VendorQuery
from gateway.domain.notices import Detail
from gateway.domain.people import Address, Locale
from gateway.domain.repair import Plan, Repair
from gateway.domain.request import Status
from gateway.domain.solution_commands import Phase
from gateway.domain.solution_details import (
    Approval,
    ApprovalOutcome,
    ApprovalPlease,
    ConsentOutcome,
    ConsentPlease,
    ConsentTold,
    Progress,
    WorkTold,
)

C = NoticeCode
ELLE = Address("elle@example.com")


def repair(locale: Locale) -> Repair:
    """A plan that waits, with all of its parts."""
    plan = Plan(
        steps=text(
            locale,
            "1. Save the configuration. 2. Set the pool to 400. 3. Restart it.",
            "1. 备份配置。2. 连接上限调至 400。3. 重启连接服务。",
        ),
        risks=text(
            locale, "The pool may not start: go back.", "服务可能起不来：回退。"
        ),
        tests=text(locale, "Submit three orders.", "连续提交三张订单。"),
        continuity=text(locale, "Orders by phone meanwhile.", "期间电话下单。"),
        window="22:00-22:30",
        downtime=text(locale, "5 minutes", "5 分钟"),
        impact=text(locale, "no orders during that time", "期间不能提交订单"),
        rollback=text(locale, "the saved configuration", "恢复备份的配置"),
        otherwise=text(locale, "the time-outs come back", "超时会再次出现"),
        author=BART,
        proposed_at=SUBMITTED + 2 * HOUR,
        approver=ELLE,
    )
    said = text(locale, "Anne Li 11:20", "李安 11:20")
    return Repair(plan=plan, plans=1, oral_consent=said)


def _review(locale: Locale) -> tuple[Detail, ...]:
    names = (text(locale, "Bart", "巴特"), text(locale, "Elle", "艾丽"))
    tried = text(
        locale,
        "log analysis: nothing in the database's log",
        "日志分析：数据库日志无异常",
    )
    by_clock = Review(
        begins_at=SUBMITTED + 3 * HOUR,
        ends_at=SUBMITTED + 3 * HOUR + 30 * MINUTE,
        invited=(BART, ELLE),
        names=names,
        tried=(tried,),
    )
    by_person = Review(
        begins_at=by_clock.begins_at,
        ends_at=by_clock.ends_at,
        invited=(BART,),
        names=names[:1],
        called_by=names[0],
    )
    return (by_clock, by_person)


def _query(locale: Locale) -> tuple[Detail, ...]:
    query = VendorQuery(
        external="TS20231009001-V1",
        title=text(locale, "Orders cannot be submitted", "订单模块无法提交订单"),
        text=text(
            locale,
            "Does version 5.2 of the driver leak connections?",
            "驱动 5.2 版是否有连接泄漏的问题？",
        ),
        symptom=text(locale, "connection timed out", "提示“连接超时”"),
        occurred="09:30",
        owner_name=text(locale, "Bart", "巴特"),
    )
    return (query,)


def _progress(locale: Locale) -> tuple[Detail, ...]:
    said = text(locale, "The pool is being restarted.", "正在重启连接服务。")
    return (
        Progress(text=said, eta_at=SUBMITTED + 3 * HOUR),
        Progress(eta_at=SUBMITTED + 4 * HOUR, was_at=SUBMITTED + 3 * HOUR),
        Progress(text=said, next_update_at=SUBMITTED + 5 * HOUR),
        Progress(resumed=True),
        Progress(
            text=text(locale, "one test device only", "只影响一台测试机"), lowered=True
        ),
    )


def _consent(locale: Locale) -> tuple[Detail, ...]:
    by = SUBMITTED + 26 * HOUR
    oral = text(locale, "Anne Li 11:20", "李安 11:20")

    first = ConsentPlease(code="W3XR-8K2M", button_code="W3XR-8K2M-QZ", answer_by=by)
    return (
        first,
        replace(first, after=True, oral=oral),
        replace(first, reminder=True),
        replace(first, other_code=True),
        replace(first, hold_until=by, hold_reason=oral),
    )


def _approval_please(_locale: Locale) -> tuple[Detail, ...]:
    def please(deputy_for: str = "", *, asks: bool = True) -> ApprovalPlease:
        return ApprovalPlease(
            code="Q7DM-2VTK",
            due_at=SUBMITTED + 6 * HOUR,
            author_name="Bart",
            number=1,
            asks_customer=asks,
            deputy_for=deputy_for,
        )

    return (please(), please(asks=False), please(deputy_for="Elle"))


def _approval(locale: Locale) -> tuple[Detail, ...]:
    name = text(locale, "Elle", "艾丽")
    why = text(locale, "no way back is named", "没有写明回退办法")
    return (
        Approval(outcome=ApprovalOutcome.APPROVED, by_name=name, asks_customer=True),
        Approval(outcome=ApprovalOutcome.APPROVED, by_name=name),
        Approval(outcome=ApprovalOutcome.REJECTED, by_name=name, reason=why),
        Approval(outcome=ApprovalOutcome.OVERDUE, by_name=name, reason="Dave"),
        Approval(outcome=ApprovalOutcome.OVERDUE, by_name=name),
    )


def _consent_told(locale: Locale) -> tuple[Detail, ...]:
    said = text(locale, "AGREE W3XR-8K2M", "同意 W3XR-8K2M")
    later = text(locale, "another time: after 23:00", "改时间：23 点以后")
    return (
        ConsentTold(outcome=ConsentOutcome.CONSENTED, words=said, speaker=ANNE),
        ConsentTold(
            outcome=ConsentOutcome.CONSENTED, words=said, speaker=ANNE, after=True
        ),
        ConsentTold(outcome=ConsentOutcome.OTHER_TIME, words=later, speaker=ANNE),
        ConsentTold(outcome=ConsentOutcome.REFUSED, words=later, speaker=ANNE),
        ConsentTold(outcome=ConsentOutcome.REFUSED, words="", speaker=ANNE, after=True),
        *(
            ConsentTold(outcome=one, words=said, speaker=ANNE, hold_until=SUBMITTED)
            for one in (ConsentOutcome.CONSENTED, ConsentOutcome.REFUSED)
        ),
    )


def _work(locale: Locale) -> tuple[Detail, ...]:
    done = text(locale, "The pool is at 400.", "连接上限已调至 400。")
    starts, ends = SUBMITTED + 3 * HOUR, SUBMITTED + 4 * HOUR
    return (
        WorkTold(phase=Phase.START, text="", starts_at=starts, ends_at=ends),
        WorkTold(phase=Phase.END, text=done, starts_at=starts, ends_at=ends),
        WorkTold(phase=Phase.SPAN, text=done, starts_at=starts, ends_at=ends),
    )


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {
        C.PROGRESS: _progress,
        C.CONSENT_PLEASE: _consent,
        C.WORK: _work,
        C.REVIEW_MEETING: _review,
        C.APPROVAL_PLEASE: _approval_please,
        C.APPROVAL_RESULT: _approval,
        C.APPROVAL_REMINDER: _approval_please,
        C.CONSENT_RESULT: _consent_told,
        C.VENDOR_QUERY: _query,
    }
)

STATUS: Mapping[NoticeCode, Status] = MappingProxyType(
    {
        C.CONSENT_PLEASE: Status.AWAITING_CONSENT,
        C.CONSENT_RESULT: Status.AWAITING_CONSENT,
        C.APPROVAL_PLEASE: Status.AWAITING_APPROVAL,
        C.APPROVAL_REMINDER: Status.AWAITING_APPROVAL,
        C.APPROVAL_RESULT: Status.AWAITING_APPROVAL,
        C.WORK: Status.IMPLEMENTING,
    }
)
"""The status that its request is in; in progress where a letter is not named."""
