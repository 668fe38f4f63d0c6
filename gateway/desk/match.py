"""Which request a message is about, and what proves it.

Several proofs, strongest first; a number alone never opens someone else's request.
A reply token counts only in the mail of the person to whom it was issued.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gateway.desk.identify import Speaker
from gateway.desk.ports import Reference, Store
from gateway.domain.agreement import Rules
from gateway.domain.people import Address
from gateway.domain.request import Request, RequestNumber
from gateway.mail.directives import subject_number
from gateway.mail.envelope import Envelope
from gateway.mail.message import Message
from gateway.mail.token import Keys, Purpose, check_reply_token, read_reply_address

ADDRESSES_LIMIT = 20
"""Addresses of one message that are tried as reply addresses of ours."""


class Proof(StrEnum):
    """How a message was tied to its request, strongest first."""

    TOKEN = "token"  # noqa: S105 (a word, no password)
    MESSAGE_ID = "message-id"
    REFERENCE = "reference"
    AWAITED = "awaited"
    SUBJECT = "subject"
    BODY = "body"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """``purpose`` is what the token was issued for; None without a token.

    ``mentioned`` is a number that the message names and that proves nothing.
    """

    request: Request | None
    proof: Proof
    purpose: Purpose | None = None
    mentioned: str = ""

    @property
    def holds_token(self) -> bool:
        """Whether the sender holds a token of this request (COMMANDS: T2)."""
        return self.proof in {Proof.TOKEN, Proof.MESSAGE_ID}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """The proofs in their order."""

    store: Store
    keys: Keys
    rules: Rules

    def match(
        self, message: Message, envelope: Envelope, speaker: Speaker, today: date
    ) -> Match:
        """Tie a message to a request that this speaker may write to."""
        by_token = self._by_token(message, envelope, speaker, today)
        if by_token:
            return by_token
        by_reference = self._by_reference(message, speaker)
        if by_reference:
            return by_reference
        mentioned = subject_number(message.subject) or ""
        request = self.store.request(RequestNumber(mentioned)) if mentioned else None
        if request and _participates(request, speaker):
            return Match(request=request, proof=Proof.SUBJECT)
        return Match(request=None, proof=Proof.NONE, mentioned=mentioned)

    def _by_token(
        self, message: Message, envelope: Envelope, speaker: Speaker, today: date
    ) -> Match | None:
        for written in _addresses(message, envelope):
            found = read_reply_address(written)
            if found is None:
                continue
            purpose = check_reply_token(
                self.keys, found.number, speaker.address, found.token, today
            )
            request = purpose and self.store.request(RequestNumber(found.number))
            if request:
                return Match(request=request, proof=Proof.TOKEN, purpose=purpose)
        return None

    def _by_reference(self, message: Message, speaker: Speaker) -> Match | None:
        ids = [message.in_reply_to, *reversed(message.references)]
        known = self.store.references([i for i in dict.fromkeys(ids) if i])
        own = [ref for ref in known if ref.recipient == speaker.address]
        if own:
            nearest = _nearest(own, ids)
            request = self.store.request(nearest.number)
            if request:
                internal = nearest.code.startswith("S")
                return Match(
                    request=request,
                    proof=Proof.MESSAGE_ID,
                    purpose=Purpose.INTERNAL if internal else Purpose.PUBLIC,
                )
        if not known:
            return None
        request = self.store.request(_nearest(known, ids).number)
        if request and self._belongs(request, speaker):
            return Match(request=request, proof=Proof.REFERENCE)
        return None

    def _belongs(self, request: Request, speaker: Speaker) -> bool:
        """A participant, or a colleague of the requester (PROCESS 6.4).

        Two addresses of a public mail domain are not colleagues.
        """
        if _participates(request, speaker):
            return True
        domain = speaker.address.rpartition("@")[2]
        same = domain == request.requester.rpartition("@")[2]
        return same and domain not in self.rules.public_domains


def _nearest(
    known: list[Reference] | tuple[Reference, ...], ids: list[str]
) -> Reference:
    """The reference that the message names first: its parent, else the latest."""
    return min(known, key=lambda ref: ids.index(ref.message_id))


def _addresses(message: Message, envelope: Envelope) -> Iterator[str]:
    written = [*envelope.rcpt_to, *(box.address for box in (*message.to, *message.cc))]
    yield from [a for a in dict.fromkeys(written) if "+" in a][:ADDRESSES_LIMIT]


def _participates(request: Request, speaker: Speaker) -> bool:
    if speaker.person is not None:
        return True
    who: Address = speaker.address
    return who == request.requester or who in request.participants
