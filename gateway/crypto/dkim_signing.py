"""Our own letters signed for their domain (DKIM), where the relay does not do it.

Made once, when a letter is written: its octets are final then. From is signed once more
than it is there, so that nobody can add another one; the body is signed whole.

STANDARDS: RFC 6376 §3.5, §5.4, §8.15 (From twice); RFC 8301 (RSA with SHA-256).
"""

import base64
import re
from dataclasses import dataclass, field

import dkim

from gateway.crypto.program import Bounds, run

SIGNED = (
    b"from",
    b"from",
    b"reply-to",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"in-reply-to",
    b"references",
    b"auto-submitted",
    b"mime-version",
    b"content-type",
    b"list-id",
)
KEY_BITS_LEAST = 2048
RECORD_PIECE_CHARACTERS = 250
"""Of a TXT record one string holds 255 (RFC 1035 §3.3.14)."""
_SELECTOR = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_CANONICAL = (b"relaxed", b"relaxed")


class NoKey(ValueError):
    """The key is none that can sign; says why, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSigner:
    """Signs letters of ``domain`` with an RSA key in PEM. Raises :class:`NoKey`."""

    domain: str
    selector: str
    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not _SELECTOR.fullmatch(self.selector):
            raise NoKey(f"{self.selector!r} is no selector: write letters and digits")
        try:
            signature = self._signature(b"From: a@b\r\n\r\n\r\n")
        except (dkim.DKIMException, ValueError, LookupError) as error:
            raise NoKey(f"no RSA key in PEM without a passphrase ({error})") from error
        octets = re.sub(rb"\s", b"", signature.rpartition(b"b=")[2])
        if len(base64.b64decode(octets)) * 8 < KEY_BITS_LEAST:
            raise NoKey(f"the key has fewer than {KEY_BITS_LEAST} bits")

    def __call__(self, letter: bytes) -> bytes:
        """The letter with its signature on top."""
        return self._signature(letter) + letter

    def _signature(self, letter: bytes) -> bytes:
        made: bytes = dkim.sign(
            letter,
            self.selector.encode(),
            self.domain.encode(),
            self.key,
            canonicalize=_CANONICAL,
            include_headers=list(SIGNED),
        )
        return made.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def record_of(key: bytes, openssl: str, bounds: Bounds) -> str:
    """What the DNS has to say of a key: the text of its TXT record.

    Raises :class:`NoKey` where openssl cannot read it.
    """
    ran = run((openssl, "pkey", "-in", key, "-pubout", "-outform", "DER"), bounds)
    if not ran.fine or not ran.output:
        raise NoKey(f"openssl cannot read the key: {ran.trouble or ran.said.strip()}")
    return f"v=DKIM1; k=rsa; p={base64.b64encode(ran.output).decode()}"


def zone_line(domain: str, selector: str, record: str) -> str:
    """The record as a line of a zone file, cut into strings that fit."""
    size = RECORD_PIECE_CHARACTERS
    pieces = [record[at : at + size] for at in range(0, len(record), size)]
    strings = " ".join(f'"{piece}"' for piece in pieces)
    return f"{selector}._domainkey.{domain}. IN TXT ( {strings} )"
