"""The loops that deliver: as many as connections, each alive while letters move."""

import threading
import time
from pathlib import Path

import pytest

from gateway.domain.people import address
from gateway.settings import load
from gateway.store.database import open_database
from gateway.store.facts import Facts
from gateway.wiring import rooms
from gateway.wiring.daemon import _delivery
from tests.support.configuration import a_configuration
from tests.support.effects import a_letter, a_registration
from tests.support.relay import Relay, wait_until

LETTERS = 6


def with_relay(folder: Path, relay: Relay, connections: int) -> Path:
    config = a_configuration(folder)
    text = config.read_text("utf-8")
    head, relayed, rest = text.partition("[relay]")
    for old, new in (
        ('host = ""', f'host = "{relay.host}"'),
        ("port = 25", f"port = {relay.port}"),
        ('security = "starttls"', 'security = "none"'),
        ("connections = 2", f"connections = {connections}"),
    ):
        assert f"\n{old}\n" in rest
        rest = rest.replace(f"\n{old}\n", f"\n{new}\n", 1)
    config.write_text(f"{head}{relayed}{rest}", encoding="utf-8")
    return config


@pytest.mark.parametrize("connections", [1, 3])
def test_a_slow_relay_is_no_hung_loop_and_takes_all(
    tmp_path: Path, connections: int
) -> None:
    with Relay() as relay:
        relay.faults.delay_seconds = 0.2
        settings = load(with_relay(tmp_path / "etc", relay, connections))
        where = rooms.places(settings)
        database = open_database(where.database)
        letters = [
            a_letter(f"<{n}@example.com>", recipient=address(f"anne{n}@x.example"))
            for n in range(LETTERS)
        ]
        Facts(database).commit([a_registration(letters=letters)])
        delivery = _delivery(settings, where, database)
        assert len(delivery.loops) == connections
        silences, began = [], time.monotonic()
        watched = threading.Event()
        for loop in delivery.loops:
            loop.start()
        try:
            while len(relay.taken) < LETTERS:
                silences.append(max(loop.silent_for() for loop in delivery.loops))
                watched.wait(0.05)
            wait_until(lambda: delivery.sent == LETTERS, "all letters to be settled")
        finally:
            for loop in delivery.loops:
                loop.stop(10.0)
        # Each letter shows life, not each batch.
        assert connections > 1 or max(silences) < (time.monotonic() - began) / 2
        assert len(relay.taken) == LETTERS
        assert not any(path.stat().st_size for path in where.journals())
        database.close()


def test_a_letter_may_take_as_long_as_all_relays_let_it(tmp_path: Path) -> None:
    with Relay() as relay:
        settings = load(with_relay(tmp_path / "etc", relay, 1))
    assert rooms.letter_seconds(settings) == 600 + 30 * 30


def test_what_an_earlier_process_sent_by_any_connection_is_settled_first(
    tmp_path: Path,
) -> None:
    with Relay() as relay:
        settings = load(with_relay(tmp_path / "etc", relay, 1))
        where = rooms.places(settings)
        database = open_database(where.database)
        letters = [a_letter(f"<{n}@example.com>") for n in range(3)]
        Facts(database).commit([a_registration(letters=letters)])
        for place, letter_id in ((0, 1), (7, 3)):
            where.journal(place).write_text(f"{letter_id}\n", encoding="ascii")
        delivery = _delivery(settings, where, database)
        (loop,) = delivery.loops
        loop.start()
        try:
            wait_until(lambda: bool(relay.taken), "the letter that was not sent")
            wait_until(lambda: delivery.sent == 1, "it to be settled")
        finally:
            loop.stop(10.0)
        assert len(relay.taken) == 1
        database.close()
