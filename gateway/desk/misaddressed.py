"""E17: a mail from an address that we do not know, which answers a letter to staff.

Whoever wrote it holds what was mailed to one of staff alone: mostly that very person,
from a mailbox of his own, or somebody to whom he passed the letter on. Nothing of it is
carried out, its sender gets no answer, and the registered address is told (S12).
"""

from collections.abc import Iterator
from dataclasses import replace

from gateway.desk.context import Context
from gateway.desk.draft import Matched
from gateway.desk.effects import Effects
from gateway.desk.gathering import unproven
from gateway.desk.match import addresses
from gateway.desk.proofs import Proof
from gateway.desk.staff import refusal
from gateway.domain.codes import Reason
from gateway.domain.people import Person
from gateway.mail.directives import read_directives
from gateway.mail.token import DESK, Purpose, check_reply_token, read_reply_address


def misaddressed(matched: Matched, context: Context) -> Effects | None:
    """S12 to whom our letter was; None where the mail answers no letter to staff."""
    if matched.match.request is not None or matched.speaker.person is not None:
        return None
    person = next(_meant(matched, context), None)
    if person is None:
        return None
    message = matched.read.message
    directives = read_directives(
        message.reply_text, context.vocabulary, until=message.commands_until
    )
    posed = replace(matched, speaker=replace(matched.speaker, person=person))
    told = refusal(posed, context, directives, Reason.UNREGISTERED_ADDRESS)
    return unproven(posed, context, told)


def _meant(matched: Matched, context: Context) -> Iterator[Person]:
    """Those of staff whose letter it answers, by its address or its id."""
    message = matched.read.message
    today = context.clock.now().date()
    members = context.people.members
    for written in addresses(message, matched.read.spooled.envelope):
        found = read_reply_address(written)
        for person in members.values() if found else ():
            purpose = check_reply_token(
                context.keys,
                found.number if found else DESK,
                person.address,
                found.token if found else "",
                today,
            )
            if purpose is Purpose.INTERNAL:
                yield person
    if not any(one.proof is Proof.REFERENCE for one in matched.match.findings):
        return
    named = [one for one in (message.in_reply_to, *message.references) if one]
    for ref in context.store.references(named):
        if ref.recipient and ref.recipient in members and ref.code.startswith("S"):
            yield members[ref.recipient]
