"""What a client may do before it is slowed down and sent away: counts, no clocks."""

import pytest
from hypothesis import given, strategies as st

from gateway.intake.smtp_access import counted_as, plain_address
from gateway.intake.smtp_conduct import (
    NO_SUCH_RECIPIENT,
    TOO_MANY_FAULTS,
    TOO_MANY_UNKNOWN,
    TOO_MUCH_JUNK,
    Conduct,
)
from gateway.intake.smtp_limits import SmtpLimits
from gateway.intake.smtp_rates import Rate

UNKNOWN_COMMAND = "500 5.5.1 Command not recognized"


def after(*replies: str, friend: bool = False, **limits: int) -> Conduct:
    conduct = Conduct(limits=SmtpLimits(**limits), friend=friend)
    for reply in replies:
        conduct.note(reply)
    return conduct


def test_a_client_is_slowed_after_the_soft_limit_and_left_at_the_hard_one() -> None:
    soft = after(*[UNKNOWN_COMMAND] * 3, soft_errors=3, bad_commands=5)
    slow = after(*[UNKNOWN_COMMAND] * 4, soft_errors=3, bad_commands=5)
    hard = after(*[UNKNOWN_COMMAND] * 5, soft_errors=3, bad_commands=5)

    assert [c.is_slowed_down() for c in (soft, slow, hard)] == [False, True, True]
    assert [c.end() for c in (soft, slow, hard)] == [None, None, TOO_MANY_FAULTS]


def test_ten_unknown_recipients_are_a_harvest() -> None:
    assert after(*[NO_SUCH_RECIPIENT] * 9).end() is None
    assert after(*[NO_SUCH_RECIPIENT] * 10).end() == TOO_MANY_UNKNOWN


def test_a_friend_passes_on_what_strangers_ask_for() -> None:
    friend = after(*[NO_SUCH_RECIPIENT] * 50, friend=True)

    assert (friend.end(), friend.is_slowed_down()) == (None, False)
    assert after(*[UNKNOWN_COMMAND] * 20, friend=True).end() == TOO_MANY_FAULTS


def test_temporary_refusals_are_no_errors() -> None:
    assert after(*["452 4.3.1 Insufficient system storage"] * 200).end() is None


def test_commands_without_a_message_are_junk() -> None:
    conduct = after(junk_commands=2)
    conduct.junk_commands = 2
    assert conduct.end() is None
    conduct.junk_commands = 3
    assert conduct.end() == TOO_MUCH_JUNK


def test_a_rate_is_for_each_key_and_for_its_window() -> None:
    rate = Rate(limit=2, seconds=60)

    assert [rate.take("a", now) for now in (0, 1, 2)] == [True, True, False]
    assert rate.take("b", 2)
    assert not rate.take("a", 59.9)
    assert rate.take("a", 60)


@given(st.lists(st.sampled_from("abcdef"), max_size=100), st.integers(1, 4))
def test_a_rate_keeps_a_bounded_number_of_keys(keys: list[str], limit: int) -> None:
    rate = Rate(limit=1, seconds=60, keys_limit=limit)
    for now, key in enumerate(keys):
        rate.take(key, now)
        assert len(rate._windows) <= limit


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("nonsense", "nonsense"),
    ],
)
def test_a_host_has_many_ipv6_addresses_and_one_count(address: str, key: str) -> None:
    assert counted_as(address) == key


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1%eth0"),
        ("", ""),
    ],
)
def test_an_ipv4_peer_of_a_socket_for_both_families_is_that_ipv4_peer(
    address: str, plain: str
) -> None:
    assert plain_address(address) == plain
