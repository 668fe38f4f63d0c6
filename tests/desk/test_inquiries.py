"""#show, #history, #why, #stats and #help: answered by mail, and nothing changes."""

import pytest

from gateway.dispatch.words import load_words
from gateway.domain import events
from gateway.domain.codes import NoticeCode as N
from gateway.domain.commands import Verb
from gateway.domain.inquiring import WITH_REASONS
from gateway.domain.people import Locale
from tests.support.builders import ANNE, BART, CRIS, DAVE
from tests.support.desk import FAILED, Sent, World, rendering
from tests.support.notices import SHANGHAI, TEMPLATES, a_renderer

FIRST, SECOND = "TS20261116001", "TS20261116002"
FORGED = f"Authentication-Results: {FAILED.replace('customer.example', 'example.com')}"


@pytest.fixture
def told(world: World) -> World:
    """Letters are written in full."""
    rendering(world, a_renderer())
    return world


def asked(world: World, text: str, *, by: str = BART) -> tuple[Sent, ...]:
    """Anne wrote, Bart took it; the letters that answer this mail about it."""
    world.send(ANNE, "Smoke comes out of tray 2.", subject="Smoke in tray 2")
    to_assign = world.letter(N.TO_ASSIGN, by)
    world.answer(to_assign, "#take")
    return world.answer(to_assign, text)


def test_show_tells_the_form_the_status_the_clocks_and_the_latest_rows(
    told: World,
) -> None:
    (letter,) = asked(told, "#show")
    assert (letter.code, letter.to, letter.number) == (N.ANSWER, BART, FIRST)
    said = " ".join(letter.text.split())
    for part in ("Status: In progress", "Owner: Bart", "K4", "Owner assigned", ANNE):
        assert part in said


def test_the_answer_is_in_the_language_of_who_asks(told: World) -> None:
    (letter,) = asked(told, "#查看", by=DAVE)
    assert "状态：处理中" in letter.text


def test_a_named_request_is_told_in_its_own_thread(told: World) -> None:
    told.send(CRIS, "The door sticks.", subject="The door")
    (letter,) = asked(told, f"#show {FIRST}")
    assert (letter.code, letter.number) == (N.ANSWER, FIRST)
    assert "The door" in letter.text
    (alone,) = told.answer(letter, f"#why {SECOND}")
    assert alone.number == SECOND


def test_among_other_commands_it_answers_beside_their_transcript(
    world: World,
) -> None:
    world.send(CRIS, "The door sticks.", subject="The door")
    letters = asked(world, f"#raise it burns\n#show {FIRST}\n#show")
    assert [(one.code, one.number) for one in letters] == [
        (N.ANSWER, FIRST),
        (N.ANSWER, SECOND),
        (N.COMMAND_RESULTS, SECOND),
    ]
    before = world.request(FIRST).version
    world.answer(letters[0], "#history")
    assert world.request(FIRST).version == before


def test_history_has_each_row_in_its_order(told: World) -> None:
    (letter,) = asked(told, "#history")
    said = " ".join(letter.text.split())
    assert said.index("Request registered") < said.index("Owner assigned")


def test_why_tells_reasons_and_no_mere_work(told: World) -> None:
    told.send(ANNE, "Smoke comes out of tray 2.")
    mine = told.letter(N.TO_ASSIGN, BART)
    told.answer(mine, "#take\n#raise the plant stands\n#diagnose looked at the drum")
    (letter,) = told.answer(mine, "#why")
    assert "the plant stands" in letter.text
    assert "looked at the drum" not in letter.text


def test_stats_count_what_is_open_and_who_has_it(told: World) -> None:
    asked(told, "#note x")
    told.send(CRIS, "The door sticks.", subject="The door")
    (letter,) = told.answer(told.letter(N.TO_ASSIGN, BART), "#stats 7")
    said = " ".join(letter.text.split())
    for part in ("Received: 2", "Open: 2", "Without an owner: 1", "Bart: 1"):
        assert part in said
    assert letter.code == N.ANSWER


def test_stats_of_an_empty_store_are_noughts(told: World) -> None:
    (letter,) = told.send(
        BART, "#stats", headers="", to=told.context.correspondence.sender.address
    ) or told.letters(to=BART)
    assert letter.code in {N.ANSWER, N.COMMANDS_REFUSED}


@pytest.mark.parametrize(
    "text", ["#stats 0", "#stats 367", "#stats soon", "#show TS20991231001", "#why x"]
)
def test_what_cannot_be_meant_is_refused_with_its_reason(
    world: World, text: str
) -> None:
    (letter,) = asked(world, text)
    assert letter.code == N.COMMAND_RESULTS
    assert "False" in letter.text


def test_help_names_what_the_status_allows_and_nothing_else(told: World) -> None:
    (letter,) = asked(told, "#help")
    assert (letter.code, letter.to) == (N.HELP, BART)
    assert "resolve [workaround]" in letter.text
    assert "approve CODE" not in letter.text


def test_a_forged_question_is_answered_with_nothing(guarded: World) -> None:
    guarded.send(ANNE, "Smoke comes out of tray 2.")
    mine = guarded.letter(N.TO_ASSIGN, BART)
    for text in ("#show", "#stats", "#history", "#why", "#help\n\nA note of mine."):
        letters = guarded.answer(mine, text, headers=FORGED)
        assert [(one.code, one.to) for one in letters] == [("S12", BART)]
    assert guarded.request().version == 1


def test_a_customer_asks_nothing(world: World) -> None:
    world.send(ANNE, "#show\n\nSmoke comes out of tray 2.")
    assert world.letters(N.ANSWER) == ()


def test_every_command_says_how_it_is_used_in_both_languages() -> None:
    for locale in Locale:
        usages = load_words((TEMPLATES,), locale, SHANGHAI).tables["usage"]
        assert set(usages) == set(Verb)
        assert all(len(usage.split(" | ")) == 2 for usage in usages.values())


def test_what_says_why_are_kinds_of_rows_that_there_are() -> None:
    known = {kind.__name__ for kind in events.FORMS}
    assert known >= WITH_REASONS
