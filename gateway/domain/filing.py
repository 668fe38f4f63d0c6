"""R36: a certificate signed elsewhere, which staff file (evidence class A*).

The customer's word is the signature in the paper, not the staff's: the requester gets
a copy with the receipt and may deny it, as any confirmation.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.classification import may
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import (
    Case,
    Decider,
    Outcome,
    Refusal,
    decider,
)
from gateway.domain.evidence import Evidence, EvidenceClass
from gateway.domain.filing_commands import FileSigned
from gateway.domain.lifecycle import Trigger
from gateway.domain.request import Request, Status
from gateway.domain.verification import settle
from gateway.domain.verification_events import Confirmed


def decide_signed(filed: FileSigned, request: Request, case: Case) -> Outcome:
    """Only while the requester is asked; never by the requester himself."""
    if not may(request, Trigger.CONFIRM):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if case.speaker == request.requester:
        return Refusal(Reason.SECOND_PERSON)
    said = f"{filed.who}: {filed.filename}"
    evidence = Evidence(
        evidence_class=EvidenceClass.SEALED,
        rule="signed",
        line=said,
        round=request.round,
        by=request.requester,
        received_at=case.now,
        message_id=filed.message_id,
        mail_sha256=filed.mail_sha256,
        authentication="signed",
        locale=request.locale,
        file_name=filed.filename,
        file_sha256=filed.sha256,
    )
    confirmed = Confirmed(by=case.speaker, at=case.now, words=said, evidence=evidence)
    return settle(confirmed, request, case)


DECIDERS: Mapping[type, Decider] = MappingProxyType(decider(FileSigned, decide_signed))

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {Verb.SIGNED: frozenset({Status.AWAITING_CONFIRMATION})}
)
"""In which statuses this verb is not refused outright."""
