"""What a confirmation rests on: the act, who did it, and how that is known (6.6).

Kept with the request as ``settlement.evidence``, and set into the certificate. What is
in here stands in the original mail or in our own letter; nothing is concluded.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.people import Address, Locale


class EvidenceClass(StrEnum):
    """6.6, the strongest first. D is no confirmation: the request was closed."""

    SEALED = "A*"
    CODE = "A"
    WORDS = "B"
    PHONE = "C"
    EXPIRED = "D"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One confirmation.

    ``rule`` is the row of the table that fitted and ``line`` the words that did, as
    they were written; ``code`` the code in them, empty where there was none. ``by`` is
    whose word it is: by telephone that is the person who was called, as far as an
    address is known. ``received_at`` is our server's moment, ``mail_sha256`` the digest
    of the whole mail as it came. ``authentication`` names the proofs of the sender,
    joined by ``+``, ``key`` the key that signed, with its DNS record as it was then.
    ``letter_…`` is the letter that asked (C09), ``locale`` its language.
    ``rules_version`` names the closed sets of words that judged. ``file_…`` is the
    paper that was signed elsewhere (A*).
    """

    evidence_class: EvidenceClass
    rule: str
    line: str
    code: str = ""
    round: int
    by: Address
    received_at: datetime
    message_id: str = ""
    mail_sha256: str = ""
    authentication: str = ""
    key: str = ""
    letter_message_id: str = ""
    letter_sha256: str = ""
    locale: Locale = Locale.EN
    rules_version: str = ""
    file_name: str = ""
    file_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """A certificate that a later "no" took back (T6): marked, never deleted."""

    certificate: str
    evidence: Evidence
    by: Address
    at: datetime
    words: str
