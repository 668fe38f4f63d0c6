"""Secrets in addresses: reply tokens, marked Message-IDs, confirmation codes.

A reply token is bound to a request, to one recipient, to a purpose and to a last
day. It names the key that made it, so that two keys can live at a time. Everything
is lower-case Crockford base32, because clients fold the case of addresses; read back,
case does not matter. An address that holds a token stays within the 64 octets that
RFC 5321 §4.5.3.1.1 gives to a local part.

STANDARDS: RFC 5321 §4.5.3.1.1, RFC 5233 (subaddress), RFC 2104 (HMAC).
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
MAC_CHARS = 16
"""80 bits: what is kept of an HMAC-SHA256 in a token and in a Message-ID."""
CODE_CHARS = 8
"""40 bits: the confirmation code that is printed (PROCESS 6.1 P5)."""
BUTTON_CHARS = 2
"""The characters that only the button's code has."""
DAY_CHARS = 3
"""The last day as days since 2020: enough until 2109."""
LOCAL_PART_LIMIT = 64
DESK = "TSDESK"
"""Stands for the number in the reply address of a letter that is of no request."""
TOKEN_CHARS = 2 + DAY_CHARS + MAC_CHARS
_EPOCH = date(2020, 1, 1)
_TRANSLATE = str.maketrans("oil", "011")


class Purpose(StrEnum):
    """What a reply to the address is: the customer's word, the team's, a supplier's."""

    PUBLIC = "p"
    INTERNAL = "n"
    VENDOR = "v"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Living keys by their one-character id; ``current`` makes new tokens."""

    current: str
    secrets: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyAddress:
    """A subaddress of ours, split: ``support+ts20231001001.TOKEN@…``."""

    number: str
    token: str


def reply_token(
    keys: Keys, number: str, recipient: str, purpose: Purpose, expires: date
) -> str:
    """Make a token. ``expires`` is its last good day."""
    head = f"{keys.current}{purpose}{_days(expires)}"
    return head + _mac(keys, keys.current, "reply", number, recipient, head)


def check_reply_token(
    keys: Keys, number: str, recipient: str, token: str, today: date
) -> Purpose | None:
    """What a token allows this recipient; None where it allows nothing."""
    token = token.lower().translate(_TRANSLATE)
    if len(token) != TOKEN_CHARS or token[0] not in keys.secrets:
        return None
    head, mac = token[:-MAC_CHARS], token[-MAC_CHARS:]
    good = _mac(keys, token[0], "reply", number, recipient, head)
    if not hmac.compare_digest(good.encode(), mac.encode("utf-8", "replace")):
        return None
    if _EPOCH + timedelta(days=_number(token[2 : 2 + DAY_CHARS])) < today:
        return None
    return Purpose(token[1])


def reply_address(local: str, domain: str, number: str, token: str) -> str:
    """Write the address; raises ValueError where the local part grows too long."""
    part = f"{local}+{number.lower()}.{token}"
    if len(part) > LOCAL_PART_LIMIT:
        raise ValueError(f"the local part {part!r} exceeds {LOCAL_PART_LIMIT} octets")
    return f"{part}@{domain}"


def read_reply_address(address: str) -> ReplyAddress | None:
    """Split an address that may be one of ours; any case, as clients leave it."""
    local, _, _ = address.rpartition("@")
    number, dot, token = local.rpartition("+")[2].rpartition(".")
    if not dot or not number.upper().startswith("TS") or not token:
        return None
    return ReplyAddress(number=number.upper(), token=token.lower())


def message_id(keys: Keys, domain: str, parts: tuple[str, ...]) -> str:
    """A Message-ID that nobody can guess, and that the same parts give again.

    ``parts`` are the number, the round, the letter's code, and whatever makes it one.
    """
    mac = _mac(keys, keys.current, "message-id", *parts)
    visible = ".".join(part.lower() for part in parts[:3] if part)
    return f"<{visible}.{mac}@{domain}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a code is bound to (P5): the request, its round, whom we asked, and what.

    ``question`` is the digest of what the letter said; ``challenge`` counts the letters
    that asked who wrote, 0 for the code of the question itself.
    """

    number: str
    round: int
    recipient: str
    question: str = ""
    challenge: int = 0

    @property
    def parts(self) -> tuple[str, ...]:
        bound = (self.number, str(self.round), self.recipient)
        question = (self.question,) if self.question else ()
        challenge = (f"challenge {self.challenge}",) if self.challenge else ()
        return (*bound, *question, *challenge)


def confirm_code(keys: Keys, asked: Asked) -> tuple[str, str]:
    """The printed code and the button's, upper case: ``K7QM4P2X``, ``K7QM4P2XA9``."""
    return _codes(keys, keys.current, asked.parts)


def living_codes(keys: Keys, asked: Asked) -> tuple[str, ...]:
    """Every code that may have been mailed for this question, by any living key."""
    return tuple(c for key in keys.secrets for c in _codes(keys, key, asked.parts))


def step_code(keys: Keys, bound: tuple[str, ...]) -> tuple[str, str]:
    """The code of a plan, a person and what it allows; printed and the button's."""
    mac = _mac(keys, keys.current, "step", *bound).upper()
    return mac[:CODE_CHARS], mac[: CODE_CHARS + BUTTON_CHARS]


def living_step_codes(keys: Keys, bound: tuple[str, ...]) -> tuple[str, ...]:
    """Every such code that may have been mailed, by any living key."""
    macs = (_mac(keys, key, "step", *bound).upper() for key in keys.secrets)
    ends = (CODE_CHARS, CODE_CHARS + BUTTON_CHARS)
    return tuple(mac[:end] for mac in macs for end in ends)


def _codes(keys: Keys, key_id: str, bound: tuple[str, ...]) -> tuple[str, str]:
    mac = _mac(keys, key_id, "confirm", *bound).upper()
    return mac[:CODE_CHARS], mac[: CODE_CHARS + BUTTON_CHARS]


def _mac(keys: Keys, key_id: str, *parts: str) -> str:
    said = "\0".join(parts).encode("utf-8", "surrogateescape")
    digest = hmac.digest(keys.secrets[key_id], said, sha256)
    return _base32(int.from_bytes(digest[:10], "big"), MAC_CHARS)


def _base32(value: int, chars: int) -> str:
    return "".join(
        ALPHABET[value >> 5 * place & 31] for place in range(chars - 1, -1, -1)
    )


def _days(day: date) -> str:
    return _base32(max((day - _EPOCH).days, 0), DAY_CHARS)


def _number(text: str) -> int:
    value = 0
    for char in text:
        value = value * 32 + ALPHABET.index(char)
    return value
