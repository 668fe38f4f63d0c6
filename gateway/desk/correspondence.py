"""From what is owed to a finished letter: addresses, thread, words, bytes.

Here a notice gets its reply address, its Message-ID and its place in the thread. The
bytes are made now, and what the outbox holds is what will be sent. Automatic letters
to one address are budgeted (LETTERS 3.4): beyond the budget a letter waits, and beyond
what may wait it is withheld and stays on record.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from gateway.desk.effects import OutgoingLetter, SentFile
from gateway.desk.ports import Encloser, Renderer, SentCount, Store
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Late, Notice
from gateway.domain.people import Address, Locale
from gateway.mail.compose import HEADER_CLASS, Draft, HeaderClass, compose
from gateway.mail.enclosure import Enclosure
from gateway.mail.message import Mailbox
from gateway.mail.token import (
    DESK,
    Keys,
    Purpose,
    message_id,
    reply_address,
    reply_token,
)

IN_ANSWER = frozenset(
    {
        NoticeCode.ACKNOWLEDGEMENT,
        NoticeCode.MOVED_ON,
        NoticeCode.UNKNOWN_SENDER,
        NoticeCode.ATTACHMENTS_REFUSED,
        NoticeCode.UNREADABLE,
    }
)
"""What nobody wrote and nobody waits for: withheld from who asks for no such answer."""
UNASKED = frozenset({HeaderClass.AUTOMATIC, HeaderClass.DIGEST})
"""What does not go to an address that was given up. What calls staff always goes: a
call that is lost because of a wrong report costs more than one that comes back."""
HOUR = timedelta(hours=1)
LATE_AFTER = HOUR
"""How old a mail may be when it is answered, or a clock's moment when it is kept,
before the letter says that it comes late."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Automatic letters to one address (LETTERS 3.4), and how many may wait."""

    per_hour: int = 4
    per_day: int = 10
    waiting: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes: the support address and its name in each locale."""

    local: str
    domain: str
    names: Mapping[Locale, str]
    return_path: str
    token_days: int = 400

    @property
    def address(self) -> str:
        return f"{self.local}@{self.domain}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The message that a letter answers; no sender for a letter of the clock's.

    ``origin`` names the cause: a queue id, or a promise and its stage. ``unwanted``:
    the sender asks for no automatic answer (X-Auto-Response-Suppress, THREATS 13).
    ``by_staff``: one of staff wrote it, who may send to an address that was given up.
    ``since`` is when its cause came: a mail, or the moment of a clock.
    """

    origin: str
    since: datetime | None = None
    cause: Late = Late.MAIL
    sender: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    unwanted: bool = False
    by_staff: bool = False

    def forbids(self, notice: Notice) -> bool:
        """Whether this letter would be such an answer."""
        to_sender = notice.to == self.sender
        return self.unwanted and to_sender and notice.code in IN_ANSWER

    def wakes(self, who: Address) -> bool:
        """Whether a letter that this causes goes where letters come back from."""
        return self.by_staff or who == self.sender

    def told_late(self, notice: Notice) -> Notice:
        """The notice, which says so where its cause is long past (E18).

        Staff read the moments of a clock anyway.
        """
        since, staff = self.since, notice.code.startswith("S")
        if since is None or notice.at - since < LATE_AFTER:
            return notice
        if self.cause is Late.CLOCK and staff:
            return notice
        return replace(notice, late=self.cause, late_since=since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """Writes letters."""

    store: Store
    renderer: Renderer
    keys: Keys
    sender: Sender
    budget: Budget
    enclosers: Mapping[NoticeCode, Encloser] = field(default_factory=dict)
    sign: Callable[[bytes], bytes] | None = None
    """What puts the signature of our domain on a letter; None: nobody here does."""
    drafted: Counter[Address] = field(default_factory=Counter)
    """Automatic letters that are written and not committed yet; see ``committed``."""

    def write(
        self, notices: Sequence[Notice], answered: Answered
    ) -> tuple[OutgoingLetter, ...]:
        """One letter a notice; the same cause gives the same Message-IDs again."""
        return tuple(
            self._letter(notice, answered, f"{answered.origin}.{place}")
            for place, notice in enumerate(notices)
        )

    def _letter(self, notice: Notice, answered: Answered, place: str) -> OutgoingLetter:
        request = notice.request
        number = request.number if request else ""
        round_ = f"r{request.round}" if request else ""
        own_id = message_id(
            self.keys,
            self.sender.domain,
            (number, round_, notice.code, notice.to, place),
        )
        enclosures = self._enclosures(notice)
        subject, content = self._composed(notice, answered, own_id, enclosures)
        kind = HEADER_CLASS[notice.code]
        refusal = notice.code is NoticeCode.COMMANDS_REFUSED
        automatic = kind is HeaderClass.AUTOMATIC or refusal
        not_before, withheld = notice.at, answered.forbids(notice)
        if kind in UNASKED and not withheld:
            withheld = self._is_given_up(notice.to, answered)
        if automatic and not withheld:
            not_before, withheld = self._when(notice)
        return OutgoingLetter(
            code=notice.code,
            number=request.number if request else None,
            recipient=notice.to,
            message_id=own_id,
            subject=subject,
            return_path=self._return_path(own_id),
            content=content,
            automatic=automatic,
            created_at=notice.at,
            not_before=not_before,
            withheld=withheld,
            files=_sent(enclosures),
        )

    def _composed(
        self,
        notice: Notice,
        answered: Answered,
        own_id: str,
        enclosures: tuple[Enclosure, ...],
    ) -> tuple[str, bytes]:
        """The subject, and the whole letter."""
        number = notice.request.number if notice.request else ""
        reply_to = self._reply_to(notice, number)
        names = tuple(one.filename for one in enclosures if not one.content_id)
        pictures = tuple(one.content_id for one in enclosures if one.content_id)
        told = answered.told_late(notice)
        if enclosures:
            told = replace(told, enclosed=names, pictures=pictures)
        words = self.renderer.render(told, reply_address=reply_to)
        in_reply_to, references = self._thread(notice, answered, number)
        content = compose(
            Draft(
                code=notice.code,
                number=number,
                sender=Mailbox(self.sender.names[notice.locale], self.sender.address),
                to=Mailbox("", notice.to),
                reply_to=reply_to,
                subject=words.subject,
                text=words.text,
                html=words.html,
                date=notice.at,
                message_id=own_id,
                loop_domain=self.sender.domain,
                in_reply_to=in_reply_to,
                references=references,
                enclosures=enclosures,
            )
        )
        return words.subject, self.sign(content) if self.sign else content

    def _enclosures(self, notice: Notice) -> tuple[Enclosure, ...]:
        encloser = self.enclosers.get(notice.code)
        return encloser(notice) if encloser else ()

    def _reply_to(self, notice: Notice, number: str) -> str:
        internal = notice.code.startswith("S")
        if not number and not internal:
            return self.sender.address
        number = number or DESK
        expires = notice.at.date() + timedelta(days=self.sender.token_days)
        token = reply_token(
            self.keys,
            number,
            notice.to,
            Purpose.INTERNAL if internal else Purpose.PUBLIC,
            expires,
        )
        return reply_address(self.sender.local, self.sender.domain, number, token)

    def _thread(
        self, notice: Notice, answered: Answered, number: str
    ) -> tuple[str, tuple[str, ...]]:
        """The pseudo root first, then what this very person has seen (3.3)."""
        request = notice.request
        if request is None:
            return answered.message_id, (*answered.references, answered.message_id)
        root = f"<{number.lower()}@{self.sender.domain}>"
        first = request.first_message_id if notice.to == request.requester else ""
        known = (
            self.store.letters_to(request.number, notice.to)
            if request.version > 1
            else ()
        )
        answering = answered.message_id if answered.sender == notice.to else ""
        parent = answering or (known[-1] if known else first)
        chain = dict.fromkeys((root, first, *known, parent))
        return parent, tuple(one for one in chain if one)

    def _return_path(self, own_id: str) -> str:
        """Where bounces go: null, one address, or one that names the letter (VERP)."""
        match self.sender.return_path:
            case "null":
                return ""
            case "verp":
                mac = own_id.rpartition("@")[0].rpartition(".")[2]
                return f"{self.sender.local}+b.{mac}@{self.sender.domain}"
            case _:
                return self.sender.return_path

    def _is_given_up(self, who: Address, answered: Answered) -> bool:
        """Whether too many letters came back from there for one that nobody wrote."""
        if answered.wakes(who):
            return False
        score = self.store.score(who)
        return score is not None and score.bad_since is not None

    def _when(self, notice: Notice) -> tuple[datetime, bool]:
        sent = self.store.sent_count(notice.to, notice.at)
        not_before, withheld = when(
            sent, self.drafted[notice.to], self.budget, notice.at
        )
        self.drafted[notice.to] += 1
        return not_before, withheld

    def committed(self) -> None:
        """What was drafted is in the store now, which counts it."""
        self.drafted.clear()


def _sent(enclosures: Sequence[Enclosure]) -> tuple[SentFile, ...]:
    return tuple(
        SentFile(
            filename=one.filename,
            sha256=hashlib.sha256(one.content).hexdigest(),
            size_bytes=len(one.content),
        )
        for one in enclosures
        if not one.content_id
    )


def when(
    sent: SentCount, drafted: int, budget: Budget, now: datetime
) -> tuple[datetime, bool]:
    """When an automatic letter may go, and whether it is withheld altogether.

    What must wait goes in the order of writing, each hour as many as the budget has.
    """
    free = max(0, min(budget.per_hour - sent.hour, budget.per_day - sent.day))
    if not sent.waiting and drafted < free:
        return now, False
    gone = 0 if sent.waiting else min(drafted, free)
    ahead = sent.waiting + drafted - gone
    if ahead >= budget.waiting:
        return now, True
    if sent.day + gone + ahead < budget.per_day:
        return now + HOUR * (1 + ahead // budget.per_hour), False
    return now + DAY, False
