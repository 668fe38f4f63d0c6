"""How the verbs of step 4 are read."""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from gateway.desk.arguments import (
    Read,
    Reader,
    Surroundings,
    first_word,
    moment,
    texted,
    timed,
)
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.holding_commands import Pause, Resume
from gateway.domain.moments import Moment, Range
from gateway.domain.plan_parts import Part, read_parts
from gateway.domain.solution_commands import (
    Approve,
    Eta,
    Fix,
    Phase,
    Propose,
    Reject,
    Update,
    Work,
)
from gateway.mail.directives import Directive

WORKAROUND = frozenset({"workaround", "临时"})
PHASES: Mapping[str, Phase] = MappingProxyType(
    {
        "start": Phase.START,
        "开始": Phase.START,
        "end": Phase.END,
        "结束": Phase.END,
    }
)
_AT_END = re.compile(r"(?:^|\s)(\d{1,2}[:：]\d{2})\s*$")
_WINDOW_CHARS = 200
"""Characters of a window that are kept as they were written."""


def _fix(directive: Directive, _: Surroundings) -> Read:
    """``text [consent=who TIME]``; TIME may stand within quotes, or end the line."""
    pairs = dict(directive.pairs)
    consent, at = _timed_at_end(pairs.get("consent") or pairs.get("同意", ""))
    time_text, text = timed(directive.argument)
    if consent and not at:
        text, at = _timed_at_end(text)
    if not text:
        return Refusal(Reason.MISSING_ARGUMENT, "text")
    return Fix(text=text, consent=consent, consent_time=at, time_text=time_text)


def _timed_at_end(text: str) -> tuple[str, str]:
    found = _AT_END.search(text)
    return (text[: found.start()].strip(), found[1]) if found else (text, "")


def _eta(directive: Directive, around: Surroundings) -> Read:
    found = moment(directive.argument, around)
    if isinstance(found, Refusal):
        return found
    when, text = found
    # Of a span, and of a day alone, the end is what the customer may rely on.
    at = when.end if isinstance(when, Range) else when.until
    return Eta(at=at, text=text)


def _plan(directive: Directive, around: Surroundings) -> Read:
    """``[workaround] [TIME]``; the parts stand below, under their headings."""
    word, rest = first_word(directive.argument)
    workaround = word.casefold() in WORKAROUND
    named = rest.strip() if workaround else directive.argument.strip()
    parts = read_parts(around.below)
    window = (named or parts.get(Part.WINDOW, ""))[:_WINDOW_CHARS]
    span = _window(window, around)
    if isinstance(span, Refusal):
        return span
    starts_at, ends_at = _ends(span)
    return Propose(
        parts=parts,
        window=window,
        starts_at=starts_at,
        ends_at=ends_at,
        workaround=workaround,
    )


def _ends(span: Moment | Range | None) -> tuple[datetime | None, datetime | None]:
    if isinstance(span, Range):
        return span.start, span.end
    return (span.at if span else None), None


def _window(text: str, around: Surroundings) -> Moment | Range | Refusal | None:
    """When it is to be done; words that name no time bind nobody."""
    if not text:
        return None
    found = moment(text, around)
    if isinstance(found, Refusal):
        return None if found.reason is Reason.BAD_ARGUMENT else found
    return found[0]


def _approve(directive: Directive, _: Surroundings) -> Read:
    code, _rest = first_word(directive.argument)
    return Approve(code=code) if code else Refusal(Reason.MISSING_ARGUMENT, "CODE")


def _reject(directive: Directive, around: Surroundings) -> Read:
    code, rest = first_word(directive.argument)
    reason = rest.strip() or around.below.strip()
    if not code or not reason:
        return Refusal(Reason.MISSING_ARGUMENT, "CODE REASON")
    return Reject(code=code, reason=reason)


def _work(directive: Directive, around: Surroundings) -> Read:
    """``start|end [text]``, or a span of time and what was done in it."""
    word, rest = first_word(directive.argument)
    phase = PHASES.get(word.casefold())
    if phase is not None:
        time_text, text = timed(rest)
        return Work(phase=phase, text=text, time_text=time_text)
    found = moment(directive.argument, around)
    if isinstance(found, Refusal):
        return Refusal(Reason.BAD_ARGUMENT, "start | end | TIME text")
    when, text = found
    if not isinstance(when, Range) or not text:
        return Refusal(Reason.MISSING_ARGUMENT, "start | end | 10:20-11:30 text")
    if when.end > around.now:
        return Refusal(Reason.TIME_AHEAD, when.text)
    return Work(
        phase=Phase.SPAN,
        text=text,
        time_text=when.text,
        starts_at=when.start,
        ends_at=when.end,
    )


def _pause(directive: Directive, around: Surroundings) -> Read:
    found = moment(directive.argument, around)
    if isinstance(found, Refusal):
        return found
    when, reason = found
    if not reason:
        return Refusal(Reason.MISSING_ARGUMENT, "TIME reason")
    until = when.end if isinstance(when, Range) else when.until
    return Pause(until=until, reason=reason)


def _resume(directive: Directive, _: Surroundings) -> Read:
    return Resume(reason=directive.argument.strip())


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {
        Verb.FIX: _fix,
        Verb.ETA: _eta,
        Verb.UPDATE: texted(lambda text: Update(text=text)),
        Verb.PLAN: _plan,
        Verb.APPROVE: _approve,
        Verb.REJECT: _reject,
        Verb.WORK: _work,
        Verb.PAUSE: _pause,
        Verb.RESUME: _resume,
    }
)
