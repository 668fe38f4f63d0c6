"""``#erase``: a customer's data is listed first, and goes once a code confirms it.

The store takes it out in the commit of the mail that confirms; what lies outside, mails
and files, goes right after that, and is written down until it is gone.
"""

import secrets
from collections.abc import Sequence

from gateway.desk.arguments import addresses
from gateway.desk.context import Context
from gateway.desk.draft import Matched, kept_files, receipt
from gateway.desk.effects import Effects, EndState, Occasion, Withheld
from gateway.desk.gathering import to_answer, told_only
from gateway.desk.interpret import Line
from gateway.desk.ports import Files, Spool
from gateway.desk.ports_erasing import Eraser, Erasure, Holdings
from gateway.desk.staff import done_alone, not_run
from gateway.desk.withholding import code_please, occasion_of, withheld
from gateway.domain.codes import Reason
from gateway.domain.command_details import Listed
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.people import Address
from gateway.mail.directives import Directive, Directives
from gateway.mail.envelope import QueueId

PSEUDONYM_OCTETS = 4


def pseudonym() -> Address:
    """A name for what remains: of no domain that there is (RFC 2606)."""
    return Address(f"erased-{secrets.token_hex(PSEUDONYM_OCTETS)}@erased.invalid")


def erases(directives: Directives) -> bool:
    """Whether a mail asks for that, alone or among others."""
    return any(line.verb == Verb.ERASE for line in directives.lines)


def listed(matched: Matched, directives: Directives, context: Context) -> Effects:
    """S24 with a dry listing; whatever signature the mail has, it takes a code."""
    found = _holdings(directives, context)
    if isinstance(found, Refusal):
        return _refused(matched, directives, context, found)
    waiting = withheld(matched, (), context)
    held = Listed(
        requests=len(found.numbers),
        touched=len(found.touched),
        rows=found.rows,
        mails=found.mails,
        letters=found.letters,
        files=found.files,
    )
    please = code_please(matched, directives, waiting, context, listed=held)
    return Effects(
        receipt=receipt(matched.read, EndState.COMMAND, "withheld"),
        letters=context.correspondence.write((please,), to_answer(matched)),
        files=kept_files(matched.read.message),
        withheld=waiting,
    )


def carried_out(
    matched: Matched, asked: Directives, waiting: Withheld, context: Context
) -> Effects:
    """The code came back: what was listed goes, and both mails that name the person."""
    found = _holdings(asked, context)
    if isinstance(found, Refusal):
        return _refused(matched, asked, context, found)
    now = context.clock.now()
    nameless = [Directive(line="#erase", verb=Verb.ERASE)]
    told = done_alone(matched, context, Directives(lines=tuple(nameless)))
    return Effects(
        receipt=receipt(matched.read, EndState.COMMAND, "done"),
        letters=context.correspondence.write((told,), to_answer(matched)),
        occasion=Occasion(key=occasion_of(waiting), at=now),
        erasure=Erasure(
            who=found.who,
            by=matched.speaker.address,
            at=now,
            pseudonym=pseudonym(),
            asked_in=(waiting.queue_id, matched.read.spooled.queue_id),
        ),
    )


def _holdings(directives: Directives, context: Context) -> Holdings | Refusal:
    """Whose data; a person of the team, or who has an open request, is refused."""
    if len(directives.lines) != 1 or directives.rest.strip() or directives.on:
        return Refusal(Reason.ERASE_ALONE)
    (line,) = directives.lines
    named = dict.fromkeys(addresses(line.argument, context.surroundings()))
    if len(named) != 1:
        return Refusal(Reason.MISSING_ARGUMENT, "ADDRESS")
    (who,) = named
    if who in context.people.members:
        return Refusal(Reason.SENDER_IS_OURS, who)
    found = context.eraser.holdings(who)
    if found.is_nothing:
        return Refusal(Reason.NOTHING_KEPT)
    if found.open:
        return Refusal(Reason.STILL_OPEN, " ".join(found.open))
    return found


def _refused(
    matched: Matched, directives: Directives, context: Context, why: Refusal
) -> Effects:
    lines = [Line(directive=one, read=why) for one in directives.lines]
    told = not_run(matched, context, lines)
    return told_only(matched, context, told, "refused")


def sweep(eraser: Eraser, spool: Spool, files: Files) -> None:
    """Take away what lies outside the store. Repeats safely."""
    left = eraser.leftovers()
    for mail in left.mails:
        spool.erase(QueueId(mail))
    for file in left.files:
        files.erase(file)
    if left.mails or left.files:
        eraser.taken_away(left)


def swept_after(batch: Sequence[Effects]) -> bool:
    return any(effects.erasure for effects in batch)
