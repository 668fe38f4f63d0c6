"""Who somebody is is asked once, and then known (R48)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.desk.customer import REMEMBERED_FOR
from gateway.domain.needs import DEFAULT_NEEDS
from gateway.domain.request import Request
from tests.support.builders import ANNE, CRIS, RULES
from tests.support.desk import World

SECOND = "TS20261116002"


@pytest.fixture
def asking(world: World) -> World:
    """A desk that asks for what is missing."""
    rules = replace(RULES, needs=DEFAULT_NEEDS)
    world.desk.context = replace(world.context, rules=rules)
    return world


def _again(world: World, who: str = ANNE, words: str = "Smoke.") -> Request:
    world.send(who, words, subject="Another matter")
    return world.request(SECOND)


def test_r48_company_and_contact_are_asked_once_and_then_known(asking: World) -> None:
    """R48: the second request of the same person is not asked for them again."""
    asking.send(ANNE, "Smoke comes out of tray 2.")
    assert {"company"} <= set(asking.request().triage.missing)
    acknowledged = asking.letter("C01", ANNE)
    asking.answer(acknowledged, "Company: Customer Ltd\nContact: Anne Li")
    second = _again(asking)
    assert (second.form.company, second.form.contact) == ("Customer Ltd", "Anne Li")
    assert not {"company", "contact"} & set(second.triage.missing)


def test_r48_staff_number_and_name_of_an_employee_are_known(asking: World) -> None:
    fay = "fay@example.com"
    asking.send(fay, "工号：A001\n姓名：费伊\n故障现象：打不开邮箱")
    second = _again(asking, fay)
    assert (second.form.employee_number, second.form.contact) == ("A001", "费伊")


def test_what_is_said_now_wins_over_what_was_said(asking: World) -> None:
    asking.send(ANNE, "Company: Customer Ltd\nSymptom: smoke")
    assert _again(asking, words="Company: New Ltd\nSymptom: smoke").form.company == (
        "New Ltd"
    )


def test_what_one_said_is_not_known_of_another(asking: World) -> None:
    asking.send(ANNE, "Company: Customer Ltd\nContact: Anne Li\nSymptom: smoke")
    assert _again(asking, CRIS).form.contact == ""


def test_a_telephone_number_is_never_taken_from_an_earlier_mail(asking: World) -> None:
    """A forged mail could have left it, and would be called in an emergency."""
    asking.send(ANNE, "Phone: 138 0000 5678\nSymptom: smoke")
    assert _again(asking).form.phone == ""


def test_after_three_years_it_is_asked_again(asking: World) -> None:
    asking.send(ANNE, "Company: Customer Ltd\nSymptom: smoke")
    asking.clock.advance(days=REMEMBERED_FOR.days + 1)
    asking.send(ANNE, "Smoke.", subject="Another matter")
    assert timedelta(days=1095) == REMEMBERED_FOR
    later = asking.facts.requests_of(ANNE, asking.clock.now() - timedelta(days=1))
    assert [one.form.company for one in later] == [""]
