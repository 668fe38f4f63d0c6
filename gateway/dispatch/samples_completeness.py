"""Specimens of the letters that ask for more."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import HOUR, SUBMITTED, text
from gateway.dispatch.samples_verification import closed_unconfirmed
from gateway.domain.codes import NoticeCode
from gateway.domain.completeness_details import ClosedUnanswered, Questions
from gateway.domain.needs import Asked
from gateway.domain.notices import Detail
from gateway.domain.people import Locale
from gateway.domain.request import Status
from gateway.domain.triage import Question

C = NoticeCode
DAY = 24 * HOUR


def questions(locale: Locale) -> tuple[Question, ...]:
    """Two of the form, and one of a person's own."""
    own = text(locale, "Which browser do you use?", "用的是哪个浏览器？")
    return (
        Question(number=1, field=Asked.OCCURRED),
        Question(number=2, field=Asked.IMPACT),
        Question(number=3, text=own),
    )


def _asked(locale: Locale) -> tuple[Detail, ...]:
    asker = text(locale, "Bart", "巴特")
    every = tuple(
        Question(number=number, field=field)
        for number, field in enumerate(Asked, start=1)
    )
    return (
        Questions(questions=questions(locale), asker=asker),
        Questions(questions=questions(locale)[:1]),
        Questions(questions=every),
    )


def _again(locale: Locale) -> tuple[Detail, ...]:
    first = Questions(
        questions=questions(locale)[:2],
        reminder=1,
        call_on=SUBMITTED + 3 * DAY,
        close_on=SUBMITTED + 7 * DAY,
    )
    second = Questions(
        questions=questions(locale)[:1], reminder=2, call_on=SUBMITTED + 3 * DAY
    )
    return (first, second)


def _closed(locale: Locale) -> tuple[Detail, ...]:
    closed = ClosedUnanswered(
        questions=questions(locale)[:2], reopen_until=SUBMITTED + 14 * DAY
    )
    return (closed, *closed_unconfirmed(locale))


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {
        C.QUESTIONS: _asked,
        C.QUESTIONS_AGAIN: _again,
        C.CLOSED_UNCONFIRMED: _closed,
    }
)

STATUS: Mapping[NoticeCode, Status] = MappingProxyType(
    {
        C.QUESTIONS: Status.AWAITING_INFORMATION,
        C.QUESTIONS_AGAIN: Status.AWAITING_INFORMATION,
        C.CLOSED_UNCONFIRMED: Status.CLOSED_UNCONFIRMED,
    }
)
"""The status that its request is in; in progress where a letter is not named."""
