"""What step 2 is asked for: an owner, a priority, a call, a note."""

from dataclasses import dataclass

from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    owner: Address
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lower:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    connected: bool
    gist: str
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    text: str
