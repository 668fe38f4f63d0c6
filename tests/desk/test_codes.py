"""Tier T3 by a one-time code (S24, #confirm): what it does, and whom it never helps."""

from datetime import timedelta

import pytest

from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.record import RecordRow
from gateway.domain.request import Priority, Status
from gateway.mail.token import step_code
from gateway.store import reports
from tests.desk.sealed_mail import deliver
from tests.support.builders import ANNE, BART, CRIS, DAVE, ELLE
from tests.support.desk import (
    FAILED,
    KEYS,
    PASSED,
    Sent,
    World,
    confirming,
    rendering,
)
from tests.support.notices import a_renderer

FIRST, SECOND = "TS20261116001", "TS20261116002"
CLOSE = "#close invalid an advertisement"
STAFF = f"Authentication-Results: {PASSED.replace('customer.example', 'example.com')}"
FORGED = f"Authentication-Results: {FAILED.replace('customer.example', 'example.com')}"


def handed(world: World, *, headers: str = "") -> Sent:
    """Anne wrote, and Elle owns the request; the letter that told her so."""
    world.send(ANNE, "Smoke comes out of tray 2.")
    told = world.letter(N.TO_ASSIGN, BART)
    world.answer(told, "#assign @elle", headers=headers)
    return world.letter(N.ASSIGNED, ELLE)


def asked(world: World, text: str = CLOSE) -> Sent:
    """What a command of tier T3 is answered by."""
    letters = world.answer(handed(world), text)
    assert [one.code for one in letters] == [N.CODE_PLEASE]
    return letters[0]


def status(world: World, number: str = FIRST) -> Status:
    return world.request(number).status


def told(letters: tuple[Sent, ...]) -> str:
    """The words of the one transcript, which must be the only letter."""
    assert [one.code for one in letters] == [N.COMMAND_RESULTS], letters
    return letters[0].text


# --- the ordinary way --------------------------------------------------------


def test_nothing_is_done_before_the_code_comes_back_and_then_all_of_it(
    world: World,
) -> None:
    please = asked(world)
    assert (please.to, please.number) == (ELLE, FIRST)
    assert f"{FIRST}: {CLOSE}" in please.text
    assert status(world) is Status.IN_PROGRESS
    assert world.last_end() == ("command", "withheld")

    letters = world.answer(please, confirming(please))
    assert {(one.code, one.to) for one in letters} >= {("S11", ELLE), ("C15", ANNE)}
    assert status(world) is Status.INVALID


def test_the_code_may_be_written_as_people_write(world: World) -> None:
    please = asked(world)
    code = confirming(please).removeprefix("#confirm ")
    world.answer(please, f"＃确认　{code.lower().replace('-', ' ')}。\n\nThanks!")
    assert status(world) is Status.INVALID


def test_the_code_of_the_button_does_the_same(world: World) -> None:
    please = asked(world)
    (waiting,) = world.context.waiting(world.clock.now() - timedelta(hours=1))
    _, button = step_code(KEYS, ("withheld", waiting.queue_id, ELLE))
    world.answer(please, f"#confirm {button}")
    assert status(world) is Status.INVALID


def test_several_commands_of_which_one_wants_the_code_wait_together(
    world: World,
) -> None:
    please = asked(world, f"#raise it burns\n{CLOSE}\n\nHe called and says so.")
    assert world.request().priority is Priority.MEDIUM
    world.answer(please, confirming(please))
    assert status(world) is Status.INVALID
    assert world.request().priority is Priority.HIGH
    kinds = [row.kind for row in shown(world)]
    assert kinds.count("Corresponded") == 1


def shown(world: World, number: str = FIRST) -> tuple[RecordRow, ...]:
    found = reports.show(world.request(number).number)
    assert found is not None
    return found.records


def test_what_would_be_refused_is_refused_at_once_and_nobody_asked_for_a_code(
    world: World,
) -> None:
    letter = handed(world)
    assert Reason.UNKNOWN_VERB in told(world.answer(letter, f"#asign x\n{CLOSE}"))
    said = told(world.answer(letter, f"#raise x\n#resolve\n{CLOSE}"))
    assert (Reason.NO_CAUSE_YET in said, said.count("False")) == (True, 3)
    assert world.request().priority is Priority.MEDIUM


def test_a_mail_that_wants_no_code_never_waits(world: World) -> None:
    world.answer(handed(world), "#raise it burns")
    assert world.request().priority is Priority.HIGH
    assert world.letters(N.CODE_PLEASE) == ()


# --- once, in time, by the same person, for exactly that ---------------------


def test_a_code_is_good_once(world: World) -> None:
    please = asked(world)
    world.answer(please, confirming(please))
    world.answer(world.letter("S11", ELLE), "#unresolved after all")
    assert status(world) is Status.IN_PROGRESS
    assert Reason.CODE_USED in told(world.answer(please, confirming(please)))
    assert status(world) is Status.IN_PROGRESS


def test_the_same_code_in_two_mails_at_once_runs_once(world: World) -> None:
    please = asked(world, "#close invalid spam")
    for _ in range(2):
        world.put(
            ELLE,
            confirming(please),
            to=please.reply_to,
            parent=please.message_id,
            subject="Re: code",
        )
    world.work()
    results = [one.text for one in world.letters("S11", ELLE)]
    assert [Reason.CODE_USED in text for text in results] == [False, True]
    assert world.last_end() == ("command", "refused")


def test_the_day_after_the_code_is_too_old(world: World) -> None:
    please = asked(world)
    world.clock.advance(hours=24)
    assert Reason.CODE_EXPIRED in told(world.answer(please, confirming(please)))
    assert status(world) is Status.IN_PROGRESS


def test_until_the_last_minute_of_the_day_it_is_good(world: World) -> None:
    please = asked(world)
    world.clock.advance(hours=23, minutes=59)
    world.answer(please, confirming(please))
    assert status(world) is Status.INVALID


def test_what_nobody_mailed_is_no_code(world: World) -> None:
    please = asked(world)
    for wrong in ("K7QM-4P2X", "1", "x" * 500, "K7QM 4P2X 99", "确认"):
        assert Reason.UNKNOWN_CODE in told(world.answer(please, f"#confirm {wrong}"))
    assert Reason.MISSING_ARGUMENT in told(world.answer(please, "#confirm"))
    assert status(world) is Status.IN_PROGRESS


def test_a_request_that_moved_on_meanwhile_is_left_alone(world: World) -> None:
    please = asked(world)
    world.answer(world.letter(N.TO_ASSIGN, BART), "#ask Which tray?")
    said = told(world.answer(please, confirming(please)))
    assert f"{Reason.CHANGED_SINCE} {FIRST}" in said
    assert status(world) is Status.AWAITING_INFORMATION


def test_a_code_comes_alone(world: World) -> None:
    please = asked(world)
    said = told(world.answer(please, f"{confirming(please)}\n#take"))
    assert Reason.CONFIRM_ALONE in said
    assert status(world) is Status.IN_PROGRESS


# --- whom it does not help ---------------------------------------------------


def test_a_forwarded_code_does_nothing_in_the_hands_of_a_colleague(
    world: World,
) -> None:
    please = asked(world)
    mine = world.letter(N.TO_ASSIGN, BART)
    assert Reason.ANOTHERS_CODE in told(world.answer(mine, confirming(please)))
    letters = world.answer(please, confirming(please), sender=BART)
    assert [one.code for one in letters] == ["S12"]
    assert status(world) is Status.IN_PROGRESS


def test_a_forged_from_neither_asks_nor_confirms(guarded: World) -> None:
    letter = handed(guarded, headers=STAFF)
    letters = guarded.answer(letter, CLOSE, headers=FORGED)
    assert [(one.code, one.to) for one in letters] == [("S12", ELLE)]
    assert guarded.letters(N.CODE_PLEASE) == ()

    (please,) = guarded.answer(letter, CLOSE, headers=STAFF)
    letters = guarded.answer(please, confirming(please), headers=FORGED)
    assert [(one.code, one.to) for one in letters] == [("S12", ELLE)]
    letters = guarded.send(ELLE, confirming(please), headers=STAFF)
    assert [one.code for one in letters] == ["S12"]
    assert status(guarded) is Status.IN_PROGRESS


def test_the_code_goes_to_the_registered_address_whatever_the_mail_asks(
    world: World,
) -> None:
    letters = world.answer(
        handed(world), CLOSE, headers="Reply-To: mallory@evil.example"
    )
    assert [(one.code, one.to) for one in letters] == [(N.CODE_PLEASE, ELLE)]


def test_a_customer_who_writes_the_line_says_words(world: World) -> None:
    please = asked(world)
    world.answer(
        world.letter(N.ACKNOWLEDGEMENT, ANNE), f"{CLOSE}\n{confirming(please)}"
    )
    assert status(world) is Status.IN_PROGRESS


@pytest.mark.parametrize(
    "text",
    [
        "I wonder about this.\n\n{code}",
        "> {code}",
        "Fine.\n\nOn 16 Nov 2026, Support wrote:\n> {code}",
        "-----Original Message-----\nFrom: Support\n\n{code}",
        "    {code}",
        "-- \n{code}",
    ],
)
def test_a_code_in_a_quote_or_below_words_confirms_nothing(
    world: World, text: str
) -> None:
    please = asked(world)
    world.answer(please, text.format(code=confirming(please)))
    assert status(world) is Status.IN_PROGRESS


def test_a_code_that_the_html_part_does_not_show_confirms_nothing(
    world: World,
) -> None:
    please = asked(world)
    both = (
        "Content-Type: multipart/alternative; boundary=x\n\n"
        f"--x\nContent-Type: text/plain\n\n{confirming(please)}\n"
        "--x\nContent-Type: text/html\n\n<p>Thank you very much, Elle.</p>\n--x--\n"
    )
    letters = deliver(world, both, sender=ELLE, answering=please)
    assert [one.code for one in letters] == ["S12"]
    assert status(world) is Status.IN_PROGRESS


def test_the_whole_letter_quoted_back_confirms_nothing(world: World) -> None:
    rendering(world, a_renderer())
    please = asked(world)
    world.answer(please, please.text)
    world.answer(please, "\n".join(f"> {x}" for x in please.text.splitlines()))
    assert status(world) is Status.IN_PROGRESS


# --- several requests --------------------------------------------------------


def bulk(world: World, text: str) -> tuple[Sent, ...]:
    world.send(ANNE, "Smoke comes out of tray 2.")
    world.send(CRIS, "The door sticks.", subject="The door")
    return world.answer(world.letters(N.TO_ASSIGN, BART)[0], text)


def test_commands_on_several_requests_run_on_each_once_confirmed(world: World) -> None:
    (please,) = bulk(world, f"#on {FIRST} {SECOND}\n#take\n#raise the plant stands")
    assert please.number is None
    assert f"{FIRST} {SECOND}: #take" in please.text
    letters = world.answer(please, f"{confirming(please)}\n")
    accepted = {one.to for one in letters if one.code == N.ACCEPTED}
    assert accepted == {ANNE, CRIS}
    for number in (FIRST, SECOND):
        request = world.request(number)
        assert (request.assignee, request.priority) == (BART, Priority.HIGH)
    said = world.letter("S11", BART).text
    assert [f"True #take {one}" in said.replace("  ", " ") for one in (FIRST, SECOND)]


def test_each_list_of_numbers_holds_for_the_commands_below_it_alone(
    world: World,
) -> None:
    text = f"#on {FIRST}\n#take\n#on {SECOND}\n#assign @dave"
    (please,) = bulk(world, text)
    world.answer(please, confirming(please))
    assert world.request(FIRST).assignee == BART
    assert world.request(SECOND).assignee == DAVE


def test_one_that_would_be_refused_stops_all_before_anybody_is_asked(
    world: World,
) -> None:
    said = told(bulk(world, f"#on {FIRST} {SECOND}\n#take\n#take"))
    assert Reason.ALREADY_OWNER in said
    assert world.request(FIRST).assignee is None


def test_what_is_done_to_one_at_a_time_is_not_done_to_several(world: World) -> None:
    said = told(bulk(world, f"#on {FIRST} {SECOND}\n#export"))
    assert Reason.ONE_REQUEST in said


def test_one_unknown_number_and_nothing_runs(world: World) -> None:
    letters = bulk(world, f"#on {FIRST} TS20991231001\n#take")
    assert [one.code for one in letters] == ["S12"]
    assert world.request(FIRST).assignee is None


def test_more_than_twenty_requests_are_refused(world: World) -> None:
    numbers = " ".join(f"TS202611160{n:02}" for n in range(1, 22))
    letters = bulk(world, f"#on {numbers}\n#take")
    assert [one.code for one in letters] == ["S12"]


def test_the_text_below_becomes_a_note_of_each(world: World) -> None:
    (please,) = bulk(world, f"#on {FIRST} {SECOND}\n#take\n\nThe same fault.")
    world.answer(please, confirming(please))
    for number in (FIRST, SECOND):
        assert [row.kind for row in shown(world, number)].count("Corresponded") == 1
