"""Whom a certificate names, whatever its holder had written into it."""

import pytest

from gateway.crypto.certificate import ADDRESSES_LIMIT, addresses
from tests.crypto.conftest import ANNE, Made
from tests.crypto.reading import ENTITY, read, the_signature
from tests.support.keys import Holder, mail, tool

BART = "bart@example.com"


def named(holder: Holder) -> tuple[str, ...]:
    der = tool("openssl", "x509", "-outform", "DER", "-in", holder.certificate)
    return addresses(der)


def alternative(*names: bytes) -> str:
    """These rfc822Names as they stand, for openssl's configuration."""
    held = b"".join(bytes((0x81, len(one))) + one for one in names)
    return f"DER:30{len(held):02x}{held.hex()}"


def test_the_alternative_names_are_the_addresses(made: Made) -> None:
    names = alternative(b"Anne@Customer.example", b"a2@customer.example")
    holder = made.authority.certify("two", names=names)
    assert named(holder) == (ANNE, "a2@customer.example")


def test_an_address_in_the_subject_counts_where_no_other_is(made: Made) -> None:
    subject = f"/CN=Anne/emailAddress={ANNE}"
    assert named(made.authority.certify("old", subject=subject)) == (ANNE,)


def test_an_address_in_the_subject_does_not_count_beside_alternative_names(
    made: Made,
) -> None:
    holder = made.authority.certify(
        "both", names="email:x@evil.example", subject=f"/CN=x/emailAddress={BART}"
    )
    assert named(holder) == ("x@evil.example",)


def test_an_address_as_the_common_name_is_none(made: Made) -> None:
    assert named(made.authority.certify("common", subject=f"/CN={BART}")) == ()


@pytest.mark.parametrize(
    "name",
    [
        b"x@evil.example\nbart@example.com",
        b"x@evil.example\rbart@example.com",
        b"bart@example.com\0.evil.example",
        b"x@evil.example <bart@example.com>",
        b"x@evil.example, bart@example.com",
        b"x@bart@example.com",
        b"b\xe4rt@example.com",
        b"example.com",
        b"",
    ],
)
def test_a_name_that_could_be_taken_for_another_is_none(
    made: Made, name: bytes
) -> None:
    holder = made.authority.certify("odd", names=alternative(name))
    found = the_signature(read(mail(holder.detached(ENTITY), BART), made.opener))
    assert (found.signers, found.for_sender) == ((), False)


def test_only_so_many_addresses_are_told(made: Made) -> None:
    many = (f"email:a{number}@x.example" for number in range(ADDRESSES_LIMIT + 4))
    holder = made.authority.certify("many", names=",".join(many))
    assert len(named(holder)) == ADDRESSES_LIMIT


def test_broken_octets_name_nobody(made: Made) -> None:
    pem = made.anne.certificate
    der = tool("openssl", "x509", "-outform", "DER", "-in", pem)
    for end in range(0, len(der), 7):
        assert addresses(der[:end]) == ()
    for place in range(0, len(der), 3):
        addresses(der[:place] + b"\xff" + der[place + 1 :])
