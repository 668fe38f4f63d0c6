"""DKIM signatures checked by ourselves, where our border said nothing of them.

Rule: only a signature whose domain is that of From, or one above it, is looked at; it
must cover From and the whole body, and its key must be of a sane size. dkimpy's time
grows with the square of long blanks and of the header, so it is given neither.
STANDARDS: RFC 6376 (DKIM), RFC 8301 (no SHA-1, no short keys), RFC 8463 (Ed25519).
"""

import re
from collections.abc import Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import dkim
from dkim.util import InvalidTagValueList, parse_tag_value

from gateway.crypto.records import Found, TxtRecords
from gateway.mail.message import Signature, SignatureMethod, SignatureResult

SIGNATURES_LIMIT = 5
"""Signatures of one mail that are looked at."""
MAIL_BYTES = 16 * 1024 * 1024
HEADER_BYTES = 64 * 1024
FIELD_BYTES = 4096
LINES_LIMIT = 300_000
"""Bounds of a mail, its header, one signature and its lines: beyond them it is not
checked."""
RECORD_CHARS = 1100
"""A longer key record holds a key that is too costly (over 4096 bits, or so)."""
KEY_BITS = 1024

_FIELD = re.compile(rb"(?im)^dkim-signature[ \t]{0,8}:")
_BLANKS = re.compile(rb"[ \t]+")
_HEADER_END = re.compile(rb"\r?\n\r?\n")

# dkimpy lets faults of arithmetic and decoding through, as whoever signed made them.
_FAULTS = (
    dkim.DKIMException,
    InvalidTagValueList,
    ArithmeticError,
    ImportError,
    LookupError,
    NameError,
    TypeError,
    ValueError,
)

_WITHOUT_RECORD = {
    Found.SILENCE: (SignatureResult.UNCHECKED, "DNS does not answer"),
    Found.NOTHING: (SignatureResult.UNKNOWN_KEY, "DNS has no such key"),
}

Tags = Mapping[bytes, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainKeys:
    """See :class:`gateway.desk.ports_reading.DomainKeys`."""

    records: TxtRecords

    def check(
        self, content: bytes, domain: str, now: datetime
    ) -> tuple[Signature, ...]:
        """The signatures of that domain; the DNS is asked for those alone."""
        end = _HEADER_END.search(content, 0, HEADER_BYTES)
        header = content[: end.start()] if end else content[:HEADER_BYTES]
        if not _FIELD.search(header):
            return ()
        if not end or len(content) > MAIL_BYTES or content.count(b"\n") > LINES_LIMIT:
            return (_signature(SignatureResult.UNCHECKED, "the mail is too large"),)
        try:
            mail = dkim.DKIM(_with_line_ends(content), minkey=KEY_BITS)
        except _FAULTS:
            return (_signature(SignatureResult.UNCHECKED, "the header is broken"),)
        return self._all(mail, domain.lower(), now)

    def _all(
        self, mail: dkim.DKIM, domain: str, now: datetime
    ) -> tuple[Signature, ...]:
        values = [v for name, v in mail.headers if name.lower() == b"dkim-signature"]
        body = mail.body
        found: list[Signature] = []
        for place, value in enumerate(values):
            tags = _tags(value)
            signed_by = tags.get(b"d", b"").decode("ascii", "replace").lower()
            if not _is_of(signed_by, domain):
                continue
            if len(found) >= SIGNATURES_LIMIT:
                break
            mail.body = _relaxed(body) if _is_relaxed(tags) else body
            found.append(self._one(mail, place, tags, now))
        return tuple(found)

    def _one(self, mail: dkim.DKIM, place: int, tags: Tags, now: datetime) -> Signature:
        key = _key_name(tags)
        made = Signature(
            method=SignatureMethod.DKIM,
            result=SignatureResult.INVALID,
            signers=(tags[b"d"].decode("ascii", "replace").lower(),),
            key=key,
            signed_at=_moment(tags.get(b"t", b"")) or _dated(mail, tags),
        )
        refused = _refused(tags, now)
        if refused:
            return replace(made, result=refused[0], reason=refused[1])
        answer = self.records.get(key)
        if answer.found is not Found.RECORD:
            result, reason = _WITHOUT_RECORD[answer.found]
            return replace(made, result=result, reason=reason)
        made = replace(made, record=answer.text)
        refused = _refused_key(answer.text)
        if refused:
            return replace(made, result=refused[0], reason=refused[1])
        return _verified(mail, place, made)


def _verified(mail: dkim.DKIM, place: int, made: Signature) -> Signature:
    record = made.record.encode("ascii", "replace")

    def answer(_name: bytes, **_: object) -> bytes:
        return record

    try:
        valid = mail.verify(place, dnsfunc=answer)
    except (dkim.UnknownKeyTypeError, dkim.KeyFormatError, ImportError, NameError):
        reason = "its key cannot be used here"
        return replace(made, result=SignatureResult.UNCHECKED, reason=reason)
    except _FAULTS as error:
        return replace(made, reason=_line(error))
    if not valid:
        return replace(made, reason="the header is not what was signed")
    return replace(made, result=SignatureResult.VALID)


def _refused(tags: Tags, now: datetime) -> tuple[SignatureResult, str] | None:
    """What is wrong with a signature before its key is asked for."""
    expires = _moment(tags.get(b"x", b""))
    if b"from" not in _covered(tags):
        return SignatureResult.INVALID, "it does not cover From"
    if b"l" in tags:
        # RFC 6376 §8.2: anybody may have added to the body.
        return SignatureResult.UNCHECKED, "it covers a part of the body only (l=)"
    if tags.get(b"a", b"").lower() == b"rsa-sha1":
        return SignatureResult.UNCHECKED, "it is made with SHA-1"
    if expires and expires < now:
        return SignatureResult.EXPIRED, "it has expired (x=)"
    return None


def _refused_key(record: str) -> tuple[SignatureResult, str] | None:
    if len(record) > RECORD_CHARS:
        return SignatureResult.UNCHECKED, "its key is too large"
    tags = _tags(record.encode("ascii", "replace"))
    if not tags.get(b"p"):
        return SignatureResult.REVOKED, "its key is revoked"
    if b"y" in (flag.strip() for flag in tags.get(b"t", b"").split(b":")):
        return SignatureResult.UNCHECKED, "its domain is testing (t=y)"
    return None


def _tags(value: bytes) -> Tags:
    if len(value) > FIELD_BYTES:
        return {}
    try:
        found: Tags = parse_tag_value(value)
    except (InvalidTagValueList, LookupError):
        return {}
    return found


def _is_of(signed_by: str, domain: str) -> bool:
    """The domain of From, or one above it: what stands below it may be let out."""
    if "." not in signed_by:
        return False
    return signed_by == domain or domain.endswith(f".{signed_by}")


def _is_relaxed(tags: Tags) -> bool:
    return tags.get(b"c", b"").lower().endswith(b"/relaxed")


def _relaxed(body: bytes) -> bytes:
    """RFC 6376 §3.4.4 but for the empty lines at the end, in linear time."""
    return _BLANKS.sub(b" ", body).replace(b" \r\n", b"\r\n")


def _with_line_ends(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _key_name(tags: Tags) -> str:
    names = (tags.get(b"s", b""), b"_domainkey", tags[b"d"])
    return b".".join(names).decode("ascii", "replace").lower()


def _moment(text: bytes) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _dated(mail: dkim.DKIM, tags: Tags) -> datetime | None:
    """The Date that it covers: the lowest one (RFC 6376 §5.4.2)."""
    if b"date" not in _covered(tags):
        return None
    dates = [value for name, value in mail.headers if name.lower() == b"date"]
    try:
        found = parsedate_to_datetime(dates[-1].decode("ascii", "replace").strip())
    except (IndexError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _covered(tags: Tags) -> AbstractSet[bytes]:
    return {name.strip().lower() for name in tags.get(b"h", b"").split(b":")}


def _line(error: Exception) -> str:
    said: Sequence[str] = str(error).splitlines()
    return said[0].partition(" (")[0][:100] if said else type(error).__name__


def _signature(result: SignatureResult, reason: str) -> Signature:
    return Signature(method=SignatureMethod.DKIM, result=result, reason=reason)
