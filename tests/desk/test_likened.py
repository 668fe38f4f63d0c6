"""R15: where no rule names a domain, what came before lends its own, with reason."""

from dataclasses import replace

import pytest

from gateway.domain.codes import NoticeCode as N
from gateway.domain.routing import DomainRule, Routing
from tests.desk.test_finding import PROVEN
from tests.support.builders import ANNE, BART, CRIS
from tests.support.desk import PASSED, World

YES = f"Authentication-Results: {PASSED}"
SECOND = "TS20261116002"


@pytest.fixture
def learned(guarded: World) -> World:
    """A request whose domain a person has named."""
    routing = Routing(domains=(DomainRule(name="hardware"),))
    rules = replace(guarded.desk.context.rules, routing=routing)
    guarded.desk.context = replace(guarded.desk.context, rules=rules)
    text = "The label printer on floor three prints blank labels since Monday."
    guarded.send(ANNE, text, subject="Blank labels", headers=YES)
    letter = guarded.letters(N.TO_ASSIGN, BART)[0]
    guarded.answer(
        letter, "#take\n#classify domain=hardware it is the printer", headers=PROVEN
    )
    assert guarded.request().category == "hardware"
    return guarded


def test_what_is_like_it_lends_its_domain_and_is_named(learned: World) -> None:
    text = "Our label printer prints blank labels, too."
    learned.send(CRIS, text, subject="Label printer", headers=YES)
    request = learned.request(SECOND)
    assert request.category == "hardware"
    assert request.triage.category_reason.startswith("TS20261116001: ")
    assert "printer" in request.triage.category_reason


def test_what_is_like_nothing_stays_without_a_domain(learned: World) -> None:
    learned.send(CRIS, "Payroll shows last year.", subject="Payroll", headers=YES)
    request = learned.request(SECOND)
    assert (request.category, request.triage.category_reason) == ("", "")
