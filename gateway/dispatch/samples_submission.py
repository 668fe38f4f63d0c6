"""Specimens of the details of step 1."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from gateway.dispatch.sample_files import KEPT, NOTES, REFUSED
from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import ANNE, MINUTE, SUBMITTED, text
from gateway.dispatch.samples_completeness import questions
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Detail
from gateway.domain.people import Locale
from gateway.domain.request import Status
from gateway.domain.submission_details import (
    Acknowledged,
    CustomerWords,
    FormPlease,
    Unreadable,
    UnreadableFor,
)

C = NoticeCode


def _acknowledged(locale: Locale) -> tuple[Detail, ...]:
    due_at = SUBMITTED + 15 * MINUTE
    return (
        Acknowledged(due_at=due_at),
        Acknowledged(due_at=due_at, questions=questions(locale)[:2]),
        *(
            Acknowledged(due_at=due_at, refused=few, kept=KEPT, missing_phone=True)
            for few in REFUSED
        ),
    )


def _moved_on(locale: Locale) -> tuple[Detail, ...]:
    ended_at = SUBMITTED - timedelta(days=20)
    return tuple(
        replace(one, continues="TS20230918004", ended_at=ended_at)
        for one in _acknowledged(locale)
        if isinstance(one, Acknowledged)
    )


def _files_refused(locale: Locale) -> tuple[Detail, ...]:
    return _acknowledged(locale)[2:]


def _customer_words(locale: Locale) -> tuple[Detail, ...]:
    words = text(
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


def _unreadable(_locale: Locale) -> tuple[Detail, ...]:
    first, *more = (Unreadable(why=why, received_at=SUBMITTED) for why in UnreadableFor)
    return (replace(first, phone="400-000-0000"), *more)


def _form(_: Locale) -> tuple[Detail, ...]:
    plain = FormPlease(
        address="support@example.com",
        urgent_address="support+urgent@example.com",
        limit_bytes=10 * 1024 * 1024,
    )
    return (replace(plain, phone="400-000-0000"), plain)


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {
        C.ACKNOWLEDGEMENT: _acknowledged,
        C.ATTACHMENTS_REFUSED: _files_refused,
        C.CUSTOMER_WROTE: _customer_words,
        C.UNREADABLE: _unreadable,
        C.BLANK_FORM: _form,
        C.MOVED_ON: _moved_on,
        C.UNKNOWN_SENDER: _acknowledged,
    }
)

STATUS: Mapping[NoticeCode, Status] = MappingProxyType(
    {
        C.ACKNOWLEDGEMENT: Status.RECEIVED,
        C.MOVED_ON: Status.RECEIVED,
        C.UNKNOWN_SENDER: Status.RECEIVED,
    }
)
"""The status that its request is in; in progress where a letter is not named."""
