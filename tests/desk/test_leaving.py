"""E20: a request taken back by its requester; and fewer mails about it."""

import pytest

from gateway.domain.codes import NoticeCode as N
from gateway.domain.people import Address
from gateway.domain.request import Status
from gateway.domain.wishes import Wish, wished
from tests.desk.test_timekeeping import look
from tests.support.builders import ANNE, BART, CRIS, ELLE
from tests.support.desk import (
    FAILED,
    PASSED,
    Sent,
    World,
    rendering,
    resolved,
    shipped_phrases,
)
from tests.support.notices import a_renderer

PLAN = """#plan tomorrow 22:00-22:30

Steps: replace the drum
Risks: put the old one back
Tests: print ten pages
Business continuity: the printer on floor 2 works
Downtime: 30 minutes
Impact: no printing on floor 3
Rollback: the old drum
"""


def _asked(world: World) -> Sent:
    """Anne asks and Bart takes it; returns what Anne was written last."""
    world.send(ANNE, "Smoke comes out of tray 2.")
    world.answer(world.letter(N.TO_ASSIGN, BART), "#take")
    return world.letter(N.ACCEPTED, ANNE)


def _codes(letters: tuple[Sent, ...]) -> set[tuple[str, str]]:
    return {(one.code, one.to) for one in letters}


@pytest.mark.parametrize(
    "words",
    ["撤回请求", "请撤回，谢谢", "#撤回", "＃ 撤回", "Withdraw", "Cancel my request."],
)
def test_e20_the_requester_withdraws_and_both_sides_are_told(
    world: World, words: str
) -> None:
    letters = world.answer(_asked(world), words)
    assert _codes(letters) == {("C15", ANNE), ("S14", BART)}
    assert world.request().status is Status.WITHDRAWN
    assert world.request().closed_at == world.clock.now()


def test_nothing_runs_for_what_was_withdrawn(world: World) -> None:
    world.answer(_asked(world), "撤回")
    world.clock.advance(days=10)
    assert look(world) == []


def test_a_reason_below_the_wish_is_kept_and_a_contradiction_asked_about(
    world: World,
) -> None:
    accepted = _asked(world)
    letters = world.answer(accepted, "撤回\n还是不行，换个人处理吧。")
    assert _codes(letters) == {("S04", BART)}
    assert world.request().status is Status.IN_PROGRESS
    world.answer(accepted, "撤回\n我们买了新打印机。")
    assert world.request().status is Status.WITHDRAWN


@pytest.mark.parametrize(
    "words",
    [
        "可以撤回吗？",
        "Withdraw?",
        "我先不撤回",
        "请不要撤回",
        "I would never withdraw it",
    ],
)
def test_what_only_speaks_of_withdrawing_withdraws_nothing(
    world: World, words: str
) -> None:
    letters = world.answer(_asked(world), words)
    assert _codes(letters) == {("S04", BART)}
    assert world.request().status is Status.IN_PROGRESS


def test_what_a_colleague_or_a_follower_withdraws_the_owner_asks_about(
    world: World,
) -> None:
    accepted = _asked(world)
    assert _codes(world.answer(accepted, "撤回", sender=CRIS)) == {("S04", BART)}
    follower = Address("fay@elsewhere.example")
    world.answer(world.letter(N.COMMAND_RESULTS, BART), f"#cc +{follower}")
    world.answer(world.letter(N.COMMAND_RESULTS, BART), "#update on its way")
    news = world.letter(N.PROGRESS, follower)
    assert _codes(world.answer(news, "withdraw")) == {("S04", BART)}
    assert world.request().status is Status.IN_PROGRESS


def test_a_withdrawal_without_a_proof_is_none(guarded: World) -> None:
    guarded.send(ANNE, "Smoke.", headers=f"Authentication-Results: {PASSED}")
    number = guarded.request().number
    for headers in ("", f"Authentication-Results: {FAILED}"):
        guarded.send(ANNE, "撤回", subject=f"Re: [{number}] x", headers=headers)
        assert guarded.request().status is Status.RECEIVED
    guarded.send(
        ANNE,
        "撤回",
        subject=f"Re: [{number}] x",
        headers=f"Authentication-Results: {PASSED}",
    )
    assert guarded.request().status is Status.WITHDRAWN


def test_our_own_words_quoted_withdraw_nothing(world: World) -> None:
    """Without a mark, folded anew, and below the customer's own words."""
    rendering(world, a_renderer())
    world.send(ANNE, "三楼的打印机冒烟了。", subject="打印机冒烟")
    ours = world.letter(N.ACKNOWLEDGEMENT, ANNE)
    assert "撤回" in ours.text
    flat = " ".join(ours.text.split())
    for quoted in (ours.text, f"谢谢。\n\n{ours.text}", flat, f"好的\n{flat}"):
        world.clock.advance(hours=1)
        world.answer(ours, quoted)
        assert world.request().status is Status.RECEIVED


def test_a_withdrawal_below_a_quote_is_read_by_a_person(world: World) -> None:
    accepted = _asked(world)
    quote = "\n".join(f"> {line}" for line in accepted.text.splitlines())
    world.answer(accepted, f"{quote}\n\n撤回")
    assert world.request().status is Status.IN_PROGRESS


def test_while_a_plan_waits_for_its_approval_the_supervisor_is_told(
    world: World,
) -> None:
    accepted = _asked(world)
    world.answer(world.letter(N.COMMAND_RESULTS, BART), "#cause toner")
    world.answer(world.letter(N.COMMAND_RESULTS, BART), PLAN)
    assert world.request().status is Status.AWAITING_APPROVAL
    letters = world.answer(accepted, "撤回")
    assert _codes(letters) == {("C15", ANNE), ("S14", BART), ("S14", ELLE)}
    please = world.letter(N.APPROVAL_PLEASE, ELLE)
    world.answer(please, "#approve K7QM4P2X")
    assert world.request().status is Status.WITHDRAWN


def test_a_withdrawal_is_no_answer_to_the_question_for_consent(world: World) -> None:
    accepted = _asked(world)
    world.answer(
        world.letter(N.COMMAND_RESULTS, BART), "#pause 2026-11-18 9:00 no drum"
    )
    please = world.letter(N.CONSENT_PLEASE, ANNE)
    assert accepted.number == please.number
    world.answer(please, "撤回请求")
    assert world.request().status is Status.WITHDRAWN


def test_a_withdrawal_while_we_ask_whether_it_is_solved(world: World) -> None:
    """It is no confirmation: no certificate, and no class of evidence."""
    world.answer(resolved(world), "撤回")
    request = world.request()
    assert request.status is Status.WITHDRAWN
    assert request.confirmed_at is None
    assert request.settlement.evidence_class == ""


def test_what_is_confirmed_is_withdrawn_no_more(world: World) -> None:
    letter = resolved(world)
    world.answer(letter, "已解决，谢谢")
    world.answer(letter, "撤回")
    assert world.request().status is Status.CONFIRMED


def test_a_change_of_mind_reaches_the_owner_who_opens_it_again(world: World) -> None:
    world.answer(_asked(world), "撤回")
    told = world.letter(N.CLOSED_UNCONFIRMED, ANNE)
    assert _codes(world.answer(told, "It smokes again, sorry.")) == {("S04", BART)}
    world.answer(world.letter(N.OUTCOME, BART), "#unresolved it smokes again")
    assert world.request().status is Status.IN_PROGRESS
    world.answer(told, "撤回")
    assert world.request().status is Status.WITHDRAWN


def test_twice_withdrawn_is_once(world: World) -> None:
    accepted = _asked(world)
    world.answer(accepted, "撤回")
    before = world.request()
    world.answer(accepted, "撤回")
    assert world.request().status is before.status
    assert len(world.letters(N.CLOSED_UNCONFIRMED, ANNE)) == 1


@pytest.mark.parametrize("words", ["stop", "Unsubscribe", "退订", "停止", "TD"])
def test_who_says_stop_gets_no_news_and_reads_how_to_hear_again(
    world: World, words: str
) -> None:
    accepted = _asked(world)
    assert _codes(world.answer(accepted, words)) == {("C23", ANNE), ("S04", BART)}
    assert world.request().muted
    world.answer(world.letter(N.COMMAND_RESULTS, BART), "#update on its way")
    assert world.letters(N.PROGRESS) == ()
    world.answer(world.letter(N.HUSHED, ANNE), "恢复")
    world.answer(world.letter(N.COMMAND_RESULTS, BART), "#update nearly there")
    assert [one.to for one in world.letters(N.PROGRESS)] == [ANNE]


def test_who_said_stop_is_still_asked_what_only_he_can_answer(world: World) -> None:
    world.answer(_asked(world), "stop")
    commands = "#cause toner\n#fix new drum\n#test no smoke\n#resolve"
    world.answer(world.letter(N.COMMAND_RESULTS, BART), commands)
    assert world.letter(N.CONFIRM_PLEASE, ANNE).state == "queued"
    world.clock.advance(days=4)
    look(world)
    assert world.letters(N.CONFIRM_REMINDER, ANNE) == ()


def test_stop_twice_writes_once_and_what_stands_below_is_read(world: World) -> None:
    accepted = _asked(world)
    world.answer(accepted, "stop\nI am on leave until Monday.")
    assert world.answer(accepted, "stop") == ()
    assert len(world.letters(N.HUSHED)) == 1


def test_who_follows_the_request_of_another_leaves_with_stop(world: World) -> None:
    _asked(world)
    world.answer(world.letter(N.COMMAND_RESULTS, BART), f"#cc +{CRIS}")
    world.answer(world.letter(N.COMMAND_RESULTS, BART), "#update on its way")
    letters = world.answer(world.letter(N.PROGRESS, CRIS), "退订")
    assert ("C23", CRIS) in _codes(letters)
    assert world.request().participants == ()
    assert not world.request().muted


def test_e20_who_wants_his_data_erased_is_heard_by_a_person(world: World) -> None:
    letters = world.answer(_asked(world), "请删除我的数据")
    assert _codes(letters) == {("S04", BART)}


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("您好，\n撤回", Wish.WITHDRAW),
        ("王工您好：\n请撤回请求，谢谢！", Wish.WITHDRAW),
        ("Hello,\nplease withdraw my request. Thanks", Wish.WITHDRAW),
        ("STOP", Wish.MUTE),
        ("ＳＴＯＰ。", Wish.MUTE),
        ("恢复通知", Wish.UNMUTE),
        ("erase my data", Wish.ERASE),
        ("谢谢", None),
        ("The printer does not stop", None),
        ("系统已停止", None),
        ("已恢复", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_the_whole_first_line_says_it(words: str, wish: Wish | None) -> None:
    found = wished(words, shipped_phrases())
    assert (found.wish if found else None) is wish
