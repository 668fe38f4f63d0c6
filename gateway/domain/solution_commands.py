"""What step 4 is asked for: the fix."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    text: str
    consent: str = ""
    time_text: str = ""
