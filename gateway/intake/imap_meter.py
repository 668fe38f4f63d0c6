"""How much a server may answer to one command before we hang up.

The library keeps an answer in memory until its end: without a bound, one that
announces a literal of four gigabytes, or never ends, would have it all.

STANDARDS: RFC 3501 §4.3 (literals).
"""

import imaplib
from dataclasses import dataclass

from imapclient import IMAPClient

LITERAL_LIMIT_BYTES = 8 * 1024 * 1024
"""Octets of one literal: what is asked for at once is never half of it."""

ANSWER_LIMIT_BYTES = 32 * 1024 * 1024
"""Octets of all that is said between two commands of ours."""


@dataclass(slots=True)
class _Meter:
    """Octets read since the last command."""

    octets: int = 0

    def add(self, octets: int) -> None:
        self.octets += octets
        if self.octets > ANSWER_LIMIT_BYTES:
            raise imaplib.IMAP4.abort(
                f"an answer of more than {ANSWER_LIMIT_BYTES} octets"
            )


def bound(client: IMAPClient) -> None:
    """Make this client's connection refuse answers beyond the limits.

    Then a command fails with ``imaplib.IMAP4.abort``, and the line is of no more use.
    """
    # The library offers no hook; imaplib documents these three as the ones to override.
    imap = client._imap  # noqa: SLF001 - see above
    read, readline, send = imap.read, imap.readline, imap.send
    meter = _Meter()

    def bounded_read(size: int) -> bytes:
        if size > LITERAL_LIMIT_BYTES:
            raise imaplib.IMAP4.abort(
                f"a literal of {size} octets, over {LITERAL_LIMIT_BYTES}"
            )
        meter.add(size)
        return bytes(read(size))

    def bounded_readline() -> bytes:
        line = bytes(readline())
        meter.add(len(line))
        return line

    def counting_send(octets: bytes) -> None:
        meter.octets = 0
        send(octets)

    imap.read, imap.readline = bounded_read, bounded_readline
    imap.send = counting_send
