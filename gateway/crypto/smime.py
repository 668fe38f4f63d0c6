"""S/MIME by ``openssl cms``: is a signature sound, who vouches, what is inside.

Rule: the signature is checked first, over the very octets; only then is asked who the
certificate names and whether we trust it: one of the operator's pinned certificates,
or a chain that ends at a configured authority. Revocation is not asked for: that would
take the network.
STANDARDS: RFC 8551 (S/MIME 4), RFC 8550 §3 (whom a certificate names), RFC 5652.
"""

import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gateway.crypto.certificate import addresses
from gateway.crypto.program import Argument, Bounds, Ran, Slot, run
from gateway.mail.cms import has_weak_digest, signed_at, signed_content
from gateway.mail.message import Signature, SignatureMethod, SignatureResult
from gateway.mail.opening import DAMAGED, UNREADABLE, Opened

SIGNERS_LIMIT = 4
KEYS_LIMIT = 16
"""Certificates of one signature, and files of keys, that are looked at."""
AUTH_LEVEL = "2"
"""Least strength of a chain, 112 bits: no SHA-1, RSA from 2048 bits."""

_PEM = re.compile(
    rb"-----BEGIN CERTIFICATE-----\s+([A-Za-z0-9+/=\s]+?)-----END CERTIFICATE-----"
)
_NOT_FOR_THIS_KEY = "decrypting CMS using private key"
_ERROR = re.compile(r"error (\d{1,3}) at \d{1,2} depth")
_EXPIRED = frozenset({"9", "10"})
_REVOKED = "23"
_BARE_LF = re.compile(rb"(?<!\r)\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """Whom the operator trusts.

    ``authorities`` is a file, empty for the system's; ``pinned`` are certificates by
    the SHA-256 of their DER form.
    """

    authorities: str = ""
    pinned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Smime:
    """``program`` is empty where there is no openssl: then nothing can be checked."""

    program: str
    bounds: Bounds
    trusted: Trusted = Trusted()
    keys: tuple[Path, ...] = ()

    def check(self, content: bytes, signature: bytes) -> tuple[Signature, ...]:
        """A signature that stands beside its content."""
        if not signature:
            return (_signature(SignatureResult.INVALID, "the signature is missing"),)
        found, _ = self._checked(("-content", content), signature)
        bare = _BARE_LF.sub(b"\r\n", content)
        if found[0].result is SignatureResult.INVALID and bare != content:
            # Stored on the way with line ends of its own (RFC 8551 §3.1.1).
            return self._checked(("-content", bare), signature)[0]
        return found

    def check_opaque(self, cms: bytes) -> tuple[Signature, ...]:
        """A signature around its content."""
        found, content = self._checked((), cms)
        if content == signed_content(cms):
            return found
        return tuple(_differing(one) for one in found)

    def decrypt(self, cms: bytes) -> Opened:
        """Try each of the operator's keys in turn."""
        reason = UNREADABLE
        for key in self.keys[:KEYS_LIMIT] if self.program else ():
            mine = ("-recip", str(key), "-inkey", str(key))
            wanted = ("-decrypt", "-binary", "-inform", "DER")
            ran = run((self.program, "cms", *wanted, *mine, "-in", cms), self.bounds)
            if ran.fine:
                return Opened(content=ran.output)
            if ran.trouble:
                return Opened(unreadable=DAMAGED)
            if _NOT_FOR_THIS_KEY not in ran.said:
                reason = DAMAGED
        return Opened(unreadable=reason)

    def _checked(
        self, where: Sequence[Argument], signature: bytes
    ) -> tuple[tuple[Signature, ...], bytes]:
        """The signatures, and the octets that they cover."""
        if not self.program:
            return (_signature(SignatureResult.UNCHECKED, "there is no openssl"),), b""
        asked = ("-verify", "-noverify", "-binary", "-inform", "DER")
        outputs = (*("-signer", Slot.OUTPUT), *("-certsout", Slot.OUTPUT))
        ran = run(
            (self.program, "cms", *asked, "-in", signature, *where, *outputs),
            self.bounds,
        )
        if ran.trouble:
            return (_signature(SignatureResult.UNCHECKED, ran.trouble),), b""
        if not ran.fine:
            return (_signature(SignatureResult.INVALID, _why_invalid(ran)),), b""
        if has_weak_digest(signature):
            weak = "it is made with a weak digest"
            return (_signature(SignatureResult.INVALID, weak),), b""
        signers, beside = ran.files
        at = signed_at(signature)
        found = tuple(
            replace(self._signer(pem, beside), signed_at=at)
            for pem in _certificates(signers)
        )
        nobody = (_signature(SignatureResult.INVALID, "nobody signed"),)
        return found or nobody, ran.output

    def _signer(self, certificate: bytes, beside: bytes) -> Signature:
        """Whom the certificate names, and whether we trust it today."""
        fingerprint = fingerprint_of(certificate)
        pinned = fingerprint in self.trusted.pinned
        result, reason = self._trust(certificate, beside, pinned=pinned)
        return Signature(
            method=SignatureMethod.SMIME,
            result=result,
            signers=addresses(_der(certificate)),
            key=fingerprint,
            reason=reason,
            pinned=pinned,
        )

    def _trust(
        self, certificate: bytes, beside: bytes, *, pinned: bool
    ) -> tuple[SignatureResult, str]:
        if pinned:
            today = (self.program, "x509", "-noout", "-checkend", "0")
            if run((*today, "-in", certificate), self.bounds).fine:
                return SignatureResult.VALID, ""
            return SignatureResult.EXPIRED, "the pinned certificate has expired"
        authorities: tuple[str, ...] = ()
        if self.trusted.authorities:
            authorities = ("-CAfile", self.trusted.authorities)
            authorities += ("-no-CApath", "-no-CAstore")
        # Without a level even a chain of MD5 would do.
        strength = ("-auth_level", AUTH_LEVEL, "-purpose", "smimesign")
        asked = (*strength, *authorities, "-untrusted")
        ran = run((self.program, "verify", *asked, beside, certificate), self.bounds)
        if ran.fine:
            return SignatureResult.VALID, ""
        if ran.trouble:
            return SignatureResult.UNCHECKED, ran.trouble
        return _why_untrusted(ran)


def fingerprint_of(pem: bytes) -> str:
    """SHA-256 of the first certificate's DER form, in hex; empty where none is."""
    der = _der(pem)
    return hashlib.sha256(der).hexdigest() if der else ""


def _der(pem: bytes) -> bytes:
    """The first certificate's octets; empty where none is."""
    found = _PEM.search(pem)
    try:
        return binascii.a2b_base64(found[1]) if found else b""
    except binascii.Error:
        return b""


def _certificates(pem: bytes) -> tuple[bytes, ...]:
    found = (one[0] + b"\n" for one in _PEM.finditer(pem))
    return tuple(found)[:SIGNERS_LIMIT]


def _why_untrusted(ran: Ran) -> tuple[SignatureResult, str]:
    codes = _ERROR.findall(ran.said)
    if _REVOKED in codes:
        return SignatureResult.REVOKED, "the certificate is revoked"
    if not _EXPIRED.isdisjoint(codes):
        return SignatureResult.EXPIRED, "a certificate has expired"
    code = codes[0] if codes else "none"
    return (
        SignatureResult.UNTRUSTED,
        f"no chain to an authority of ours (error {code})",
    )


def _why_invalid(ran: Ran) -> str:
    if "digest" in ran.said or "verification failure" in ran.said:
        return "the content is not what was signed"
    return "the signature cannot be read"


def _differing(one: Signature) -> Signature:
    if one.result in {SignatureResult.INVALID, SignatureResult.UNCHECKED}:
        return one
    reason = "the content is not the one that was signed"
    return replace(one, result=SignatureResult.INVALID, reason=reason)


def _signature(result: SignatureResult, reason: str) -> Signature:
    return Signature(method=SignatureMethod.SMIME, result=result, reason=reason)
