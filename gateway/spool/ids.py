"""Queue ids: the moment of acceptance, and chance.

Eleven characters of microseconds since 1970 and five of chance, in Crockford's
base32, upper case: safe in file names, easily read over a telephone, and sorted
as text they are sorted by time.
"""

import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from gateway.mail.envelope import QueueId

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TIME_CHARACTERS = 11
"""55 bits of microseconds: enough until the year 3111."""
CHANCE_CHARACTERS = 5
"""25 bits, so that two processes in one microsecond do not meet."""

_VALUES = {character: value for value, character in enumerate(ALPHABET)}


class QueueIds:
    """A source of queue ids; each greater than all that it gave before.

    ``microseconds`` is the time since 1970, ``chance(n)`` a number below ``n``.
    """

    def __init__(
        self,
        *,
        microseconds: Callable[[], int] = lambda: time.time_ns() // 1000,
        chance: Callable[[int], int] = secrets.randbelow,
    ) -> None:
        self._microseconds = microseconds
        self._chance = chance
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self) -> QueueId:
        with self._lock:
            # The clock may step back; the order of acceptance may not.
            self._last = max(self._last + 1, self._microseconds())
            moment = self._last
        tail = self._chance(1 << 5 * CHANCE_CHARACTERS)
        return QueueId(
            _base32(moment, TIME_CHARACTERS) + _base32(tail, CHANCE_CHARACTERS)
        )


def accepted_at(queue_id: QueueId) -> datetime | None:
    """The moment in a queue id; None for one that is not of our making."""
    if len(queue_id) != TIME_CHARACTERS + CHANCE_CHARACTERS:
        return None
    moment = 0
    for character in queue_id[:TIME_CHARACTERS]:
        value = _VALUES.get(character)
        if value is None:
            return None
        moment = moment << 5 | value
    return datetime.fromtimestamp(moment / 1_000_000, UTC)


def _base32(number: int, characters: int) -> str:
    shifts = range(5 * (characters - 1), -1, -5)
    return "".join(ALPHABET[number >> shift & 31] for shift in shifts)
