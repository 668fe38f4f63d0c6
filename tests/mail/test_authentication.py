"""What our border said, and six ways to say it in its name that are not believed."""

import pytest
from hypothesis import given, strategies as st

from gateway.mail.authentication import Alignment, alignment

OURS = "mx.example.com"
PASS, FAIL, NONE = Alignment.PASS, Alignment.FAIL, Alignment.NONE


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("mx.example.com; dmarc=pass header.from=customer.example", PASS),
        ("mx.example.com; spf=pass; dkim=fail; dmarc=pass", PASS),
        ("mx.example.com 1; DMARC=Pass (p=none)", PASS),
        ("mx.example.com (a border) ; dmarc = pass", PASS),
        ("mx.example.com; dmarc=fail (p=reject)", FAIL),
        ("mx.example.com; spf=pass; dkim=pass; dmarc=fail", FAIL),
        ("mx.example.com; spf=pass; dkim=none", NONE),
        ("mx.example.com; dkim=pass", NONE),
        ("mx.example.com; dmarc=none", NONE),
        ("mx.example.com; dmarc=temperror", NONE),
        ("mx.example.com; none", NONE),
        ("mx.example.com", NONE),
        ("", NONE),
    ],
)
def test_the_topmost_field_of_our_border_is_read(field: str, found: Alignment) -> None:
    assert alignment([field], OURS, "customer.example") is found


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(["mx.evil.example; dmarc=pass"], id="another authserv-id"),
        pytest.param(
            ["mx.example.com.evil.example; dmarc=pass"], id="ours as a prefix"
        ),
        pytest.param(
            ["mx.example.com; dmarc=fail", "mx.example.com; dmarc=pass"],
            id="a second field in our name below",
        ),
        pytest.param(
            ["mx.evil.example; dmarc=pass", "mx.example.com; dmarc=pass"],
            id="ours below a stranger's",
        ),
        pytest.param(
            ["mx.example.com; dmarc=fail (was dmarc=pass; dmarc=pass)"],
            id="in a comment",
        ),
        pytest.param(
            ["mx.example.com; spf=fail smtp.mailfrom=dmarc=pass@evil.example"],
            id="in a property",
        ),
        pytest.param(
            ["mx.example.com; dmarc=passed; dmarc=pass-through"],
            id="words that begin with pass",
        ),
    ],
)
def test_a_forged_pass_is_not_believed(fields: list[str]) -> None:
    assert alignment(fields, OURS, "customer.example") is not PASS


@pytest.mark.parametrize(
    "field",
    [
        pytest.param(
            'mx.example.com; spf=pass smtp.mailfrom="x; dmarc=pass"@evil.example;'
            " dmarc=fail",
            id="in a quoted local part",
        ),
        pytest.param(
            r"mx.example.com; spf=none (helo \) ; dmarc=pass ; \( ); dmarc=fail",
            id="behind an escaped parenthesis",
        ),
        pytest.param(
            "mx.example.com; spf=none (a (b) ; dmarc=pass ; c); dmarc=fail",
            id="in a nested comment",
        ),
        pytest.param(
            'mx.example.com; spf=none reason="; dmarc=pass;"; dmarc=fail',
            id="in a quoted reason",
        ),
    ],
)
def test_a_pass_that_the_sender_wrote_into_the_field_is_not_believed(
    field: str,
) -> None:
    assert alignment([field], OURS, "customer.example") is not PASS


def test_without_an_authserv_id_no_field_is_believed() -> None:
    assert alignment(["mx.example.com; dmarc=pass"], "", "customer.example") is NONE
    assert alignment(["; dmarc=pass"], "", "customer.example") is NONE


def test_without_a_field_nothing_is_proven() -> None:
    assert alignment([], OURS, "customer.example") is NONE


@given(st.text(max_size=200))
def test_any_field_is_read_without_a_fault(field: str) -> None:
    assert alignment([field], OURS, "customer.example") in Alignment
