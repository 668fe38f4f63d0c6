"""What customers and their machines write, by lot, and what each comes to."""

import email
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from enum import StrEnum
from types import MappingProxyType

from tests.support.gateway_process import SUPPORT
from tests.support.relay import Taken

CUSTOMERS = 40
FILE_BYTES = 60_000


class Kind(StrEnum):
    NEW = "new"
    FILE = "file"
    REPLY = "reply"
    ROBOT = "robot"


CHANCES: Mapping[Kind, float] = MappingProxyType(
    {Kind.NEW: 0.5, Kind.FILE: 0.1, Kind.REPLY: 0.3, Kind.ROBOT: 0.1}
)
EFFECTS: Mapping[Kind, tuple[int, int, int, int]] = MappingProxyType(
    {
        Kind.NEW: (1, 1, 1, 0),
        Kind.FILE: (1, 1, 1, 1),
        Kind.REPLY: (1, 0, 1, 0),
        Kind.ROBOT: (1, 0, 0, 0),
    }
)
"""Receipts, requests, records and files that one mail leaves, however often it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """``words`` stand in no other mail, also as its file's name."""

    kind: Kind
    message_id: str
    words: str
    sender: str
    recipient: str
    content: bytes


def write(mark: str, chance: random.Random, taken: Sequence[Taken]) -> Mail:
    """Write one mail; a reply answers a letter that the relay has taken."""
    (kind,) = chance.choices(list(CHANCES), list(CHANCES.values()))
    letter = _letter(chance, taken) if kind is Kind.REPLY else None
    if kind is Kind.REPLY and letter is None:
        kind = Kind.NEW
    mail = EmailMessage(policy=WIRE)
    mail["From"] = f"c{chance.randrange(CUSTOMERS)}@customer.example"
    mail["To"] = SUPPORT
    if letter is not None:
        mail.replace_header("From", letter["To"])
        mail.replace_header("To", letter["Reply-To"])
        mail["In-Reply-To"] = letter["Message-ID"]
    if kind is Kind.ROBOT:
        mail["Auto-Submitted"] = "auto-replied"
    words = f"word-{mark}-end"
    mail["Subject"] = f"The order fails {words}"
    mail["Message-ID"] = f"<{mark}@customer.example>"
    mail.set_content(f"It says {words}.\n")
    if kind is Kind.FILE:
        content = f"{words}\n" * chance.randrange(1, FILE_BYTES // 20)
        mail.add_attachment(content, filename=f"{words}.txt")
    return Mail(
        kind=kind,
        message_id=str(mail["Message-ID"]),
        words=words,
        sender=_bare(str(mail["From"])),
        recipient=_bare(str(mail["To"])),
        content=mail.as_bytes(),
    )


def _letter(chance: random.Random, taken: Sequence[Taken]) -> Mapping[str, str] | None:
    """A letter to a customer: to whom it went, where its answer goes, its id."""
    for letter in chance.choices(taken, k=5) if taken else ():
        if letter.rcpt_to[0].endswith("@customer.example"):
            head = email.message_from_bytes(letter.content, policy=WIRE)
            names = ("To", "Reply-To", "Message-ID")
            return {name: _bare(str(head[name])) for name in names}
    return None


def _bare(text: str) -> str:
    """The address without a name; a Message-ID keeps its angle brackets."""
    if text.startswith("<") or "<" not in text:
        return text
    return text.partition("<")[2].rstrip(">")
