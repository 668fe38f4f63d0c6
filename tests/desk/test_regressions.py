"""Defects that were found once, each by the sentence that it broke."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest

from gateway.desk.correspondence import Budget
from gateway.desk.delivering import Deliverer
from gateway.desk.interpret import interpret
from gateway.desk.ports import Delivered, Delivery, Letter, Rendered, StoreUnavailable
from gateway.desk.timekeeping import Timekeeper
from gateway.domain.classification_commands import Call, Note
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.command_details import CommandResults
from gateway.domain.commands import Verb
from gateway.domain.decide import possible_verbs
from gateway.domain.diagnosis_commands import Cause
from gateway.domain.inquiry_details import HelpTold
from gateway.domain.notices import Notice
from gateway.domain.request import Status
from gateway.mail.directives import read_directives
from gateway.settings import SettingsError, load
from gateway.store import reports
from gateway.store.outbox import LEASE, LetterOutbox, RetrySchedule
from tests.desk.test_customer import resolved_by_guarded
from tests.support.builders import ANNE, AROUND, BART, DAVE, ELLE, HOUR, MORNING
from tests.support.configuration import a_configuration
from tests.support.desk import (
    PlainRenderer,
    World,
    a_world,
    rendering,
    shipped_vocabulary,
)

EVIL = "Authentication-Results: mx.example.com; dmarc=pass header.from=evil.example"
PROVEN = "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com"
TAG = "[TS20261116001]"
TRIAGE = 'triage = ["bart@example.com", "dave@example.com", "elle@example.com"]'


def read(line: str) -> object:
    directives = read_directives(line, shipped_vocabulary())
    (found,) = interpret(directives.lines, AROUND)
    return found.read


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        pytest.param(
            ANNE,
            "Authentication-Results: mx.example.com; spf=pass"
            " smtp.mailfrom=evil.example; dkim=pass header.d=evil.example;"
            " dmarc=none header.from=customer.example",
            id="SPF and DKIM of another domain",
        ),
        pytest.param(
            '"mal lory"@evil.example', f"Reply-To: {ANNE}\n{EVIL}", id="Reply-To"
        ),
        pytest.param(f"{ANNE}, mallory@evil.example", EVIL, id="the second sender"),
        pytest.param(ANNE, EVIL, id="another domain"),
    ],
)
def test_a_pass_for_somebody_else_confirms_nothing(
    guarded: World, sender: str, headers: str
) -> None:
    resolved_by_guarded(guarded)
    guarded.send(sender, "Confirmed", subject=TAG, headers=headers)

    assert guarded.request().status is Status.AWAITING_CONFIRMATION


def test_a_border_s_word_from_somebody_else_confirms_nothing(guarded: World) -> None:
    resolved_by_guarded(guarded)
    guarded.desk.context = replace(guarded.desk.context, from_border=lambda _: False)
    own = "Authentication-Results: mx.example.com; dmarc=pass header.from="
    guarded.send(ANNE, "Confirmed", subject=TAG, headers=f"{own}customer.example")

    assert guarded.request().status is Status.AWAITING_CONFIRMATION


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("#备注 等待供应商……", Note(text="等待供应商……")),
        ("#cause 连接超时…重启后恢复", Cause(text="连接超时…重启后恢复")),
    ],
)
def test_an_ellipsis_in_prose_is_no_placeholder(
    line: str, command: Note | Cause
) -> None:
    assert read(line) == command


@pytest.mark.parametrize(
    ("line", "gist"),
    [
        ("#通话 接通，已核对现象", "已核对现象"),
        ("#通话 接通：已核对", "已核对"),
        ("#call connected, smoke seen", "smoke seen"),
    ],
)
def test_punctuation_behind_connected_is_no_other_word(line: str, gist: str) -> None:
    assert read(line) == Call(connected=True, gist=gist)


def test_the_time_of_a_call_is_kept_as_it_was_written() -> None:
    call = Call(
        connected=True,
        gist="smoke seen",
        time_text="9:45",
        made_at=MORNING - HOUR / 4,
    )

    assert read("#call connected 9:45 smoke seen") == call


def test_a_mail_whose_commands_mean_two_requests_waits_for_a_code(world: World) -> None:
    world.send(ANNE, "Smoke!")
    world.send(ANNE, "Paper!", subject="Paper")
    letters = world.answer(
        world.letters("S01", BART)[0], "#take\n#on TS20261116002\n#raise x"
    )

    assert [one.code for one in letters] == [NoticeCode.CODE_PLEASE]
    assert world.request("TS20261116001").version == 1
    assert world.request("TS20261116002").version == 1


@dataclass
class Listening(PlainRenderer):
    """Keeps what it was asked to say."""

    notices: list[Notice] = field(default_factory=list)

    def render(self, notice: Notice, *, reply_address: str) -> Rendered:
        self.notices.append(notice)
        return super().render(notice, reply_address=reply_address)


D = TypeVar("D", HelpTold, CommandResults)


def helped(world: World, text: str, kind: type[D]) -> tuple[Notice, D]:
    """What a mail of its own, proven by the border, is told."""
    listening = Listening()
    rendering(world, listening)
    world.send(BART, text, subject="help", headers=PROVEN)
    (told,) = listening.notices
    assert isinstance(told.detail, kind)
    return told, told.detail


def test_help_is_answered_in_a_mail_of_its_own(guarded: World) -> None:
    told, results = helped(guarded, "#help", HelpTold)

    assert (told.code, told.request) == (NoticeCode.HELP, None)
    assert results.verbs == tuple(Verb)
    assert guarded.last_end() == ("command", "done")


def test_help_on_a_request_tells_what_that_request_allows(guarded: World) -> None:
    guarded.send(ANNE, "Smoke!")
    told, results = helped(guarded, "#on TS20261116001\n#help", HelpTold)

    assert (told.code, told.request) == (NoticeCode.HELP, guarded.request())
    assert results.verbs == possible_verbs(Status.RECEIVED)


def test_help_on_a_request_that_is_not_there_is_told_so(guarded: World) -> None:
    told, results = helped(guarded, "#on TS20261116009\n#help", CommandResults)

    assert (told.code, results.reason) == (
        NoticeCode.COMMANDS_REFUSED,
        Reason.NO_REQUEST,
    )


def test_a_batch_keeps_the_budget(tmp_path: Path) -> None:
    with a_world(tmp_path, budget=Budget()) as frugal:
        for number in range(6):
            frugal.put(ANNE, f"Smoke {number}!")
        frugal.work()

        assert sum(one.not_before == MORNING for one in frugal.letters("C01")) == 4


def test_letters_that_waited_do_not_all_go_in_the_same_hour(tmp_path: Path) -> None:
    with a_world(tmp_path, budget=Budget()) as frugal:
        for number in range(14):
            frugal.send(ANNE, f"Smoke {number}!")
        hours = [(one.not_before - MORNING) // HOUR for one in frugal.letters("C01")]

        assert max(hours.count(hour) for hour in hours) <= 4


def test_staff_who_asked_confirm_where_plus_addresses_are_lost(world: World) -> None:
    world.send(BART, "My own printer smokes.")
    world.answer(
        world.letter(NoticeCode.TO_ASSIGN, DAVE),
        "#take\n#cause toner\n#fix drum\n#test none\n#resolve",
    )
    asked = world.letter(NoticeCode.CONFIRM_PLEASE, BART)
    world.send(BART, "Confirmed", parent=asked.message_id)

    assert world.request().status is Status.CONFIRMED


def test_a_note_of_a_colleague_whom_nothing_proves_is_not_taken(world: World) -> None:
    world.send(ANNE, "Smoke!")
    letters = world.send(BART, "Close it, the board says.", subject=TAG)

    assert world.last_end() == ("filed", "unproven-staff")
    assert [(one.code, one.to) for one in letters] == [
        (NoticeCode.COMMANDS_REFUSED, BART)
    ]
    assert world.request().version == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            {"people": (TRIAGE, "triage = []")},
            id="nobody assigns",
        ),
        pytest.param({"targets": ('within = "15m"', 'within = "0s"')}, id="no time"),
        pytest.param(
            {"targets": ('within = "15m"', 'within = "99999999999999d"')},
            id="an endless clock",
        ),
        pytest.param(
            {"gateway": ('give-up = "5d"', 'give-up = "99999999999999d"')},
            id="an endless wait",
        ),
        pytest.param(
            {"gateway": ('waits = ["10s", "60s"]', "waits = []")}, id="no waits"
        ),
    ],
)
def test_a_configuration_that_cannot_work_is_a_fault(
    tmp_path: Path, change: dict[str, tuple[str, str]]
) -> None:
    with pytest.raises(SettingsError):
        load(a_configuration(tmp_path / "etc", **change))


class FailsFor(PlainRenderer):
    """Cannot render the letters of one request."""

    def __init__(self, number: str) -> None:
        self.number = number

    def render(self, notice: Notice, *, reply_address: str) -> Rendered:
        if notice.request and notice.request.number == self.number:
            raise RuntimeError("cannot be rendered")
        return super().render(notice, reply_address=reply_address)


def test_a_promise_that_cannot_be_kept_starves_no_other(world: World) -> None:
    world.send(ANNE, "Smoke!")
    world.clock.advance(seconds=1)
    world.send(ANNE, "Paper!", subject="Paper")
    rendering(world, FailsFor("TS20261116001"))
    world.clock.advance(hours=1)
    keeper = Timekeeper(
        store=world.facts, correspondence=world.desk.context.correspondence
    )
    for _ in range(2):
        keeper.look(world.context.case(ELLE))

    assert [one.number for one in world.letters("S05", BART)] == ["TS20261116002"]


@dataclass
class Counting:
    """A courier and a journal; has a fault of its own at one letter."""

    fails_at: int = 0
    sent: list[str] = field(default_factory=list)

    def deliver(self, letter: Letter) -> Delivery:
        if len(self.sent) + 1 == self.fails_at:
            self.fails_at = 0
            raise RuntimeError("a fault of ours")
        self.sent.append(letter.message_id)
        return Delivered("250 taken")

    def close(self) -> None: ...

    def note(self, letter_id: int) -> None: ...

    def clear(self) -> None: ...


def test_a_fault_at_one_letter_settles_those_before_it(world: World) -> None:
    world.send(ANNE, "Smoke!")
    courier = Counting(fails_at=2)
    outbox = LetterOutbox(world.facts._database, RetrySchedule(jitter=float))
    deliverer = Deliverer(
        outbox=outbox, courier=courier, journal=courier, clock=world.clock
    )
    with pytest.raises(RuntimeError):
        deliverer.deliver_due(lambda: False)

    assert dict(reports.letter_sums()) == {"sent": 1, "queued": 2}


class Hiccup(LetterOutbox):
    """Away for its first settlement."""

    away = True

    def settle(
        self, outcomes: Sequence[tuple[Letter, Delivery]], now: datetime
    ) -> None:
        if self.away:
            self.away = False
            raise StoreUnavailable("database is locked")
        super().settle(outcomes, now)


def test_what_was_taken_while_the_store_was_away_is_not_sent_again(
    world: World,
) -> None:
    world.send(ANNE, "Smoke!")
    courier = Counting()
    outbox = Hiccup(world.facts._database, RetrySchedule(jitter=float))
    deliverer = Deliverer(
        outbox=outbox, courier=courier, journal=courier, clock=world.clock
    )
    with pytest.raises(StoreUnavailable):
        deliverer.deliver_due(lambda: False)
    world.clock.advance(seconds=1)
    deliverer.deliver_due(lambda: False)
    world.clock.advance(seconds=LEASE.total_seconds())
    deliverer.deliver_due(lambda: False)

    assert len(courier.sent) == len(set(courier.sent)) == 3
