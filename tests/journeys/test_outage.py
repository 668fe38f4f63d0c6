"""An hour without a relay: nothing is lost, nobody is written to twice or too much."""

import re
from collections import Counter

import pytest

from tests.journeys.conftest import JourneyMaker
from tests.support.daemon import Table
from tests.support.relay import Relay

CUSTOMERS = tuple(f"guest{number}@customer.example" for number in range(8))

DEFERRED = r"c01\..*delivery deferred"


def _settings(relay: Relay, connections: int) -> dict[str, Table]:
    return {
        "relay": {"host": relay.host, "port": relay.port, "security": "none"},
        "letters": {"connections": connections},
    }


def _codes(relay: Relay) -> Counter[tuple[str, str]]:
    """How often each letter went to each address."""
    found: Counter[tuple[str, str]] = Counter()
    for one in relay.taken:
        code = re.search(rb"^X-Ticket-Mail: (\S+)", one.wire, re.MULTILINE)
        assert code is not None
        found.update((code[1].decode(), to) for to in one.rcpt_to)
    return found


@pytest.mark.parametrize("connections", [1, 4])
def test_an_hour_without_a_relay_loses_nothing_and_floods_nobody(
    make_journey: JourneyMaker, connections: int
) -> None:
    with Relay() as relay:
        settings = _settings(relay, connections)
        journey = make_journey("2026-11-16 10:00", settings=settings)
        relay.stop()
        for who in CUSTOMERS:
            journey.write(who, "Orders stop.", subject=f"Orders of {who}")
        tries = 1
        journey.daemon.wait_for_log(DEFERRED, count=len(CUSTOMERS))
        for moment in ("10:05", "10:15", "10:30", "11:00"):
            journey.at(f"2026-11-16 {moment}")
            tries += 1
            journey.daemon.wait_for_log(DEFERRED, count=tries * len(CUSTOMERS))
            # What was tried is settled before the clock moves on.
            assert journey.daemon.command("audit").code == 0
        relay.start()
        journey.at("2026-11-16 12:30")

        wanted = {("C01", who) for who in CUSTOMERS}
        journey.daemon.wait(lambda: wanted <= set(_codes(relay)), "all letters")

        codes = _codes(relay)
        assert {codes[one] for one in wanted} == {1}
        # Of what came due meanwhile each is told once, at the stage it has reached.
        assert max(codes.values()) <= len(CUSTOMERS)
        to_customers = [to for _, to in codes.elements() if to in CUSTOMERS]
        assert max(Counter(to_customers).values()) <= 2
        audit = journey.daemon.command("audit")
        assert audit.code == 0, audit.out
