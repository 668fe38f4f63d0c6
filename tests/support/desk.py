"""A whole desk in one process: a real store, a spool and a clock that are told."""

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from gateway.desk.batch import Desk, TryPolicy
from gateway.desk.context import Context
from gateway.desk.correspondence import Budget, Correspondence, Sender
from gateway.desk.library import DeskLibrary
from gateway.desk.ports import Rendered, Renderer
from gateway.domain.codes import NoticeCode
from gateway.domain.command_details import CodePlease, CommandResults
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from gateway.domain.phrases import Phrases
from gateway.domain.request import Request, RequestNumber
from gateway.domain.verification_details import ConfirmPlease
from gateway.mail.automatic import OurMarks
from gateway.mail.envelope import Envelope, QueueId
from gateway.mail.limits import Limits
from gateway.mail.token import Keys
from gateway.mail.vocabulary import Vocabulary
from gateway.settings import Settings, load, shipped
from gateway.store import reports
from gateway.store.absences import StoredAbsences
from gateway.store.database import open_database
from gateway.store.erasing import StoredEraser
from gateway.store.facts import Facts
from gateway.store.files import ContentFiles
from gateway.store.ledger import RecordLedger
from gateway.store.lists import RequestLists
from gateway.store.search import TextIndex
from gateway.store.shelf import ArticleShelf
from gateway.store.tables import LetterRow, ReceiptRow
from gateway.store.withheld import WithheldCommands
from gateway.wiring import values
from tests.support.builders import MORNING, PEOPLE, RULES
from tests.support.clock import FixedClock
from tests.support.fake_spool import FakeSpool

SUPPORT = "support@example.com"
OUR_BORDER = "mx.example.com"
KEYS = Keys(current="a", secrets={"a": b"ant" * 11})
PASSED = "mx.example.com; dmarc=pass header.from=customer.example"
FAILED = "mx.example.com; dmarc=fail header.from=customer.example"


@dataclass(frozen=True, slots=True)
class PlainLetter:
    """See :class:`gateway.desk.ports.Rendered`."""

    subject: str
    text: str
    html: str


class PlainRenderer:
    """See :class:`gateway.desk.ports.Renderer`. One line, and the code where asked."""

    def render(self, notice: Notice, *, reply_address: str) -> Rendered:
        number = notice.request.number if notice.request else "-"
        lines = [f"Letter {notice.code} about {number}, answers to {reply_address}."]
        if isinstance(notice.detail, ConfirmPlease):
            lines.append("Write on the first line, if it is resolved:")
            lines.append(f"    CONFIRM {notice.detail.code}")
        if isinstance(notice.detail, CodePlease):
            lines += [f"    #confirm {notice.detail.code}"]
            lines += [
                f"    {' '.join(w.numbers)}: {w.command}" for w in notice.detail.lines
            ]
        if isinstance(notice.detail, CommandResults):
            lines += [
                f"    {one.done} {one.command} {one.reason or ''} {one.detail}".rstrip()
                for one in notice.detail.lines
            ]
        text = "\n".join(lines) + "\n"
        return PlainLetter(f"[{number}] {notice.code}", text, f"<p>{text}</p>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter as it lies in the outbox."""

    code: str
    to: str
    number: str | None
    state: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    reply_to: str
    not_before: datetime
    text: str


@cache
def shipped_settings() -> Settings:
    return load(shipped("config") / "gateway.toml")


@cache
def shipped_vocabulary() -> Vocabulary:
    return values.vocabulary(shipped_settings())


@cache
def shipped_phrases() -> Phrases:
    return values.phrases(shipped_settings())


@dataclass(slots=True, kw_only=True)
class World:
    """Mail comes in with ``send``; what became of it is read from the store."""

    clock: FixedClock
    spool: FakeSpool
    facts: Facts
    context: Context
    desk: Desk
    faults: list[str] = field(default_factory=list)

    def put(
        self,
        sender: str,
        text: str,
        *,
        subject: str = "The printer is on fire",
        to: str = SUPPORT,
        message_id: str = "",
        parent: str = "",
        headers: str = "",
        mail_from: str | None = None,
    ) -> QueueId:
        """Let a mail arrive; nobody has looked at it yet."""
        name = message_id or f"<mail{len(self.spool.kept)}@customer.example>"
        lines = [
            f"From: {sender}",
            f"To: {to}",
            f"Subject: {subject}",
            f"Message-ID: {name}",
            "Content-Type: text/plain; charset=utf-8",
        ]
        lines += [f"In-Reply-To: {parent}", f"References: {parent}"] if parent else []
        lines += headers.splitlines()
        raw = "\r\n".join((*lines, "", text.replace("\n", "\r\n")))
        envelope = Envelope(
            mail_from=sender if mail_from is None else mail_from,
            rcpt_to=(to,),
            received_at=self.clock.now(),
            received_by="mx.example.com",
        )
        return self.spool.accept(envelope, raw.encode())

    def send(
        self,
        sender: str,
        text: str,
        *,
        subject: str = "The printer is on fire",
        to: str = SUPPORT,
        message_id: str = "",
        parent: str = "",
        headers: str = "",
        mail_from: str | None = None,
    ) -> tuple[Sent, ...]:
        """Let a mail arrive and handle it; returns the letters that it made."""
        before = len(self.letters())
        self.put(
            sender,
            text,
            subject=subject,
            to=to,
            message_id=message_id,
            parent=parent,
            headers=headers,
            mail_from=mail_from,
        )
        self.work()
        return self.letters()[before:]

    def answer(
        self, letter: Sent, text: str, *, sender: str = "", headers: str = ""
    ) -> tuple[Sent, ...]:
        """Answer a letter as a mail client does, by default as its recipient."""
        return self.send(
            sender or letter.to,
            text,
            subject=f"Re: [{letter.number}] The printer is on fire",
            to=letter.reply_to,
            parent=letter.message_id,
            headers=headers,
        )

    def confirmed(
        self, letter: Sent, text: str, *, headers: str = ""
    ) -> tuple[Sent, ...]:
        """Answer with what wants a code, and then with that code."""
        please = self.answer(letter, text, headers=headers)[-1]
        assert please.code == NoticeCode.CODE_PLEASE, please.text
        return self.answer(please, confirming(please), headers=headers)

    def work(self, batch: int = 16) -> int:
        return self.desk.handle_batch(self.spool.claim("w1", batch))

    def letters(self, code: str = "", to: str = "") -> tuple[Sent, ...]:
        rows = LetterRow.select().order_by(LetterRow.id)
        found = (_sent(row) for row in rows)
        return tuple(
            one for one in found if code in ("", one.code) and to in ("", one.to)
        )

    def letter(self, code: str, to: str) -> Sent:
        """The latest letter of this kind to this person."""
        return self.letters(code, to)[-1]

    def request(self, number: str = "TS20261116001") -> Request:
        found = self.facts.request(RequestNumber(number))
        assert found is not None, f"there is no request {number}"
        return found

    def ended(self) -> dict[str, tuple[str, str]]:
        """What became of each message: its end state and the reason."""
        return {str(name): end for name, end in reports.receipts().items()}

    def last_end(self) -> tuple[str, str]:
        return self.ended()[max(self.ended())]

    def last_proof(self) -> str:
        """By what the last mail was tied to its request."""
        latest = ReceiptRow.select().order_by(ReceiptRow.queue_id.desc()).first()
        return str(latest.proof) if latest else ""


def _writing(facts: Facts, budget: Budget) -> Correspondence:
    return Correspondence(
        store=facts,
        renderer=PlainRenderer(),
        keys=KEYS,
        sender=Sender(
            local="support",
            domain="example.com",
            names=dict.fromkeys(Locale, "Support"),
            return_path="verp",
        ),
        budget=budget,
    )


@contextmanager
def a_world(
    folder: Path,
    *,
    authserv_id: str = "",
    budget: Budget = Budget(per_hour=100, per_day=100),  # noqa: B008 (frozen)
    tries: int = 3,
) -> Iterator[World]:
    clock = FixedClock(MORNING)
    database = open_database(folder / "gateway.db")
    facts = Facts(database)
    context = Context(
        store=facts,
        files=ContentFiles(folder / "files"),
        correspondence=_writing(facts, budget),
        clock=clock,
        people=PEOPLE,
        rules=RULES,
        vocabulary=shipped_vocabulary(),
        phrases=shipped_phrases(),
        keys=KEYS,
        limits=Limits(),
        ours=OurMarks(loop_domain="example.com", addresses=(SUPPORT,)),
        zone=ZoneInfo("Asia/Shanghai"),
        authserv_id=authserv_id,
        library=a_library(facts),
        waiting=WithheldCommands(database),
        ledger=RecordLedger(database),
        eraser=StoredEraser(database),
        absences=StoredAbsences(database),
    )
    spool = FakeSpool(clock)
    desk = Desk(
        claimant="w1",
        spool=spool,
        context=context,
        policy=TryPolicy(tries=tries, waits=(timedelta(seconds=10),)),
        progress=lambda _queue_id: None,
        fault_at=lambda _point, _queue_id: None,
    )
    try:
        yield World(clock=clock, spool=spool, facts=facts, context=context, desk=desk)
    finally:
        database.close()


def a_library(facts: Facts) -> DeskLibrary:
    return DeskLibrary(
        store=facts,
        search=TextIndex(facts.database),
        articles=ArticleShelf(facts.database),
        lists=RequestLists(),
        people=PEOPLE,
        zone=ZoneInfo("Asia/Shanghai"),
    )


def resolved(world: World) -> Sent:
    """Anne asks, Bart solves; returns the letter that asks Anne to confirm."""
    world.send("anne@customer.example", "Smoke comes out of tray 2.")
    answer = world.letter(NoticeCode.TO_ASSIGN, "bart@example.com")
    world.answer(answer, "#take\n#cause toner\n#fix new drum\n#test no smoke\n#resolve")
    return world.letter(NoticeCode.CONFIRM_PLEASE, "anne@customer.example")


def confirming(please: Sent) -> str:
    """The line that a letter about waiting commands asks for."""
    found = re.search(r"#(?:confirm|确认) [0-9A-Z-]+", please.text)
    assert found is not None, please.text
    return found[0]


def code_of(world: World) -> str:
    """The code that the present round's letter prints."""
    return world.context.confirm_code(world.request()).printed


def rendering(world: World, renderer: Renderer) -> None:
    """Let the desk's letters be written by another renderer from now on."""
    written = replace(world.context.correspondence, renderer=renderer)
    world.desk.context = replace(world.desk.context, correspondence=written)


def _sent(row: LetterRow) -> Sent:
    content = email.message_from_bytes(bytes(row.content), policy=email.policy.default)
    body = content.get_body(("plain",))
    return Sent(
        code=str(row.code),
        to=str(row.recipient),
        number=row.number,
        state=str(row.state),
        message_id=str(row.message_id),
        in_reply_to=str(content["In-Reply-To"] or ""),
        references=tuple(str(content["References"] or "").split()),
        reply_to=str(content["Reply-To"] or ""),
        not_before=row.not_before,
        text=str(body.get_content()) if body else "",
    )
