"""What an answer to "is it resolved?" asks for where it settles nothing by itself."""

from dataclasses import dataclass

from gateway.domain.evidence import Evidence
from gateway.domain.submission_details import FileNote


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Words that a person has to judge (T3', T4, T5; PROCESS 6.3).

    ``line`` is the one that stood in the way, ``reading`` why. ``mixed``: perhaps not
    resolved, so that the clock stands still. ``ask_again``: the sender is asked to be
    clear. ``past_code``: he gave the code of an earlier round. ``judged``: whether
    staff have to look at it at all.
    """

    words: str
    line: str
    reading: str
    mixed: bool = False
    ask_again: bool = False
    past_code: bool = False
    judged: bool = True
    files: tuple[str, ...] = ()
    notes: tuple[FileNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproven:
    """A yes by somebody who may not be who he says, or has no say (C17)."""

    words: str
    line: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMe:
    """The registered person denies the yes that he was asked about (C17)."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YesOfAnother:
    """A colleague says that it is resolved, and the requester is asked (C16)."""

    words: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The one question of C12: ``mark`` is good, fair or poor (2.7)."""

    mark: str
    words: str = ""
