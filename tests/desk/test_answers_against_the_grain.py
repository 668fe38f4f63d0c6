"""Answers to C09 that nobody planned: none of them may confirm what is not meant."""

import pytest

from gateway.domain.request import Status
from tests.desk.answers_to_c09 import (
    AUTHENTICATED,
    answered,
    asked,
    code,
    delivered,
    html_of,
    is_confirmed,
    is_open,
    quoted,
    raw_reply,
    told,
)
from tests.mail.quoting_forms import HTML_FORMS
from tests.support.builders import ANNE, BART, CRIS, ELLE
from tests.support.desk import World, rendering
from tests.support.notices import a_renderer

STAFF = "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com"
CERTIFIED = {("C12", ANNE), ("S14", BART)}
REOPENED = {("C13", ANNE), ("S14", BART)}
ASKED_AGAIN = {("C11", ANNE), ("S13", BART)}
MALLORY = "mallory@evil.example"


@pytest.mark.parametrize(
    "words",
    [
        "下午没问题的话，我再回 CONFIRM {code}",
        "我不会写 CONFIRM {code} 的",
        "CONFIRM {code} ?",
        "是要我写 {code} 吗",
        "{code}",
        "已解决 还是没有解决？",
        "请问怎么确认",
        "已解决了吗",
        "一旦已解决请告知",
        "Is it fixed?",
        "fixed?",
        "It will be fixed tomorrow I hope",
        "resolved, but slow",
        "老板说：已解决",
    ],
)
def test_words_around_a_yes_that_are_no_yes(guarded: World, words: str) -> None:
    letter = asked(guarded)
    answered(guarded, letter, words)
    request = guarded.request()
    assert request.status is not Status.CONFIRMED
    assert request.settlement.evidence is None


def test_a_bare_yes_to_another_letter_answers_no_question(guarded: World) -> None:
    """T2: Anne answers C04, which crossed with C09."""
    asked(guarded)
    accepted = guarded.letter("C04", ANNE)
    text = f"可以了\n\n{quoted(accepted)}"
    came = told(guarded.answer(accepted, text, headers=AUTHENTICATED))
    assert came == ASKED_AGAIN
    assert is_open(guarded.request())


def test_the_code_is_a_yes_whichever_letter_it_answers(guarded: World) -> None:
    asked(guarded)
    accepted = guarded.letter("C04", ANNE)
    text = f"CONFIRM {code(guarded)}\n\n{quoted(accepted)}"
    assert told(guarded.answer(accepted, text, headers=AUTHENTICATED)) == CERTIFIED


def test_a_yes_to_the_question_of_an_earlier_round_is_none_to_this_one(
    guarded: World,
) -> None:
    first = asked(guarded)
    answered(guarded, first, "还是不行")
    again = "#cause toner again\n#fix another drum\n#test 再打印\n#resolve"
    guarded.answer(guarded.letter("S14", BART), again, headers=STAFF)
    text = f"已解决\n\n{quoted(first)}"
    guarded.answer(first, text, headers=AUTHENTICATED)
    assert guarded.request().status is Status.AWAITING_CONFIRMATION
    assert guarded.request().round == 2


def test_a_poor_mark_with_a_no_below_it_reopens(guarded: World) -> None:
    """T6: satisfaction alone reopens nothing; a "no" does."""
    letter = asked(guarded)
    answered(guarded, letter, "CONFIRM {code}")
    receipt = guarded.letter("C12", ANNE)
    assert answered(guarded, receipt, "不满意\n还是不行") == REOPENED


def test_a_file_alone_is_looked_at_by_a_person(guarded: World) -> None:
    letter = asked(guarded)
    mail = raw_reply(letter)
    quote = HTML_FORMS["gmail"](html_of(guarded, letter))
    mail.set_content(f"<div></div>{quote}", subtype="html", charset="utf-8")
    mail.add_attachment(b"12:01 error 17\n", "text", "plain", filename="printer.txt")
    came = delivered(guarded, mail.as_bytes(), sender=ANNE, to=letter.reply_to)
    assert came == ASKED_AGAIN
    assert "printer.txt" in guarded.letter("S13", BART).text


def test_a_picture_alone_says_nothing(guarded: World) -> None:
    letter = asked(guarded)
    mail = raw_reply(letter)
    page = '<div><img src="cid:smile@x"></div>' + HTML_FORMS["163"](
        html_of(guarded, letter)
    )
    mail.set_content(page, subtype="html", charset="utf-8")
    came = delivered(guarded, mail.as_bytes(), sender=ANNE, to=letter.reply_to)
    assert came == {("C11", ANNE)}
    assert is_open(guarded.request())


def test_a_yes_after_it_was_closed_unconfirmed_goes_to_a_person(
    guarded: World,
) -> None:
    letter = asked(guarded)
    task = guarded.letter("S01", BART)
    guarded.answer(task, "#assign @Elle", headers=STAFF)
    handed = guarded.letter("S03", ELLE)
    guarded.confirmed(handed, "#close unconfirmed no answer", headers=STAFF)
    assert guarded.request().status is Status.CLOSED_UNCONFIRMED
    assert ("S13", ELLE) in answered(guarded, letter, "CONFIRM {code}")
    assert guarded.request().status is Status.CLOSED_UNCONFIRMED


def test_a_strangers_no_reopens_nothing(guarded: World) -> None:
    letter = asked(guarded)
    came = answered(guarded, letter, "没有解决 {code}", sender=MALLORY, headers="")
    assert came == {("S13", BART)}
    assert is_open(guarded.request())


def test_an_absence_in_annes_name_that_only_knows_the_number_puts_nothing_off(
    guarded: World,
) -> None:
    asked(guarded)
    before = guarded.request()
    guarded.send(
        ANNE,
        "我正在休假，2027年1月23日返回公司。",
        subject=f"自动回复: [{before.number}] 请确认",
        headers="Auto-Submitted: auto-replied",
    )
    assert guarded.request() == before


def test_a_signature_block_that_bears_a_yes_is_no_yes(guarded: World) -> None:
    letter = asked(guarded)
    answered(guarded, letter, "好的\n-- \n已解决\n李安")
    assert is_open(guarded.request())


def test_in_english_it_is_the_same(guarded: World) -> None:
    rendering(guarded, a_renderer())
    guarded.send(ANNE, "Smoke comes out of tray 2.", headers=AUTHENTICATED)
    task = guarded.letter("S01", BART)
    work = "#take\n#cause toner\n#fix new drum\n#test print a page\n#resolve"
    guarded.answer(task, work, headers=STAFF)
    letter = guarded.letter("C09", ANNE)
    assert "Is the fault gone" in letter.text
    answered(guarded, letter, "")
    assert is_open(guarded.request())
    assert answered(guarded, letter, "It works now, thank you") == CERTIFIED
    assert is_confirmed(guarded.request(), "B")


def test_a_colleague_says_no_and_the_requester_yes_at_once(guarded: World) -> None:
    """E9: in one batch, the yes first."""
    letter = asked(guarded)
    for sender, words in ((ANNE, "已解决"), (CRIS, "还是不行")):
        guarded.put(
            sender,
            f"{words}\n\n{quoted(letter)}",
            subject=f"Re: [{letter.number}]",
            to=letter.reply_to,
            parent=letter.message_id,
            headers=AUTHENTICATED,
        )
    guarded.work()
    request = guarded.request()
    assert (request.status, request.round) == (Status.IN_PROGRESS, 2)
    assert guarded.letters("C13", CRIS)
    assert len(request.settlement.revoked) == 1
