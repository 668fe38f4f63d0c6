"""Which request a message is about, and what proves it.

Every proof is looked for, strongest first: the strongest that lets this sender in
decides, and all of them are logged. A reply token counts only in the mail of the
person to whom it was issued; a number alone never opens someone else's request (E6).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gateway.desk.context import Context
from gateway.desk.effects import IdKind, ThreadId
from gateway.desk.identify import Speaker
from gateway.desk.ports import Reference, Store
from gateway.desk.proofs import Finding, Match, Proof
from gateway.domain.agreement import Rules
from gateway.domain.people import Address
from gateway.domain.request import Request, RequestNumber
from gateway.mail.directives import (
    foreign_numbers,
    is_our_id,
    request_numbers,
    tagged_numbers,
)
from gateway.mail.envelope import Envelope
from gateway.mail.message import Message
from gateway.mail.our_marker import marker_start
from gateway.mail.subject import is_answer, is_same_title
from gateway.mail.token import (
    DESK,
    Keys,
    Purpose,
    check_reply_token,
    read_reply_address,
)

ADDRESSES_LIMIT = 20
"""Addresses of one message that are tried as reply addresses of ours."""
NUMBERS_LIMIT = 5
"""Numbers of a subject, and of a text, that are looked up."""
MERGES_LIMIT = 10
"""How many merges are followed from one request to the next."""
IDS_LIMIT = 100
"""Message-IDs of one message that are looked up, the nearest first."""
AWAITED_FOR = timedelta(days=7)
"""How long a mail that was answered before it came is waited for."""


@dataclass(frozen=True, slots=True)
class _Named:
    """What the store knows of the ids that a message names, the nearest first."""

    ids: list[str]
    known: tuple[Reference, ...]
    learned: tuple[ThreadId, ...]

    def unknown(self, who: Address, domain: str) -> tuple[str, ...]:
        """Ids that a mail may still come with: never one of ours, as anyone guesses."""
        met = {one.message_id for one in self.known}
        met |= {one.message_id for one in self.learned if _is_here(one, who)}
        return tuple(
            one for one in self.ids if one not in met and not is_our_id(one, domain)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """The proofs in their order. ``domain`` is that of our own Message-IDs."""

    store: Store
    keys: Keys
    rules: Rules
    domain: str = ""
    _requests: dict[str, Request | None] = field(default_factory=dict)

    def match(
        self, message: Message, envelope: Envelope, speaker: Speaker, now: datetime
    ) -> Match:
        """Tie a message to a request that this speaker may write to."""
        named = self._named(message, now)
        findings = tuple(
            dict.fromkeys(
                (
                    *self._by_token(message, envelope, speaker, now),
                    *self._by_letter(named, speaker),
                    *self._by_reference(message, named, speaker),
                    *self._by_own_id(message, named, speaker),
                    *self._by_number(message, named, speaker),
                )
            )
        )
        rest = Match(
            request=None,
            proof=Proof.NONE,
            mentioned=findings[0].number if findings else "",
            findings=findings,
            others=tuple(dict.fromkeys(one.number for one in findings[1:])),
            unknown=named.unknown(speaker.address, self.domain),
            learned=frozenset((one.message_id, one.number) for one in named.learned),
            at_desk=self._at_desk(message, envelope, speaker, now),
        )
        return self._opened(findings, rest)

    def bearing(
        self, message_id: str, speaker: Speaker, now: datetime
    ) -> Request | None:
        """The request to which a mail of this id belongs, if this is its sender's."""
        if not message_id:
            return None
        known = self.store.references([message_id])
        learned = self.store.thread_ids([message_id], now - AWAITED_FOR)
        numbers = [one.number for one in known] + [one.number for one in learned]
        mine = (number for number in numbers if self._belongs(number, speaker))
        return next((self.standing(number) for number in mine), None)

    def _opened(self, findings: tuple[Finding, ...], rest: Match) -> Match:
        """The strongest proof that lets the sender in, and leads somewhere."""
        for one in findings:
            standing = self.standing(one.number) if one.opens else None
            if standing is None:
                continue
            beside = (self.standing(f.number) for f in findings)
            others = [other.number for other in beside if other and other != standing]
            return Match(
                request=standing,
                proof=one.proof,
                purpose=one.purpose,
                findings=findings,
                others=tuple(dict.fromkeys(others)),
                merged_from="" if standing.number == one.number else one.number,
                unknown=rest.unknown,
                learned=rest.learned,
                at_desk=rest.at_desk,
            )
        return rest

    def _at_desk(
        self, message: Message, envelope: Envelope, speaker: Speaker, now: datetime
    ) -> bool:
        """Whether it goes to the reply address of a letter that is of no request."""
        found = map(read_reply_address, addresses(message, envelope))
        return any(
            check_reply_token(self.keys, DESK, speaker.address, one.token, now.date())
            is Purpose.INTERNAL
            for one in found
            if one is not None and one.number == DESK
        )

    def _request(self, number: str) -> Request | None:
        if number not in self._requests:
            self._requests[number] = self.store.request(RequestNumber(number))
        return self._requests[number]

    def standing(self, number: str) -> Request | None:
        """The request itself, or the one into which it went; None in a circle."""
        request = self._request(number)
        for _ in range(MERGES_LIMIT):
            if request is None or request.merged_into is None:
                return request
            request = self._request(request.merged_into)
        return None

    def _named(self, message: Message, now: datetime) -> _Named:
        names = (message.in_reply_to, *reversed(message.references))
        named = dict.fromkeys(one for one in names if one)
        ids = [one for one in named if one != message.message_id][:IDS_LIMIT]
        asked = [message.message_id, *ids] if message.message_id else ids
        return _Named(
            ids=ids,
            known=_nearest_first(self.store.references(ids) if ids else (), ids),
            learned=self.store.thread_ids(asked, now - AWAITED_FOR),
        )

    def _by_token(
        self, message: Message, envelope: Envelope, speaker: Speaker, now: datetime
    ) -> Iterator[Finding]:
        for written in addresses(message, envelope):
            found = read_reply_address(written)
            if found is None or not self._request(found.number):
                continue
            purpose = check_reply_token(
                self.keys, found.number, speaker.address, found.token, now.date()
            )
            yield Finding(
                proof=Proof.TOKEN,
                number=RequestNumber(found.number),
                opens=purpose is not None,
                purpose=purpose,
            )

    def _by_letter(self, named: _Named, speaker: Speaker) -> Iterator[Finding]:
        """Letters of ours to this very person: their ids cannot be guessed."""
        for ref in named.known:
            if ref.recipient != speaker.address:
                continue
            internal = ref.code.startswith("S")
            yield Finding(
                proof=Proof.MESSAGE_ID,
                number=ref.number,
                opens=True,
                purpose=Purpose.INTERNAL if internal else Purpose.PUBLIC,
            )

    def _by_reference(
        self, message: Message, named: _Named, speaker: Speaker
    ) -> Iterator[Finding]:
        """Mails that we have, those we wait for, and letters to somebody else."""
        for ref in named.known:
            if ref.recipient != speaker.address:
                opens = self._belongs(ref.number, speaker)
                yield Finding(proof=Proof.REFERENCE, number=ref.number, opens=opens)
        for one in named.learned:
            awaited = one.kind is IdKind.AWAITED
            if one.message_id in named.ids and (
                awaited or _is_here(one, speaker.address)
            ):
                opens = self._belongs(one.number, speaker)
                if awaited and not opens:
                    # To have answered the same mail as a stranger means nothing.
                    continue
                if awaited:
                    # Two answers to one mail may be of two matters: an announcement's.
                    opens = self._is_of(one.number, message)
                yield Finding(proof=Proof.REFERENCE, number=one.number, opens=opens)

    def _is_of(self, number: RequestNumber, message: Message) -> bool:
        request = self._request(number)
        return request is not None and is_same_title(request.subject, message.subject)

    def _by_own_id(
        self, message: Message, named: _Named, speaker: Speaker
    ) -> Iterator[Finding]:
        """An answer to this very mail came first, or staff had forwarded it."""
        for one in named.learned:
            if one.message_id == message.message_id and one.kind is not IdKind.ALIAS:
                opens = self._belongs(one.number, speaker)
                yield Finding(proof=Proof.AWAITED, number=one.number, opens=opens)

    def _by_number(
        self, message: Message, named: _Named, speaker: Speaker
    ) -> Iterator[Finding]:
        """A tag of ours; in the text only that of an answer means its request."""
        foreign = foreign_numbers(named.ids, self.domain)
        in_subject = _numbers_of(message.subject)[:NUMBERS_LIMIT]
        in_text = tagged_numbers(message.text)[:NUMBERS_LIMIT]
        answers = bool(in_text) and (bool(named.ids) or _answers(message))
        for proof, numbers, means in (
            (Proof.SUBJECT, in_subject, True),
            (Proof.BODY, in_text, answers),
        ):
            for number in numbers:
                request = None if number in foreign else self._request(number)
                if request:
                    opens = means and _participates(request, speaker)
                    yield Finding(proof=proof, number=request.number, opens=opens)

    def _belongs(self, number: RequestNumber, speaker: Speaker) -> bool:
        """A participant, or a colleague of the requester (PROCESS 6.4).

        Two addresses of a public mail domain are not colleagues.
        """
        request = self._request(number)
        if request is None:
            return False
        if _participates(request, speaker):
            return True
        domain = speaker.address.rpartition("@")[2]
        same = domain == request.requester.rpartition("@")[2]
        return same and not self._is_public(domain)

    def _is_public(self, domain: str) -> bool:
        """A public mail domain, or one below it (vip.163.com)."""
        public = self.rules.public_domains
        return domain in public or domain.endswith(tuple(f".{one}" for one in public))


def matcher(context: Context) -> Matcher:
    """One for each message: it remembers the requests that it has looked up."""
    return Matcher(
        store=context.store,
        keys=context.keys,
        rules=context.rules,
        domain=context.ours.loop_domain,
    )


def _nearest_first(
    known: Sequence[Reference], ids: Sequence[str]
) -> tuple[Reference, ...]:
    return tuple(sorted(known, key=lambda ref: ids.index(ref.message_id)))


def _is_here(one: ThreadId, who: Address) -> bool:
    """Whether a learned id is met: an alias is one person's, what is awaited comes."""
    alias = one.kind is IdKind.ALIAS and one.recipient == who
    return alias or one.kind is IdKind.ORIGINAL


def _numbers_of(subject: str) -> tuple[str, ...]:
    """Its tags; in an answer the bare numbers, too: a client may drop the brackets."""
    tagged = tagged_numbers(subject)
    return tagged or (request_numbers(subject) if is_answer(subject) else ())


def _answers(message: Message) -> bool:
    """Whether a mail without references looks like an answer to a letter of ours."""
    lines = message.text.split("\n")
    return is_answer(message.subject) or any(marker_start(one) >= 0 for one in lines)


def addresses(message: Message, envelope: Envelope) -> Iterator[str]:
    """The plus addresses that a mail was sent to, a bounded number."""
    written = [*envelope.rcpt_to, *(box.address for box in (*message.to, *message.cc))]
    yield from [a for a in dict.fromkeys(written) if "+" in a][:ADDRESSES_LIMIT]


def _participates(request: Request, speaker: Speaker) -> bool:
    if speaker.person is not None:
        return True
    who: Address = speaker.address
    return who == request.requester or who in request.participants
