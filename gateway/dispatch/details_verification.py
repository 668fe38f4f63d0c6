"""What the letters of step 5 may say of their details."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, told
from gateway.dispatch.foreign import echo, mailto
from gateway.dispatch.wrap import one_line
from gateway.domain.verification_details import ConfirmPlease, Reopened, Settled

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


def _settled(detail: Settled, telling: Telling) -> Told:
    words, evidence = telling.words, detail.evidence
    digest = evidence.mail_sha256
    named = one_line(evidence.authentication).split("+")
    proofs = (words.of("proof", part) for part in named)
    return {
        "outcome": "confirmed",
        "certificate": detail.certificate,
        "words": echo(detail.words),
        "speaker": evidence.by,
        "received": words.stamp(evidence.received_at),
        "confirmed": words.when(evidence.received_at),
        "dispute_until": words.when(detail.dispute_until),
        "fingerprint": f"SHA-256 {digest[:_DIGEST_ENDS]} ... {digest[-_DIGEST_ENDS:]}",
        "message_id": one_line(evidence.message_id),
        "proof": words.phrase("semicolon").join(proofs),
        "evidence_class": words.of("evidence", evidence.evidence_class),
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
        **told(Settled, _settled),
        **told(Reopened, _reopened),
    }
)
