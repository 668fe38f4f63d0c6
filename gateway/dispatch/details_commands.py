"""What a transcript may say of its commands (S11, S12)."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, link, told
from gateway.dispatch.foreign import COMMAND_COLUMNS, PARAGRAPH_COLUMNS
from gateway.dispatch.words import Words
from gateway.dispatch.wrap import SUBJECT_COLUMNS, cut, one_line
from gateway.domain.codes import Reason
from gateway.domain.command_details import (
    CodePlease,
    CommandResults,
    ResultLine,
    WaitingLine,
)
from gateway.domain.commands import Verb

COLONS = (":", "：")


def _results(detail: CommandResults, telling: Telling) -> Told:
    words = telling.words
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
        "other_sender": one_line(detail.sender or ""),
        "told": words.phrase("comma").join(names),
        "corrected": tuple(one_line(line) for line in detail.corrected),
        "reason": words.of("reason", detail.reason) if detail.reason else "",
        "several": detail.several,
        "dragged": detail.dragged,
    }


def _code_please(detail: CodePlease, telling: Telling) -> Told:
    words = telling.words
    return {
        "code": detail.code,
        "until": words.when(detail.until),
        "waiting": tuple(_waiting(line, words) for line in detail.lines),
        "listed": _listed(detail, words),
        "confirm_link": link(f"#confirm {detail.button_code}", telling),
        "sent": words.stamp(detail.sent_at),
        "mail_subject": cut(one_line(detail.subject), SUBJECT_COLUMNS),
        "message_id": one_line(detail.message_id),
    }


def _listed(detail: CodePlease, words: Words) -> tuple[tuple[str, str], ...]:
    if detail.listed is None:
        return ()
    names = ("requests", "touched", "rows", "mails", "letters", "files")
    return tuple(
        (words.of("listed", name), str(getattr(detail.listed, name))) for name in names
    )


def _waiting(line: WaitingLine, words: Words) -> tuple[str, str]:
    """The requests that it acts on, and the command as written."""
    on = words.phrase("comma").join(line.numbers) or words.of("command", Verb.ERASE)
    return on, cut(one_line(line.command), PARAGRAPH_COLUMNS)


def _result(line: ResultLine, words: Words) -> tuple[str, str, str, str]:
    """Mark, state, the command as written, what became of it."""
    skipped = not line.done and line.reason is Reason.NOT_RUN
    state = "done" if line.done else "skipped" if skipped else "failed"
    why = words.of("reason", line.reason) if line.reason and not skipped else ""
    nearest = one_line(line.suggestion).lstrip("#")
    hint = words.phrase("did_you_mean", command=f"#{nearest}") if nearest else ""
    advice = words.of("advice", line.advice) if line.advice else ""
    parts = (*_because(why, one_line(line.detail)), hint, advice)
    return (
        state,
        words.of("result", state),
        cut(one_line(line.command), COMMAND_COLUMNS),
        words.phrase("semicolon").join(part for part in parts if part),
    )


def _because(why: str, detail: str) -> tuple[str, ...]:
    """A reason and what it is about; one that ends in a colon leads up to that."""
    leading = why.rstrip()
    if not leading.endswith(COLONS):
        return (why, detail)
    if not detail:
        return (leading.rstrip("".join(COLONS)),)
    blank = " " if leading.endswith(":") else ""
    return (f"{leading}{blank}{detail}",)


DETAILS: Mapping[type, Tell] = MappingProxyType(
    {
        **told(CommandResults, _results),
        **told(CodePlease, _code_please),
    }
)
