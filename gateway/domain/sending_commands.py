"""What is asked for to write to the requester without words of one's own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReply:
    """#template: a canned reply of the operator's library, filled in and sent (C06)."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resend:
    """#resend: the letter that the requester is to answer, once more."""
