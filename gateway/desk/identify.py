"""Who speaks: the address in From, and what proves it. A name proves nothing."""

import re
from dataclasses import dataclass, replace

from gateway.domain.people import Address, People, Person, address
from gateway.mail.authentication import Alignment, alignment
from gateway.mail.envelope import Envelope
from gateway.mail.message import Mailbox, Message, SignatureMethod

ADDRESS_LIMIT = 254
"""Octets of an address (RFC 5321 §4.5.3.1.3)."""

_USABLE = re.compile(r"[^\s@<>()\[\]:;,\\\"\x00-\x20\x7f]{1,64}@[\w.-]{1,253}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who is talking in this mail. ``person`` is None for everyone but staff."""

    address: Address
    name: str
    person: Person | None
    alignment: Alignment


def identify(message: Message, people: People, authserv_id: str) -> Speaker | None:
    """The speaker; None where the mail names nobody whom one could answer.

    Where From holds more than one mailbox the first is a customer at best: staff is
    whoever stands there alone (THREATS 1).
    """
    candidates = (*message.senders, *message.reply_to)
    usable = next((box for box in candidates if _usable(box)), None)
    if usable is None:
        return None
    who = address(usable.address)
    alone = len(message.senders) == 1 and usable is message.senders[0]
    proven = alignment(
        message.authentication_results, authserv_id, who.rpartition("@")[2]
    )
    # What the domain signed was looked at only where our border said nothing.
    if proven is Alignment.NONE and _is_signed_by_domain(message):
        proven = Alignment.PASS
    if not alone and proven is Alignment.PASS:
        # The border spoke of one From; whose, of several, it does not say.
        proven = Alignment.NONE
    return Speaker(
        address=who,
        name=usable.name,
        person=people.members.get(who) if alone else None,
        alignment=proven,
    )


def as_logged_in(speaker: Speaker, envelope: Envelope) -> Speaker:
    """Whoever logged in speaks for himself: another From is belied by that."""
    who = envelope.authenticated
    if not who or who == speaker.address:
        return speaker
    return replace(speaker, alignment=Alignment.FAIL)


def _is_signed_by_domain(message: Message) -> bool:
    return any(
        one.proves and one.method is SignatureMethod.DKIM for one in message.signatures
    )


def _usable(box: Mailbox) -> bool:
    fits = len(box.address.encode("utf-8", "replace")) <= ADDRESS_LIMIT
    return fits and _USABLE.fullmatch(box.address) is not None
