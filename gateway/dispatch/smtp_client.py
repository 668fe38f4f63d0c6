"""smtplib's client, with a bound on what a relay may answer.

STANDARDS: RFC 5321 §4.2.1 (replies of several lines, which have no limit of their own).
"""

import smtplib
import time
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import override
else:  # in the standard library from Python 3.12

    def override(method):
        return method


REPLY_LIMIT_LINES = 200
"""Lines of one reply; the longest that relays say, to EHLO, has some twenty."""
REPLY_LIMIT_SECONDS = 900.0
"""For all lines of a reply together: longer than the wait for the last answer."""


class _BoundedFile:
    """What is left of a reply; the end of it is an OSError, as a cut line would be."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.begin()

    def begin(self) -> None:
        self._lines = 0
        self._ends_at = time.monotonic() + REPLY_LIMIT_SECONDS

    def readline(self, limit: int) -> bytes:
        self._lines += 1
        if self._lines > REPLY_LIMIT_LINES or time.monotonic() > self._ends_at:
            raise OSError(f"a reply of more than {REPLY_LIMIT_LINES} lines")
        return self._file.readline(limit)

    def close(self) -> None:
        self._file.close()


class Client(smtplib.SMTP):
    """A connection that begins in clear."""

    @override
    def getreply(self) -> tuple[int, bytes]:
        _bound(self)
        return super().getreply()


class TlsClient(smtplib.SMTP_SSL):
    """A connection under TLS from its first octet."""

    @override
    def getreply(self) -> tuple[int, bytes]:
        _bound(self)
        return super().getreply()


def _bound(client: smtplib.SMTP) -> None:
    """A file of ours before the library makes its own; STARTTLS throws both away."""
    if client.file is None and client.sock is not None:
        client.file = _BoundedFile(client.sock.makefile("rb"))
    if isinstance(client.file, _BoundedFile):
        client.file.begin()
