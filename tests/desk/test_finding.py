"""R41: staff ask by mail what is known, and are answered; nobody else is."""

from dataclasses import dataclass, field

import pytest

from gateway.desk.ports import Rendered
from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.command_details import CommandResults
from gateway.domain.knowledge_commands import Listing
from gateway.domain.knowledge_details import Findings
from gateway.domain.notices import Notice
from gateway.store import reports
from tests.support.builders import ANNE, BART, CRIS, DAVE, ELLE, NUMBER
from tests.support.desk import PASSED, PlainRenderer, Sent, World, rendering

PROVEN = "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com"
ANNES = f"Authentication-Results: {PASSED}"


@dataclass
class Listening:
    """A renderer that remembers what it was asked to say."""

    notices: list[Notice] = field(default_factory=list)

    def render(self, notice: Notice, *, reply_address: str) -> Rendered:
        self.notices.append(notice)
        return PlainRenderer().render(notice, reply_address=reply_address)

    @property
    def found(self) -> Findings:
        detail = self.notices[-1].detail
        assert isinstance(detail, Findings)
        return detail

    @property
    def refused(self) -> list[Reason | None]:
        detail = self.notices[-1].detail
        assert isinstance(detail, CommandResults)
        return [line.reason for line in detail.lines if not line.done]


@pytest.fixture
def desk(guarded: World) -> World:
    """Anne and Cris have asked for different things."""
    guarded.send(ANNE, "打印机在三楼冒烟。", subject="打印机冒烟", headers=ANNES)
    guarded.send(
        CRIS, "Orders time out.", subject="Orders cannot be submitted", headers=ANNES
    )
    return guarded


@pytest.fixture
def heard(desk: World) -> Listening:
    listening = Listening()
    rendering(desk, listening)
    return listening


def ask(world: World, text: str, sender: str = BART) -> tuple[Sent, ...]:
    return world.send(sender, text, subject="", headers=PROVEN)


def keys(found: Findings) -> list[str]:
    return [one.key for one in found.rows]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("#find order", "TS20261116002"),
        ("#搜索 打印机", NUMBER),
        ("#搜索 烟", NUMBER),
        ("＃find “time out”", "TS20261116002"),
    ],
)
def test_r41_words_find_the_request_that_holds_them(
    desk: World, heard: Listening, words: str, number: str
) -> None:
    letters = ask(desk, words)

    assert [(one.code, one.to) for one in letters] == [(N.FINDINGS, BART)]
    assert keys(heard.found) == [number]
    assert desk.last_end() == ("command", "done")


def test_asking_changes_no_request_and_opens_none(desk: World) -> None:
    before = desk.request()
    ask(desk, "#find 打印机")

    assert desk.request() == before
    assert len(tuple(reports.requests("", 10))) == 2


def test_each_question_of_a_mail_has_its_answer(desk: World, heard: Listening) -> None:
    letters = ask(desk, "#find 打印机\n#list open")

    assert [one.code for one in letters] == [N.FINDINGS, N.FINDINGS]
    assert heard.found.which is Listing.OPEN


def test_the_answer_to_a_question_in_a_thread_stays_in_it(
    desk: World, heard: Listening
) -> None:
    letter = desk.letters(N.TO_ASSIGN, BART)[0]
    (answer,) = desk.answer(letter, "#find orders", headers=PROVEN)

    assert (answer.code, answer.number) == (N.FINDINGS, NUMBER)
    assert keys(heard.found) == ["TS20261116002"]
    assert desk.request().version == 1


def test_words_below_a_question_in_a_thread_stay_on_record(desk: World) -> None:
    letter = desk.letters(N.TO_ASSIGN, BART)[0]
    letters = desk.answer(
        letter, "#find orders\n\nI look for the same thing.", headers=PROVEN
    )

    assert {one.code for one in letters} == {N.FINDINGS, N.COMMAND_RESULTS}
    assert desk.request().version == 2


def test_without_words_a_thread_is_told_what_is_like_its_request(
    desk: World, heard: Listening
) -> None:
    for number in range(30):
        desk.send(
            ANNE, f"Ordinary thing {number}.", subject=f"Thing {number}", headers=ANNES
        )
    desk.send(CRIS, "三楼打印机又冒烟了", subject="打印机又冒烟", headers=ANNES)
    letter = desk.letters(N.TO_ASSIGN, BART)[0]
    desk.answer(letter, "#find", headers=PROVEN)

    assert heard.found.like == NUMBER
    assert keys(heard.found) == ["TS20261116033"]


@pytest.mark.parametrize("words", ["#find", "#find …", "#find 。，！", "#搜索"])
def test_a_question_without_words_is_refused_by_name(
    desk: World, heard: Listening, words: str
) -> None:
    ask(desk, words)

    assert heard.refused == [Reason.MISSING_ARGUMENT]
    assert desk.last_end() == ("command", "refused")


def test_a_list_that_nobody_keeps_is_refused_by_name(
    desk: World, heard: Listening
) -> None:
    ask(desk, "#list everything")

    assert heard.refused == [Reason.BAD_ARGUMENT]


def test_one_bad_question_and_none_is_answered(desk: World, heard: Listening) -> None:
    letters = ask(desk, "#find order\n#list nonsense")

    assert [one.code for one in letters] == [N.COMMAND_RESULTS]
    assert heard.refused == [Reason.NOT_RUN, Reason.BAD_ARGUMENT]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("#list", []),
        ("#list mine", []),
        ("#列表 在办", [NUMBER, "TS20261116002"]),
        ("#list unassigned", [NUMBER, "TS20261116002"]),
        ("#list urgent", []),
        ("#list overdue", []),
        ("#list waiting", []),
        ("#list closed", []),
        ("#list articles", []),
    ],
)
def test_lists_hold_what_their_name_says(
    desk: World, heard: Listening, words: str, numbers: list[str]
) -> None:
    ask(desk, words)

    assert keys(heard.found) == numbers
    assert heard.found.total == len(numbers)


def test_ones_own_requests_are_listed_first_come_first(
    desk: World, heard: Listening
) -> None:
    for letter in reversed(desk.letters(N.TO_ASSIGN, DAVE)):
        desk.answer(letter, "#take", headers=PROVEN)
    ask(desk, "#list mine", DAVE)
    assert keys(heard.found) == [NUMBER, "TS20261116002"]

    ask(desk, "#list mine", ELLE)
    assert keys(heard.found) == []


@pytest.mark.parametrize("words", ["#find Orders", "#搜索 打印机", "#list open"])
def test_a_customer_searches_nothing_and_learns_of_nobody(
    desk: World, words: str
) -> None:
    letters = desk.send(ANNE, words, subject="Search", headers=ANNES)

    assert N.FINDINGS not in {one.code for one in letters}
    to_anne = [one for one in letters if one.to == ANNE]
    assert not any("TS20261116002" in one.text for one in to_anne)


@pytest.mark.parametrize(
    "headers", ["", "Authentication-Results: mx.example.com; dmarc=fail"]
)
def test_whoever_only_claims_to_be_staff_is_answered_nothing(
    desk: World, headers: str
) -> None:
    letters = desk.send(BART, "#find order", subject="", headers=headers)

    assert [(one.code, one.to) for one in letters] == [(N.COMMANDS_REFUSED, BART)]


def test_the_owner_to_be_is_told_what_was_alike_before(
    desk: World, heard: Listening
) -> None:
    for number in range(30):
        desk.send(
            ANNE, f"Ordinary thing {number}.", subject=f"Thing {number}", headers=ANNES
        )
    desk.send(CRIS, "三楼打印机又冒烟了", subject="打印机又冒烟", headers=ANNES)
    desk.answer(desk.letters(N.TO_ASSIGN, BART)[-1], "#assign @Dave", headers=PROVEN)

    (told,) = [one for one in heard.notices if one.code is N.ASSIGNED]
    assert [one.key for one in told.detail.similar] == [NUMBER]  # type: ignore[union-attr]  # S03's detail
