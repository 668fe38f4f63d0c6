"""What the desk asks of the store about commands that wait for their code."""

from datetime import datetime
from typing import Protocol

from gateway.desk.effects import Withheld


class Waiting(Protocol):
    """The mails whose commands wait, by everybody."""

    def __call__(self, since: datetime, /) -> tuple[Withheld, ...]:
        """Those that were asked for since then, newest first; a bounded number.

        Raises StoreUnavailable.
        """
        ...


def nothing_waits(_: datetime, /) -> tuple[Withheld, ...]:
    return ()
