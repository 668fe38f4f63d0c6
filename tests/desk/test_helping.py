"""Who asks how to ask gets the blank form (C19); who says more has a request."""

import dataclasses

import pytest

from gateway.domain.people import Locale
from gateway.mail.fields import read_fields
from tests.support.builders import ANNE, BART, MORNING
from tests.support.desk import SUPPORT, World
from tests.support.notices import all_words

FORM = "support+form@example.com"


def _requests(world: World, who: str = ANNE) -> int:
    since = MORNING.replace(hour=0)
    return len(world.facts.requests_of(who, since))  # type: ignore[arg-type]  # a plain address


@pytest.mark.parametrize("subject", ["help", "Help!", "帮助", "Re: HELP", "登记表"])
def test_help_for_a_subject_is_answered_with_the_form(
    world: World, subject: str
) -> None:
    (told,) = world.send(ANNE, "", subject=subject)
    assert (told.code, told.to, told.number) == ("C19", ANNE, None)
    assert told.reply_to in {"", SUPPORT}
    assert _requests(world) == 0
    assert world.last_end() == ("filed", "help")


def test_the_form_has_an_address_of_its_own(world: World) -> None:
    (told,) = world.send(ANNE, "Please.", subject="A form", to=FORM)
    assert told.code == "C19"


@pytest.mark.parametrize(
    ("subject", "text", "to"),
    [
        ("help", "Orders cannot be submitted since nine.", SUPPORT),
        ("Orders", "公司名称：客户有限公司\n故障现象：订单无法提交", FORM),
        ("help the printer burns", "", SUPPORT),
        ("", "", SUPPORT),
    ],
)
def test_whoever_says_more_has_a_request(
    world: World, subject: str, text: str, to: str
) -> None:
    """Nothing that somebody needs is lost, an empty mail neither (R6)."""
    letters = world.send(ANNE, text, subject=subject, to=to)
    assert "C19" not in {one.code for one in letters}
    assert _requests(world) == 1


def test_a_request_is_never_left_by_the_word_help(world: World) -> None:
    world.send(ANNE, "Smoke comes out of tray 2.")
    acknowledged = world.letter("C01", ANNE)
    letters = world.answer(acknowledged, "help")
    assert "S04" in {one.code for one in letters}


def test_staff_may_ask_for_it_as_well(world: World) -> None:
    (told,) = world.send(BART, "", subject="help")
    assert (told.code, told.to) == ("C19", BART)


def test_one_who_did_not_write_gets_no_form(guarded: World) -> None:
    headers = "Authentication-Results: mx.example.com; dmarc=fail"
    assert guarded.send(ANNE, "", subject="help", headers=headers) == ()


@pytest.mark.parametrize("locale", Locale)
def test_each_line_of_the_form_is_read_as_a_field_of_its_own(locale: Locale) -> None:
    """The blank form, filled in line by line, comes back whole."""
    lines = all_words()[locale].phrase("form_lines").split("|")
    filled = "\n".join(f"{line} word{place}" for place, line in enumerate(lines))
    fields = read_fields(filled)
    values = [getattr(fields, one.name) for one in dataclasses.fields(fields)]
    assert sorted(values) == sorted(f"word{place}" for place in range(len(lines)))
