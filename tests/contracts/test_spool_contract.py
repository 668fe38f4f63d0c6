"""What every spool promises: the fake one and the real one."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from gateway.desk.ports import Spool, SpoolUnavailable
from gateway.mail.envelope import Envelope, QueueId
from gateway.spool.directory import DirectorySpool
from tests.support.clock import NOON, FixedClock
from tests.support.fake_spool import FakeSpool, animal_ids

ANT, BEE, CAT, DOG = (QueueId(name) for name in ("ANT", "BEE", "CAT", "DOG"))
HELLO = b"Subject: hello\r\n\r\nhello\r\n"
ENVELOPE = Envelope(
    mail_from="anne@customer.example",
    rcpt_to=("support@example.com", "support+t@example.com"),
    received_at=NOON,
    received_by="gateway.example",
    received_from="mail.customer.example ([192.0.2.1])",
)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(params=["directory", "fake"])
def spool(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Spool:
    if request.param == "fake":
        return FakeSpool(clock=clock)
    return DirectorySpool(tmp_path, new_id=animal_ids(), clock=clock)


def accept(spool: Spool, number: int) -> None:
    for _ in range(number):
        spool.accept(ENVELOPE, HELLO)


def claimed(spool: Spool, claimant: str = "w1", limit: int = 10) -> list[str]:
    return [spooled.queue_id for spooled in spool.claim(claimant, limit)]


def queues(spool: Spool) -> dict[str, str]:
    return {queued.queue_id: queued.queue for queued in spool.listing()}


def test_what_was_accepted_is_claimed_with_its_envelope_and_its_bytes(
    spool: Spool,
) -> None:
    queue_id = spool.accept(ENVELOPE, HELLO)

    (spooled,) = spool.claim("w1", 10)

    assert (spooled.queue_id, spooled.envelope) == (queue_id, ENVELOPE)
    assert (spooled.size_bytes, spooled.tries) == (len(HELLO), 0)
    with spool.open(queue_id) as message:
        assert message.read() == HELLO


def test_a_message_written_in_pieces_is_the_same_as_one_written_whole(
    spool: Spool,
) -> None:
    draft = spool.begin(ENVELOPE)
    for position in range(len(HELLO)):
        draft.write(HELLO[position : position + 1])

    with spool.open(draft.keep()) as message:
        assert message.read() == HELLO


def test_an_empty_message_is_a_message(spool: Spool) -> None:
    queue_id = spool.begin(ENVELOPE).keep()

    assert claimed(spool) == [queue_id]


def test_a_dropped_draft_leaves_nothing_and_cannot_be_kept(spool: Spool) -> None:
    draft = spool.begin(ENVELOPE)
    draft.write(HELLO)
    draft.drop()
    draft.drop()

    with pytest.raises(SpoolUnavailable):
        draft.keep()
    assert (spool.waiting(), claimed(spool)) == (0, [])


def test_drop_after_keep_forgets_nothing(spool: Spool) -> None:
    draft = spool.begin(ENVELOPE)
    queue_id = draft.keep()
    draft.drop()

    assert claimed(spool) == [queue_id]


def test_claims_come_oldest_first_and_up_to_the_limit(spool: Spool) -> None:
    accept(spool, 3)

    assert claimed(spool, limit=2) == [ANT, BEE]
    assert claimed(spool, limit=2) == [CAT]
    assert claimed(spool, limit=2) == []


def test_two_claimants_never_get_the_same(spool: Spool) -> None:
    accept(spool, 2)

    assert claimed(spool, "w1", 1) + claimed(spool, "w2") == [ANT, BEE]
    assert claimed(spool, "w1") == []


def test_a_finished_message_is_kept_for_good_and_can_be_read(spool: Spool) -> None:
    accept(spool, 1)
    spool.claim("w1", 1)
    spool.finish("w1", [ANT])
    spool.finish("w1", [ANT])

    assert list(spool.originals()) == [ANT]
    assert (spool.waiting(), list(spool.listing())) == (0, [])
    with spool.open(ANT) as message:
        assert message.read() == HELLO


def test_a_deferred_message_comes_back_when_it_is_due_and_counts_its_tries(
    spool: Spool, clock: FixedClock
) -> None:
    accept(spool, 1)
    spool.claim("w1", 1)
    until = clock.now() + timedelta(minutes=5)
    assert spool.defer("w1", ANT, reason="the store is away", until=until) == 1

    assert claimed(spool) == []
    clock.advance(minutes=5)
    (spooled,) = spool.claim("w1", 1)

    assert (spooled.queue_id, spooled.tries) == (ANT, 1)
    assert spool.defer("w1", ANT, reason="still away", until=until) == 2


def test_a_deferred_message_is_claimed_before_younger_ones(
    spool: Spool, clock: FixedClock
) -> None:
    accept(spool, 2)
    spool.claim("w1", 1)
    spool.defer("w1", ANT, reason="busy", until=clock.now())

    assert claimed(spool) == [ANT, BEE]


def test_a_held_message_waits_for_a_person_with_its_reason(spool: Spool) -> None:
    accept(spool, 1)
    spool.claim("w1", 1)
    spool.hold("w1", ANT, reason="the worker died of it")

    (queued,) = spool.listing()
    assert (queued.queue, queued.reason) == ("hold", "the worker died of it")
    assert claimed(spool) == []


def test_release_gives_a_new_start_and_forgets_the_tries(
    spool: Spool, clock: FixedClock
) -> None:
    accept(spool, 1)
    spool.claim("w1", 1)
    spool.defer("w1", ANT, reason="busy", until=clock.now())
    spool.claim("w1", 1)
    spool.hold("w1", ANT, reason="busy again")

    assert spool.release(ANT)
    (spooled,) = spool.claim("w1", 1)
    assert (spooled.queue_id, spooled.tries) == (ANT, 0)
    assert spooled.released


def test_only_what_an_operator_let_in_is_released(
    spool: Spool, clock: FixedClock
) -> None:
    accept(spool, 1)
    (fresh,) = spool.claim("w1", 1)
    spool.defer("w1", ANT, reason="busy", until=clock.now())
    (tried,) = spool.claim("w1", 1)
    assert (fresh.released, tried.released) == (False, False)


def test_release_of_a_deferred_message_does_not_wait(
    spool: Spool, clock: FixedClock
) -> None:
    accept(spool, 1)
    spool.claim("w1", 1)
    later = clock.now() + timedelta(days=1)
    spool.defer("w1", ANT, reason="busy", until=later)

    assert spool.release(ANT)
    assert claimed(spool) == [ANT]


def test_discard_keeps_the_bytes_of_a_held_message_unhandled(spool: Spool) -> None:
    accept(spool, 1)
    spool.claim("w1", 1)
    spool.hold("w1", ANT, reason="nonsense")

    assert spool.discard(ANT)
    assert (list(spool.originals()), spool.discard(ANT)) == ([ANT], False)


@pytest.mark.parametrize("verb", ["release", "discard"])
def test_what_is_not_held_can_be_neither_released_nor_discarded(
    spool: Spool, verb: str
) -> None:
    accept(spool, 1)

    assert not getattr(spool, verb)(ANT)
    assert not getattr(spool, verb)(QueueId("COW"))
    assert queues(spool) == {ANT: "incoming"}


def test_give_back_returns_what_one_claimant_holds_uncounted(spool: Spool) -> None:
    accept(spool, 3)
    spool.claim("w1", 2)
    spool.claim("w2", 1)

    assert spool.give_back("w1") == (ANT, BEE)
    (first, second) = spool.claim("w3", 10)
    assert (first.queue_id, first.tries, second.queue_id) == (ANT, 0, BEE)


def test_recover_returns_every_claim(spool: Spool) -> None:
    accept(spool, 2)
    spool.claim("w1", 1)
    spool.claim("w2", 1)
    spool.recover()

    assert claimed(spool, "w3") == [ANT, BEE]


def test_waiting_counts_what_is_incoming_and_claimed(spool: Spool) -> None:
    accept(spool, 3)
    spool.claim("w1", 2)
    spool.finish("w1", [ANT])
    spool.hold("w1", BEE, reason="odd")

    assert spool.waiting() == 1


def test_a_message_that_is_nowhere_is_a_key_error(
    spool: Spool, clock: FixedClock
) -> None:
    accept(spool, 1)
    nowhere: tuple[Callable[[], object], ...] = (
        lambda: spool.open(QueueId("COW")),
        lambda: spool.open(QueueId("../COW")),
        lambda: spool.defer("w1", ANT, reason="not claimed", until=clock.now()),
        lambda: spool.hold("w1", ANT, reason="not claimed"),
    )
    for look in nowhere:
        with pytest.raises(KeyError):
            look()


def test_many_threads_claim_and_each_message_is_claimed_once(
    spool: Spool,
) -> None:
    accept(spool, 40)
    found: list[str] = []

    def work(name: str) -> None:
        while ids := claimed(spool, name, 3):
            found.extend(ids)

    threads = [Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == len(set(found)) == 40


def test_an_erased_original_keeps_its_place_and_no_word(spool: Spool) -> None:
    accept(spool, 2)
    for queue_id in claimed(spool):
        spool.finish("w1", [QueueId(queue_id)])

    for _ in range(2):
        spool.erase(ANT)
    spool.erase(DOG)

    with spool.open(ANT) as message:
        assert message.read() == b""
    with spool.open(BEE) as message:
        assert message.read() == HELLO
    assert list(spool.originals()) == [ANT, BEE]


def test_what_nobody_handled_yet_is_not_erased(spool: Spool) -> None:
    accept(spool, 1)
    spool.erase(ANT)
    with spool.open(ANT) as message:
        assert message.read() == HELLO
