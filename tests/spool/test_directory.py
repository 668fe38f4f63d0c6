"""The spool on disk: what only a disk can show."""

import os
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from gateway.desk.ports import SpoolUnavailable
from gateway.mail.envelope import Envelope, QueueId
from gateway.spool.directory import NOT_OURS, DirectorySpool
from gateway.spool.ids import QueueIds, accepted_at
from gateway.spool.listing import LONG_QUEUE
from tests.support.clock import NOON, FixedClock
from tests.support.fake_spool import animal_ids

ENVELOPE = Envelope(
    mail_from="anne@customer.example",
    rcpt_to=("support@example.com",),
    received_at=NOON,
    received_by="gateway.example",
)
HELLO = b"Subject: hello\r\n\r\nhello\r\n"
ANT, BEE = QueueId("ANT"), QueueId("BEE")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def spool(tmp_path: Path, clock: FixedClock) -> DirectorySpool:
    return DirectorySpool(tmp_path, new_id=animal_ids(), clock=clock)


def files(root: Path) -> list[str]:
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one mebibyte; only root can make one."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode != 0:
        pytest.skip("mounting is not allowed here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_kept_message_is_one_plain_file_with_our_trace_block_on_top(
    spool: DirectorySpool, tmp_path: Path
) -> None:
    spool.accept(ENVELOPE, HELLO)

    assert (tmp_path / "incoming/ANT").read_bytes() == (
        b"Return-Path: <anne@customer.example>\r\n"
        b"Delivered-To: support@example.com\r\n"
        b"Received: from localhost\r\n"
        b"\tby gateway.example with ESMTP id ANT;\r\n"
        b"\tFri, 20 Nov 2026 12:00:00 +0000\r\n" + HELLO
    )


def test_a_message_is_in_one_folder_at_each_stage_and_its_name_tells_its_tries(
    spool: DirectorySpool, tmp_path: Path, clock: FixedClock
) -> None:
    spool.accept(ENVELOPE, HELLO)
    seen = [files(tmp_path)]
    for step in (
        lambda: spool.claim("w1", 1),
        lambda: spool.defer("w1", ANT, reason="busy", until=clock.now()),
        lambda: spool.claim("w1", 1),
        lambda: spool.hold("w1", ANT, reason="odd"),
        lambda: spool.release(ANT),
        lambda: spool.claim("w1", 1),
        lambda: spool.finish("w1", [ANT]),
    ):
        step()
        seen.append([name for name in files(tmp_path) if "reasons" not in name])

    assert seen == [
        ["incoming/ANT"],
        ["active/w1/ANT"],
        ["deferred/ANT~1"],
        ["active/w1/ANT~1"],
        ["hold/ANT~2"],
        ["incoming/ANT"],
        ["active/w1/ANT"],
        ["originals/2026-11-20/ANT"],
    ]


def test_the_reasons_file_has_one_line_a_try_with_its_time(
    spool: DirectorySpool, tmp_path: Path, clock: FixedClock
) -> None:
    spool.accept(ENVELOPE, HELLO)
    spool.claim("w1", 1)
    spool.defer("w1", ANT, reason="the store\nis away", until=clock.now())
    spool.claim("w1", 1)
    spool.hold("w1", ANT, reason="too many tries")

    assert (tmp_path / "reasons/ANT").read_text().splitlines() == [
        "2026-11-20T12:00:00+00:00 the store is away",
        "2026-11-20T12:00:00+00:00 too many tries",
    ]


def test_originals_lie_under_the_day_of_acceptance_not_of_handling(
    tmp_path: Path, clock: FixedClock
) -> None:
    spool = DirectorySpool(tmp_path, new_id=QueueIds(), clock=clock)
    queue_id = spool.accept(ENVELOPE, HELLO)
    clock.advance(days=3)
    spool.claim("w1", 1)
    spool.finish("w1", [queue_id])

    day = accepted_at(queue_id)
    assert day is not None
    assert (tmp_path / f"originals/{day:%Y-%m-%d}" / queue_id).is_file()


def test_a_file_without_our_trace_block_goes_to_hold(
    spool: DirectorySpool, tmp_path: Path
) -> None:
    (tmp_path / "incoming/DROPPED").write_bytes(b"Subject: put here by hand\n\nhi\n")
    (tmp_path / "incoming/LONG").write_bytes(b"x" * 100_000)
    (tmp_path / "incoming/FOLDER").mkdir()

    assert spool.claim("w1", 10) == ()
    held = {queued.queue_id: queued.reason for queued in spool.listing()}
    assert held == dict.fromkeys(("DROPPED", "FOLDER", "LONG"), NOT_OURS)


def test_what_a_claimant_of_another_process_holds_can_be_finished_after_a_restart(
    spool: DirectorySpool, tmp_path: Path, clock: FixedClock
) -> None:
    spool.accept(ENVELOPE, HELLO)
    spool.claim("w1", 1)
    restarted = DirectorySpool(tmp_path, new_id=animal_ids(), clock=clock)
    restarted.finish("w1", [ANT])

    assert list(restarted.originals()) == [ANT]


def test_two_processes_with_the_same_folder_share_its_messages(
    tmp_path: Path, clock: FixedClock
) -> None:
    ids = animal_ids()
    one, two = (DirectorySpool(tmp_path, new_id=ids, clock=clock) for _ in range(2))
    for _ in range(4):
        one.accept(ENVELOPE, HELLO)

    first = {spooled.queue_id for spooled in one.claim("one", 2)}
    second = {spooled.queue_id for spooled in two.claim("two", 9)}
    third = {spooled.queue_id for spooled in one.claim("one", 9)}
    assert (len(first), len(second), third) == (2, 2, set())
    assert not first & second


def test_a_deferral_by_another_process_is_seen_when_it_is_due(
    tmp_path: Path, clock: FixedClock
) -> None:
    ids = animal_ids()
    one, two = (DirectorySpool(tmp_path, new_id=ids, clock=clock) for _ in range(2))
    one.accept(ENVELOPE, HELLO)
    one.claim("one", 1)
    assert two.claim("two", 1) == ()
    one.defer("one", ANT, reason="busy", until=clock.now() + timedelta(seconds=2))
    clock.advance(seconds=1)
    assert two.claim("two", 1) == ()
    clock.advance(seconds=1)

    assert [spooled.queue_id for spooled in two.claim("two", 1)] == [ANT]


def test_a_deferred_message_does_not_wait_behind_a_long_queue(
    spool: DirectorySpool, clock: FixedClock
) -> None:
    for _ in range(20):
        spool.accept(ENVELOPE, HELLO)
    spool.claim("w1", 1)
    spool.defer("w1", ANT, reason="busy", until=clock.now())

    assert spool.claim("w1", 1)[0].queue_id == ANT


def test_recover_empties_what_was_being_written(
    spool: DirectorySpool, tmp_path: Path
) -> None:
    (tmp_path / "tmp/HALF").write_bytes(b"Return-Path: <")
    spool.recover()

    assert files(tmp_path) == []


def test_a_small_message_touches_the_disk_only_when_it_is_kept(
    spool: DirectorySpool, tmp_path: Path
) -> None:
    draft = spool.begin(ENVELOPE)
    draft.write(b"x" * 1000)
    assert files(tmp_path) == []
    draft.write(b"x" * 100_000)
    assert files(tmp_path) == ["tmp/ANT"]
    draft.drop()

    assert files(tmp_path) == []


def test_a_full_disk_promises_nothing_and_leaves_nothing(
    small_disk: Path, clock: FixedClock
) -> None:
    spool = DirectorySpool(
        small_disk, new_id=animal_ids(), clock=clock, free_floor_bytes=0
    )
    draft = spool.begin(ENVELOPE)
    with pytest.raises(SpoolUnavailable):
        draft.write(b"x" * 2_000_000)
    with pytest.raises(SpoolUnavailable):
        draft.keep()
    assert files(small_disk) == []

    assert spool.accept(ENVELOPE, HELLO) == BEE


def test_room_below_the_floor_refuses_before_the_disk_is_full(
    small_disk: Path, clock: FixedClock
) -> None:
    spool = DirectorySpool(
        small_disk, new_id=animal_ids(), clock=clock, free_floor_bytes=500_000
    )
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 700_000)
    with pytest.raises(SpoolUnavailable, match="nearly full"):
        spool.begin(ENVELOPE)
    ballast.unlink()

    assert spool.accept(ENVELOPE, HELLO) == ANT


def test_a_disk_that_became_read_only_is_unavailable_and_claims_nothing(
    small_disk: Path, clock: FixedClock
) -> None:
    spool = DirectorySpool(
        small_disk, new_id=animal_ids(), clock=clock, free_floor_bytes=0
    )
    spool.accept(ENVELOPE, HELLO)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    with pytest.raises(SpoolUnavailable):
        spool.accept(ENVELOPE, HELLO)
    with pytest.raises(SpoolUnavailable):
        spool.claim("w1", 1)
    assert files(small_disk) == ["incoming/ANT"]


def test_a_root_that_cannot_be_made_is_unavailable(
    tmp_path: Path, clock: FixedClock
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SpoolUnavailable):
        DirectorySpool(tmp_path / "file/spool", new_id=animal_ids(), clock=clock)


def test_a_folder_that_cannot_be_synced_promises_nothing_and_leaves_nothing(
    spool: DirectorySpool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync
    synced: list[int] = []

    def only_files(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) > 1:
            raise OSError(5, "Input/output error")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    with pytest.raises(SpoolUnavailable, match="Input/output"):
        spool.accept(ENVELOPE, HELLO)

    assert files(tmp_path) == []


def test_threads_that_keep_at_once_share_the_sync_of_the_folder(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = DirectorySpool(tmp_path, new_id=QueueIds(), clock=clock)
    calls: list[int] = []
    sync = os.fsync

    def counted(descriptor: int) -> None:
        calls.append(descriptor)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", counted)
    threads, each = 8, 10
    together = Barrier(threads)

    def work() -> None:
        together.wait()
        for _ in range(each):
            spool.accept(ENVELOPE, HELLO)

    workers = [Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(files(tmp_path)) == threads * each
    # One a file; of the folder far fewer than one a message.
    assert threads * each < len(calls) < threads * each * 1.7


@pytest.mark.parametrize("claimant", ["", "..", "a/b", ".hidden", "x" * 65])
def test_a_claimant_whose_name_is_no_folder_is_a_mistake_of_ours(
    spool: DirectorySpool, claimant: str
) -> None:
    with pytest.raises(ValueError, match="claimant"):
        spool.claim(claimant, 1)


def test_a_long_queue_is_read_once_and_not_for_each_claim(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = DirectorySpool(tmp_path, new_id=animal_ids(), clock=clock)
    spool.accept(ENVELOPE, HELLO)
    content = (tmp_path / "incoming/ANT").read_bytes()
    for number in range(2_000):
        (tmp_path / f"incoming/BEE{number:06}").write_bytes(content)
    read: list[str] = []
    scandir = os.scandir

    def counted(folder: Path) -> object:
        read.append(folder.name)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", counted)
    for _ in range(200):
        assert len(spool.claim("w1", 10)) == 10

    assert read.count("incoming") == 1


def test_a_long_queue_is_counted_once_a_second(
    spool: DirectorySpool, tmp_path: Path, clock: FixedClock
) -> None:
    for number in range(LONG_QUEUE + 1):
        (tmp_path / f"incoming/BEE{number:06}").touch()
    assert spool.waiting() == LONG_QUEUE + 1
    (tmp_path / "incoming/CAT").touch()
    assert spool.waiting() == LONG_QUEUE + 1
    clock.advance(seconds=1)

    assert spool.waiting() == LONG_QUEUE + 2
