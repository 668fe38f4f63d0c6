"""Tier T3 without a signature: what is asked for waits for a code (COMMANDS: tiers).

The code is mailed to the registered address of whoever asked. Written back by the same
person it carries out exactly what the letter said, once, and only while the requests
stand as they stood. It is made anew from the secret each time and kept nowhere.
"""

from collections.abc import Sequence
from datetime import timedelta

from gateway.desk.arguments import first_word
from gateway.desk.context import Context
from gateway.desk.draft import Matched
from gateway.desk.effects import Withheld
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.command_details import CodePlease, Listed, WaitingLine
from gateway.domain.commands import Verb
from gateway.domain.decision import Owed, Refusal, notice, notice_alone
from gateway.domain.notices import Notice
from gateway.domain.people import Address
from gateway.domain.request import Request
from gateway.domain.verdict import normalise_code
from gateway.mail.directives import Directives
from gateway.mail.envelope import QueueId
from gateway.mail.token import living_step_codes, step_code

REMEMBERED = timedelta(days=30)
"""How long a code is known after it was mailed, to say that it is old or used."""
CODE_ECHO_CHARS = 40
"""Characters of what is no code that a transcript repeats."""


def withheld(
    matched: Matched, requests: Sequence[Request], context: Context
) -> Withheld:
    """The mail as it waits; who asks is the person, by the registered address."""
    message, now = matched.read.message, context.clock.now()
    return Withheld(
        queue_id=matched.read.spooled.queue_id,
        actor=matched.speaker.address,
        text=message.reply_text,
        commands_until=message.commands_until,
        numbers=tuple(one.number for one in requests),
        standings=tuple(map(standing, requests)),
        asked_at=now,
        expires_at=now + context.code_valid,
    )


def standing(request: Request) -> str:
    """What must be as it was when the code is used."""
    return f"{request.status} {request.round}"


def occasion_of(waiting: Withheld) -> str:
    """What happens once: the store takes no second."""
    return f"confirm {waiting.queue_id}"


def code_please(
    matched: Matched,
    directives: Directives,
    waiting: Withheld,
    context: Context,
    *,
    listed: Listed | None = None,
) -> Notice:
    """S24: exactly what the code will do, to the registered address alone."""
    printed, button = step_code(context.keys, _bound(waiting.queue_id, waiting.actor))
    message, numbers = matched.read.message, waiting.numbers
    detail = CodePlease(
        code=f"{printed[:4]}-{printed[4:]}",
        button_code=f"{button[:4]}-{button[4:]}",
        lines=tuple(
            WaitingLine(command=line.line, numbers=line.on or tuple(numbers[:1]))
            for line in directives.lines
        ),
        until=waiting.expires_at,
        listed=listed,
        subject=message.subject,
        message_id=message.message_id,
        sent_at=message.date or matched.read.spooled.envelope.received_at,
    )
    owed = Owed(NoticeCode.CODE_PLEASE, waiting.actor, detail)
    case = context.case(waiting.actor)
    request = context.store.request(numbers[0]) if len(numbers) == 1 else None
    return notice(owed, request, case) if request else notice_alone(owed, case)


def confirms(directives: Directives) -> bool:
    """Whether a mail gives a code, and asks for nothing else."""
    return [line.verb for line in directives.lines] == [Verb.CONFIRM]


def what_waits(argument: str, speaker: Address, context: Context) -> Withheld | Refusal:
    """What this code carries out for this person now; else why it does not."""
    if not argument.strip():
        return Refusal(Reason.MISSING_ARGUMENT, "CODE")
    given = normalise_code(argument) or normalise_code(first_word(argument)[0])
    for one in context.waiting(context.clock.now() - REMEMBERED):
        if given and given in _codes(one, context):
            return _bar(one, speaker, context) or one
    return Refusal(Reason.UNKNOWN_CODE, argument.strip()[:CODE_ECHO_CHARS])


def _bar(waiting: Withheld, speaker: Address, context: Context) -> Refusal | None:
    """Why the right code carries nothing out."""
    if waiting.actor != speaker:
        return Refusal(Reason.ANOTHERS_CODE)
    if context.store.took_place(occasion_of(waiting)):
        return Refusal(Reason.CODE_USED)
    if waiting.expires_at <= context.clock.now():
        return Refusal(Reason.CODE_EXPIRED)
    for number, before in zip(waiting.numbers, waiting.standings, strict=True):
        request = context.store.request(number)
        if request is None or standing(request) != before:
            return Refusal(Reason.CHANGED_SINCE, number)
    return None


def _codes(waiting: Withheld, context: Context) -> frozenset[str]:
    bound = _bound(waiting.queue_id, waiting.actor)
    living = living_step_codes(context.keys, bound)
    return frozenset(normalise_code(code) for code in living) - {""}


def _bound(queue_id: QueueId, actor: Address) -> tuple[str, ...]:
    return ("withheld", queue_id, actor)
