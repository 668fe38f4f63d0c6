"""What a template may say of a notice's detail: one function for each kind.

See ``view``, which adds what every letter says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from gateway.dispatch.foreign import (
    COMMAND_COLUMNS,
    FILENAME_COLUMNS,
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
    FileMark,
    FileNote,
    Notice,
    Paging,
    Reason,
    RefusedFile,
    Reopened,
    ResultLine,
    Told,
    Unreadable,
)

Row = tuple[str, str]
Note = tuple[str, str, bool]

RED = frozenset({FileMark.EXECUTABLE_INSIDE, FileMark.INFECTED})
"""Marks of a file that staff are warned of (D12)."""
URL_COLUMNS = 600

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
        "kept": _files(detail.kept, words),
        "refused": tuple(
            _refused(file, words) for file in detail.refused[:FILES_LIMIT]
        ),
        "limit": _megabytes(detail.refused[0].limit_bytes) if detail.refused else "",
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


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1024**2:g} MB"


def _refused(file: RefusedFile, words: Words) -> Row:
    size = f"{max(file.size_bytes, 0) / 1024**2:.1f} MB"
    limit = _megabytes(file.limit_bytes)
    service = words.of("cloud", file.service or "other")
    why = words.of("refused_for", file.why).format(
        size=size, limit=limit, service=service
    )
    name = cut(one_line(file.filename), FILENAME_COLUMNS) or words.phrase("no_name")
    return (name, why + words.of("remedy", file.why))


def _files(names: Sequence[str], words: Words) -> str:
    """The first names on one line, and how many more there are."""
    cutted = [cut(one_line(name), FILENAME_COLUMNS) for name in names[:FILES_LIMIT]]
    more = len(names) - FILES_LIMIT
    listed = words.phrase("comma").join(cutted)
    return listed + (words.phrase("more", count=more) if more > 0 else "")


def _notes(notes: Sequence[FileNote], words: Words) -> tuple[Note, ...]:
    """Name, what to take care of, and whether that is told in red."""
    return tuple(
        (
            cut(one_line(note.filename), FILENAME_COLUMNS) or words.phrase("no_name"),
            words.phrase("semicolon").join(_mark(m, note, words) for m in note.marks),
            not RED.isdisjoint(note.marks),
        )
        for note in notes[:FILES_LIMIT]
    )


def _mark(mark: FileMark, note: FileNote, words: Words) -> str:
    until = words.phrase("expires", when=one_line(note.expires)) if note.expires else ""
    link = (
        words.of("cloud", note.service),
        one_line(note.size_text),
        until,
        cut(one_line(note.url), URL_COLUMNS),
    )
    linked = words.phrase("comma").join(part for part in link if part)
    detail = cut(one_line(note.signature), FILENAME_COLUMNS) or linked
    return words.of("file_mark", mark).format(detail=detail)


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
        "files": _files(detail.files, words),
        "notes": _notes(detail.notes, words),
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
                "files": _files(detail.files, words),
                "notes": _notes(detail.notes, words),
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
