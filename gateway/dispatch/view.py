"""What a template may say: a notice as plain words, every value ready to print.

Templates see strings, tuples of strings and truths, never a domain value: so none
can reach further than its words, and both renderings cost one look at the notice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never
from urllib.parse import quote

from gateway.dispatch.words import Words
from gateway.dispatch.wrap import SUBJECT_COLUMNS, cut, one_line
from gateway.domain.lifecycle import CUSTOMER_WORD
from gateway.domain.notices import (
    Acknowledged,
    Assigned,
    CommandResults,
    ConfirmPlease,
    CustomerWords,
    Evidence,
    Notice,
    Paging,
    RefusedFile,
    Reopened,
    ResultLine,
    Told,
)
from gateway.domain.request import Request, Status

View = Mapping[str, object]
Row = tuple[str, str]

ECHO_COLUMNS = 120
"""A customer's own words come back as at most 60 hanzi (LETTERS 3.2)."""
TITLE_COLUMNS = 52
"""What of a title a subject of 80 columns has room for, beside tag and phrase."""
PARAGRAPH_COLUMNS = 1000
STEPS_LIMIT = 10
STEP_COLUMNS = 300
FILES_LIMIT = 10
FILENAME_COLUMNS = 60
COMMAND_COLUMNS = 200
QUOTE_LINES_LIMIT = 80
QUOTE_COLUMNS_LIMIT = 600
PHONE_TAIL_DIGITS = 4
DISPUTE_WINDOW = timedelta(days=7)
"""How long a confirmation may be disputed: what the certificate says (6.3, T6)."""
_PHONE_DIGITS_MINIMUM = 7

_REPLY_PREFIX = re.compile(
    r"(?:re|fw|fwd|aw|sv|回复|回覆|答复|答覆|转发|轉寄|转寄|返信|転送)"
    r"(?:\[\d{1,3}\])? ?[:：] ?",
    re.IGNORECASE,
)
_BANNER = re.compile(r"\[external\] ?|【外部邮件】 ?", re.IGNORECASE)
_TAG = re.compile(r"\[TS\d{8,16}\] ?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who signs a letter, and where an answer to it goes."""

    support: str
    reply_address: str


def clean_subject(subject: str) -> str:
    """A subject without reply marks, banners and our tag, on one line."""
    rest = one_line(subject)
    while True:
        shorter = rest
        for pattern in (_REPLY_PREFIX, _BANNER, _TAG):
            found = pattern.match(shorter)
            shorter = shorter[found.end() :] if found else shorter
        if shorter == rest:
            return rest
        rest = shorter


def fit_subject(subject: str) -> str:
    return cut(one_line(subject), SUBJECT_COLUMNS)


def mailto(address: str, subject: str, body: str = "") -> str:
    """RFC 6068; ``+`` is encoded, since webmail reads it as a space."""
    link = f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}"
    if not body:
        return link
    crlf = body.replace("\n", "\r\n")
    return f"{link}&body={quote(crlf, safe='')}"


def phone_tail(phone: str) -> str:
    """The last four digits, where it looks like a number at all."""
    digits = "".join(c for c in phone if c.isdigit())
    return digits[-PHONE_TAIL_DIGITS:] if len(digits) >= _PHONE_DIGITS_MINIMUM else ""


def view(notice: Notice, words: Words, sender: Sender) -> View:
    """Everything that the template of this notice may name."""
    told: dict[str, object] = _common(notice, words, sender)
    if notice.request is not None:
        told |= _about(notice.request, words, sender, staff=notice.code >= "S")
    return told | _detail(notice, words, sender)


def _common(notice: Notice, words: Words, sender: Sender) -> dict[str, object]:
    name = one_line(notice.name)
    greeting = "greeting" if name else "greeting_nobody"
    return {
        "code": str(notice.code),
        "staff": notice.code >= "S",
        "to": notice.to,
        "greeting": words.phrase(greeting, name=cut(name, FILENAME_COLUMNS)),
        "support": sender.support,
        "at": words.when(notice.at),
        "zone": words.offset(notice.at),
        "owner": one_line(notice.owner_name),
        "number": "",
        "title": "",
        "urgent": False,
        "status": "",
        "customer_word": "",
        "reply": "",
    }


def _about(
    request: Request, words: Words, sender: Sender, *, staff: bool
) -> dict[str, object]:
    number = request.number
    title = clean_subject(request.subject) or words.phrase("no_subject")
    about: dict[str, object] = {
        "number": number,
        "title": cut(title, TITLE_COLUMNS),
        "echo": cut(one_line(_symptom(request)) or title, ECHO_COLUMNS),
        "urgent": request.urgent,
        "status": words.of("status", request.status),
        "customer_word": words.of("customer_word", CUSTOMER_WORD[request.status]),
        "reply": mailto(sender.reply_address, f"Re: [{number}]"),
        "requester": request.requester,
        "submitted": words.when(request.submitted_at),
        "priority": words.of("priority", request.priority),
        "urgency": words.of("urgency", request.urgency),
        "scene": words.of("scene", request.scene),
        "round": str(request.round),
        "accepted": words.when(request.accepted_at) if request.accepted_at else "",
        "resolved": words.when(request.resolved_at) if request.resolved_at else "",
        "cause": cut(one_line(request.cause), PARAGRAPH_COLUMNS),
        "solution": cut(one_line(request.solution), PARAGRAPH_COLUMNS),
        "steps": _steps(request.test_result, words),
        "tail": phone_tail(request.form.phone),
        "awaiting": request.status is Status.AWAITING_CONFIRMATION,
    }
    if staff:
        about |= _card(request, words)
    return about


def _symptom(request: Request) -> str:
    return request.form.symptom or request.description


def _steps(test_result: str, words: Words) -> tuple[Row, ...]:
    lines = [line for line in map(one_line, test_result.splitlines()) if line]
    return tuple(
        (words.phrase("step", number=number), cut(line, STEP_COLUMNS))
        for number, line in enumerate(lines[:STEPS_LIMIT], start=1)
    )


def _card(request: Request, words: Words) -> dict[str, object]:
    """The registration form, R47-R57: what is missing is seen to be missing."""
    form = request.form
    given = (
        ("company", form.company),
        ("contact", form.contact or request.requester_name),
        ("employee_number", form.employee_number),
        ("phone", form.phone),
        ("address", request.requester),
        ("submitted", words.when(request.submitted_at)),
        ("scene", words.of("scene", request.scene)),
        ("urgency", words.of("urgency", request.urgency)),
        ("urgency_reason", form.urgency_reason),
        ("priority", words.of("priority", request.priority)),
        ("symptom", form.symptom),
        ("occurred", form.occurred),
        ("impact", form.impact),
        ("tried", form.tried),
    )
    labels = words.tables["labels"]
    missing = words.phrase("not_given")
    company = one_line(form.company) or one_line(request.requester_name)
    return {
        "card": tuple(
            (labels[name], cut(one_line(value), PARAGRAPH_COLUMNS) or missing)
            for name, value in given
        ),
        "description": quoted(request.description),
        "phone": cut(one_line(form.phone), FILENAME_COLUMNS),
        "company": cut(company or request.requester, 24),
    }


def quoted(text: str) -> tuple[str, ...]:
    """Foreign words line by line, bounded; the original is kept in full."""
    lines = [one_line(line) for line in text.strip().splitlines()]
    kept = [cut(line, QUOTE_COLUMNS_LIMIT) for line in lines[:QUOTE_LINES_LIMIT]]
    return (*kept, "...") if len(lines) > QUOTE_LINES_LIMIT else tuple(kept)


# --- the detail of each kind ---------------------------------------------------


def _detail(notice: Notice, words: Words, sender: Sender) -> dict[str, object]:
    match notice.detail:
        case Acknowledged() as detail:
            return _acknowledged(detail, words)
        case ConfirmPlease() as detail:
            number = notice.request.number if notice.request else ""
            return _confirm_please(detail, words, sender, number)
        case Evidence() as detail:
            return _evidence(detail, words)
        case Paging() as detail:
            return _paging(detail, words)
        case CommandResults() as detail:
            return _results(detail, words)
        case Reopened() | Assigned() | CustomerWords() | Told() as detail:
            return _plain(notice, detail, words)
        case _:
            assert_never(notice.detail)


def _acknowledged(detail: Acknowledged, words: Words) -> dict[str, object]:
    kept = [cut(one_line(name), FILENAME_COLUMNS) for name in detail.kept]
    more = len(kept) - FILES_LIMIT
    listed = words.phrase("comma").join(kept[:FILES_LIMIT])
    return {
        "due": words.when(detail.due_at),
        "missing_phone": detail.missing_phone,
        "kept": listed + (words.phrase("more", count=more) if more > 0 else ""),
        "refused": tuple(
            _refused(file, words) for file in detail.refused[:FILES_LIMIT]
        ),
        "refused_more": max(0, len(detail.refused) - FILES_LIMIT),
    }


def _refused(file: RefusedFile, words: Words) -> Row:
    size = f"{max(file.size_bytes, 0) / 1024**2:.1f} MB"
    why = words.of("refused_for", file.why).format(size=size)
    name = cut(one_line(file.filename), FILENAME_COLUMNS) or words.phrase("no_name")
    return (name, why + words.of("remedy", file.why))


def _confirm_please(
    detail: ConfirmPlease, words: Words, sender: Sender, number: str
) -> dict[str, object]:
    subject = f"Re: [{number}]"
    address = sender.reply_address
    yes = mailto(address, subject, f"CONFIRM {detail.button_code}")
    no = mailto(address, subject, words.phrase("not_resolved"))
    return {
        "confirm_code": detail.code,
        "certificate": detail.certificate,
        "answer_by": words.when(detail.answer_by),
        "confirm_link": yes,
        "dispute_link": no,
    }


def _evidence(detail: Evidence, words: Words) -> dict[str, object]:
    digest = detail.sha256
    return {
        "outcome": "confirmed",
        "certificate": detail.certificate,
        "words": cut(one_line(detail.words), ECHO_COLUMNS),
        "speaker": detail.speaker,
        "received": words.stamp(detail.received_at),
        "confirmed": words.when(detail.received_at),
        "dispute_until": words.when(detail.received_at + DISPUTE_WINDOW),
        "fingerprint": f"SHA-256 {digest[:12]} ... {digest[-12:]}",
        "message_id": one_line(detail.message_id),
        "proof": cut(one_line(detail.proof), ECHO_COLUMNS),
        "evidence_class": words.of("evidence", detail.evidence_class),
    }


def _paging(detail: Paging, words: Words) -> dict[str, object]:
    return {
        "clock": str(detail.clock),
        "clock_name": words.of("clock", detail.clock),
        "clock_stops": words.of("clock_stops", detail.clock),
        "started": words.when(detail.started_at),
        "due": words.when(detail.due_at),
        "due_clock": words.clock(detail.due_at),
        "call": str(detail.call),
        "percent": str(detail.percent),
    }


def _results(detail: CommandResults, words: Words) -> dict[str, object]:
    done = sum(line.done for line in detail.lines)
    names = (words.of("letter", code) for code in detail.told_customer)
    return {
        "lines": tuple(_result(line, words) for line in detail.lines),
        "done": str(done),
        "total": str(len(detail.lines)),
        "all_done": done == len(detail.lines),
        "sent": words.stamp(detail.sent_at),
        "mail_subject": cut(one_line(detail.subject), SUBJECT_COLUMNS),
        "message_id": one_line(detail.message_id),
        "note_kept": detail.note_kept,
        "told": words.phrase("comma").join(names),
        "corrected": tuple(one_line(line) for line in detail.corrected),
        "reason": words.of("reason", detail.reason) if detail.reason else "",
    }


def _result(line: ResultLine, words: Words) -> tuple[str, str, str, str]:
    """Mark, state, the command as written, what became of it."""
    skipped = not line.done and line.reason == "not-run"
    state = "done" if line.done else "skipped" if skipped else "failed"
    why = words.of("reason", line.reason) if line.reason and not skipped else ""
    nearest = one_line(line.suggestion)
    hint = words.phrase("did_you_mean", command=nearest) if nearest else ""
    parts = (why, one_line(line.detail), hint)
    return (
        state,
        words.of("result", state),
        cut(one_line(line.command), COMMAND_COLUMNS),
        words.phrase("semicolon").join(part for part in parts if part),
    )


def _plain(
    notice: Notice, detail: Reopened | Assigned | CustomerWords | Told, words: Words
) -> dict[str, object]:
    match detail:
        case Reopened():
            echo = cut(one_line(detail.words), ECHO_COLUMNS)
            return {"outcome": "reopened", "words": echo, "raised": detail.raised}
        case Assigned():
            return {
                "is_owner": notice.to == detail.owner,
                "new_owner": one_line(detail.owner_name) or detail.owner,
                "owner_address": detail.owner,
                "previous": one_line(detail.previous_name),
                "by": one_line(detail.by_name),
                "why": cut(one_line(detail.reason), PARAGRAPH_COLUMNS),
            }
        case CustomerWords():
            files = (cut(one_line(name), FILENAME_COLUMNS) for name in detail.files)
            return {
                "sender": detail.sender,
                "words": quoted(detail.words),
                "reading": words.of("reading", detail.reading),
                "files": words.phrase("comma").join(files),
            }
        case Told():
            after = detail.next_update_at
            return {
                "next_update": words.when(after) if after else "",
                "owner": one_line(detail.owner_name or notice.owner_name),
                "owner_phone": one_line(detail.owner_phone),
            }
        case _:
            assert_never(detail)
