"""What step 5 is asked for: tests, and the last word."""

from dataclasses import dataclass

from gateway.domain.evidence import Evidence


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
    """Staff, or a requester's words, say that it is not solved.

    ``raised``: a clear "no", which raises the priority; else words after the end.
    """

    words: str
    raised: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """The requester says that it is solved.

    ``words`` are those that decided; the evidence holds them, too, but where they came
    encrypted they are not repeated in clear.
    """

    words: str
    evidence: Evidence
