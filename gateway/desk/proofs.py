"""How a message is tied to a request: the proofs, strongest first, as values."""

from dataclasses import dataclass
from enum import StrEnum

from gateway.domain.request import Request, RequestNumber
from gateway.mail.token import Purpose


class Proof(StrEnum):
    """How a message was tied to its request, strongest first."""

    TOKEN = "token"  # noqa: S105 (a word, no password)
    MESSAGE_ID = "message-id"
    REFERENCE = "reference"
    AWAITED = "awaited"
    SUBJECT = "subject"
    BODY = "body"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One proof and where it leads; ``opens`` tells whether it lets this sender in."""

    proof: Proof
    number: RequestNumber
    opens: bool
    purpose: Purpose | None = None

    def __str__(self) -> str:
        return f"{self.proof}:{self.number}{'' if self.opens else '(no entry)'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """``purpose`` is what the token was issued for; None without a token.

    ``mentioned`` is a number that the message names and that proves nothing, and
    ``others`` are those it names beside its request. ``merged_from`` is the number
    that was meant, where that request was merged. ``unknown`` are Message-IDs that
    no request has, the nearest first, ``learned`` what the store noted of the others.
    ``at_desk``: it answers a letter of ours to this very person that is of no request.
    """

    request: Request | None
    proof: Proof
    purpose: Purpose | None = None
    mentioned: str = ""
    findings: tuple[Finding, ...] = ()
    others: tuple[RequestNumber, ...] = ()
    merged_from: str = ""
    unknown: tuple[str, ...] = ()
    learned: frozenset[tuple[str, str]] = frozenset()
    at_desk: bool = False

    @property
    def holds_token(self) -> bool:
        """Whether the sender holds a token of ours (COMMANDS: T2)."""
        return self.at_desk or self.proof in {Proof.TOKEN, Proof.MESSAGE_ID}
