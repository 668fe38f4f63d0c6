"""OpenPGP blocks within a text: where they stand, and the words signed in clear.

Rule: linear; a block that has no end is read to the end of the text.
STANDARDS: RFC 9580 §6.2 (armor), §7 (text signed in clear, dashes escaped).
"""

import binascii
import re
from dataclasses import dataclass
from enum import StrEnum

PLACEHOLDER = b"[PGP MESSAGE]"
"""What stands in the text for a block within it that could not be opened."""
BLOCKS_LIMIT = 8
"""Blocks of one text that are taken out of it."""

_BEGIN = re.compile(
    rb"^-----BEGIN PGP (SIGNED MESSAGE|MESSAGE)-----[ \t]*\r?$", re.MULTILINE
)
_SIGNATURE = re.compile(rb"^-----BEGIN PGP SIGNATURE-----", re.MULTILINE)
_PACKET, _NEW_FORMAT = 0x80, 0x40
_NOT_ENCRYPTED = frozenset({2, 4, 8, 11})
"""Packets (RFC 9580 §5): a signature, its first half, compressed and literal data."""
_CHARSET = re.compile(r"(?i);\s{0,8}charset\s{0,8}=\s{0,8}\"?[^\s\";]{0,64}\"?")


class Block(StrEnum):
    """The two kinds of block that hold words, by what their first line says."""

    SIGNED = "SIGNED MESSAGE"
    MESSAGE = "MESSAGE"

    @property
    def begin(self) -> str:
        return f"-----BEGIN PGP {self}-----"


_END = {
    Block.SIGNED: b"\n-----END PGP SIGNATURE-----",
    Block.MESSAGE: b"\n-----END PGP MESSAGE-----",
}


@dataclass(frozen=True, slots=True)
class Found:
    kind: Block
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What stands around a block within a text part, and the part's own type."""

    before: bytes
    after: bytes
    content_type: str

    def filled(self, words: bytes) -> bytes:
        """The text part with those words in the block's place."""
        declared = self.content_type or "text/plain"
        around = self.before + self.after
        if around.isascii() and not words.isascii() and _is_utf8(words):
            declared = _CHARSET.sub("", declared) + "; charset=utf-8"
        head = f"Content-Type: {declared}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        octets = head.encode("utf-8", "surrogateescape")
        return octets + self.before + words + self.after


def find_block(octets: bytes) -> Found | None:
    """The first block that is signed in clear or encrypted."""
    begin = _BEGIN.search(octets)
    if begin is None:
        return None
    kind = Block(begin[1].decode())
    mark = _END[kind]
    stop = octets.find(mark, begin.end())
    end = len(octets) if stop == -1 else stop + len(mark)
    return Found(kind, begin.start(), end)


def clear_text(block: bytes) -> bytes:
    """The words of a block that is signed in clear, with its dashes as they were."""
    body = _signed_body(block)
    lines = body.splitlines(keepends=True)
    return b"".join(line.removeprefix(b"- ") for line in lines)


def is_signed_alone(armor: bytes) -> bool:
    """Whether a block that may be encrypted begins with no packet of that kind."""
    body = _signed_body(armor).lstrip()[:4]
    try:
        (first, *_) = binascii.a2b_base64(body)
    except (binascii.Error, ValueError):
        return False
    tag = first & 0x3F if first & _NEW_FORMAT else (first & 0x3F) >> 2
    return bool(first & _PACKET) and tag in _NOT_ENCRYPTED


def without_armor(text: str) -> str:
    """A text with its blocks' words alone, and a placeholder for what is encrypted.

    For words that cannot be traced to the octets of a part, those of HTML for one.
    """
    if not may_hold_armor(text):
        return text
    octets = text.encode("utf-8", "surrogatepass")
    for _ in range(BLOCKS_LIMIT):
        found = find_block(octets)
        if found is None:
            break
        block = octets[found.start : found.end]
        words = clear_text(block) if found.kind is Block.SIGNED else PLACEHOLDER
        octets = octets[: found.start] + words + octets[found.end :]
    return octets.decode("utf-8", "surrogatepass")


def may_hold_armor(text: str) -> bool:
    return "-----BEGIN PGP " in text


def _signed_body(block: bytes) -> bytes:
    """Between the armor's own header lines and the signature."""
    place = block.find(b"\n") + 1
    while place < len(block):
        stop = block.find(b"\n", place)
        if stop == -1:
            return b""
        if not block[place:stop].strip():
            place = stop + 1
            break
        place = stop + 1
    signature = _SIGNATURE.search(block, place)
    return block[place : signature.start() if signature else len(block)]


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True
