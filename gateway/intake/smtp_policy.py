"""What sets the listeners apart that share one session code: SMTP and LMTP. Values.

STANDARDS: RFC 2033 §4.1 (LHLO, no HELO nor EHLO), §4.2 (one answer a recipient),
RFC 3848 and RFC 6531 §4.3 (the word for the trace).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from gateway.mail.envelope import QueueId


class Settled(StrEnum):
    """What has become of a message that the spool has kept."""

    NOT_YET = "not yet"
    RECORDED = "recorded"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """``normalizes``: what a lone CR or LF means is settled here, instead of refused.

    ``settled``: where given, a message is answered only when its effects are committed,
    or after ``settle_seconds``; it is called in a thread.
    """

    name: str = "smtp"
    word: str = "ESMTP"
    greetings: tuple[str, ...] = ("HELO", "EHLO")
    answers_each: bool = False
    normalizes: bool = False
    settled: Callable[[QueueId], Settled] | None = None
    settle_seconds: float = 30.0


SMTP = Policy()


def lmtp(
    *,
    normalizes: bool = True,
    settled: Callable[[QueueId], Settled] | None = None,
    settle_seconds: float = 30.0,
) -> Policy:
    """Mail from our own MTA, which bounces what we refuse."""
    return Policy(
        name="lmtp",
        word="LMTP",
        greetings=("LHLO",),
        answers_each=True,
        normalizes=normalizes,
        settled=settled,
        settle_seconds=settle_seconds,
    )
