from collections.abc import Sequence
from itertools import chain
from threading import Event, Thread

from gateway.spool.commit import GroupCommit

WAIT_SECONDS = 10.0


class Disk:
    """Commits a group when it is let; remembers the groups."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.begun = Event()
        self.go_on = Event()

    def commit(self, items: Sequence[str]) -> list[OSError | None]:
        self.begun.set()
        assert self.go_on.wait(WAIT_SECONDS)
        self.groups.append(sorted(items))
        return [OSError(28, "full") if "bad" in item else None for item in items]


def joined(group: GroupCommit[str], item: str, failed: list[str]) -> Thread:
    """A thread that joins; an item that fails is noted."""

    def join() -> None:
        try:
            group.join(item)
        except OSError:
            failed.append(item)

    thread = Thread(target=join)
    thread.start()
    return thread


def test_who_comes_during_a_commit_shares_the_next_one() -> None:
    disk, failed = Disk(), list[str]()
    expected = [1]
    group = GroupCommit(disk.commit, expected=lambda: expected[0])
    threads = [joined(group, "ant", failed)]
    assert disk.begun.wait(WAIT_SECONDS)
    expected[0] = 3
    threads += [joined(group, item, failed) for item in ("bee", "cat", "dog")]
    disk.go_on.set()
    for thread in threads:
        thread.join(WAIT_SECONDS)

    assert disk.groups[0] == ["ant"]
    assert sorted(chain(*disk.groups[1:])) == ["bee", "cat", "dog"]
    assert not failed


def test_what_goes_wrong_with_one_is_not_the_others_trouble() -> None:
    disk, failed = Disk(), list[str]()
    disk.go_on.set()
    group = GroupCommit(disk.commit, expected=lambda: 2)
    threads = [joined(group, item, failed) for item in ("ant", "bad bee")]
    for thread in threads:
        thread.join(WAIT_SECONDS)

    assert sorted(chain(*disk.groups)) == ["ant", "bad bee"]
    assert failed == ["bad bee"]


def test_a_leader_does_not_wait_long_for_those_who_never_come() -> None:
    disk = Disk()
    disk.go_on.set()
    group = GroupCommit(disk.commit, expected=lambda: 1000)
    group.join("ant")

    assert disk.groups == [["ant"]]
