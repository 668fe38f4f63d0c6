"""Remarks: what staff should know of how a mail came to its request.

A remark changes nothing. It stands on record, and in the letters to staff that the
mail made; customers never see one.
"""

from dataclasses import dataclass
from enum import StrEnum


class RemarkKind(StrEnum):
    """Each has its sentence in every locale; ``detail`` fills the gap in it."""

    RELATED = "related"
    ALSO_NAMES = "also-names"
    OTHER_SUBJECT = "other-subject"
    SAME_ID = "same-id"
    SAME_MAIL = "same-mail"
    MERGED = "merged"
    LATE_PARENT = "late-parent"
    PERHAPS_SAME = "perhaps-same"
    ON_BEHALF = "on-behalf"
    ENCRYPTED = "encrypted"
    DAMAGED_ENCRYPTION = "damaged-encryption"
    PARTIAL = "partial"
    DECRYPTED = "decrypted"
    WITHHELD = "withheld"
    SIGNED = "signed"
    SIGNATURE_INVALID = "signature-invalid"
    SIGNATURE_UNPROVEN = "signature-unproven"
    SENDER_DENIED = "sender-denied"
    NOT_ALL_READ = "not-all-read"
    UNKNOWN_SENDER = "unknown-sender"


@dataclass(frozen=True, slots=True)
class Remark:
    kind: RemarkKind
    detail: str
