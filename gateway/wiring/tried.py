"""A row of ``check --connect``: what was tried, what came of it, what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CERTIFICATE_DAYS = 14
"""So long before its end a certificate is worth a word: it is renewed by then, where
something renews it (Let's Encrypt's clients do so 30 days before)."""


class Result(StrEnum):
    FINE = "fine"
    CAREFUL = "careful"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    what: str
    result: Result
    told: str
    mend: str = ""


def fine(what: str, told: str) -> Tried:
    return Tried(what=what, result=Result.FINE, told=told)


def careful(what: str, told: str, mend: str = "") -> Tried:
    return Tried(what=what, result=Result.CAREFUL, told=told, mend=mend)


def fault(what: str, told: str, mend: str = "") -> Tried:
    return Tried(what=what, result=Result.FAULT, told=told, mend=mend)


def certificate(what: str, until: datetime, now: datetime, mend: str) -> Tried:
    """Whether a certificate that is good now stays so for a while."""
    days = (until - now) // timedelta(days=1)
    told = f"good until {until:%Y-%m-%d}, for {days} days"
    if days >= CERTIFICATE_DAYS:
        return fine(what, told)
    return careful(what, told, mend)
