"""What step 5 is asked for: tests, and the last word."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTest:
    """Test results; each line is a numbered step of the letter that asks (R34)."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve:
    text: str = ""
    workaround: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """Staff, or a requester's words, say that it is not solved."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """The requester says that it is solved. ``evidence_class`` as in 6.6.

    ``key`` is the key that signed the mail, of DKIM with its DNS record as it is now.
    """

    words: str
    evidence_class: str
    proof: str
    sha256: str
    message_id: str
    key: str = ""
