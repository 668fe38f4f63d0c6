"""What comes after DATA: the dots taken out, the limits watched. Pure.

Rule of this file: only CRLF is the end of a line. A lone LF or CR ends nothing; that
one spoils the session is the matter of line_ends.py.

STANDARDS: RFC 5321 §2.3.8 (lines), §4.5.2 (transparency), §6.3 (loops); RFC 1870 §5
(a message's size does not count the dots that were added).
"""

import re
from enum import StrEnum

HEAD_LIMIT_OCTETS = 64 * 1024
"""Hops are counted in so much of the message's head."""

_CRLF = b"\r\n"
_LINE_END = re.compile(rb"\r\n|\r|\n")


class Fault(StrEnum):
    """Why a message is not taken, found at its end."""

    TOO_BIG = "too big"
    LINE_TOO_LONG = "line too long"
    TOO_MANY_HOPS = "too many hops"


class Content:
    """One message on its way in, piece by piece; a piece may end anywhere."""

    def __init__(
        self,
        *,
        size_limit_octets: int,
        line_limit_octets: int,
        hop_limit: int,
        normalizes: bool = False,
    ) -> None:
        self.size_octets = 0
        self._normalizes = normalizes
        self._held_cr = b""
        self._size_limit_octets = size_limit_octets
        self._line_limit_octets = line_limit_octets
        self._hop_limit = hop_limit
        self._line_octets = 0
        self._longest_seen = False
        # The end of the DATA command's own line counts as the first line's CRLF.
        self._tail = _CRLF
        self._head = bytearray()
        self._head_over = False

    def feed(self, piece: bytes) -> bytes:
        """Take a piece as it came; return it without the dots that were added.

        Where it ``normalizes``, a lone LF comes back as CRLF and a lone CR as a blank,
        as Postfix makes them; a CR at the end of a piece comes with the next one.
        """
        carried = self._tail + piece
        clear = carried.replace(b"\r\n.", _CRLF)[len(self._tail) :]
        self._tail = carried[-2:]
        if self._normalizes:
            clear = self._held_cr + clear
            self._held_cr = b"\r" if clear.endswith(b"\r") else b""
            clear = _LINE_END.sub(_one_meaning, clear.removesuffix(b"\r"))
        self.size_octets += len(clear)
        self._watch_lines(carried, len(carried) - len(piece))
        self._collect_head(clear)
        return clear

    @property
    def spoiled(self) -> bool:
        """Whether there is no use in keeping what still comes."""
        return self.size_octets > self._size_limit_octets or self._longest_seen

    def fault(self) -> Fault | None:
        """What is wrong with the whole message, asked at its end."""
        if self.size_octets > self._size_limit_octets:
            return Fault.TOO_BIG
        if self._longest_seen:
            return Fault.LINE_TOO_LONG
        if hops(bytes(self._head)) > self._hop_limit:
            return Fault.TOO_MANY_HOPS
        return None

    def _watch_lines(self, carried: bytes, start: int) -> None:
        """Note a line over the limit, by jumps of a limit and not line by line."""
        position = start
        while not self._longest_seen:
            room = self._line_limit_octets - self._line_octets
            # One more: it may be the CR of a CRLF that the next piece completes.
            if len(carried) - position <= room + 1:
                end = carried.rfind(_CRLF, max(0, position - 1))
                left = len(carried) - position
                self._line_octets = (
                    self._line_octets + left if end < 0 else len(carried) - end - 2
                )
                return
            end = carried.rfind(_CRLF, max(0, position - 1), position + room + 2)
            if end < 0:
                self._longest_seen = True
            position, self._line_octets = end + 2, 0

    def _collect_head(self, clear: bytes) -> None:
        if self._head_over:
            return
        self._head += clear[: HEAD_LIMIT_OCTETS - len(self._head)]
        if len(self._head) >= HEAD_LIMIT_OCTETS or b"\r\n\r\n" in self._head:
            self._head_over = True


def _one_meaning(found: re.Match[bytes]) -> bytes:
    return b" " if found[0] == b"\r" else _CRLF


def hops(head: bytes) -> int:
    """How many Received fields a message's header section holds."""
    # Through a pipe lines may end in LF alone.
    ends = (head.find(b"\r\n\r\n"), head.find(b"\n\n"))
    end = min((at for at in ends if at >= 0), default=len(head))
    return (b"\n" + head[:end]).lower().count(b"\nreceived:")
