"""The listener's certificate: read anew when it is renewed, never half.

STANDARDS: RFC 8314 §4 (TLS 1.2 at least), RFC 3207.
"""

import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path

from gateway import maillog


@dataclass(slots=True, kw_only=True)
class Certificate:
    """``certificate``: the chain in PEM, our own first; ``key`` may be the same file.

    Raises :class:`OSError` (``ssl.SSLError`` is one) at once where they cannot be used.
    """

    certificate: Path
    key: Path
    _context: ssl.SSLContext = field(init=False, repr=False)
    _stamp: tuple[int, ...] = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        self._stamp = self._stamped()
        self._context = self._loaded()

    def context(self) -> ssl.SSLContext:
        """The one of the files as they are now; the last good one while they fail."""
        with self._lock:
            try:
                stamp = self._stamped()
                if stamp != self._stamp:
                    self._context, self._stamp = self._loaded(), stamp
            except OSError as error:
                maillog.unavailable("smtp", f"{self.certificate}: {error}")
            return self._context

    def _stamped(self) -> tuple[int, ...]:
        status = (self.certificate.stat(), self.key.stat())
        return tuple(n for one in status for n in (one.st_mtime_ns, one.st_size))

    def _loaded(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.certificate, self.key)
        return context
