"""How the verbs of step 5 are read."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import (
    Read,
    Reader,
    Surroundings,
    first_word,
    moment,
    texted,
)
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.filing_commands import FileSigned
from gateway.domain.moments import Moment, Range, read_moment
from gateway.domain.verification_commands import RecordTest, Resolve, Unresolved
from gateway.domain.waiting_commands import Close, CloseFor, NotePhoned, Observe
from gateway.mail.directives import Directive

CLOSE_FOR: Mapping[str, CloseFor] = MappingProxyType(
    {
        "unconfirmed": CloseFor.UNCONFIRMED,
        "未确认": CloseFor.UNCONFIRMED,
        "invalid": CloseFor.INVALID,
        "无效": CloseFor.INVALID,
    }
)
WORKAROUND = frozenset({"workaround", "临时"})


def _resolve(directive: Directive, _: Surroundings) -> Read:
    first, _rest, rest = directive.argument.strip().partition(" ")
    if first.casefold() in WORKAROUND:
        return Resolve(text=rest.strip(), workaround=True)
    return Resolve(text=directive.argument.strip())


_TEXT_LIMIT = 500
"""Characters of a name or a time that are kept as they were said."""


def _observe(directive: Directive, around: Surroundings) -> Read:
    found = moment(directive.argument, around)
    if isinstance(found, Refusal):
        return found
    when, _rest = found
    if isinstance(when, Range):
        return Refusal(Reason.TIME_AMBIGUOUS, when.text)
    # A day alone is meant as a whole: the clock begins anew when it is over.
    return Observe(until=when.until)


def _phoned(directive: Directive, around: Surroundings) -> Read:
    """``who TIME gist``; who is one word or several, up to where a time begins."""
    words = directive.argument.split()
    for place in range(1, len(words)):
        found, gist = read_moment(" ".join(words[place:]), around.now, around.zone)
        if not isinstance(found, Moment | Range):
            continue
        start = found.at if isinstance(found, Moment) else found.start
        if start > around.now:
            return Refusal(Reason.TIME_AHEAD, found.text)
        who = " ".join(words[:place])[:_TEXT_LIMIT]
        if not gist.strip():
            break
        return NotePhoned(who=who, time_text=found.text, gist=gist.strip())
    return Refusal(Reason.MISSING_ARGUMENT, "WHO TIME GIST")


def _signed(directive: Directive, around: Surroundings) -> Read:
    """``who``: who signed the one PDF that is attached."""
    who = directive.argument.strip()[:_TEXT_LIMIT]
    if not who:
        return Refusal(Reason.MISSING_ARGUMENT, "WHO")
    if len(around.papers) != 1:
        names = ", ".join(paper.filename for paper in around.papers[:2])
        return Refusal(Reason.MISSING_ARGUMENT, names or "PDF")
    (paper,) = around.papers
    if not paper.signed:
        return Refusal(Reason.NOT_SIGNED, paper.filename)
    return FileSigned(
        who=who,
        filename=paper.filename,
        sha256=paper.sha256,
        message_id=paper.message_id,
        mail_sha256=paper.mail_sha256,
    )


def _close(directive: Directive, _: Surroundings) -> Read:
    word, reason = first_word(directive.argument)
    why = CLOSE_FOR.get(word.casefold())
    if why is None:
        kind = Reason.BAD_ARGUMENT if word else Reason.MISSING_ARGUMENT
        return Refusal(kind, "unconfirmed | invalid")
    if not reason.strip():
        return Refusal(Reason.MISSING_ARGUMENT, "REASON")
    return Close(why=why, reason=reason.strip())


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {
        Verb.TEST: texted(lambda text: RecordTest(text=text)),
        Verb.RESOLVE: _resolve,
        Verb.OBSERVE: _observe,
        Verb.PHONED: _phoned,
        Verb.SIGNED: _signed,
        Verb.CLOSE: _close,
        Verb.UNRESOLVED: texted(lambda text: Unresolved(words=text)),
    }
)
