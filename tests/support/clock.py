"""A clock that goes only when it is told."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class FixedClock:
    """See :class:`gateway.desk.ports.Clock`."""

    def __init__(self, moment: datetime = NOON) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    def advance(self, **by: float) -> datetime:
        """``advance(seconds=5)``; returns the new moment."""
        self._moment += timedelta(**by)
        return self._moment
