"""What a template may say of a notice's detail: one function for each kind.

See ``view``, which adds what every letter says.
"""

from dataclasses import dataclass
from typing import assert_never

from gateway.dispatch.file_details import megabytes, named, noted, refused
from gateway.dispatch.foreign import (
    COMMAND_COLUMNS,
    FILES_LIMIT,
    PARAGRAPH_COLUMNS,
    echo,
    mailto,
    person,
    quoted,
)
from gateway.dispatch.words import Words
from gateway.dispatch.wrap import SUBJECT_COLUMNS, cut, one_line
from gateway.domain.notices import (
    Acknowledged,
    Assigned,
    CommandResults,
    ConfirmPlease,
    CustomerWords,
    Evidence,
    Notice,
    Paging,
    Reason,
    Reopened,
    ResultLine,
    Told,
    Unreadable,
)

Row = tuple[str, str]

_DIGEST_ENDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who signs a letter, and where an answer to it goes."""

    support: str
    reply_address: str


def detail_of(notice: Notice, words: Words, sender: Sender) -> dict[str, object]:
    """The names that only the detail of a notice gives its template."""
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
        case (
            Unreadable() | Reopened() | Assigned() | CustomerWords() | Told() as detail
        ):
            return _plain(notice, detail, words)
        case _:
            assert_never(notice.detail)


def _acknowledged(detail: Acknowledged, words: Words) -> dict[str, object]:
    return _nothing_of_it(discreet=detail.discreet) | {
        "due": words.when(detail.due_at),
        "missing_phone": detail.missing_phone,
        "kept": named(detail.kept, words),
        "refused": tuple(refused(file, words) for file in detail.refused[:FILES_LIMIT]),
        "limit": megabytes(detail.refused[0].limit_bytes) if detail.refused else "",
        "refused_more": max(0, len(detail.refused) - FILES_LIMIT),
    }


def _nothing_of_it(*, discreet: bool) -> dict[str, object]:
    """What a letter in clear may not repeat of a mail that came encrypted."""
    return {"echo": "", "tail": ""} if discreet else {}


def _unreadable(detail: Unreadable, words: Words) -> dict[str, object]:
    return {
        "unreadable": words.of("unreadable", detail.why),
        "again": words.of("again", detail.why),
        "received": words.when(detail.received_at),
        "phone": one_line(detail.phone),
    }


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
    proofs = (words.of("proof", part) for part in one_line(detail.proof).split("+"))
    return {
        "outcome": "confirmed",
        "certificate": detail.certificate,
        "words": echo(detail.words),
        "speaker": detail.speaker,
        "received": words.stamp(detail.received_at),
        "confirmed": words.when(detail.received_at),
        "dispute_until": words.when(detail.dispute_until),
        "fingerprint": f"SHA-256 {digest[:_DIGEST_ENDS]} ... {digest[-_DIGEST_ENDS:]}",
        "message_id": one_line(detail.message_id),
        "proof": words.phrase("semicolon").join(proofs),
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
        "files": named(detail.files, words),
        "notes": noted(detail.notes, words),
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
    skipped = not line.done and line.reason is Reason.NOT_RUN
    state = "done" if line.done else "skipped" if skipped else "failed"
    why = words.of("reason", line.reason) if line.reason and not skipped else ""
    nearest = one_line(line.suggestion).lstrip("#")
    hint = words.phrase("did_you_mean", command=f"#{nearest}") if nearest else ""
    parts = (why, one_line(line.detail), hint)
    return (
        state,
        words.of("result", state),
        cut(one_line(line.command), COMMAND_COLUMNS),
        words.phrase("semicolon").join(part for part in parts if part),
    )


def _plain(
    notice: Notice,
    detail: Unreadable | Reopened | Assigned | CustomerWords | Told,
    words: Words,
) -> dict[str, object]:
    match detail:
        case Reopened():
            return {
                "outcome": "reopened",
                "words": echo(detail.words),
                "raised": detail.raised,
            }
        case Assigned():
            return {
                "is_owner": notice.to == detail.owner,
                "new_owner": person(detail.owner_name) or detail.owner,
                "owner_address": detail.owner,
                "previous": person(detail.previous_name),
                "by": person(detail.by_name),
                "why": cut(one_line(detail.reason), PARAGRAPH_COLUMNS),
            }
        case CustomerWords():
            return {
                "sender": detail.sender,
                "words": quoted(detail.words),
                "reading": words.of("reading", detail.reading),
                "files": named(detail.files, words),
                "notes": noted(detail.notes, words),
            }
        case Unreadable():
            return _unreadable(detail, words)
        case Told():
            after = detail.next_update_at
            return {
                "next_update": words.when(after) if after else "",
                "owner": person(detail.owner_name or notice.owner_name),
                "owner_phone": one_line(detail.owner_phone),
            }
        case _:
            assert_never(detail)
