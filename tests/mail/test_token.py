"""Reply tokens, marked Message-IDs and codes: what is refused, and what survives."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from gateway.mail.token import (
    ALPHABET,
    BUTTON_CHARS,
    CODE_CHARS,
    LOCAL_PART_LIMIT,
    TOKEN_CHARS,
    Asked,
    Keys,
    Purpose,
    ReplyAddress,
    check_reply_token,
    confirm_code,
    living_codes,
    message_id,
    read_reply_address,
    reply_address,
    reply_token,
)

KEYS = Keys(current="a", secrets={"a": b"ant" * 11})
NUMBER = "TS20261116001"
ANNE, CRIS = "anne@customer.example", "cris@customer.example"
TODAY = date(2026, 11, 16)
LAST_DAY = TODAY + timedelta(days=400)
TOKEN = reply_token(KEYS, NUMBER, ANNE, Purpose.PUBLIC, LAST_DAY)
RANDOM_TOKENS = 100_000


def allowed(
    token: str,
    *,
    number: str = NUMBER,
    recipient: str = ANNE,
    today: date = TODAY,
    keys: Keys = KEYS,
) -> Purpose | None:
    return check_reply_token(keys, number, recipient, token, today)


# --- the token ---------------------------------------------------------------


@pytest.mark.parametrize("purpose", Purpose)
def test_a_token_allows_its_recipient_what_it_was_made_for(purpose: Purpose) -> None:
    assert allowed(reply_token(KEYS, NUMBER, ANNE, purpose, LAST_DAY)) is purpose


def test_a_token_allows_nobody_else() -> None:
    assert allowed(TOKEN, recipient=CRIS) is None


def test_a_token_opens_no_other_request() -> None:
    assert allowed(TOKEN, number="TS20261116002") is None


@pytest.mark.parametrize(
    ("days", "purpose"), [(0, Purpose.PUBLIC), (1, None), (10_000, None)]
)
def test_a_token_works_on_its_last_day_and_not_after(
    days: int, purpose: Purpose | None
) -> None:
    assert allowed(TOKEN, today=LAST_DAY + timedelta(days=days)) is purpose


def test_a_longer_life_cannot_be_written_into_a_token() -> None:
    later = reply_token(KEYS, NUMBER, ANNE, Purpose.PUBLIC, LAST_DAY + timedelta(9))
    assert allowed(later[:5] + TOKEN[5:]) is None


def test_a_public_token_cannot_be_written_into_an_internal_one() -> None:
    assert allowed(TOKEN[0] + Purpose.INTERNAL + TOKEN[2:]) is None


def test_the_token_of_a_key_that_still_lives_is_good() -> None:
    both = Keys(current="b", secrets={"b": b"bee" * 11, **KEYS.secrets})
    assert allowed(TOKEN, keys=both) is Purpose.PUBLIC
    assert reply_token(both, NUMBER, ANNE, Purpose.PUBLIC, LAST_DAY)[0] == "b"


@pytest.mark.parametrize(
    "secrets",
    [{"b": b"bee" * 11}, {"a": b"cat" * 11}],
    ids=["its key is gone", "another secret has its key's name"],
)
def test_the_token_of_a_dead_key_is_refused(secrets: dict[str, bytes]) -> None:
    keys = Keys(current=next(iter(secrets)), secrets=secrets)
    assert allowed(TOKEN, keys=keys) is None


def test_no_single_flipped_bit_leaves_a_token_good() -> None:
    flipped = [
        TOKEN[:place] + ALPHABET[ALPHABET.index(char) ^ 1 << bit] + TOKEN[place + 1 :]
        for place, char in enumerate(TOKEN)
        for bit in range(5)
    ]
    assert len(flipped) == 5 * TOKEN_CHARS
    assert [token for token in flipped if allowed(token) is not None] == []


def test_no_single_flipped_bit_of_an_octet_makes_another_good_token() -> None:
    octets = TOKEN.encode()
    good = set()
    for place in range(len(octets)):
        for bit in range(8):
            changed = bytearray(octets)
            changed[place] ^= 1 << bit
            token = changed.decode("latin-1")
            if allowed(token) is not None:
                good.add(token.lower().translate(str.maketrans("oil", "011")))
    # What is left is the same token: clients fold the case, readers mistake o for 0.
    assert good <= {TOKEN}


def test_random_tokens_are_refused() -> None:
    dice = random.Random(20261116)  # noqa: S311 (a fixed sequence, no secret)
    head = TOKEN[:5]
    guesses = (
        head + "".join(dice.choices(ALPHABET, k=TOKEN_CHARS - 5))
        for _ in range(RANDOM_TOKENS)
    )
    assert sum(allowed(guess) is not None for guess in guesses) == 0


@given(st.text(max_size=64))
def test_any_text_is_refused_without_a_fault(text: str) -> None:
    assert allowed(text) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_token_survives_any_number_and_any_recipient(
    number: str, recipient: str
) -> None:
    keys, last = KEYS, LAST_DAY
    if any(0xD800 <= ord(char) <= 0xDFFF for char in number + recipient):
        return
    token = reply_token(keys, number, recipient, Purpose.PUBLIC, last)
    assert check_reply_token(keys, number, recipient, token, TODAY) is Purpose.PUBLIC


# --- the address -------------------------------------------------------------


def test_an_address_is_split_into_what_it_was_made_of() -> None:
    written = reply_address("support", "example.com", NUMBER, TOKEN)
    assert written == f"support+ts20261116001.{TOKEN}@example.com"
    assert read_reply_address(written) == ReplyAddress(number=NUMBER, token=TOKEN)


@pytest.mark.parametrize("fold", [str.upper, str.lower, str.swapcase, str.title])
def test_an_address_whose_case_was_folded_is_still_good(fold: object) -> None:
    assert callable(fold)
    found = read_reply_address(
        fold(reply_address("support", "example.com", NUMBER, TOKEN))
    )
    assert found is not None
    assert allowed(found.token, number=found.number) is Purpose.PUBLIC


def test_an_address_fits_into_a_local_part() -> None:
    local, _, _ = reply_address("support", "example.com", NUMBER, TOKEN).partition("@")
    assert len(local) <= LOCAL_PART_LIMIT


@pytest.mark.parametrize(
    ("spare", "fits"), [(0, True), (-1, False)], ids=["64 octets", "65 octets"]
)
def test_a_local_part_has_64_octets_at_most(*, spare: int, fits: bool) -> None:
    room = LOCAL_PART_LIMIT - len(f"+{NUMBER}.{TOKEN}")
    local = "s" * (room - spare)
    if fits:
        assert reply_address(local, "example.com", NUMBER, TOKEN)
    else:
        with pytest.raises(ValueError, match="64 octets"):
            reply_address(local, "example.com", NUMBER, TOKEN)


@pytest.mark.parametrize(
    "text",
    [
        "support@example.com",
        "support+urgent@example.com",
        "support+ts20261116001@example.com",
        "support+ts20261116001.@example.com",
        "support+b.k7qm4p2x@example.com",
        "",
        "@",
        "+.@",
    ],
)
def test_other_addresses_hold_no_token(text: str) -> None:
    assert read_reply_address(text) is None


# --- Message-IDs and codes ---------------------------------------------------


def test_the_same_parts_give_the_same_message_id() -> None:
    parts = (NUMBER, "r1", "C01", ANNE, "ANT.0")
    made = message_id(KEYS, "example.com", parts)

    assert made == message_id(KEYS, "example.com", parts)
    assert made.startswith("<ts20261116001.r1.c01.")
    assert made.endswith("@example.com>")


@pytest.mark.parametrize("place", range(5))
def test_another_part_gives_another_message_id(place: int) -> None:
    parts = [NUMBER, "r1", "C01", ANNE, "ANT.0"]
    other = parts.copy()
    other[place] += "0"
    assert message_id(KEYS, "example.com", tuple(parts)) != message_id(
        KEYS, "example.com", tuple(other)
    )


ASKED = Asked(number=NUMBER, round=1, recipient=ANNE, question="5e" * 32)


def test_other_words_or_another_letter_want_another_code() -> None:
    """P5: whoever confirms with a code confirms what that letter said."""
    others = (
        replace(ASKED, question="41" * 32),
        replace(ASKED, question=""),
        replace(ASKED, challenge=1),
        replace(ASKED, challenge=2),
    )
    codes = {confirm_code(KEYS, asked)[0] for asked in (ASKED, *others)}
    assert len(codes) == 1 + len(others)


def test_the_buttons_code_is_the_printed_one_and_two_more() -> None:
    printed, button = confirm_code(KEYS, ASKED)

    assert (len(printed), len(button)) == (CODE_CHARS, CODE_CHARS + BUTTON_CHARS)
    assert button.startswith(printed)
    assert set(button) <= set(ALPHABET.upper())


def test_the_codes_of_every_living_key_are_good() -> None:
    old = confirm_code(KEYS, ASKED)
    both = Keys(current="b", secrets={"b": b"bee" * 11, **KEYS.secrets})
    new = confirm_code(both, ASKED)
    assert set(living_codes(both, ASKED)) == {*old, *new}


def test_every_round_and_every_recipient_has_a_code_of_its_own() -> None:
    codes = {
        confirm_code(KEYS, Asked(number=number, round=round_, recipient=who))
        for number in (NUMBER, "TS20261116002")
        for round_ in (1, 2)
        for who in (ANNE, CRIS)
    }
    assert len(codes) == 8
