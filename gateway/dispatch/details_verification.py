"""What the letters of step 5 may say of their details."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Row, Tell, Telling, Told, link, told
from gateway.dispatch.file_details import named, noted
from gateway.dispatch.foreign import (
    PARAGRAPH_COLUMNS,
    STEP_COLUMNS,
    STEPS_LIMIT,
    echo,
    person,
    quoted,
)
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.evidence import EvidenceClass
from gateway.domain.phrases import MARKS
from gateway.domain.verification_details import (
    ClarifyPlease,
    ClosedUnconfirmed,
    ConfirmedByOther,
    ConfirmPlease,
    ConfirmReminder,
    IdentityCheck,
    Reopened,
    Settled,
    ToJudge,
)

_DIGEST_ENDS = 12


def _confirm_please(detail: ConfirmPlease, telling: Telling) -> Told:
    words = telling.words
    closes = detail.closes_at
    return {
        **_buttons(detail.button_code, words.phrase("not_resolved"), telling),
        "confirm_code": detail.code,
        "steps": _steps(telling),
        "certificate": detail.certificate,
        "answer_by": words.when(detail.answer_by),
        "closes_at": words.when(closes) if closes else "",
        "formal": detail.formal,
    }


def _steps(telling: Telling) -> tuple[Row, ...]:
    """The tests of this round, and the two questions that are always asked (R34)."""
    request, words = telling.notice.request, telling.words
    tested = request.test_result if request else ""
    lines = [line for line in map(one_line, tested.splitlines()) if line]
    own = [cut(line, STEP_COLUMNS) for line in lines[:STEPS_LIMIT]]
    every = (*own, words.phrase("symptom_gone"), words.phrase("works_again"))
    return tuple(
        (words.phrase("step", number=number), line)
        for number, line in enumerate(every, start=1)
    )


def _buttons(code: str, no: str, telling: Telling) -> Told:
    return {
        "confirm_link": link(f"CONFIRM {code}", telling),
        "dispute_link": link(no, telling),
    }


def _reminder(detail: ConfirmReminder, telling: Telling) -> Told:
    asked = _confirm_please(detail.asked, telling)
    return {**asked, "for_another": detail.for_another}


def _clarify(detail: ClarifyPlease, telling: Telling) -> Told:
    return {
        **_confirm_please(detail.asked, telling),
        "words": echo(detail.line),
        "past_code": detail.past_code,
        "question": cut(one_line(detail.question), PARAGRAPH_COLUMNS),
    }


def _by_other(detail: ConfirmedByOther, telling: Telling) -> Told:
    return {
        **_confirm_please(detail.asked, telling),
        "other": detail.other,
        "words": echo(detail.words),
        "said_at": telling.words.when(detail.at),
    }


def _identity(detail: IdentityCheck, telling: Telling) -> Told:
    words = telling.words
    return {
        **_buttons(detail.code, words.phrase("not_me"), telling),
        "confirm_code": detail.code,
        "claimed": detail.claimed,
        "words": echo(detail.words),
        "said_at": words.when(detail.at),
    }


def _to_judge(detail: ToJudge, telling: Telling) -> Told:
    words = telling.words
    return {
        "sender": detail.sender,
        "words": quoted(detail.words),
        "line": echo(detail.line),
        "reading": words.of("reading", detail.reading),
        "asked_again": detail.asked_again,
        "decide_by": words.when(detail.decide_by) if detail.decide_by else "",
        "files": named(detail.files, words),
        "notes": noted(detail.notes, words),
    }


def _settled(detail: Settled, telling: Telling) -> Told:
    words, evidence = telling.words, detail.evidence
    named_proofs = one_line(evidence.authentication).split("+")
    proofs = (words.of("proof", part) for part in named_proofs)
    rating = words.phrase("rating")
    return {
        "outcome": "confirmed",
        "certificate": detail.certificate,
        "words": echo(detail.words),
        "speaker": evidence.by,
        "signed": evidence.evidence_class is EvidenceClass.SEALED,
        "is_speaker": evidence.by == telling.notice.to,
        "phoned_by": words.phrase("comma").join(map(person, detail.phoned_by)),
        "keywords": words.phrase("comma").join(map(one_line, detail.keywords)),
        "received": words.stamp(evidence.received_at),
        "confirmed": words.when(evidence.received_at),
        "dispute_until": words.when(detail.dispute_until),
        "fingerprint": _fingerprint(evidence.mail_sha256),
        "message_id": one_line(evidence.message_id),
        "proof": words.phrase("semicolon").join(proofs),
        "evidence_class": words.of("evidence", evidence.evidence_class),
        **{
            f"{mark}_link": link(f"{rating} {words.of('rating', mark)}", telling)
            for mark in MARKS
        },
    }


def _fingerprint(digest: str) -> str:
    """Its two ends; nothing where no mail was the evidence."""
    if not digest:
        return ""
    return f"SHA-256 {digest[:_DIGEST_ENDS]} ... {digest[-_DIGEST_ENDS:]}"


def _reopened(detail: Reopened, _: Telling) -> Told:
    return {
        "outcome": "reopened",
        "words": echo(detail.words),
        "raised": detail.raised,
        "level": detail.level,
        "explanation": cut(one_line(detail.explanation), PARAGRAPH_COLUMNS),
        "revoked": detail.revoked,
        "anew": detail.anew,
    }


def _closed(detail: ClosedUnconfirmed, telling: Telling) -> Told:
    words = telling.words
    return {
        "outcome": "closed",
        "why_closed": str(detail.why),
        "closed_reason": cut(one_line(detail.reason), PARAGRAPH_COLUMNS)
        or words.of("closed_for", detail.why),
        "reopen_until": words.when(detail.reopen_until),
        "questions": (),
    }


DETAILS: Mapping[type, Tell] = MappingProxyType(
    {
        **told(ConfirmPlease, _confirm_please),
        **told(ConfirmReminder, _reminder),
        **told(ClarifyPlease, _clarify),
        **told(ConfirmedByOther, _by_other),
        **told(IdentityCheck, _identity),
        **told(ToJudge, _to_judge),
        **told(Settled, _settled),
        **told(Reopened, _reopened),
        **told(ClosedUnconfirmed, _closed),
    }
)
