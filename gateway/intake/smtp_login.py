"""AUTH: the words of PLAIN and LOGIN read, a login checked, guessing slowed down.

STANDARDS: RFC 4954; RFC 4616 (PLAIN); LOGIN as draft-murchison-sasl-login has it.
"""

import base64
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

FAILURES_LIMIT = 5
"""Wrong passwords of one peer, or for one name, before no more are tried."""
FAILURES_SECONDS = 600.0
"""How long each of them counts."""
REMEMBERED = 10_000
"""Peers and names whose failures are kept; the oldest are forgotten first."""
FAILURE_PAUSE_SECONDS = 1.0
"""Before a wrong password is answered."""

CANCELLED = "501 5.7.0 Authentication cancelled"
MALFORMED = "501 5.5.2 Cannot decode this"
UNKNOWN = "504 5.5.4 Unknown mechanism; PLAIN and LOGIN are known"
WRONG = "535 5.7.8 Authentication credentials invalid"
TOO_MANY = "454 4.7.0 Too many failures, try again later"

Ask = Callable[[str], Awaitable[bytes]]
"""Say a challenge (334 and its text), return the line that answers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    user: str
    password: str = field(repr=False)


async def read_login(argument: str, ask: Ask) -> Login | str:
    """What a peer logs in with, or the reply that refuses it."""
    mechanism, _, initial = argument.partition(" ")
    match mechanism.upper():
        case "PLAIN":
            answer = await _answer(initial, "", ask)
            return answer if isinstance(answer, str) else _plain(answer)
        case "LOGIN":
            user = await _answer(initial, "VXNlcm5hbWU6", ask)
            if isinstance(user, str):
                return user
            password = await _answer("", "UGFzc3dvcmQ6", ask)
            return password if isinstance(password, str) else _login(user, password)
        case _:
            return UNKNOWN


async def _answer(initial: str, challenge: str, ask: Ask) -> bytes | str:
    given = initial.strip().encode("ascii", "replace")
    if not given:
        given = (await ask(challenge)).strip()
        if given == b"*":
            return CANCELLED
    if given == b"=":
        return b""
    try:
        return base64.b64decode(given, validate=True)
    except ValueError:
        return MALFORMED


def _plain(answer: bytes) -> Login | str:
    """RFC 4616: on whose behalf, who, and the password; on nobody else's here."""
    parts = answer.split(b"\0")
    try:
        behalf, user, password = (part.decode() for part in parts)
    except ValueError:
        return MALFORMED
    if not user or not password:
        return MALFORMED
    if behalf and behalf.casefold() != user.casefold():
        return WRONG
    return Login(user=user, password=password)


def _login(user: bytes, password: bytes) -> Login | str:
    try:
        read = Login(user=user.decode(), password=password.decode())
    except ValueError:
        return MALFORMED
    return read if read.user and read.password else MALFORMED


@dataclass(slots=True, kw_only=True)
class Failures:
    """Wrong passwords, by peer and by name. Lives in one loop."""

    limit: int = FAILURES_LIMIT
    seconds: float = FAILURES_SECONDS
    monotonic: Callable[[], float] = time.monotonic
    _moments: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)

    def too_many(self, *keys: str) -> bool:
        now = self.monotonic()
        return any(len(self._recent(key, now)) >= self.limit for key in keys)

    def note(self, *keys: str) -> None:
        now = self.monotonic()
        for key in keys:
            self._moments[key] = [*self._recent(key, now), now][-self.limit :]
            self._moments.move_to_end(key)
        while len(self._moments) > REMEMBERED:
            self._moments.popitem(last=False)

    def _recent(self, key: str, now: float) -> list[float]:
        moments = self._moments.get(key, [])
        return [one for one in moments if now - one < self.seconds]
