"""``verify``: whether a file is what we sent, whole, sealed, and not revoked.

The file is a stranger's until it is proven ours: an archive is read by its directory
within limits, nothing is unpacked to disk, and no name in it is used as a path.

STANDARDS: FIPS 180-4 (SHA-256), APPNOTE (zip).
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from gateway.desk.ports_papers import IssuedFile, Register
from gateway.domain.evidence import Revoked
from gateway.domain.request import RequestNumber
from gateway.papers.archive import (
    CERTIFICATES,
    FORMAT,
    LETTERS,
    MAILS,
    MANIFEST,
    SUMS,
    Manifest,
)
from gateway.papers.seal import SealFault
from gateway.papers.signature import seals_of

FILE_LIMIT_BYTES = 256 * 1024 * 1024
"""A larger file is not looked at."""
ENTRIES_LIMIT = 10_000
UNPACKED_LIMIT_BYTES = 1024 * 1024 * 1024
"""All files of an archive, as they are and not as its directory says."""
PIECE_BYTES = 1024 * 1024
PDF_MARK, ZIP_MARK = b"%PDF-", b"PK\x03\x04"


class BrokenArchive(Exception):
    """It cannot be read, or is more than we look at."""


@dataclass(slots=True)
class Findings:
    """What was found of a file; it is sound where there are no ``faults``."""

    facts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """``own_seal`` is the fingerprint of the certificate that we seal with, if any."""

    register: Register
    own_seal: str = ""

    def verify(self, content: bytes) -> Findings:
        """Look at a certificate or an archive."""
        found = Findings()
        digest = hashlib.sha256(content).hexdigest()
        found.facts.append(f"SHA-256 {digest}")
        if content.startswith(ZIP_MARK):
            self._archive(content, found)
            return found
        if content.startswith(PDF_MARK):
            self._seals(content, found)
        self._known(digest, found)
        return found

    def _known(self, digest: str, found: Findings) -> None:
        issued = self.register.by_digest(digest)
        if not issued:
            found.faults.append("unknown: no letter of ours took a file of these bytes")
        for one in issued:
            to = f" to {one.recipient}" if one.recipient else ""
            found.facts.append(
                f"known: {one.filename}, sent with {one.code}{to} at {one.at:%F %T %Z}"
            )
        for revoked in {self._revoked(one) for one in issued} - {None}:
            assert revoked is not None, "taken away above"  # noqa: S101 (see the line)
            found.faults.append(_told(revoked))

    def _revoked(self, issued: IssuedFile) -> Revoked | None:
        request = self.register.request(issued.number)
        stem = issued.filename.rpartition(".")[0]
        taken_back = request.settlement.revoked if request else ()
        return next((one for one in taken_back if one.certificate == stem), None)

    def _seals(self, content: bytes, found: Findings) -> None:
        try:
            seals = seals_of(content)
        except SealFault as error:
            found.facts.append(f"seal: not looked at: {error}")
            return
        if not seals:
            found.facts.append("unsealed")
        for seal in seals:
            whose = (
                "ours" if seal.fingerprint == self.own_seal else "not our present one"
            )
            when = f" at {seal.at:%F %T %Z}" if seal.at else ""
            found.facts.append(
                f"sealed by {seal.signer}{when}; certificate "
                f"SHA-256 {seal.fingerprint} ({whose})"
            )
            if not seal.whole:
                found.faults.append("changed: the seal does not fit the file")

    def _archive(self, content: bytes, found: Findings) -> None:
        try:
            manifest, files = _read(content)
        except BrokenArchive as error:
            found.faults.append(f"broken: {error}")
            return
        found.facts.append(
            f"archive of {manifest.number}, round {manifest.round}, "
            f"made at {manifest.made_at}, {len(manifest.files)} files"
        )
        found.faults += _differences(manifest, files)
        self._on_record(manifest, found)

    def _on_record(self, manifest: Manifest, found: Findings) -> None:
        """Mails, letters and certificates must be those that the store has."""
        number = RequestNumber(manifest.number)
        dossier = self.register.dossier(number)
        if dossier is None:
            found.faults.append(f"unknown: there is no request {number[:40]}")
            return
        ours = {
            MAILS: {_digest(one.content) for one in dossier.mails},
            LETTERS: {_digest(one.content) for one in dossier.letters},
            CERTIFICATES: {one.sha256 for one in dossier.issued},
        }
        strange = [
            one.path
            for one in manifest.files
            for folder, digests in ours.items()
            if one.path.startswith(folder) and one.sha256 not in digests
        ]
        found.faults += [f"not on record: {path[:80]}" for path in strange]
        if not strange:
            found.facts.append("mails, letters and certificates are those on record")
        found.facts += [_told(one) for one in dossier.request.settlement.revoked]


def _told(revoked: Revoked) -> str:
    words = " ".join(revoked.words.split())[:120]
    return (
        f"revoked: {revoked.certificate}, by {revoked.by} "
        f"at {revoked.at:%F %T %Z}: {words}"
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(content: bytes) -> tuple[Manifest, Mapping[str, str]]:
    """The manifest, and the digest of each file by its path. Raises BrokenArchive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.infolist()
            if len(names) > ENTRIES_LIMIT:
                raise BrokenArchive(f"more than {ENTRIES_LIMIT} files")
            if len({one.filename for one in names}) < len(names):
                raise BrokenArchive("two files of one name")
            return _listed(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        msgspec.DecodeError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        KeyError,
        ValueError,
        OSError,
    ) as error:
        raise BrokenArchive(f"{type(error).__name__}: {error}"[:200]) from error


def _listed(archive: zipfile.ZipFile) -> tuple[Manifest, Mapping[str, str]]:
    left = UNPACKED_LIMIT_BYTES
    digests: dict[str, str] = {}
    manifest = None
    for one in archive.infolist():
        folder, _, path = one.filename.partition("/")
        digest, kept = hashlib.sha256(), bytearray()
        for piece in _pieces(archive, one):
            left -= len(piece)
            if left < 0:
                raise BrokenArchive(f"more than {UNPACKED_LIMIT_BYTES} bytes")
            digest.update(piece)
            if path == MANIFEST:
                kept += piece
        digests[path] = digest.hexdigest()
        if path == MANIFEST:
            manifest = msgspec.json.decode(bytes(kept), type=Manifest)
            if folder != manifest.number or manifest.format != FORMAT:
                raise BrokenArchive("no archive of this gateway's")
    if manifest is None:
        raise BrokenArchive("it has no manifest")
    return manifest, digests


def _pieces(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(one) as source:
        while piece := source.read(PIECE_BYTES):
            yield piece


def _differences(manifest: Manifest, files: Mapping[str, str]) -> Iterator[str]:
    """Where the archive is not what its manifest says."""
    listed = {one.path: one.sha256 for one in manifest.files}
    for path, digest in listed.items():
        if path not in files:
            yield f"missing: {path[:80]}"
        elif files[path] != digest:
            yield f"changed: {path[:80]}"
    for path in files:
        if path not in listed and path not in {MANIFEST, SUMS}:
            yield f"not in the manifest: {path[:80]}"
