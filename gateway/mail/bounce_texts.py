"""Failure reports in prose: what mail systems wrote before and beside RFC 3464.

Rule: an address is a failed recipient only near words of failure, above the copy of
the returned message, and not as the sender's or somebody to ask.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from gateway.mail.bounce_phrases import (
    ADVICE,
    BARE_NOTE,
    DELAY,
    ENCLOSED,
    FAILURE,
    FATAL,
    GATEWAY_NAME,
    MACHINE_NAME,
    MACHINE_TEXT,
    RETRY,
    SENDERS_LINE,
    SOFT,
    SUBJECT,
    SUBJECT_FORM,
    SUCCESS,
)
from gateway.mail.bounce_status import status_in

_SIGN = r"[^\s<>()\[\]\",;:\x00-\x1f\x7f-\x9f\ud800-\udfff]"
ADDRESS = re.compile(rf"{_SIGN}{{1,64}}@{_SIGN}{{1,255}}")
"""An address in a field of a report, which holds little else."""
_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[\w-]{1,63}\.){0,8}[\w-]{1,63}"
    r"(?<![_-])"
)
_FROM_BEFORE = re.compile(
    r"(?i)(?:(?<!generated )\bfrom|\b(?:by|sender|via)|发件人|寄件者"
    r"|来自)[:：]?\s{0,3}\W?\Z"
)
_LONE_WORD = re.compile(r"\A[ \t]{1,8}([A-Za-z0-9][\w.-]{1,62})\s*\Z")
_PREFIX = re.compile(r"(?i)\A(?:smtp|rfc822|internet|x400|utf-8|mailto)[=:;]")
_TEXT_CHARS = 65_536
_OPENING_CHARS = 1500
_START_CHARS = 300
_MACHINES = frozenset(
    {"mailer-daemon", "postmaster", "mailerdaemon", "mmdf", "mdaemon", "uucp"}
)
_NEAR_LINES = 40
_NOBODY = ("postmaster@", "mailer-daemon@", "abuse@", "microsoftexchange329e71ec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a text tells; ``certain`` where the subject alone names a failure."""

    recipients: tuple[str, ...]
    status: str
    hard: bool
    certain: bool
    delayed: bool = False


def is_machine_address(address: str) -> bool:
    """An address that mail systems report from, and nobody else."""
    local = address.partition("@")[0].lower()
    return local in _MACHINES or local.startswith("microsoftexchange329e71ec")


def is_machine_name(name: str) -> bool:
    return bool(MACHINE_NAME.search(name))


def is_gateway_name(name: str, address: str) -> bool:
    """A name that a mail gateway may bear, and a person's mailbox, too."""
    return bool(GATEWAY_NAME.search(name) or GATEWAY_NAME.search(address))


def is_failure_subject(title: str) -> bool:
    """Whether a subject has the form that mail systems give it."""
    return bool(SUBJECT_FORM.match(title))


def names_failure(subject: str) -> bool:
    """Whether a subject speaks of a failure, which persons' subjects do, too."""
    return bool(SUBJECT.search(subject))


def is_machine_text(text: str) -> bool:
    """Whether a text opens with a sentence of mail systems."""
    return bool(MACHINE_TEXT.search(text[:_OPENING_CHARS]))


def begins_as_report(text: str) -> bool:
    """Whether it does so at once, with no word of anybody before it."""
    found = MACHINE_TEXT.search(text[:_START_CHARS])
    return found is not None and not text[: found.start()].strip(" \t\n*-=_#.>|!")


def is_bare_note(text: str) -> bool:
    """Whether there is nothing but "could not be delivered to", an address, rules."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not 1 < len(lines) <= _NEAR_LINES:
        return False
    kinds = [_note_line(line) for line in lines]
    return all(kinds) and "note" in kinds and "address" in kinds


def _note_line(line: str) -> str:
    if _ADDRESS.fullmatch(line.strip("<>,;. ")):
        return "address"
    if not any(character.isalnum() for character in line):
        return "rule"
    return "note" if BARE_NOTE.match(line) else ""


def bare_address(found: str) -> str:
    return _PREFIX.sub("", found).lower().strip(".'`=")


def read(text: str, subject: str, ours: frozenset[str], home: str = "") -> Found | None:
    """A report in prose; None where no word of failure is found.

    ``home`` is the domain of the system that reports: it may name its own people
    without one.
    """
    head = _above_enclosed(text[:_TEXT_CHARS])
    told = SUBJECT.search(subject)
    if not told and not FAILURE.search(head):
        return None
    if SUCCESS.search(head) and not FATAL.search(head):
        return None
    delayed = _is_delay(subject, head)
    status = status_in(head) or (status_in(subject) if told else "")
    soft = delayed or (status.startswith("4") and not _gives_up(subject, head))
    return Found(
        recipients=tuple(
            dict.fromkeys(
                _recipients(head, ours)
                or _addresses_in(head, ours)
                or _lone_words(head, home)
            )
        ),
        status=status,
        hard=not soft,
        certain=bool(told),
        delayed=delayed,
    )


def _is_delay(subject: str, head: str) -> bool:
    if RETRY.search(head):
        return True
    told = DELAY.search(subject) or SOFT.search(head)
    return bool(told) and not _gives_up(subject, head)


def _gives_up(subject: str, head: str) -> bool:
    """Temporary words stand in reports of a final failure, too: what the host said."""
    return bool(FATAL.search(head) or SUBJECT_FORM.match(subject))


def _above_enclosed(text: str) -> str:
    found = ENCLOSED.search(text, 40)
    return text[: found.start()] if found else text


def _recipients(head: str, ours: frozenset[str]) -> list[str]:
    """Addresses on the lines of failure and a few below them."""
    named: list[str] = []
    last_failure = -_NEAR_LINES - 1
    for place, line in enumerate(head.split("\n")):
        if named and ADVICE.search(line):
            break
        if FAILURE.search(line):
            last_failure = place
        if "@" in line and place - last_failure <= _NEAR_LINES:
            named += _addresses_in(line, ours)
    return named


def _addresses_in(text: str, ours: frozenset[str]) -> list[str]:
    named: list[str] = []
    for line in text.split("\n"):
        if "@" not in line or SENDERS_LINE.match(line):
            continue
        for found in _ADDRESS.finditer(line):
            address = bare_address(found[0])
            if address in ours or address.startswith(_NOBODY):
                continue
            if not _FROM_BEFORE.search(line[: found.start()]):
                named.append(address)
    return named


def _lone_words(head: str, home: str) -> list[str]:
    """A name alone on an indented line, right below words of failure."""
    lines = head.split("\n")
    if not home:
        return []
    return [
        f"{found[1].lower()}@{home.lower()}"
        for above, line in pairwise(lines)
        if (found := _LONE_WORD.match(line)) and above.rstrip().endswith(":")
    ]
