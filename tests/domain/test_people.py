"""Whom a mention may mean."""

import pytest

from gateway.domain.people import Address, address
from tests.support.builders import ANNE, BART, DAVE, PEOPLE


@pytest.mark.parametrize(
    "mention",
    [
        "@bart",
        "bart",
        "BART",
        " @Bart ",
        "E001",
        "@e001",
        BART,
        "<Bart@Example.COM>",
        "bartholomew",
    ],
)
def test_a_person_is_found_by_name_number_address_or_alias(mention: str) -> None:
    assert [person.address for person in PEOPLE.find(mention)] == [BART]


@pytest.mark.parametrize(
    "mention", ["", "@", "ba", "@nobody", ANNE, "bart@other.example"]
)
def test_a_mention_of_nobody_finds_nobody(mention: str) -> None:
    assert PEOPLE.find(mention) == ()


def test_a_mention_that_fits_two_people_finds_both() -> None:
    twin = PEOPLE.members[DAVE]
    members = {
        **PEOPLE.members,
        Address("dave@branch.example"): twin,
    }
    people = type(PEOPLE)(members=members, triage=())
    assert people.find("@dave") == (twin, twin)


@pytest.mark.parametrize(
    "text",
    ["Anne@Customer.Example", " anne@customer.example ", "<ANNE@customer.example>"],
)
def test_addresses_are_compared_in_one_form(text: str) -> None:
    assert address(text) == ANNE
