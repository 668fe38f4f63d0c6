"""Whether all lines of a stream end in CRLF, and nothing else looks like an end. Pure.

A server that took a lone LF or CR for the end of a line would see other messages in a
stream than the server before it (SMTP smuggling). Here one of them spoils the session.

STANDARDS: RFC 5321 §2.3.8, §4.1.1.4.
"""


class LineEnds:
    """Fed with octets as they come; a piece may end anywhere."""

    def __init__(self) -> None:
        self.strict = True
        """False from the first lone CR or LF on."""
        self._open = False

    def feed(self, octets: bytes) -> None:
        carried = b"\r" + octets if self._open else octets
        pairs = carried.count(b"\r\n")
        # A CR at the very end may be completed by the next piece.
        self._open = carried.endswith(b"\r")
        returns = carried.count(b"\r") - self._open
        if carried.count(b"\n") != pairs or returns != pairs:
            self.strict = False
