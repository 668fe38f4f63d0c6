"""What the template of a paper may say: the value of a paper as plain words."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime

from gateway.domain.certificate import Certificate
from gateway.domain.evidence import Evidence
from gateway.papers.wording import Wording, full, span

DISPUTE_DAYS = 7
View = Mapping[str, object]


def frame(
    words: Wording, *, service: str, name: str, foot: str, at: datetime
) -> dict[str, object]:
    """What the frame of every paper names."""
    return {
        "service": service,
        "name": name,
        "foot": foot,
        "created": at.isoformat(timespec="seconds"),
        "issued": words.stamp(at),
        "orientation": "",
    }


def certificate_view(
    certificate: Certificate, words: Wording, *, service: str, sealed: bool
) -> View:
    """Every name that the template of the certificate may use."""
    one = certificate
    framed = frame(
        words, service=service, name=one.number, foot=one.request, at=one.issued_at
    )
    conclusion = {
        "sealed": sealed,
        "followups": tuple(
            (plain(f.text), plain(f.who), f.due.isoformat()) for f in one.followups
        ),
        "conclusion": str(one.conclusion),
        "method": str(one.method),
        "satisfaction": one.satisfaction,
        "words": lines(one.words),
        "evidence": _evidence(one, one.evidence, words) if one.evidence else None,
        "dispute_days": DISPUTE_DAYS,
    }
    return framed | _parties(one, words) | _work(one, words) | conclusion


def _parties(one: Certificate, words: Wording) -> dict[str, object]:
    customer = one.customer
    return {
        "request": one.request,
        "round": one.number.rpartition("C")[2],
        "company": plain(customer.company),
        "contact": plain(f"{customer.contact} {customer.employee_number}"),
        "reach": plain(customer.phone),
        "address": customer.address,
        "owner": plain(one.owner),
        "approver": plain(one.approver),
        "scene": words.of("scene", one.scene),
        "urgency": words.of("urgency", one.urgency),
        "category": plain(one.category),
        "submitted": full(words, one.submitted_at),
        "accepted": full(words, one.accepted_at),
        "resolved": full(words, one.resolved_at),
        "confirmed": full(words, one.confirmed_at),
    }


def _work(one: Certificate, words: Wording) -> dict[str, object]:
    done = one.done
    when = span(words, done.started_at, done.ended_at)
    return {
        "subject": plain(one.subject),
        "problem": words.phrase("withheld") if one.withheld else lines(one.problem),
        "occurred": plain(one.occurred),
        "impact": lines(one.impact),
        "cause": lines(done.cause),
        "cause_kind": words.of("cause_kind", done.cause_kind or ""),
        "carried_out": when or full(words, one.resolved_at),
        "solution": lines(done.solution),
        "work_impact": lines(done.impact),
        "workaround": done.workaround,
        "steps": tuple(
            {"text": plain(s.text), "expected": plain(s.expected), "passed": s.passed}
            for s in one.steps
        ),
    }


def _evidence(
    one: Certificate, evidence: Evidence, words: Wording
) -> Mapping[str, str]:
    proofs = [part for part in evidence.authentication.split("+") if part]
    named = (words.of("proof", part) for part in proofs)
    return {
        "grade": words.of("evidence", evidence.evidence_class),
        "by": plain(evidence.by),
        "line": plain(one.words),
        "received": words.stamp(evidence.received_at),
        "rule": plain(f"{evidence.rule} {evidence.rules_version}"),
        "code": plain(evidence.code),
        "proof": words.phrase("semicolon").join(named),
        "key": plain(evidence.key),
        "message_id": plain(evidence.message_id),
        "mail_sha256": evidence.mail_sha256,
        "letter_message_id": plain(evidence.letter_message_id),
        "letter_sha256": evidence.letter_sha256,
    }


def plain(text: str) -> str:
    """One line of a stranger's words, without what no page can show."""
    return " ".join(lines(text).split())


def lines(text: str) -> str:
    """A stranger's words, line by line: no control or formatting characters.

    A mark that turns the direction of writing could show other words than were said.
    """
    kept = (one if one in "\n\t" or _shows(one) else "" for one in text)
    return "".join(kept).strip()


def _shows(one: str) -> bool:
    return unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
