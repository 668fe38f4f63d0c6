"""Looking at the seals of a PDF: whole or not, and by whose key.

Whose certificate it is one may trust is for the reader to judge; what is told here is
whether a byte was changed, and the certificate's fingerprint.

STANDARDS: ISO 32000-2 §12.8, ETSI EN 319 142-1 (PAdES).
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from gateway.papers.seal import Seal, SealFault

if TYPE_CHECKING:
    from pyhanko.sign.validation import EmbeddedPdfSignature

SEALS_LIMIT = 20
"""More signatures in one file than we look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSeal:
    """``whole``: it covers the whole file, and nothing in it was changed."""

    signer: str
    fingerprint: str
    at: datetime | None
    whole: bool


def seals_of(pdf: bytes) -> tuple[FoundSeal, ...]:
    """Every seal. Raises :class:`SealFault` where the file or the library fails."""
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise SealFault("pyhanko (the extra seal) is not installed") from error
    for name in ("pyhanko", "pyhanko_certvalidator"):
        # What a stranger's certificate lacks is no event of ours.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_signatures[:SEALS_LIMIT]
        return tuple(_found(one) for one in found)
    except Exception as error:  # a damaged PDF fails in any way there is
        raise SealFault(f"cannot be read: {type(error).__name__}") from error


def _found(signature: "EmbeddedPdfSignature") -> FoundSeal:
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415 (as above)
    from pyhanko.sign.validation.status import (  # noqa: PLC0415 (as above)
        SignatureCoverageLevel,
    )
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 (as above)

    context = ValidationContext(trust_roots=[], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return FoundSeal(
        signer=status.signing_cert.subject.human_friendly,
        fingerprint=status.signing_cert.sha256.hex(),
        at=signature.self_reported_timestamp,
        whole=whole and bool(status.intact and status.valid),
    )


def fingerprint(seal: Seal) -> str:
    """Of the certificate that we seal with. Raises :class:`SealFault`."""
    try:
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 (an extra)
        from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 (as above)
            pkcs12,
        )
    except ImportError as error:
        raise SealFault("pyhanko (the extra seal) is not installed") from error
    try:
        _, found, _ = pkcs12.load_key_and_certificates(seal.content, seal.passphrase)
    except ValueError as error:
        raise SealFault(f"the certificate cannot be opened: {error}") from error
    if found is None:
        raise SealFault("the file holds no certificate")
    return found.fingerprint(hashes.SHA256()).hex()
