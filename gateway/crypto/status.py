"""What GnuPG says on its status descriptor, read as facts of signatures.

Rule: a line ends at a line feed and nowhere else, since a stranger's words may stand in
it: whoever encrypts to us names the file, and may name it like a status line.
STANDARDS: GnuPG's doc/DETAILS (status lines, colon listings).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from gateway.mail.message import Signature, SignatureMethod, SignatureResult
from gateway.mail.opening import SIGNATURES_LIMIT

_STATUS = "[GNUPG:] "
_RESULTS = {
    "GOODSIG": SignatureResult.VALID,
    "EXPSIG": SignatureResult.EXPIRED,
    "EXPKEYSIG": SignatureResult.EXPIRED,
    "REVKEYSIG": SignatureResult.REVOKED,
    "BADSIG": SignatureResult.INVALID,
}
_REASONS = {
    "EXPSIG": "the signature has expired",
    "EXPKEYSIG": "the key has expired",
    "REVKEYSIG": "the key is revoked",
    "BADSIG": "the content is not what was signed",
}
_NO_KEY = "9"
_WEAK_HASHES = frozenset({"1", "2", "3"})
"""MD5, SHA-1 and RIPEMD-160 (RFC 9580 §9.5)."""
_OF_CONTENT = frozenset({"00", "01"})
"""Signatures over octets or a text (RFC 9580 §5.2.1)."""
_ADDRESS = re.compile(r"([^\s@<>()]{1,64}@[^\s@<>()]{1,253})>?$")
_TIME = 3
_HASH, _CLASS = 8, 9
"""Where a VALIDSIG line holds the time of signing, the digest, what was signed."""

Status = Sequence[Sequence[str]]
"""Lines: keyword, first word, the rest; of VALIDSIG all words."""
Naming = Callable[[str], tuple[str, ...]]
"""Whom a key names, by its fingerprint."""


def read_status(output: bytes) -> Status:
    found: list[list[str]] = []
    for octets in output.split(b"\n"):
        line = octets.decode("utf-8", "replace")
        if line.startswith(_STATUS):
            told = line[len(_STATUS) :]
            every = told.startswith("VALIDSIG")
            found.append(told.split(" ") if every else told.split(" ", 2))
    return found


def signatures_of(said: Status, named: Naming) -> tuple[Signature, ...]:
    """The first of them, as many as are told at most: each may cost a look at a key."""
    return tuple(_one(lines, named) for lines in islice(_each(said), SIGNATURES_LIMIT))


def addresses_of(listing: str, fingerprint: str) -> Iterator[str]:
    """The living addresses of the key with that primary fingerprint."""
    mine = primary = False
    for line in listing.split("\n"):
        fields = line.split(":")
        if fields[0] in {"pub", "sec"}:
            mine, primary = False, True
        elif fields[0] == "fpr" and primary:
            mine, primary = fields[9] == fingerprint, False
        elif fields[0] == "uid" and mine and fields[1] not in {"r", "e", "i"}:
            found = _ADDRESS.search(fields[9].replace("\\x3a", ":"))
            if found:
                yield found[1].lower()


def signature(result: SignatureResult, reason: str) -> Signature:
    return Signature(method=SignatureMethod.OPENPGP, result=result, reason=reason)


def _each(said: Status) -> Iterator[Status]:
    """The status lines of each signature (``NEWSIG`` begins one)."""
    lines: list[Sequence[str]] = []
    begun = False
    for line in said:
        if line[0] == "NEWSIG":
            if begun:
                yield lines
            begun, lines = True, []
        lines.append(line)
    if begun:
        yield lines


def _one(lines: Status, named: Naming) -> Signature:
    verdict = next((line for line in lines if line[0] in _RESULTS), None)
    if verdict is None:
        return _unverified(lines)
    valid = next((line for line in lines if line[0] == "VALIDSIG"), [])
    result, reason = _RESULTS[verdict[0]], _REASONS.get(verdict[0], "")
    if result is SignatureResult.VALID and not _is_strong(valid):
        result, reason = SignatureResult.INVALID, "it is made with a weak digest"
    key = valid[-1] if valid else verdict[1] if len(verdict) > 1 else ""
    user = verdict[2] if len(verdict) > 2 else ""  # noqa: PLR2004 (keyword, key, user)
    known = result is not SignatureResult.INVALID
    return replace(
        signature(result, reason),
        key=key,
        signers=_addresses(valid, user, named) if known else (),
        pinned=known,
        signed_at=_moment(valid[_TIME]) if len(valid) > _TIME else None,
    )


def _is_strong(valid: Sequence[str]) -> bool:
    if len(valid) <= _CLASS:
        return False
    return valid[_HASH] not in _WEAK_HASHES and valid[_CLASS] in _OF_CONTENT


def _unverified(lines: Status) -> Signature:
    """ERRSIG: the key is not ours, or the algorithm is not taken."""
    error = next((line for line in lines if line[0] == "ERRSIG"), [])
    key = error[1] if len(error) > 1 else ""
    words = " ".join(error).split()
    if any(line[0] == "NO_PUBKEY" for line in lines) or _NO_KEY in words[6:7]:
        unknown = signature(SignatureResult.UNKNOWN_KEY, "the key is not among ours")
        return replace(unknown, key=key)
    weak = signature(SignatureResult.INVALID, "it cannot be checked as it was made")
    return replace(weak, key=key)


def _addresses(valid: Sequence[str], user: str, named: Naming) -> tuple[str, ...]:
    found = named(valid[-1]) if valid else ()
    one = _ADDRESS.search(user.strip())
    return found or ((one[1].lower(),) if one else ())


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        return None
