"""What our border said, and six ways to say it in its name that are not believed."""

from io import BytesIO

import pytest
from hypothesis import given, strategies as st

from gateway.mail.authentication import Alignment, alignment
from gateway.mail.automatic import OurMarks
from gateway.mail.parse import parse

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


# --- which field of a whole mail is our border's -----------------------------------

REAL = f"Authentication-Results: {OURS}; dmarc=fail header.from=customer.example"
FORGED = f"Authentication-Results: {OURS}; dmarc=pass header.from=customer.example"
OUR_HOP = "Received: from x by mx.example.com (Postfix) with ESMTP; Mon, 1 Jan 2026"
INNER_HOP = "Received: from mx.example.com by lmtp (Dovecot); Mon, 1 Jan 2026"
STRANGE_HOP = "Received: from y by mx.evil.example with ESMTP; Mon, 1 Jan 2026"


def told(*fields: str, authserv_id: str | None = OURS) -> tuple[str, ...]:
    raw = "\r\n".join((*fields, "From: anne@customer.example", "", "Hello", ""))
    marks = OurMarks(authserv_id=authserv_id)
    return parse(BytesIO(raw.encode()), ours=marks).authentication_results


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param((REAL, FORGED), id="our name twice"),
        pytest.param((REAL, FORGED.replace(": ", ":\r\n\t")), id="folded"),
        pytest.param((FORGED.replace(OURS, OURS.upper()),), id="in another case"),
        pytest.param(
            (FORGED.replace(OURS, f"mx.evil.example ({OURS})"),), id="in a comment"
        ),
        pytest.param(
            (FORGED.replace(OURS, f'"{OURS}"'),), id="in quotes, as we do not write it"
        ),
        pytest.param((STRANGE_HOP, FORGED), id="below a stranger's trace"),
        pytest.param(
            (OUR_HOP, STRANGE_HOP, FORGED), id="below a stranger's trace below ours"
        ),
        pytest.param(
            (FORGED.replace(OURS, "mx.evil.example"), FORGED), id="below another id"
        ),
        pytest.param((FORGED.replace(OURS, f"{OURS}.evil.example"),), id="as a prefix"),
        pytest.param((FORGED.replace(OURS, ""),), id="without an id"),
    ],
)
def test_no_forged_word_of_our_border_is_even_shown(fields: tuple[str, ...]) -> None:
    assert not any("pass" in field for field in told(*fields))


@pytest.mark.parametrize(
    "above",
    [
        (),
        (OUR_HOP,),
        (INNER_HOP, OUR_HOP),
        ("Received: by 2002:a05:6a10:1 with SMTP id x; Mon, 1 Jan 2026",),
        ("Received: from a by [10.0.0.1] with LMTP; Mon, 1 Jan 2026", OUR_HOP),
        ("Received: from mx by store.example.com (x); Mon, 1 Jan 2026", OUR_HOP),
    ],
)
def test_our_borders_word_is_told_below_traces_of_our_own(
    above: tuple[str, ...],
) -> None:
    real = f"{OURS}; dmarc=fail header.from=customer.example"
    assert told(*above, REAL, FORGED) == (real,)


def test_without_a_name_for_our_border_nobodys_word_is_told() -> None:
    assert told(REAL, FORGED, authserv_id="") == ()


@pytest.mark.parametrize(
    ("name", "host", "inside"),
    [
        ("example.com.cn", "evil.com.cn", False),
        ("example.co.uk", "evil.co.uk", False),
        ("example.com", "evil.com", False),
        ("mx.example.com.cn", "store.example.com.cn", True),
        ("mx.example.com", "store.example.com", True),
        ("mx.example.com", "evilexample.com", False),
    ],
)
def test_a_neighbour_is_a_host_below_the_same_domain(
    name: str, host: str, *, inside: bool
) -> None:
    hop = f"Received: from x by {host} with ESMTP; Mon, 1 Jan 2026"
    field = f"Authentication-Results: {name}; dmarc=pass"
    assert bool(told(hop, field, authserv_id=name)) is inside
