"""Specimens of the details of step 5."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

from gateway.dispatch.sample_files import KEPT
from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import ANNE, BART, text
from gateway.dispatch.samples_knowledge import keywords
from gateway.dispatch.samples_leaving import withdrawn
from gateway.domain.codes import NoticeCode
from gateway.domain.evidence import Evidence, EvidenceClass
from gateway.domain.notices import Detail
from gateway.domain.people import Address, Locale
from gateway.domain.request import Status
from gateway.domain.verification_details import (
    ClarifyPlease,
    ClosedUnconfirmed,
    ConfirmedByOther,
    ConfirmPlease,
    ConfirmReminder,
    IdentityCheck,
    Reopened,
    Settled,
    ToJudge,
)
from gateway.domain.waiting_commands import CloseFor

C = NoticeCode
CRIS = Address("cris@customer.example")
ANSWERED = datetime(2023, 10, 9, 6, 5, 22, tzinfo=UTC)
CLOSES = datetime(2023, 10, 12, 6, 5, tzinfo=UTC)


def _question(*, closes: bool = False) -> ConfirmPlease:
    return ConfirmPlease(
        code="K7QM-4P2X",
        button_code="K7QM-4P2X-ZZ",
        certificate="TS20231009001-C1",
        answer_by=datetime(2023, 10, 16, 10, tzinfo=UTC),
        closes_at=CLOSES if closes else None,
        formal=not closes,
    )


def _confirm_please(_locale: Locale) -> tuple[Detail, ...]:
    return (_question(), _question(closes=True))


def _reminders(_locale: Locale) -> tuple[Detail, ...]:
    return (
        ConfirmReminder(asked=_question(), count=1),
        ConfirmReminder(asked=_question(closes=True), count=2),
        ConfirmReminder(asked=_question(), count=2, for_another=True),
    )


def _clarify(locale: Locale) -> tuple[Detail, ...]:
    line = text(locale, "ok, thanks", "好的，谢谢")
    question = text(locale, "Does the export work, too?", "导出也能用了吗？")
    return (
        ClarifyPlease(asked=_question(), line=line),
        ClarifyPlease(asked=_question(), line="", past_code=True),
        ClarifyPlease(asked=_question(), line=line, question=question),
    )


def _by_other(locale: Locale) -> tuple[Detail, ...]:
    words = text(locale, "Resolved, thanks!", "已解决，谢谢")
    return (ConfirmedByOther(asked=_question(), other=CRIS, words=words, at=ANSWERED),)


def _identity(locale: Locale) -> tuple[Detail, ...]:
    words = text(locale, "CONFIRM K7QM-4P2X", "确认 K7QM-4P2X")
    claimed = Address("anne.li@mail.example")
    return (IdentityCheck(code="M3TR-8WQZ", claimed=claimed, words=words, at=ANSWERED),)


def _to_judge(locale: Locale) -> tuple[Detail, ...]:
    mixed = text(
        locale,
        "I can log in now.\nBut the export still fails.",
        "登录可以了，\n但导出还是不行。",
    )
    line = mixed.splitlines()[1]
    ok = text(locale, "ok, thanks", "好的，谢谢")
    phoned = text(
        locale, "Anne Li, 14:05: all orders go through", "李安，14:05：订单都能提交了"
    )
    return (
        ToJudge(sender=ANNE, words=mixed, line=line, reading="mixed", decide_by=CLOSES),
        ToJudge(sender=ANNE, words=ok, line=ok, reading="unclear", asked_again=True),
        ToJudge(sender=ANNE, words="", line="", reading="empty", files=KEPT),
        ToJudge(sender=BART, words=phoned, line="", reading="phoned-to-second"),
    )


def closed_unconfirmed(locale: Locale) -> tuple[Detail, ...]:
    reason = text(
        locale,
        "no answer to four letters and two calls",
        "四次邮件、两次电话均无答复",
    )
    closed = tuple(
        ClosedUnconfirmed(
            why=why,
            reason="" if why is CloseFor.SILENCE else reason,
            reopen_until=CLOSES,
        )
        for why in CloseFor
    )
    return (*closed, withdrawn(locale))


def _settled(locale: Locale) -> tuple[Detail, ...]:
    evidence = Evidence(
        evidence_class=EvidenceClass.CODE,
        rule="T1",
        line="CONFIRM K7QM-4P2X",
        code="K7QM-4P2X",
        round=1,
        by=ANNE,
        received_at=datetime(2023, 10, 9, 6, 5, 22, tzinfo=UTC),
        message_id="<bee@customer.example>",
        mail_sha256="9f2c41d0" * 8,
        authentication="token+dmarc",
        letter_message_id="<ts20231009001.r1.c09.ant@example.com>",
        letter_sha256="41d09f2c" * 8,
        locale=locale,
        rules_version="5e1f0c2a9b7d",
    )
    by_code = Settled(
        certificate="TS20231009001-C1",
        words=evidence.line,
        evidence=evidence,
        dispute_until=datetime(2023, 10, 16, 6, 5, 22, tzinfo=UTC),
        keywords=keywords(locale),
    )
    said = text(
        locale, "Anne Li, 14:05: all orders go through", "李安，14:05：订单都能提交了"
    )
    phoned = replace(
        evidence,
        evidence_class=EvidenceClass.PHONE,
        line=said,
        code="",
        message_id="",
        mail_sha256="",
        authentication="phoned+seconded",
    )
    signed = replace(
        phoned,
        evidence_class=EvidenceClass.SEALED,
        line=text(locale, "Anne Li: signed.pdf", "李安：signed.pdf"),
        authentication="signed",
        file_name="signed.pdf",
    )
    names = (text(locale, "Bart", "巴特"), text(locale, "Elle", "艾丽"))
    return (
        by_code,
        replace(by_code, evidence=replace(evidence, by=CRIS)),
        replace(by_code, words=said, evidence=phoned, phoned_by=names),
        replace(by_code, words=signed.line, evidence=signed),
    )


def _reopened(locale: Locale) -> tuple[Detail, ...]:
    words = text(locale, "Still not working since noon.", "还是不行，中午又出现了。")
    why = text(
        locale, "only the cache had been cleared", "上次只清了缓存，没有修正配置"
    )
    return (
        Reopened(words=words, raised=True),
        Reopened(words="", raised=False, level=True, explanation=why),
        Reopened(words=words, raised=False, revoked="TS20231009001-C1"),
    )


def _outcome(locale: Locale) -> tuple[Detail, ...]:
    return (*_settled(locale), *_reopened(locale), *closed_unconfirmed(locale)[:1])


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {
        C.CONFIRM_PLEASE: _confirm_please,
        C.CONFIRM_REMINDER: _reminders,
        C.CLARIFY_PLEASE: _clarify,
        C.RECEIPT: _settled,
        C.REOPENED: _reopened,
        C.CONFIRMED_BY_OTHER: _by_other,
        C.IDENTITY_CHECK: _identity,
        C.TO_JUDGE: _to_judge,
        C.OUTCOME: _outcome,
    }
)

STATUS: Mapping[NoticeCode, Status] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                C.CONFIRM_PLEASE,
                C.CONFIRM_REMINDER,
                C.CLARIFY_PLEASE,
                C.CONFIRMED_BY_OTHER,
                C.IDENTITY_CHECK,
                C.TO_JUDGE,
            ),
            Status.AWAITING_CONFIRMATION,
        ),
        C.RECEIPT: Status.CONFIRMED,
    }
)
"""The status that its request is in; in progress where a letter is not named."""
