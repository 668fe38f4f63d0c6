"""Column types of our own."""

from datetime import UTC, datetime, timedelta

from peewee import BigIntegerField

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def moment_of(value: int) -> datetime:
    """The moment that a column of moments holds."""
    return _EPOCH + timedelta(microseconds=value)


class MomentField(BigIntegerField):
    """A moment as microseconds since 1970 in UTC: sorts alike in every database."""

    def db_value(self, value: datetime | int | None) -> int | None:
        return (
            (value - _EPOCH) // _MICROSECOND if isinstance(value, datetime) else value
        )

    def python_value(self, value: int | None) -> datetime | None:
        return None if value is None else moment_of(value)
