"""A reply while questions are open, or with lines of the form in it: what it fills in.

Labelled lines, answers behind our numbers, a number to call, plain lines in the order
of asking: whatever of these a person wrote. What cannot be told apart stays words.
"""

import re
from collections.abc import Mapping

from gateway.desk.context import Context
from gateway.desk.draft import Matched, file_notes, kept_files, names_of_kept
from gateway.desk.form import form_of
from gateway.domain.completeness_commands import Answers
from gateway.domain.facts_told import is_wish, says_anything, told
from gateway.domain.needs import Asked
from gateway.domain.request import Form, Request
from gateway.domain.triage import Question
from gateway.mail.answers import in_order, printed_questions, read_answers
from gateway.mail.letter_text import letter_texts
from gateway.mail.phones import is_number, phone_in

LETTERS_READ = 6
"""The latest letters to this person whose questions are known."""

PLAIN_ANSWER_CHARS = 60
"""Characters of a line that answers one of several questions by its place alone."""

_POLITE = re.compile(
    r"(?:好的?|收到|谢谢|多谢|感谢|辛苦了?|知道了|嗯|明白了?|可以|行|您好|你好"
    r"|ok|okay|thanks|thank you|noted|received|hello|hi|dear \w{1,20}"
    r"|regards|best regards|kind regards|cheers|many thanks)[\s,，。.!！]{0,8}",
    re.IGNORECASE,
)
_CALL_ME = re.compile(
    r"请?(?:致电|来电|回电|打电话|给我打电话|电话联系)(?:给?我)?(?:吧|谢谢)?"
    r"|(?:please\s)?(?:call|phone|ring)(?:\sme)?(?:\sback)?(?:\splease)?"
    r"|我不清楚[，,]?请致电",
    re.IGNORECASE,
)
_ENDS = " \t\r,，。.!！;；~"


def answering(matched: Matched, request: Request, context: Context) -> Answers | None:
    """What the reply answers; None where nothing was asked and no line is labelled."""
    message = matched.read.message
    form, open_ = form_of(message.fields), request.triage.asked
    if not open_ and form == Form():
        return None
    words = message.reply_text
    found = _numbered(matched, request, context) if open_ else {}
    if not found and open_:
        found = _plain(words, open_)
    by_field = {
        one.field: found[one.number]
        for one in open_
        if one.field and one.number in found and _fits(one, found[one.number])
    }
    if Asked.PHONE in request.triage.missing and Asked.PHONE not in by_field:
        phone = phone_in(words)
        by_field |= {str(Asked.PHONE): phone} if phone else {}
    own = {one.number: found[one.number] for one in open_ if one.number in found}
    return Answers(
        words=words or "\n".join(f"{n}. {text}" for n, text in found.items()),
        form=form,
        by_field=tuple(by_field.items()),
        by_number=tuple(own.items()),
        call_me=any(map(_asks_for_call, words.split("\n")[:LETTERS_READ])),
        files=names_of_kept(kept_files(message)),
        notes=file_notes(message),
    )


def _numbered(
    matched: Matched, request: Request, context: Context
) -> Mapping[int, str]:
    who = matched.speaker.address
    sent = context.store.letters_to(request.number, who)[-LETTERS_READ:]
    letters = context.store.letter_text(sent) if sent else ()
    texts = [t for letter in letters for t in letter_texts(letter, context.limits)]
    printed = printed_questions(texts)
    open_ = {
        one.number: printed.get(one.number, one.text) for one in request.triage.asked
    }
    return read_answers(matched.read.message.text, open_)


def _plain(words: str, open_: tuple[Question, ...]) -> Mapping[int, str]:
    """Lines without numbers: the answer to the only question, or one a question.

    A line that tells something else than it would answer is no such answer; what it
    tells is found in the words anyway.
    """
    lines = [line for line in words.split("\n") if _is_substance(line)]
    found = in_order("\n".join(lines), [one.number for one in open_])
    if len(open_) > 1 and not all(
        _may_answer(one, found[one.number]) for one in open_ if one.number in found
    ):
        return {}
    return found


def _may_answer(question: Question, line: str) -> bool:
    if len(line) > PLAIN_ANSWER_CHARS or is_wish(line):
        return False
    return all(str(field) == question.field for field in told(line))


def _is_substance(line: str) -> bool:
    bare = line.strip(_ENDS)
    polite = _POLITE.fullmatch(f"{bare} ") is not None
    return says_anything(bare) and not polite and not _asks_for_call(line)


def _asks_for_call(line: str) -> bool:
    return _CALL_ME.fullmatch(line.strip(_ENDS)) is not None


def _fits(question: Question, answer: str) -> bool:
    """A number to call has digits; anything else is the requester's to say."""
    return question.field != Asked.PHONE or is_number(answer)
