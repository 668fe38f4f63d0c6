"""Several relays in their order: the next one where one cannot be worked with.

What a relay says of a letter is final here; only one that cannot be reached, or lets
nobody in, is passed over. It then rests, so that not every letter pays for its
time-outs. A letter in doubt is deferred, and goes again under the same Message-ID.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gateway import maillog
from gateway.desk.ports import Deferred, Delivery, Letter
from gateway.dispatch.submission import SmtpCourier

REST_FIRST_SECONDS = 30.0
REST_LIMIT_SECONDS = 600.0
"""A relay that failed is left alone for so long; twice as long each time, at most."""


@dataclass(slots=True)
class _Rest:
    until: float = float("-inf")
    seconds: float = 0.0


@dataclass(slots=True, kw_only=True)
class RelayChain:
    """See :class:`gateway.desk.ports.Courier`. One instance a thread."""

    couriers: Sequence[SmtpCourier]
    monotonic: Callable[[], float] = time.monotonic
    _rests: list[_Rest] = field(init=False)

    def __post_init__(self) -> None:
        self._rests = [_Rest() for _ in self.couriers]

    def deliver(self, letter: Letter) -> Delivery:
        found: Delivery = Deferred("4.4.1", "all relays rest after failures")
        for place in self._awake():
            courier, rest = self.couriers[place], self._rests[place]
            found = courier.deliver(letter)
            if courier.reached:
                rest.seconds = 0.0
                return found
            self._send_to_rest(rest)
            where = f"relay {courier.host}:{courier.port}"
            told = f"{found.response}; again in {rest.seconds:.0f} s"
            maillog.unavailable(where, told)
        return found

    def close(self) -> None:
        for courier in self.couriers:
            courier.close()

    def _send_to_rest(self, rest: _Rest) -> None:
        longer = rest.seconds * 2 or REST_FIRST_SECONDS
        rest.seconds = min(longer, REST_LIMIT_SECONDS)
        rest.until = self.monotonic() + rest.seconds

    def _awake(self) -> Sequence[int]:
        """Those that do not rest, in their order."""
        now = self.monotonic()
        return [n for n, rest in enumerate(self._rests) if now >= rest.until]
