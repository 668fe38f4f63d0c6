"""PROCESS 6.4 and 6.7: whose word counts, by which proof, and until when."""

from dataclasses import replace

import pytest

from gateway.domain.request import Status
from tests.desk.answers_to_c09 import (
    AUTHENTICATED,
    PRIVATE,
    answered,
    asked,
    code,
    is_confirmed,
    is_open,
    quoted,
    told,
)
from tests.support.builders import ANNE, BART, CRIS, ELLE, NUMBER
from tests.support.desk import FAILED, Sent, World

STAFF = "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com"
NOT_HERS = "Authentication-Results: mx.example.com; dmarc=pass header.from=qq.example"
CERTIFIED = {("C12", ANNE), ("S14", BART)}
REOPENED = {("C13", ANNE), ("S14", BART)}
JUDGED = {("S13", BART)}
CHALLENGED = {("C17", ANNE)}
SOLVED_AGAIN = "#cause toner again\n#fix another drum\n#test 再打印一张\n#resolve"


def by_staff(world: World, letter: Sent, text: str) -> set[tuple[str, str]]:
    """What a reply of staff to one of their letters sets off, the transcript aside."""
    letters = told(world.answer(letter, text, headers=STAFF))
    return {one for one in letters if one[0] not in {"S11", "S12"}}


def challenge_of(world: World) -> str:
    return world.context.confirm_code(world.request()).challenge


# --- codes of elsewhere ------------------------------------------------------------


def test_the_code_of_an_earlier_round_is_answered_with_the_new_one(
    guarded: World,
) -> None:
    letter = asked(guarded)
    old = code(guarded)
    assert answered(guarded, letter, "还是不行") == REOPENED
    by_staff(guarded, guarded.letter("S14", BART), SOLVED_AGAIN)

    again = guarded.letter("C09", ANNE)
    text = f"CONFIRM {old}\n\n{quoted(again)}"
    letters = guarded.answer(again, text, headers=AUTHENTICATED)
    assert told(letters) == {("C11", ANNE)}
    assert code(guarded) in letters[0].text
    assert old != code(guarded)
    assert guarded.request().status is Status.AWAITING_CONFIRMATION
    assert answered(guarded, again, "CONFIRM {code}") == CERTIFIED
    assert guarded.request().settlement.evidence.round == 2  # type: ignore[union-attr]


def test_the_code_of_another_request_confirms_neither(guarded: World) -> None:
    letter = asked(guarded)
    request = guarded.request()
    other = replace(request, number="TS20261116777")  # type: ignore[arg-type]
    strange = guarded.context.confirm_code(other).printed
    assert ("S13", BART) in answered(guarded, letter, f"CONFIRM {strange}")
    assert is_open(guarded.request())


# --- who is it? --------------------------------------------------------------------


def test_the_right_code_from_a_private_mailbox_is_asked_about_at_the_known_one(
    guarded: World,
) -> None:
    letter = asked(guarded)
    came = answered(guarded, letter, "CONFIRM {code}", sender=PRIVATE, headers=NOT_HERS)
    assert came == CHALLENGED
    assert is_open(guarded.request())

    asking = guarded.letter("C17", ANNE)
    assert PRIVATE in asking.text
    text = f"CONFIRM {challenge_of(guarded)}"
    assert told(guarded.answer(asking, text)) == CERTIFIED
    evidence = guarded.request().settlement.evidence
    assert evidence is not None
    assert "challenge" in evidence.authentication


def test_who_was_asked_and_says_not_me_is_believed(guarded: World) -> None:
    letter = asked(guarded)
    answered(guarded, letter, "CONFIRM {code}", sender=PRIVATE, headers=NOT_HERS)
    asking = guarded.letter("C17", ANNE)
    assert told(guarded.answer(asking, "不是我", headers=AUTHENTICATED)) == JUDGED
    assert is_open(guarded.request())
    assert guarded.request().settlement.challenge is None


def test_a_failed_dmarc_with_the_code_is_asked_about(guarded: World) -> None:
    failed = f"Authentication-Results: {FAILED}"
    letter = asked(guarded)
    assert answered(guarded, letter, "CONFIRM {code}", headers=failed) == CHALLENGED
    assert is_open(guarded.request())


def test_nobody_is_asked_more_than_three_times_a_round(guarded: World) -> None:
    failed = f"Authentication-Results: {FAILED}"
    letter = asked(guarded)
    for _ in range(3):
        came = answered(guarded, letter, "CONFIRM {code}", headers=failed)
        assert came == CHALLENGED
        guarded.clock.advance(minutes=15)
    assert answered(guarded, letter, "CONFIRM {code}", headers=failed) == JUDGED


def test_a_colleague_to_whom_the_letter_was_passed_on_is_asked_about(
    guarded: World,
) -> None:
    """The button in a forwarded letter: the code alone is nobody's proof."""
    letter = asked(guarded)
    came = answered(guarded, letter, "CONFIRM {code}", sender=CRIS)
    assert came == CHALLENGED


def test_a_colleagues_words_for_a_customer_are_put_to_the_requester(
    guarded: World,
) -> None:
    letter = asked(guarded)
    assert answered(guarded, letter, "已解决", sender=CRIS) == {("C16", ANNE)}
    assert is_open(guarded.request())

    agrees = guarded.letter("C16", ANNE)
    assert CRIS in agrees.text
    assert answered(guarded, agrees, "确认") == CERTIFIED | {("C12", ANNE)}
    assert is_confirmed(guarded.request(), "B")


def test_whom_the_company_has_named_confirms_and_the_requester_is_told(
    guarded: World,
) -> None:
    named = {"customer.example": (CRIS,)}
    rules = replace(guarded.context.rules, confirmers=named)
    guarded.desk.context = replace(guarded.context, rules=rules)
    letter = asked(guarded)
    came = answered(guarded, letter, "CONFIRM {code}", sender=CRIS)
    assert came == {("C12", ANNE), ("C12", CRIS), ("S14", BART)}
    assert guarded.request().settlement.confirmed_by == CRIS


def test_a_colleague_confirms_what_a_colleague_asked_inside_the_house(
    guarded: World,
) -> None:
    letter = asked_inside(guarded)
    text = f"已解决\n\n{quoted(letter)}"
    came = told(guarded.answer(letter, text, sender=GUS, headers=STAFF))
    assert came == {("C12", FAY), ("C12", GUS), ("S14", BART)}


FAY, GUS = "fay@example.com", "gus@example.com"


def asked_inside(world: World) -> Sent:
    """Fay of our own house asks; she and Gus are no staff of the support team."""
    asked(world, "电脑蓝屏。")
    world.send(FAY, "邮箱登录不上。", subject="邮箱登录", headers=STAFF)
    number = world.letters("C01", FAY)[-1].number
    task = next(one for one in world.letters("S01", BART) if one.number == number)
    commands = "#take\n#cause password\n#fix reset\n#test 重新登录\n#resolve"
    world.answer(task, commands, headers=STAFF)
    return world.letter("C09", FAY)


def test_a_neighbour_of_a_public_mail_domain_is_no_colleague(guarded: World) -> None:
    """忽略+S13: staff learn of it, the stranger hears nothing."""
    ray = "ray@qq.example"
    guarded.send(PRIVATE, "打印机冒烟。", subject="打印机", headers=NOT_HERS)
    task = guarded.letter("S01", BART)
    guarded.answer(
        task, "#take\n#cause toner\n#fix drum\n#test 打印\n#resolve", headers=STAFF
    )
    letter = guarded.letter("C09", PRIVATE)
    text = f"确认\n\n{letter.text}"
    came = told(guarded.answer(letter, text, sender=ray, headers=NOT_HERS))
    assert came == JUDGED
    assert is_open(guarded.request())


# --- staff -------------------------------------------------------------------------


def test_staff_never_confirm(guarded: World) -> None:
    """R33, P3."""
    asked(guarded)
    task = guarded.letter("S01", BART)
    letters = guarded.answer(task, "确认", headers=STAFF)
    assert told(letters) == {("S11", BART)}
    assert "phoned" in letters[0].text
    assert is_open(guarded.request())


def test_staff_with_the_code_do_not_confirm_either(guarded: World) -> None:
    asked(guarded)
    task = guarded.letter("S01", BART)
    letters = guarded.answer(task, f"CONFIRM {code(guarded)}", headers=STAFF)
    assert told(letters) == {("S11", BART)}
    assert is_open(guarded.request())


def test_staff_may_say_that_it_is_not_resolved(guarded: World) -> None:
    """R39: the owner's explanation reaches the customer."""
    asked(guarded)
    task = guarded.letter("S01", BART)
    came = by_staff(guarded, task, "#unresolved the drum was the wrong one")
    assert came == {("C13", ANNE)}
    assert "the drum was the wrong one" in guarded.letter("C13", ANNE).text


# --- after the word ----------------------------------------------------------------


def test_a_yes_said_twice_makes_one_certificate(guarded: World) -> None:
    """P6."""
    letter = asked(guarded)
    assert answered(guarded, letter, "CONFIRM {code}") == CERTIFIED
    first = guarded.request().settlement.evidence
    assert answered(guarded, letter, "CONFIRM {code}") == {("S04", BART)}
    assert len(guarded.letters("C12")) == 1
    assert guarded.request().settlement.evidence == first


def test_t6_two_days_later_it_is_back_and_the_certificate_is_revoked(
    guarded: World,
) -> None:
    letter = asked(guarded)
    answered(guarded, letter, "CONFIRM {code}")
    guarded.clock.advance(days=2)
    receipt = guarded.letter("C12", ANNE)
    assert answered(guarded, receipt, "又出现了") == REOPENED
    request = guarded.request()
    assert (request.status, request.round) == (Status.IN_PROGRESS, 2)
    (revoked,) = request.settlement.revoked
    assert revoked.certificate == "TS20261116001-C1"
    assert revoked.certificate in guarded.letter("C13", ANNE).text


def test_eight_days_later_it_is_a_new_request_that_names_the_old_one(
    guarded: World,
) -> None:
    """E15."""
    letter = asked(guarded)
    answered(guarded, letter, "CONFIRM {code}")
    guarded.clock.advance(days=8)
    receipt = guarded.letter("C12", ANNE)
    came = answered(guarded, receipt, "又出现了")
    assert ("C22", ANNE) in came
    assert ("C01", ANNE) not in came
    assert guarded.request().status is Status.CONFIRMED
    new = guarded.request("TS20261124001")
    assert new.status is Status.RECEIVED
    assert new.linked == (NUMBER,)


def test_c22_tells_nobody_of_a_request_that_is_not_his(guarded: World) -> None:
    """E6, E15: a number in a subject opens nothing, and names nothing."""
    letter = asked(guarded)
    answered(guarded, letter, "CONFIRM {code}")
    guarded.clock.advance(days=8)
    came = guarded.send("mallory@evil.example", "又出现了", subject=f"Re: [{NUMBER}]")
    assert [one.code for one in came if one.to == "mallory@evil.example"] == ["C01"]
    assert guarded.request("TS20261124001").linked == ()


def test_e9_a_no_of_a_colleague_after_the_yes_wins_and_both_are_told(
    guarded: World,
) -> None:
    """E9: the no has precedence, whatever came first."""
    letter = asked(guarded)
    answered(guarded, letter, "CONFIRM {code}")
    guarded.clock.advance(minutes=10)
    came = answered(guarded, letter, "还是不行", sender=CRIS)
    assert came == {("C13", ANNE), ("C13", CRIS), ("S14", BART)}
    assert guarded.request().status is Status.IN_PROGRESS


def test_a_yes_that_comes_after_a_no_is_too_late(guarded: World) -> None:
    letter = asked(guarded)
    answered(guarded, letter, "还是不行")
    assert ("S13", BART) in answered(guarded, letter, "确认")
    assert guarded.request().status is Status.IN_PROGRESS


@pytest.mark.parametrize("mark", ["满意", "满意度：不满意", "一般"])
def test_satisfaction_is_read_from_a_reply_and_reopens_nothing(
    guarded: World, mark: str
) -> None:
    letter = asked(guarded)
    answered(guarded, letter, "CONFIRM {code}")
    receipt = guarded.letter("C12", ANNE)
    answered(guarded, receipt, mark)
    request = guarded.request()
    assert request.status is Status.CONFIRMED
    wanted = {"满意": "good", "满意度：不满意": "poor", "一般": "fair"}[mark]
    assert request.settlement.satisfaction == wanted


# --- by telephone ------------------------------------------------------------------


def test_a_call_noted_by_the_owner_waits_for_a_supervisor(guarded: World) -> None:
    asked(guarded)
    task = guarded.letter("S01", BART)
    came = by_staff(guarded, task, "#phoned Anne 9:45 说已经可以打印")
    assert came == {("S13", ELLE)}
    assert is_open(guarded.request())

    came = by_staff(
        guarded, guarded.letter("S13", ELLE), "#phoned Anne 9:45 属实，已复核"
    )
    assert came == {("C12", ANNE), ("S14", BART)}
    assert is_confirmed(guarded.request(), "C")
    # The customer may deny it.
    receipt = guarded.letter("C12", ANNE)
    assert answered(guarded, receipt, "没有解决") == REOPENED


@pytest.mark.parametrize("argument", ["", "Anne", "Anne 9:45", "Anne 23:45 ok"])
def test_a_call_without_who_when_and_what_is_no_confirmation(
    guarded: World, argument: str
) -> None:
    asked(guarded)
    task = guarded.letter("S01", BART)
    assert by_staff(guarded, task, f"#phoned {argument}") == set()
    assert is_open(guarded.request())
