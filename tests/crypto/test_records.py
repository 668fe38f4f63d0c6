"""The DNS, asked sparingly, of a name server that really answers."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from gateway.crypto.records import (
    NAMES_LIMIT,
    RECORD_CHARS,
    SILENCE_SECONDS,
    Answer,
    Found,
    TxtRecords,
    server,
)
from tests.support.name_server import NameServer, a_name_server


@dataclass(slots=True)
class Watch:
    """Seconds that pass when they are told to."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def names() -> Iterator[NameServer]:
    with a_name_server() as server:
        yield server


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def records(names: NameServer, watch: Watch) -> TxtRecords:
    return TxtRecords(servers=(names.address,), seconds=0.2, elapsed=watch)


def test_a_record_is_asked_for_once_and_its_strings_are_joined(
    names: NameServer, records: TxtRecords
) -> None:
    names.records["s._domainkey.customer.example"] = "v=DKIM1; p=" + "A" * 600

    for _ in range(3):
        answer = records.get("s._domainkey.customer.example")
        assert answer == Answer(Found.RECORD, "v=DKIM1; p=" + "A" * 600)
    assert names.asked == ["s._domainkey.customer.example"]


def test_after_its_own_time_a_record_is_asked_for_again(
    names: NameServer, records: TxtRecords, watch: Watch
) -> None:
    names.records["a.example"] = "one"
    records.get("a.example")
    watch.seconds += 301
    names.records["a.example"] = "two"

    assert records.get("a.example").text == "two"


def test_what_does_not_exist_is_remembered_too(
    names: NameServer, records: TxtRecords
) -> None:
    found = [records.get("none.example").found for _ in range(3)]
    assert found == [Found.NOTHING] * 3
    assert len(names.asked) == 1


def test_a_silent_name_is_not_asked_for_again_within_the_minute(
    names: NameServer, records: TxtRecords, watch: Watch
) -> None:
    names.silent = True
    assert records.get("slow.example").found is Found.SILENCE
    asked = records.asked
    assert records.get("slow.example").found is Found.SILENCE
    assert records.asked == asked

    names.silent = False
    names.records["slow.example"] = "awake"
    watch.seconds += SILENCE_SECONDS + 1
    assert records.get("slow.example").text == "awake"


def test_a_name_server_that_stays_silent_is_left_alone_for_a_minute(
    names: NameServer, records: TxtRecords, watch: Watch
) -> None:
    names.silent = True
    records.get("one.example")
    records.get("two.example")
    asked = records.asked
    names.silent = False
    names.records["three.example"] = "awake"

    assert records.get("three.example").found is Found.SILENCE
    assert records.asked == asked
    watch.seconds += SILENCE_SECONDS + 1
    assert records.get("three.example").text == "awake"


def test_a_domain_whose_servers_fail_is_silent(
    names: NameServer, records: TxtRecords
) -> None:
    names.failing = True
    assert records.get("broken.example").found is Found.SILENCE


@pytest.mark.parametrize(
    "name", ["", ".", "a..b", "x" * 70 + ".example", "é.example", "a\x00b.example"]
)
def test_no_name_is_a_fault(records: TxtRecords, name: str) -> None:
    assert records.get(name).text == ""


def test_a_longer_record_is_cut(names: NameServer, records: TxtRecords) -> None:
    names.records["long.example"] = "x" * (RECORD_CHARS + 500)
    # It does not fit into a packet, and nobody answers by TCP here.
    assert len(records.get("long.example").text) <= RECORD_CHARS


def test_only_so_many_names_are_kept(records: TxtRecords) -> None:
    for number in range(NAMES_LIMIT + 10):
        records.get(f"n{number}.example")
    assert len(records._kept) == NAMES_LIMIT


def test_a_machine_without_dns_is_silent() -> None:
    records = TxtRecords(servers=("127.0.0.1:1",), seconds=0.2)
    assert records.get("a.example").found is Found.SILENCE


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("192.0.2.53", "192.0.2.53", 53),
        ("192.0.2.53:5353", "192.0.2.53", 5353),
        ("2001:db8::53", "2001:db8::53", 53),
        ("[2001:db8::53]:5353", "2001:db8::53", 5353),
    ],
)
def test_a_server_is_an_address_with_or_without_a_port(
    text: str, host: str, port: int
) -> None:
    found = server(text)
    assert (found.address, found.port) == (host, port)


@pytest.mark.parametrize("text", ["", "dns.example.com", "192.0.2.53:x", "[::1", "1.2"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        server(text)
