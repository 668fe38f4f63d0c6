"""From a reply that confirms to what is kept of it as evidence (PROCESS 6.6)."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.context import Context
from gateway.desk.draft import Matched
from gateway.desk.proofs import Proof
from gateway.desk.vouching import domain_signature_of, key_of, signature_of
from gateway.domain.codes import NoticeCode
from gateway.domain.evidence import Evidence, EvidenceClass
from gateway.domain.people import Address
from gateway.domain.request import Request
from gateway.domain.verdict import Judgement, Verdict, normalise_code
from gateway.mail.authentication import Alignment

ASKING = frozenset(
    {
        NoticeCode.CONFIRM_PLEASE,
        NoticeCode.CONFIRM_REMINDER,
        NoticeCode.CLARIFY_PLEASE,
        NoticeCode.CONFIRMED_BY_OTHER,
        NoticeCode.IDENTITY_CHECK,
    }
)
"""The letters to which a bare "confirmed" is an answer."""
CLASS_OF: Mapping[Verdict, EvidenceClass] = MappingProxyType(
    {
        Verdict.CONFIRMED_BY_CODE: EvidenceClass.CODE,
        Verdict.CONFIRMED_BY_WORDS: EvidenceClass.WORDS,
    }
)


def evidence_of(
    matched: Matched,
    request: Request,
    judgement: Judgement,
    context: Context,
    *,
    challenged: bool = False,
) -> Evidence:
    """What the reply proves: its own bytes, and those of the letter that it answers.

    ``challenged``: the sender gave the code that was mailed to ask whether it was he.
    """
    message, who = matched.read.message, matched.speaker.address
    asked = _question(request, who, context) or _question(
        request, request.requester, context
    )
    (content,) = context.store.letter_text((asked,)) if asked else (b"",)
    return Evidence(
        evidence_class=CLASS_OF[judgement.verdict],
        rule=judgement.rule,
        line=judgement.line,
        code=judgement.code,
        round=request.round,
        by=who,
        received_at=matched.read.spooled.envelope.received_at,
        message_id=matched.read.message_id,
        mail_sha256=matched.read.digest,
        authentication=authentication(matched, challenged=challenged),
        key=key_of(message, who),
        letter_message_id=asked,
        letter_sha256=hashlib.sha256(content).hexdigest() if content else "",
        locale=request.locale,
        rules_version=context.phrases.version,
    )


def authentication(matched: Matched, *, challenged: bool) -> str:
    """The proofs of the sender by name, joined by ``+``."""
    said = ["challenge"] if challenged else []
    if matched.match.proof is not Proof.NONE:
        said.append(matched.match.proof)
    message = matched.read.message
    if matched.speaker.alignment is Alignment.PASS:
        said.append("dkim" if domain_signature_of(message) else "dmarc")
    signature = signature_of(message, matched.speaker.address)
    if signature:
        said.append(signature.method.value)
    return "+".join(said)


def answers_question(matched: Matched, request: Request, context: Context) -> bool:
    """Whether the mail answers this round's question (T2), not an earlier one.

    Its parent is one of the letters that ask; or it quotes the code that this round's
    letter printed; or it came by a token of the request and its parent is no other
    letter of ours, whose question it would answer.
    """
    message = matched.read.message
    parent = message.in_reply_to or "".join(message.references[-1:])
    known = context.store.references((parent,)) if parent else ()
    code = next((one.code for one in known if one.number == request.number), "")
    of_round = f".r{request.round}." in parent
    if code in ASKING:
        return of_round
    printed = context.living_codes(request, request.round)
    if any(normalise_code(word) in printed for word in message.text.split()):
        return True
    return matched.match.holds_token and not code


def _question(request: Request, who: Address, context: Context) -> str:
    """The Message-ID of this round's C09 to that person; empty where none went."""
    mark = f".r{request.round}.{NoticeCode.CONFIRM_PLEASE.lower()}."
    sent = context.store.letters_to(request.number, who)
    return next((one for one in reversed(sent) if mark in one), "")
