"""Every journey has a gateway of its own; it is ended with the test."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pytest

from tests.support.daemon import Daemon, Table


class Maker(Protocol):
    def __call__(
        self,
        *,
        settings: Mapping[str, Table] = ...,
        files: Mapping[str, str] = ...,
        mailboxes: tuple[Table, ...] = ...,
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
    ) -> Daemon:
        daemon = Daemon(
            folder=tmp_path / f"host{len(made)}",
            settings=settings or {},
            files=files or {},
            mailboxes=mailboxes,
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
