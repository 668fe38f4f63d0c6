"""The electronic seal: a signature by the operator's certificate, seen on the page.

The one file that signs. A paper is signed once, with everything that it holds; nothing
may be changed afterwards, which certifies it (DocMDP, no changes).

STANDARDS: ETSI EN 319 142-1 (PAdES B-B), ISO 32000-2 §12.8 (signatures), RFC 7292
(PKCS #12).
"""

import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

FIELD = "Seal"
PASSPHRASE_LIMIT_BYTES = 4096


class SealFault(ValueError):
    """The seal cannot be set, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place on a page, the first being 0: left, bottom, right, top in points."""

    page: int
    corners: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A key with its certificate, as PKCS #12."""

    content: bytes
    passphrase: bytes | None


def seal_from(certificate: Path, passphrase_file: Path | None) -> Seal:
    """Read both files. Raises OSError, and SealFault where they do not fit."""
    passphrase = None
    if passphrase_file is not None:
        given = passphrase_file.read_bytes()[:PASSPHRASE_LIMIT_BYTES]
        passphrase = given.rstrip(b"\r\n")
    return Seal(content=certificate.read_bytes(), passphrase=passphrase)


def check(certificate: Path, passphrase_file: Path | None) -> None:
    """Open the certificate's file once. Raises OSError and :class:`SealFault`."""
    from cryptography.hazmat.primitives.serialization.pkcs12 import (  # noqa: PLC0415 (an extra)
        load_key_and_certificates,
    )

    given = seal_from(certificate, passphrase_file)
    try:
        key, found, _ = load_key_and_certificates(given.content, given.passphrase)
    except ValueError as error:
        raise SealFault(f"{certificate} cannot be opened: {error}") from error
    if key is None or found is None:
        raise SealFault(f"{certificate} holds no key with its certificate")


def sealed(pdf: bytes, seal: Seal, box: Box, stamp: bytes, name: str) -> bytes:
    """The paper with its signature, the stamp drawn where the box is.

    Raises :class:`SealFault`.
    """
    from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415 (an extra)
        IncrementalPdfFileWriter,
    )
    from pyhanko.sign import fields, signers  # noqa: PLC0415 (an extra)
    from pyhanko.stamp import StaticStampStyle  # noqa: PLC0415 (an extra)

    signer = signers.SimpleSigner.load_pkcs12_data(
        seal.content, other_certs=[], passphrase=seal.passphrase
    )
    if signer is None:
        raise SealFault("the certificate's file cannot be opened")
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        name=name or None,
    )
    spec = fields.SigFieldSpec(sig_field_name=FIELD, on_page=box.page, box=box.corners)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as picture:
        picture.write(stamp)
        picture.flush()
        style = StaticStampStyle.from_pdf_file(picture.name, border_width=0)
        sealer = signers.PdfSigner(
            metadata, signer=signer, stamp_style=style, new_field_spec=spec
        )
        done = sealer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    return bytes(done.getbuffer())
