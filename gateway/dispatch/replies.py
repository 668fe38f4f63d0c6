"""What a relay's reply means for the letter: the table, and nothing that talks.

The basic code decides between now, later and never; the enhanced code says why. A
fault of the session (login, TLS, order of commands) says nothing about the letter,
which therefore waits.

STANDARDS: RFC 5321 §4.2 (replies); RFC 2034 and RFC 3463 (enhanced codes); RFC 4954
§6 (530, 534, 535, 538 speak of the login).
"""

import re
from dataclasses import dataclass

from gateway.desk.ports import Deferred, Delivered, Delivery, Failed

RESPONSE_LIMIT_CHARACTERS = 500
"""Of a reply's text, what is kept for the operator."""

CLOSING = 421
"""RFC 5321 §3.8: the server is closing the channel, whatever was asked."""

TOO_LARGE = 552
"""RFC 1870 §6.1: told of the size that MAIL announced."""

OUR_FAULT = frozenset({500, 501, 502, 503, 530, 534, 535, 538})
"""Permanent replies that speak of our commands or login, not of the letter."""

ENHANCED = re.compile(r"([245])(\.\d{1,3}\.\d{1,3})(?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply of the relay; ``code`` is -1 where it was none."""

    code: int
    text: str

    @classmethod
    def read(cls, code: int, text: bytes) -> "Reply":
        decoded = text[: 4 * RESPONSE_LIMIT_CHARACTERS].decode("utf-8", "replace")
        line = "".join(c if c.isprintable() else " " for c in decoded)
        return cls(code=code, text=line[:RESPONSE_LIMIT_CHARACTERS].strip())

    @property
    def kind(self) -> int:
        """The first digit; 0 where the reply was none."""
        return self.code // 100 if self.code > 0 else 0

    @property
    def ends_the_session(self) -> bool:
        return self.code == CLOSING or self.kind not in (2, 3, 4, 5)


def outcome(reply: Reply) -> Delivery:
    """Read a reply as the fate of the one letter it answers."""
    said = f"{reply.code} {reply.text}" if reply.code > 0 else reply.text
    if reply.kind == 2:  # noqa: PLR2004 - RFC 5321 §4.2.1: the 2yz replies
        return Delivered(said)
    if reply.kind == 5 and reply.code not in OUR_FAULT:  # noqa: PLR2004 - 5yz
        return Failed(enhanced(reply, "5"), said)
    return Deferred(enhanced(reply, "4"), said)


def sender_outcome(reply: Reply) -> Delivery:
    """Read a reply to MAIL: where it refuses us for good, the letter waits.

    Only that the letter is too large is of this letter; all else (a sender that is not
    allowed, a policy) would refuse every letter, until somebody mends it.
    """
    found = outcome(reply)
    if isinstance(found, Failed) and reply.code != TOO_LARGE:
        return Deferred(
            enhanced(reply, "4"), f"our sender was refused: {found.response}"
        )
    return found


def enhanced(reply: Reply, kind: str) -> str:
    """The reply's own enhanced code under the class that the basic code decided."""
    found = ENHANCED.match(reply.text)
    return kind + (found[2] if found else ".0.0")
