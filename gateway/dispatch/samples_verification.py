"""Specimens of the details of step 5."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import ANNE, text
from gateway.domain.codes import NoticeCode
from gateway.domain.evidence import Evidence, EvidenceClass
from gateway.domain.notices import Detail
from gateway.domain.people import Locale
from gateway.domain.request import Status
from gateway.domain.verification_details import ConfirmPlease, Reopened, Settled

C = NoticeCode


def _confirm_please(_locale: Locale) -> tuple[Detail, ...]:
    return (
        ConfirmPlease(
            code="K7QM-4P2X",
            button_code="K7QM-4P2X-ZZ",
            certificate="TS20231009001-C1",
            answer_by=datetime(2023, 10, 16, 10, tzinfo=UTC),
        ),
    )


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
    return (
        Settled(
            certificate="TS20231009001-C1",
            words=evidence.line,
            evidence=evidence,
            dispute_until=datetime(2023, 10, 16, 6, 5, 22, tzinfo=UTC),
        ),
    )


def _reopened(locale: Locale) -> tuple[Detail, ...]:
    words = text(locale, "Still not working since noon.", "还是不行，中午又出现了。")
    return (Reopened(words=words, raised=True), Reopened(words="", raised=False))


def _outcome(locale: Locale) -> tuple[Detail, ...]:
    return (*_settled(locale), *_reopened(locale))


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {
        C.CONFIRM_PLEASE: _confirm_please,
        C.RECEIPT: _settled,
        C.REOPENED: _reopened,
        C.OUTCOME: _outcome,
    }
)

STATUS: Mapping[NoticeCode, Status] = MappingProxyType(
    {
        C.CONFIRM_PLEASE: Status.AWAITING_CONFIRMATION,
        C.RECEIPT: Status.CONFIRMED,
    }
)
"""The status that its request is in; in progress where a letter is not named."""
