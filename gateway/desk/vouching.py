"""What the signatures of a mail prove of its sender, and what staff are told of them.

Rule: a signature proves who wrote the signed words, and nothing of where they belong:
that is the token's part. An old one proves nothing, since whoever has seen a signed
mail can send it again (THREATS 3). A failed DMARC outweighs them all.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import BinaryIO

from gateway.desk.context import Context
from gateway.domain.people import Address, address
from gateway.domain.remarks import Remark, RemarkKind
from gateway.mail.authentication import is_ours
from gateway.mail.envelope import Envelope
from gateway.mail.message import (
    MailKind,
    Message,
    Signature,
    SignatureMethod,
    SignatureResult,
)

FRESH_FOR = timedelta(days=7)
"""How old a signature may be when its mail comes, and how far ahead a clock may be."""
HEADER_BYTES = 65_536
"""Octets in which a DKIM-Signature is looked for."""

_DKIM_FIELD = b"dkim-signature"
_NAMES = {
    SignatureMethod.SMIME: "S/MIME",
    SignatureMethod.OPENPGP: "OpenPGP",
    SignatureMethod.DKIM: "DKIM",
}


def vouched(
    message: Message, source: BinaryIO, start: int, envelope: Envelope, context: Context
) -> Message:
    """The message with what its domain's own signature says, and old ones set aside.

    The domain's signature is looked at only where it decides something: where one is
    there, a person wrote, and our border said nothing.
    """
    found = message.signatures
    if context.domain_keys and _is_open(message, envelope, context):
        source.seek(start)
        if _DKIM_FIELD in source.read(HEADER_BYTES).lower():
            source.seek(start)
            domain = message.senders[0].address.rpartition("@")[2]
            checked = context.domain_keys.check(
                source.read(), domain, envelope.received_at
            )
            found += tuple(replace(one, for_sender=True) for one in checked)
    if not found:
        return message
    dated = tuple(_dated(one, envelope.received_at) for one in found)
    return replace(message, signatures=dated)


def _is_open(message: Message, envelope: Envelope, context: Context) -> bool:
    if message.kind is not MailKind.PERSON or len(message.senders) != 1:
        return False
    told = message.authentication_results[:1]
    spoke = any(is_ours(field, context.authserv_id) for field in told)
    return not (spoke and context.from_border(envelope))


def _dated(one: Signature, received_at: datetime) -> Signature:
    reason = _stale(one, received_at)
    if one.result is not SignatureResult.VALID or not reason:
        return one
    return replace(one, result=SignatureResult.EXPIRED, reason=reason)


def _stale(one: Signature, received_at: datetime) -> str:
    """Why it may be an old one; of a domain's the moment is often not known."""
    if one.signed_at is None:
        person = one.method is not SignatureMethod.DKIM
        return "it does not say when it was made" if person else ""
    if received_at - one.signed_at > FRESH_FOR:
        return f"made more than {FRESH_FOR.days} days before it came"
    if one.signed_at - received_at > FRESH_FOR:
        return f"made more than {FRESH_FOR.days} days after it came"
    return ""


def signature_of(message: Message, speaker: Address) -> Signature | None:
    """The speaker's own signature over all the words; a pinned key's where there is.

    None where not From, but another field says who speaks: whom From names has signed.
    """
    if [address(box.address) for box in message.senders] != [speaker]:
        return None
    own = [
        one
        for one in message.signatures
        if one.proves and one.method is not SignatureMethod.DKIM
    ]
    return max(own, key=lambda one: one.pinned, default=None)


def domain_signature_of(message: Message) -> Signature | None:
    """The signature of the domain in From, checked by ourselves."""
    by_domain = (s for s in message.signatures if s.method is SignatureMethod.DKIM)
    return next((one for one in by_domain if one.proves), None)


def belies_its_domain(message: Message) -> bool:
    """Whether the domain's signature could be checked, and does not fit the mail."""
    by_domain = [s for s in message.signatures if s.method is SignatureMethod.DKIM]
    return domain_signature_of(message) is None and any(
        one.result is SignatureResult.INVALID and one.record for one in by_domain
    )


def key_of(message: Message, speaker: Address) -> str:
    """The key behind the proof, as evidence: DNS forgets its keys (PROCESS 6.6)."""
    found = signature_of(message, speaker) or domain_signature_of(message)
    if found is None:
        return ""
    return f"{found.method} {found.key} {found.record}".strip()


def facts(message: Message) -> tuple[str, ...]:
    """Each signature in few words, for the log."""
    return tuple(
        f"{one.method}:{one.result}" + ("" if one.for_sender else "(another's)")
        for one in message.signatures
    )


def remarks_on_signatures(message: Message) -> Iterator[Remark]:
    """What staff are told of the signatures that a person made."""
    for one in message.signatures:
        if one.method is SignatureMethod.DKIM:
            continue
        words = (_NAMES[one.method], ", ".join(one.signers), one.reason)
        if one.proves:
            kind = RemarkKind.SIGNED
        elif one.result is SignatureResult.INVALID:
            kind = RemarkKind.SIGNATURE_INVALID
        else:
            kind = RemarkKind.SIGNATURE_UNPROVEN
        yield Remark(kind, ", ".join(word for word in words if word))
