"""What the letters say that ask for more, and the one that closes for lack of it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, told
from gateway.dispatch.foreign import person
from gateway.dispatch.words import Words
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.completeness_details import ClosedUnanswered, Questions
from gateway.domain.triage import Question

QUESTION_COLUMNS = 200
_ENDS = "?？:： "


def asked(questions: Sequence[Question], words: Words) -> tuple[str, ...]:
    """One line each: the number, the question, and a colon to write behind."""
    colon = words.phrase("colon").rstrip()
    return tuple(
        f"{one.number}. {cut(_words(one, words), QUESTION_COLUMNS)}{colon}"
        for one in questions
    )


def _words(question: Question, words: Words) -> str:
    own = one_line(question.text) or words.of("question", question.field)
    return own.rstrip(_ENDS)


def _questions(detail: Questions, telling: Telling) -> Told:
    words = telling.words
    return {
        "questions": asked(detail.questions, words),
        "count": str(len(detail.questions)),
        "asker": person(detail.asker),
        "call_on": words.when(detail.call_on) if detail.call_on else "",
        "close_on": words.when(detail.close_on) if detail.close_on else "",
    }


def _closed(detail: ClosedUnanswered, telling: Telling) -> Told:
    words = telling.words
    return {
        "questions": asked(detail.questions, words),
        "reopen_until": words.when(detail.reopen_until),
        "why_closed": "no-information",
        "closed_reason": "",
    }


DETAILS: Mapping[type, Tell] = MappingProxyType(
    {**told(Questions, _questions), **told(ClosedUnanswered, _closed)}
)
