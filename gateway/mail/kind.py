"""The kind of a mail with all that belongs to it: the reason, the bounce, the return.

Rule: the judges stand in their own files; here is only whom to ask, and in which order.
"""

from dataclasses import dataclass
from datetime import date, datetime

from gateway.mail.absence import read_return
from gateway.mail.automatic import OurMarks, classify
from gateway.mail.bounce import read_bounce
from gateway.mail.evidence import Evidence
from gateway.mail.invitation import calendar_event
from gateway.mail.limits import Limits
from gateway.mail.message import Bounce, MailKind
from gateway.mail.mime import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the judges came to; the names are those of :class:`Message`."""

    kind: MailKind
    kind_reason: str
    bounce: Bounce | None
    returns_on: date | None


def judge(
    root: Entity,
    evidence: Evidence,
    sent: datetime | None,
    *,
    limits: Limits,
    ours: OurMarks,
) -> Judgement:
    """Decide what kind of mail it is. ``sent`` is its Date: absences end after it."""
    bounce = read_bounce(root, evidence, limits)
    event = calendar_event(root, limits)
    kind, reason = classify(evidence, bounce=bounce, event=event, ours=ours)
    back = None
    if kind is MailKind.AUTO_REPLY:
        words = evidence.words or evidence.text
        back = read_return(words, evidence.subject, sent.date() if sent else None)
    return Judgement(kind=kind, kind_reason=reason, bounce=bounce, returns_on=back)
