"""What a customer asks for who wants no more of it: of the request, or of our mails."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """E20: the request is not to be worked on any more. ``words`` say so."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hush:
    """Fewer letters about the request, or all of them again; ``words`` are the rest."""

    muted: bool
    words: str = ""
