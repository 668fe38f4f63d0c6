"""What the letters of step 5 may say of their details."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, told
from gateway.dispatch.foreign import echo, mailto
from gateway.dispatch.wrap import one_line
from gateway.domain.verification_details import ConfirmPlease, Evidence, Reopened

_DIGEST_ENDS = 12


def _confirm_please(detail: ConfirmPlease, telling: Telling) -> Told:
    request, words = telling.notice.request, telling.words
    subject = f"Re: [{request.number if request else ''}]"
    address = telling.sender.reply_address
    yes = mailto(address, subject, f"CONFIRM {detail.button_code}")
    no = mailto(address, subject, words.phrase("not_resolved"))
    return {
        "confirm_code": detail.code,
        "certificate": detail.certificate,
        "answer_by": words.when(detail.answer_by),
        "confirm_link": yes,
        "dispute_link": no,
    }


def _evidence(detail: Evidence, telling: Telling) -> Told:
    words = telling.words
    digest = detail.sha256
    proofs = (words.of("proof", part) for part in one_line(detail.proof).split("+"))
    return {
        "outcome": "confirmed",
        "certificate": detail.certificate,
        "words": echo(detail.words),
        "speaker": detail.speaker,
        "received": words.stamp(detail.received_at),
        "confirmed": words.when(detail.received_at),
        "dispute_until": words.when(detail.dispute_until),
        "fingerprint": f"SHA-256 {digest[:_DIGEST_ENDS]} ... {digest[-_DIGEST_ENDS:]}",
        "message_id": one_line(detail.message_id),
        "proof": words.phrase("semicolon").join(proofs),
        "evidence_class": words.of("evidence", detail.evidence_class),
    }


def _reopened(detail: Reopened, _: Telling) -> Told:
    return {
        "outcome": "reopened",
        "words": echo(detail.words),
        "raised": detail.raised,
    }


DETAILS: Mapping[type, Tell] = MappingProxyType(
    {
        **told(ConfirmPlease, _confirm_please),
        **told(Evidence, _evidence),
        **told(Reopened, _reopened),
    }
)
