"""Addresses that the grammar does not read: whole, or not at all."""

import pytest

from gateway.mail.addresses import first_date, read_mailboxes
from gateway.mail.limits import Limits


def read(value: str) -> list[str]:
    return [box.address for box in read_mailboxes((value,), Limits())]


@pytest.mark.parametrize(
    ("value", "address"),
    [
        (".anne@customer.example", ".anne@customer.example"),
        ("Anne <.anne@customer.example>", ".anne@customer.example"),
        ("anne.@customer.example", "anne.@customer.example"),
        ("Anne <anne..lee@customer.example>", "anne..lee@customer.example"),
        ("anne@customer.example.", "anne@customer.example"),
        ("<<anne@customer.example>>", "anne@customer.example"),
        ("[mailto:anne@customer.example]", "anne@customer.example"),
    ],
)
def test_an_address_outside_the_grammar_is_read_whole(value: str, address: str) -> None:
    assert read(value) == [address]


@pytest.mark.parametrize(
    "value",
    ["bart@example.com@evil.example", "a@b@c", ".a@b@c"],
)
def test_a_part_of_an_address_is_nobodys(value: str) -> None:
    assert read(value) == []


def test_the_end_of_a_long_local_part_is_nobodys() -> None:
    assert read(f".{'a' * 70}@customer.example;;") == []


def test_a_long_value_without_an_address_is_searched_at_once() -> None:
    assert read(f".{'a@' * 30_000}") == []


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("anne@customer.example; cris@customer.example", 2),
        ("安娜<anne@customer.example>，李四<cris@customer.example>", 2),
        ("=?utf-8?B?5a6J5aicIDxhbm5lQGN1c3RvbWVyLmV4YW1wbGU+?=", 1),
        ("'anne@customer.example'", 1),
        ("Team: anne@customer.example, cris@customer.example;", 2),
    ],
)
def test_lists_are_read_however_they_are_divided(value: str, found: int) -> None:
    wanted = ["anne@customer.example", "cris@customer.example"]
    assert read(value) == wanted[:found]


def test_of_several_dates_the_first_that_can_be_read_counts() -> None:
    dates = ("Tue, 7 Apr 2026 10:00:t", "Tue, 7 Apr 2026 10:00:01 +0000", "")
    found = first_date(dates)
    assert found is not None
    assert found.isoformat() == "2026-04-07T10:00:01+00:00"
    assert first_date(()) is None
