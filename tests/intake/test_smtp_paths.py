from datetime import UTC, datetime

import pytest

from gateway.intake.smtp_paths import (
    ADDRESS_LIMIT_OCTETS,
    PathArgument,
    Refused,
    mail_parameters,
    parse_path,
    recipient_fault,
    sender_fault,
)


@pytest.mark.parametrize(
    ("argument", "address", "parameters"),
    [
        ("FROM:<anne@customer.example>", "anne@customer.example", {}),
        ("from: <anne@customer.example> ", "anne@customer.example", {}),
        ("FROM:anne@customer.example size=5", "anne@customer.example", {"SIZE": "5"}),
        ("FROM:<>", "", {}),
        ("FROM:<> SIZE=1 SMTPUTF8", "", {"SIZE": "1", "SMTPUTF8": ""}),
        ('FROM:<"a b\\">"@x.example>', '"a b\\">"@x.example', {}),
    ],
)
def test_a_path_and_its_parameters(
    argument: str, address: str, parameters: dict[str, str]
) -> None:
    assert parse_path("FROM", argument) == PathArgument(address, parameters)


@pytest.mark.parametrize(
    "argument",
    [
        None,
        "",
        "<anne@customer.example>",
        "TO:<anne@customer.example>",
        "FROM:<anne@customer.example",
        "FROM:<anne @customer.example>",
        "FROM:<anne@customer.example>SIZE=5",
        "FROM:<anne@customer.example> SIZE=5 SIZE=6",
        "FROM:<anne@customer.example> =5",
        "FROM:",
    ],
)
def test_what_is_no_path_is_refused(argument: str | None) -> None:
    refused = parse_path("FROM", argument)

    assert refused == Refused("501 5.5.4 Syntax: MAIL FROM:<address>")


def test_long_nonsense_takes_no_long_time() -> None:
    began = datetime.now(UTC)
    for nonsense in ('"' * 2000, '"a\\' * 700, "<" * 2000, '<"' + "a" * 2000):
        parse_path("FROM", "FROM:" + nonsense)
        parse_path("FROM", "FROM:<" + nonsense)

    assert (datetime.now(UTC) - began).total_seconds() < 1


def test_a_size_is_a_bounded_number() -> None:
    assert isinstance(mail_parameters({"SIZE": "9" * 21}), Refused)
    assert isinstance(mail_parameters({"SIZE": "٣"}), Refused)


@pytest.mark.parametrize(
    "address", ["", "anne@customer.example", '"a b"@x.example', "a@[192.0.2.1]"]
)
def test_a_sender_is_empty_or_one_address(address: str) -> None:
    assert sender_fault(address, smtputf8=False) is None


@pytest.mark.parametrize(
    "address",
    ["anne", "anne@", "@x.example", "a@b@c.example", "a@b..c", "a@-\n", "a@\udcff.x"],
)
def test_what_is_not_one_address_is_no_sender(address: str) -> None:
    fault = sender_fault(address, smtputf8=True)

    assert fault is not None
    assert fault.startswith("553 5.1.7 ")


def test_an_address_of_just_the_limit_is_taken_and_one_octet_more_is_not() -> None:
    just = "a" * (ADDRESS_LIMIT_OCTETS - len("@x.example")) + "@x.example"

    assert sender_fault(just, smtputf8=False) is None
    assert sender_fault("a" + just, smtputf8=False) is not None


def test_postmaster_needs_no_domain() -> None:
    assert recipient_fault("Postmaster", smtputf8=False) is None


def test_an_address_that_is_not_ascii_needs_the_parameter() -> None:
    assert recipient_fault("支持@example.com", smtputf8=True) is None
    assert recipient_fault("支持@example.com", smtputf8=False) == (
        "553 5.6.7 The address needs the SMTPUTF8 parameter"
    )
