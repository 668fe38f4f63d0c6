"""The machine's clock as a gateway sees it, moved by a test.

libfaketime stands between the process and the system's clock: the gateway runs as
shipped, all of its parts included, and only time is another. Time goes on at its own
pace from wherever it was moved to; what counts durations (monotonic clocks) is left
alone, so that time-outs stay what they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.support.servers.requirement import require_server

INSTALLED = "*/faketime/libfaketimeMT.so.1"
SECOND = timedelta(seconds=1)


def faked_clock_library() -> str:
    """Answer where libfaketime is, or skip naming its Debian package."""
    found = next(Path("/usr/lib").glob(INSTALLED), None)
    if found is None:
        require_server("libfaketime", "not installed (Debian package libfaketime)")
    return str(found)


@dataclass(slots=True)
class WallClock:
    """A clock that stands in a file; every process of one gateway reads it."""

    file: Path
    library: str
    _offset: timedelta = timedelta()

    def environment(self) -> Mapping[str, str]:
        """What a process must be given so that this is its clock."""
        return {
            "LD_PRELOAD": self.library,
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def set(self, moment: datetime) -> None:
        """Move it to a moment; once it runs forwards only, as clocks go."""
        backwards = moment < self.now() - SECOND and self.file.exists()
        assert not backwards, "a clock goes forwards"
        self._offset = moment - datetime.now(UTC)
        written = self.file.with_suffix(".new")
        written.write_text(f"{self._offset.total_seconds():+.3f}", encoding="ascii")
        written.replace(self.file)
