"""The passwords of staff who hand mail in by SMTP: kept as scrypt hashes in a file.

One line a person: ``bart@example.com scrypt$16384$8$1$SALT$HASH``. The file is read
anew when it changes. An unknown name costs as much time as a wrong password.

STANDARDS: RFC 7914 (scrypt).
"""

import base64
import hashlib
import hmac
import secrets
import threading
from dataclasses import dataclass, field
from pathlib import Path

COST = 2**14
BLOCK = 8
PARALLEL = 1
SALT_OCTETS = 16
HASH_OCTETS = 32
MEMORY_OCTETS = 64 * 1024 * 1024
PASSWORD_LIMIT_OCTETS = 1024
"""A longer one is refused unread."""
COST_LIMIT = 2**17
"""What a line of the file may ask for; more is no line of ours."""


class LoginsUnreadable(Exception):
    """The file cannot be read, or is no list of logins; says where."""


def hashed(password: str) -> str:
    """A password in the form in which the file keeps it."""
    salt = secrets.token_bytes(SALT_OCTETS)
    digest = _scrypt(password, salt, COST, BLOCK, PARALLEL)
    return f"scrypt${COST}${BLOCK}${PARALLEL}${_text(salt)}${_text(digest)}"


def _of_nobody() -> str:
    return hashed(secrets.token_hex())


@dataclass(slots=True, kw_only=True)
class Logins:
    """``verify`` may be called from any thread; it takes some 50 ms, and 16 MiB."""

    path: Path
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _stamp: tuple[int, int] = field(default=(0, 0), init=False)
    _known: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    _nobody: str = field(default_factory=_of_nobody, init=False, repr=False)

    def verify(self, user: str, password: str) -> str:
        """The address of whoever this is; empty where the two do not belong together.

        Raises :class:`LoginsUnreadable`.
        """
        if len(password.encode("utf-8", "replace")) > PASSWORD_LIMIT_OCTETS:
            return ""
        name = user.casefold()
        kept = self.known().get(name)
        right = matches(password, kept or self._nobody)
        return name if right and kept else ""

    def known(self) -> dict[str, str]:
        """The hashes by address, as the file holds them now."""
        with self._lock:
            try:
                status = self.path.stat()
                stamp = (status.st_mtime_ns, status.st_size)
                if stamp != self._stamp:
                    self._known = read_logins(self.path.read_text(encoding="utf-8"))
                    self._stamp = stamp
            except (OSError, ValueError) as error:
                raise LoginsUnreadable(f"{self.path}: {error}") from error
            return self._known


def read_logins(text: str) -> dict[str, str]:
    """Raises :class:`ValueError` with the number of a line that is none of ours."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        user, _, kept = line.strip().partition(" ")
        if "@" not in user or _parameters(kept.strip()) is None:
            raise ValueError(f"line {number} is no address with a hash")
        found[user.casefold()] = kept.strip()
    return found


def matches(password: str, kept: str) -> bool:
    found = _parameters(kept)
    if found is None:
        return False
    cost, block, parallel, salt, digest = found
    made = _scrypt(password, salt, cost, block, parallel)
    return hmac.compare_digest(made, digest)


def _parameters(kept: str) -> tuple[int, int, int, bytes, bytes] | None:
    parts = kept.split("$")
    try:
        scheme, cost, block, parallel, salt, digest = parts
        numbers = int(cost), int(block), int(parallel)
        octets = (
            base64.b64decode(salt, validate=True),
            base64.b64decode(digest, validate=True),
        )
    except ValueError:
        return None
    power_of_two = numbers[0] > 1 and numbers[0] & (numbers[0] - 1) == 0
    bounded = numbers[0] <= COST_LIMIT and 0 < numbers[1] <= BLOCK
    if scheme != "scrypt" or not power_of_two or not bounded:
        return None
    if numbers[2] != PARALLEL or len(octets[1]) != HASH_OCTETS:
        return None
    return (*numbers, *octets)


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogateescape"),
        salt=salt,
        n=cost,
        r=block,
        p=parallel,
        maxmem=4 * MEMORY_OCTETS,
        dklen=HASH_OCTETS,
    )


def _text(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")
