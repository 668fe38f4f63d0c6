"""A relay that refuses our sender refuses no letter."""

from collections.abc import Iterator

import pytest

from gateway.desk.ports import Deferred, Failed
from tests.dispatch.test_submission import LETTER, courier_to
from tests.support.relay import Faults, Relay


@pytest.fixture
def relay() -> Iterator[Relay]:
    with Relay() as relay:
        yield relay


@pytest.mark.parametrize(
    ("reply", "fate"),
    [
        ("450 4.1.8 Later", Deferred("4.1.8", "450 4.1.8 Later")),
        ("552 5.3.4 Too large", Failed("5.3.4", "552 5.3.4 Too large")),
        (
            "553 5.7.1 Not your address",
            Deferred("4.7.1", "our sender was refused: 553 5.7.1 Not your address"),
        ),
    ],
)
def test_a_refused_sender_is_our_fault_and_no_letter_is_lost_for_it(
    relay: Relay, reply: str, fate: Deferred | Failed
) -> None:
    """All letters would go the same way, until somebody mends it."""
    relay.faults = Faults(sender_reply=reply)
    assert courier_to(relay).deliver(LETTER) == fate
