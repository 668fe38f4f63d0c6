"""R50: contact data serves the work alone; who need not call sees none of it."""

from dataclasses import replace
from datetime import UTC, datetime

from gateway.domain.codes import NoticeCode as N
from gateway.domain.request import Form
from tests.desk.test_daily_digest import morning
from tests.desk.test_finding import PROVEN
from tests.support.builders import ANNE, BART, DAVE
from tests.support.desk import World, rendering
from tests.support.notices import a_renderer

PHONE = "13800005678"
TUESDAY = datetime(2026, 11, 17, 1, tzinfo=UTC)


def _urgent(world: World) -> None:
    rendering(world, a_renderer())
    world.send(
        f"Anne Li <{ANNE}>",
        f"Phone: {PHONE}\nUrgency: high\nSymptom: all orders stop\n",
        subject="Orders stop",
        mail_from=ANNE,
    )


def test_r50_each_letter_to_a_customer_says_what_contact_data_is_for(
    guarded: World,
) -> None:
    _urgent(guarded)
    told = guarded.letters(N.TO_ASSIGN, BART)[-1]
    guarded.answer(told, "#take\n#update the pool grows", headers=PROVEN)
    letters = guarded.letters(to=ANNE)
    assert {one.code for one in letters} >= {"C01", "C04", "C06"}
    for one in letters:
        words = " ".join(one.text.split())
        assert "Your contact details are used for this request only." in words
        assert PHONE not in words


def test_r50_who_calls_sees_the_number_and_no_digest_does(guarded: World) -> None:
    _urgent(guarded)
    assert PHONE in guarded.letter(N.URGENT_CALL, DAVE).text
    told = guarded.letters(N.TO_ASSIGN, BART)[-1]
    guarded.answer(told, "#take", headers=PROVEN)
    morning(guarded, TUESDAY)
    digests = guarded.letters(N.DIGEST)
    assert BART in {one.to for one in digests}
    for one in digests:
        assert "Orders stop" in one.text
        assert PHONE not in one.text
        assert ANNE not in one.text


def test_r50_a_channel_is_whatever_the_requester_names(guarded: World) -> None:
    """D2: WeChat Work stands beside telephone and mail."""
    guarded.send(ANNE, "企业微信：anne-li\n故障现象：订单停下\n")
    assert guarded.request().form == replace(
        Form(), phone="anne-li", symptom="订单停下"
    )
