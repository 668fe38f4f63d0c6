"""What step 3 is asked for: the cause."""

from dataclasses import dataclass

from gateway.domain.request import CauseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    text: str
    kind: CauseKind | None = None
    time_text: str = ""
