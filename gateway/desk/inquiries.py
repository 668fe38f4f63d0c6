"""What staff ask without naming a request: answered by mail, and nothing changes."""

from collections.abc import Iterator
from dataclasses import replace

from gateway.desk.context import Context
from gateway.desk.draft import Matched, kept_files, receipt
from gateway.desk.effects import Effects, EndState
from gateway.desk.gathering import to_answer, told_only
from gateway.desk.interpret import Line, interpret
from gateway.desk.publishing import published
from gateway.desk.staff import (
    may_command,
    not_run,
)
from gateway.domain.commands import Command, Verb
from gateway.domain.decide import helped
from gateway.domain.decision import (
    Case,
    Decision,
    Outcome,
    Refusal,
    notice,
    notice_alone,
)
from gateway.domain.finding import find, list_requests
from gateway.domain.inquiring import inquire, stats
from gateway.domain.inquiry_commands import AskHelp, AskStats, Inquire
from gateway.domain.knowledge_commands import Find, ListRequests
from gateway.domain.notices import Notice
from gateway.domain.request import Request
from gateway.mail.directives import Directives

INQUIRIES = frozenset(
    {
        *(Verb.FIND, Verb.LIST, Verb.SHOW, Verb.HISTORY, Verb.WHY),
        *(Verb.STATS, Verb.HELP),
    }
)
"""Verbs that are answered without a request."""


def answer_alone(
    matched: Matched, context: Context, directives: Directives
) -> Effects | None:
    """The answer to a mail that only asks; None where it does anything else."""
    if has_a_note(matched, directives):
        return None
    went_out = published(matched, context, directives)
    if went_out is not None:
        return went_out
    if asks_only(directives) and may_command(matched, directives, context):
        return inquired(matched, context, directives)
    return None


def asks_only(directives: Directives) -> bool:
    """Whether a mail asks, and does nothing else, and names no request."""
    return all(line.verb in INQUIRIES and not line.on for line in directives.lines)


def has_a_note(matched: Matched, directives: Directives) -> bool:
    """Whether there are words below that belong into the record of a request."""
    return matched.match.request is not None and bool(directives.rest.strip())


def inquired(matched: Matched, context: Context, directives: Directives) -> Effects:
    """Answer each question; one that cannot be read, and none is answered."""
    request, case = matched.match.request, context.case(matched.speaker.address)
    lines = [
        _asked(line, request, case)
        for line in interpret(directives.lines, context.surroundings())
    ]
    if any(isinstance(outcome, Refusal) for _, outcome in lines):
        told = not_run(matched, context, [line for line, _ in lines])
        return told_only(matched, context, told, "refused")
    found = [outcome for _, outcome in lines if isinstance(outcome, Decision)]
    notices = [one for answer in found for one in _notices(answer, request, case)]
    number = request.number if request else None
    return Effects(
        receipt=receipt(matched.read, EndState.COMMAND, "done", number=number),
        letters=context.correspondence.write(notices, to_answer(matched)),
        files=kept_files(matched.read.message),
    )


def _asked(line: Line, request: Request | None, case: Case) -> tuple[Line, Outcome]:
    """The answer to a line; the line bears the reason where there is none."""
    if isinstance(line.read, Refusal):
        return line, line.read
    outcome = _answered(line.read, request, case)
    if isinstance(outcome, Refusal):
        return replace(line, read=outcome), outcome
    return line, outcome


def _answered(question: Command, request: Request | None, case: Case) -> Outcome:
    match question:
        case Find():
            return find(question, request, case)
        case ListRequests():
            return list_requests(question, request, case)
        case Inquire():
            return inquire(question, request, case)
        case AskStats():
            return stats(question, request, case)
        case _:
            assert isinstance(question, AskHelp), "nothing else is asked"  # noqa: S101 (see asks_only)
            return helped(request, case)


def _notices(answer: Decision, request: Request | None, case: Case) -> Iterator[Notice]:
    """The answer itself, and what it tells of other requests."""
    for owed in answer.owed:
        yield notice(owed, request, case) if request else notice_alone(owed, case)
    for other in answer.beside:
        for owed in other.owed:
            yield notice(owed, other.request, case)
