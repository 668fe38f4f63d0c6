"""Several relays: the next one where one cannot be worked with, and not otherwise."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from gateway.desk.ports import Deferred, Delivered, Failed
from gateway.dispatch.relays import REST_FIRST_SECONDS, REST_LIMIT_SECONDS, RelayChain
from tests.dispatch.test_submission import LETTER, courier_to
from tests.support.relay import Faults, Relay


class Hands:
    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def relays() -> Iterator[tuple[Relay, Relay]]:
    with ExitStack() as stack:
        yield stack.enter_context(Relay()), stack.enter_context(Relay())


@pytest.fixture
def chain(relays: tuple[Relay, Relay], clock: Hands) -> Iterator[RelayChain]:
    found = RelayChain(couriers=[courier_to(one) for one in relays], monotonic=clock)
    yield found
    found.close()


def test_the_first_relay_takes_all_while_it_works(
    chain: RelayChain, relays: tuple[Relay, Relay]
) -> None:
    assert [type(chain.deliver(LETTER)) for _ in range(3)] == [Delivered] * 3
    assert [len(one.taken) for one in relays] == [3, 0]


@pytest.mark.parametrize(
    ("greeting", "reply"),
    [("554 5.3.2 Not today", ""), ("421 4.3.2 Going down", ""), ("hello", "")],
)
def test_a_relay_that_lets_nobody_in_is_passed_over(
    chain: RelayChain, relays: tuple[Relay, Relay], greeting: str, reply: str
) -> None:
    relays[0].faults = Faults(greeting=greeting, content_reply=reply)
    assert isinstance(chain.deliver(LETTER), Delivered)
    assert [len(one.taken) for one in relays] == [0, 1]


def test_one_that_is_down_rests_and_is_tried_again_later(
    chain: RelayChain, relays: tuple[Relay, Relay], clock: Hands
) -> None:
    first, _ = relays
    first.stop()
    assert isinstance(chain.deliver(LETTER), Delivered)
    first.start()
    assert isinstance(chain.deliver(LETTER), Delivered)
    assert [len(one.taken) for one in relays] == [0, 2]
    clock.at += REST_FIRST_SECONDS
    assert isinstance(chain.deliver(LETTER), Delivered)
    assert [len(one.taken) for one in relays] == [1, 2]


@pytest.mark.parametrize(
    ("faults", "fate"),
    [
        (Faults(recipient_replies={LETTER.recipient: "550 5.1.1 No"}), Failed),
        (
            Faults(recipient_replies={LETTER.recipient: "451 4.7.1 Grey"}),
            Deferred,
        ),
        (Faults(content_reply="554 5.6.0 No"), Failed),
        (Faults(sender_reply="553 5.7.1 Not you"), Deferred),
        (Faults(cut_after_content=True), Deferred),
    ],
)
def test_what_a_relay_says_of_a_letter_is_final_and_doubt_stays_with_it(
    chain: RelayChain, relays: tuple[Relay, Relay], faults: Faults, fate: type
) -> None:
    relays[0].faults = faults
    assert isinstance(chain.deliver(LETTER), fate)
    assert relays[1].taken == ()


def test_while_all_are_down_letters_wait_and_nobody_is_asked_in_vain(
    chain: RelayChain, relays: tuple[Relay, Relay], clock: Hands
) -> None:
    for relay in relays:
        relay.stop()
    assert isinstance(chain.deliver(LETTER), Deferred)
    for relay in relays:
        relay.start()
    assert chain.deliver(LETTER) == Deferred("4.4.1", "all relays rest after failures")
    clock.at += REST_FIRST_SECONDS
    assert isinstance(chain.deliver(LETTER), Delivered)


def test_rests_grow_to_a_limit_and_end_with_the_first_letter(
    chain: RelayChain, relays: tuple[Relay, Relay], clock: Hands
) -> None:
    relays[0].stop()
    rests = []
    for _ in range(8):
        chain.deliver(LETTER)
        rests.append(chain._rests[0].seconds)
        clock.at += REST_LIMIT_SECONDS
    assert rests == [30, 60, 120, 240, 480, 600, 600, 600]
    relays[0].start()
    chain.deliver(LETTER)
    assert chain._rests[0].seconds == 0
