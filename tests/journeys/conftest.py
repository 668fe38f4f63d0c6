"""Every journey has a gateway of its own; it is ended with the test."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pytest

from tests.support.daemon import QUIET, Daemon, Table
from tests.support.journey import Journey
from tests.support.wall_clock import WallClock, faked_clock_library


class Maker(Protocol):
    def __call__(
        self,
        *,
        settings: Mapping[str, Table] = ...,
        files: Mapping[str, str] = ...,
        mailboxes: tuple[Table, ...] = ...,
        accounts: tuple[Table, ...] = ...,
    ) -> Daemon: ...


@pytest.fixture
def make_daemon(tmp_path: Path) -> Iterator[Maker]:
    """Offer to make a gateway with settings of one's own; the test starts it."""
    made: list[Daemon] = []

    def make(
        *,
        settings: Mapping[str, Table] | None = None,
        files: Mapping[str, str] | None = None,
        mailboxes: tuple[Table, ...] = (),
        accounts: tuple[Table, ...] = (),
    ) -> Daemon:
        daemon = Daemon(
            folder=tmp_path / f"host{len(made)}",
            settings=settings or {},
            files=files or {},
            mailboxes=mailboxes,
            accounts=accounts,
        )
        made.append(daemon)
        return daemon

    yield make
    for daemon in made:
        daemon.stop()


@pytest.fixture
def daemon(make_daemon: Maker) -> Daemon:
    """Offer a gateway that runs as shipped."""
    made = make_daemon()
    made.start()
    return made


OFTEN = re.sub(
    r"^look = .*$",
    'look = "1s"',
    QUIET,
    flags=re.MULTILINE,
)
"""The shipped targets; only that due clocks are looked for each second."""


class JourneyMaker(Protocol):
    def __call__(
        self,
        moment: str,
        *,
        settings: Mapping[str, Table] = ...,
        files: Mapping[str, str] = ...,
    ) -> Journey: ...


@pytest.fixture
def make_journey(make_daemon: Maker, tmp_path: Path) -> JourneyMaker:
    """Start a gateway at a moment in Shanghai, its clock in the test's hand."""

    def make(
        moment: str,
        *,
        settings: Mapping[str, Table] | None = None,
        files: Mapping[str, str] | None = None,
    ) -> Journey:
        clock = WallClock(tmp_path / "clock", faked_clock_library())
        host = make_daemon(
            settings=settings or {}, files={"targets.toml": OFTEN, **(files or {})}
        )
        journey = Journey(host, clock)
        journey.at(moment)
        host.start(**clock.environment())
        return journey

    return make
