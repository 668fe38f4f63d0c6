"""What a customer's mail comes to: a request, a last word, or words for a person."""

import pytest

from gateway.domain.codes import NoticeCode as N
from gateway.domain.request import Priority, Status
from tests.support.builders import ANNE, BART, CRIS, DAVE, ELLE
from tests.support.desk import FAILED, PASSED, Sent, World, code_of, resolved
from tests.support.threads import remarks

BORDER = "Authentication-Results: "


def told(letters: tuple[Sent, ...]) -> list[tuple[str, str]]:
    return [(letter.code, letter.to) for letter in letters]


def said(world: World) -> str:
    """What the desk made of the last mail."""
    return world.last_end()[1]


# --- a new request -----------------------------------------------------------


def test_a_mail_is_registered_acknowledged_and_told_to_triage(world: World) -> None:
    letters = world.send(ANNE, "Smoke comes out of tray 2.")

    assert told(letters) == [("C01", ANNE), ("S01", BART), ("S01", DAVE)]
    assert world.last_end() == ("request", "new")
    request = world.request()
    assert (request.subject, request.description, request.requester) == (
        "The printer is on fire",
        "Smoke comes out of tray 2.",
        ANNE,
    )


def test_mail_to_the_urgent_address_calls_those_on_duty(world: World) -> None:
    letters = world.send(ANNE, "Smoke!", to="support+urgent@example.com")
    assert told(letters) == [("C01", ANNE), ("S02", DAVE), ("S01", BART)]
    assert world.request().urgent


def test_a_customers_commands_are_words(world: World) -> None:
    world.send(ANNE, "#take\n#resolve")
    request = world.request()
    assert (request.status, request.description) == (
        Status.RECEIVED,
        "#take\n#resolve",
    )


def test_further_words_go_to_the_owner_and_change_no_status(world: World) -> None:
    world.send(ANNE, "Smoke!")
    acknowledgement = world.letter(N.ACKNOWLEDGEMENT, ANNE)
    letters = world.answer(acknowledgement, "It smells, too.")

    assert told(letters) == [("S04", BART), ("S04", DAVE)]
    assert (world.request().status, said(world)) == (Status.RECEIVED, "Write")


# --- the last word -----------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["已解决，谢谢", "Confirmed", "It works now. Thanks!"]
)
def test_the_requesters_word_confirms(world: World, words: str) -> None:
    letters = world.answer(resolved(world), words)
    assert told(letters) == [("C12", ANNE), ("S14", BART)]
    assert world.request().status is Status.CONFIRMED


@pytest.mark.parametrize("other", ["mallory@evil.example", CRIS])
def test_the_word_of_a_mail_with_several_senders_confirms_nothing(
    world: World, other: str
) -> None:
    world.answer(resolved(world), "Confirmed", sender=f"{ANNE}, {other}")
    assert world.request().status is Status.AWAITING_CONFIRMATION


def test_the_code_confirms(world: World) -> None:
    letter = resolved(world)
    world.answer(letter, f"CONFIRM {code_of(world)}\n\nThe drum is new, too.")
    assert world.request().status is Status.CONFIRMED


def test_a_no_reopens_one_priority_higher(world: World) -> None:
    letters = world.answer(resolved(world), "还是不行")
    request = world.request()
    assert told(letters) == [("C13", ANNE), ("S14", BART)]
    assert (request.status, request.round, request.priority) == (
        Status.IN_PROGRESS,
        2,
        Priority.HIGH,
    )


@pytest.mark.parametrize(
    "words",
    [
        "OK",
        "好的",
        "收到，谢谢",
        "Is it resolved?",
        "已解决，另外打印机也坏了",
        "CONFIRM AAAA-2222",
    ],
)
def test_what_is_not_clear_goes_to_a_person_and_back_to_its_sender_once(
    world: World, words: str
) -> None:
    letter = resolved(world)
    assert told(world.answer(letter, words)) == [("C11", ANNE), ("S13", BART)]
    assert told(world.answer(letter, words)) == [("S13", BART)]
    assert (world.request().status, said(world)) == (
        Status.AWAITING_CONFIRMATION,
        "Doubt",
    )


def test_a_yes_and_a_no_in_one_mail_stop_the_clock_for_a_person(world: World) -> None:
    letters = world.answer(resolved(world), "登录可以了，但导出还是不行")
    assert told(letters) == [("S13", BART)]
    request = world.request()
    assert request.status is Status.AWAITING_CONFIRMATION
    assert request.settlement.undecided_since is not None


def test_an_empty_answer_confirms_nothing(world: World) -> None:
    world.answer(resolved(world), "\n\n")
    assert world.request().status is Status.AWAITING_CONFIRMATION


def test_our_own_letter_quoted_back_confirms_nothing(world: World) -> None:
    letter = resolved(world)
    world.answer(letter, letter.text)
    assert world.request().status is Status.AWAITING_CONFIRMATION


def test_the_code_of_an_earlier_round_confirms_nothing(world: World) -> None:
    first = resolved(world)
    old = code_of(world)
    world.answer(first, "Still broken.")
    staff = world.letter(N.TO_ASSIGN, BART)
    world.answer(staff, "#cause paper\n#fix other paper\n#test no smoke\n#resolve")
    asked = world.letter(N.CONFIRM_PLEASE, ANNE)
    world.answer(asked, f"CONFIRM {old}")
    assert world.request().status is Status.AWAITING_CONFIRMATION


def test_the_same_yes_twice_confirms_once(world: World) -> None:
    letter = resolved(world)
    world.answer(letter, "Confirmed")
    confirmed_at = world.request().confirmed_at
    world.clock.advance(hours=1)
    letters = world.answer(letter, "Confirmed.")
    assert told(letters) == [("S04", BART)]
    assert world.request().confirmed_at == confirmed_at


def test_a_yes_before_anybody_asked_is_passed_on(world: World) -> None:
    world.send(ANNE, "Smoke!")
    letters = world.answer(world.letter(N.ACKNOWLEDGEMENT, ANNE), "Resolved, thanks!")
    assert told(letters) == [("S04", BART), ("S04", DAVE)]
    assert world.request().status is Status.RECEIVED


# --- whose word --------------------------------------------------------------


def test_the_code_of_a_stranger_opens_nothing(world: World) -> None:
    letter = resolved(world)
    letters = world.send(
        "mallory@evil.example", f"CONFIRM {code_of(world)}", to=letter.reply_to
    )
    assert told(letters) == [("C17", ANNE)]
    assert world.request().status is Status.AWAITING_CONFIRMATION
    assert said(world) == "Unproven"


def test_a_colleague_with_the_code_does_not_confirm(world: World) -> None:
    letter = resolved(world)
    letters = world.answer(letter, f"CONFIRM {code_of(world)}", sender=CRIS)
    assert told(letters) == [("C17", ANNE)]
    assert world.request().status is Status.AWAITING_CONFIRMATION


def test_a_colleague_may_say_that_it_does_not_work(world: World) -> None:
    world.answer(resolved(world), "Still broken.", sender=CRIS)
    assert world.request().status is Status.IN_PROGRESS


def test_staff_do_not_confirm_for_the_requester(world: World) -> None:
    resolved(world)
    world.answer(world.letter(N.TO_ASSIGN, BART), "已解决")
    assert world.request().status is Status.AWAITING_CONFIRMATION


def test_the_requesters_address_alone_proves_nothing(world: World) -> None:
    resolved(world)
    letters = world.send(
        ANNE, "Confirmed", subject="Re: [TS20261116001] The printer is on fire"
    )
    assert told(letters) == [("C17", ANNE)]
    assert world.request().status is Status.AWAITING_CONFIRMATION


def test_a_plain_answer_to_the_letter_confirms_where_plus_addresses_are_lost(
    world: World,
) -> None:
    letter = resolved(world)
    world.send(ANNE, "Confirmed", parent=letter.message_id)
    assert world.request().status is Status.CONFIRMED


def test_a_proven_domain_that_quotes_our_question_confirms_without_a_token(
    guarded: World,
) -> None:
    letter = resolved_by_guarded(guarded)
    quoted = "".join(f"> {line}\n" for line in letter.text.splitlines())
    guarded.send(
        ANNE,
        f"Confirmed\n\n{quoted}",
        subject="Re: [TS20261116001] x",
        headers=BORDER + PASSED,
    )
    assert guarded.request().status is Status.CONFIRMED


def test_a_yes_that_answers_nothing_of_ours_is_asked_about(guarded: World) -> None:
    """T2: by words alone it counts as the answer to this round's question only."""
    resolved_by_guarded(guarded)
    letters = guarded.send(
        ANNE, "Confirmed", subject="Re: [TS20261116001] x", headers=BORDER + PASSED
    )
    assert told(letters) == [("C11", ANNE), ("S13", BART)]
    assert guarded.request().status is Status.AWAITING_CONFIRMATION


@pytest.mark.parametrize("words", ["Confirmed", "CODE"])
def test_a_failed_dmarc_confirms_nothing_whatever_else_is_there(
    guarded: World, words: str
) -> None:
    letter = resolved_by_guarded(guarded)
    text = words.replace("CODE", f"CONFIRM {code_of(guarded)}")
    letters = guarded.answer(letter, text, headers=BORDER + FAILED)
    assert told(letters) == [("C17", ANNE)]
    assert guarded.request().status is Status.AWAITING_CONFIRMATION


def test_a_failed_dmarc_may_still_say_no(guarded: World) -> None:
    letter = resolved_by_guarded(guarded)
    guarded.answer(letter, "Still broken.", headers=BORDER + FAILED)
    assert guarded.request().status is Status.IN_PROGRESS


# --- afterwards --------------------------------------------------------------


def test_a_no_within_the_window_reopens_a_confirmed_request(world: World) -> None:
    letter = resolved(world)
    world.answer(letter, "Confirmed")
    world.clock.advance(days=6, hours=23)
    world.answer(letter, "又出现了")
    assert world.request().status is Status.IN_PROGRESS


def test_words_after_the_window_are_a_new_request(world: World) -> None:
    letter = resolved(world)
    world.answer(letter, "Confirmed")
    world.clock.advance(days=7, seconds=1)
    world.answer(letter, "又出现了")

    assert world.request().status is Status.CONFIRMED
    assert world.last_end() == ("request", "related")
    assert world.request("TS20261123001").requester == ANNE


def test_a_no_at_the_highest_priority_reaches_the_supervisor(world: World) -> None:
    world.send(ANNE, "Smoke!", to="support+urgent@example.com")
    staff = world.letter(N.TO_ASSIGN, BART)
    fixed = '#fix drum consent="Anne 9:10"'
    world.answer(staff, f"#take\n#cause toner\n{fixed}\n#test none\n#resolve")
    letters = world.answer(world.letter(N.CONFIRM_PLEASE, ANNE), "Still broken.")
    assert told(letters) == [("C13", ANNE), ("S14", BART), ("S14", ELLE)]


def resolved_by_guarded(world: World) -> Sent:
    """As ``resolved``, where staff have to be proven by the border."""
    world.send(ANNE, "Smoke comes out of tray 2.")
    world.answer(
        world.letter(N.TO_ASSIGN, BART),
        "#take\n#cause toner\n#fix new drum\n#test no smoke\n#resolve",
        headers="Authentication-Results: mx.example.com; dmarc=pass",
    )
    return world.letter(N.CONFIRM_PLEASE, ANNE)


def test_a_sender_whom_his_domain_denies_is_not_written_to(guarded: World) -> None:
    letters = guarded.send(ANNE, "Smoke comes out.", headers=BORDER + FAILED)
    assert guarded.last_end() == ("request", "new")
    assert {one.code for one in letters} == {"S01"}
    assert remarks(guarded.request().number) == "sender-denied: customer.example"


def test_a_mail_larger_than_is_read_makes_a_request_and_staff_are_told(
    world: World,
) -> None:
    letters = world.send(ANNE, "Smoke comes out.\n" + "a b c\n" * 120_000)
    assert told(letters)[0] == ("C01", ANNE)
    assert remarks(world.request().number) == "not-all-read: text-too-large"
