"""Verify: what is ours, whole and not revoked; and what a stranger may hand us."""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gateway.desk.ports_papers import Dossier, IssuedFile
from gateway.domain.evidence import Revoked
from gateway.domain.people import Locale
from gateway.domain.request import Request, RequestNumber
from gateway.papers import verifying
from gateway.papers.archive import bundle
from gateway.papers.seal import seal_from
from gateway.papers.signature import fingerprint
from gateway.papers.typesetter import SealFiles
from gateway.papers.verifying import Findings, Verifier
from tests.papers.test_certificate import ToldPress, a_bureau, a_receipt, made
from tests.papers.test_record import a_dossier
from tests.support.builders import ANNE
from tests.support.papers import MOMENT, a_seal, a_typesetter, needs_press

NAME = "TS20231009001-C1"


@dataclass(frozen=True, kw_only=True)
class KnownFiles:
    """See Register."""

    files: Mapping[str, IssuedFile]
    known: Dossier

    def by_digest(self, sha256: str) -> tuple[IssuedFile, ...]:
        return (self.files[sha256],) if sha256 in self.files else ()

    def request(self, number: RequestNumber) -> Request | None:
        return self.known.request

    def dossier(self, number: RequestNumber) -> Dossier | None:
        return self.known if number == self.known.request.number else None

    def size_bytes(self, number: RequestNumber) -> int:
        return 0


def issued(content: bytes, name: str = f"{NAME}.pdf") -> IssuedFile:
    return IssuedFile(
        filename=name,
        number=RequestNumber("TS20231009001"),
        code="C12",
        sha256=hashlib.sha256(content).hexdigest(),
        recipient=ANNE,
        at=MOMENT,
        message_id="<ant@example.com>",
    )


def verified(content: bytes, *known: bytes, dossier: Dossier | None = None) -> Findings:
    files = {one.sha256: one for one in map(issued, known)}
    register = KnownFiles(files=files, known=dossier or a_dossier())
    return Verifier(register=register).verify(content)


def revoked(dossier: Dossier) -> Dossier:
    request = dossier.request
    assert request.settlement.evidence is not None
    taken_back = Revoked(
        certificate=NAME,
        evidence=request.settlement.evidence,
        by=ANNE,
        at=MOMENT,
        words="还是不行",
    )
    settled = replace(request.settlement, revoked=(taken_back,))
    return replace(dossier, request=replace(request, settlement=settled))


def an_archive(dossier: Dossier | None = None) -> bytes:
    return bundle(a_bureau(ToldPress()), dossier or a_dossier(), Locale.ZH_CN, MOMENT)


@contextmanager
def rewritten(content: bytes) -> Iterator[tuple[zipfile.ZipFile, io.BytesIO]]:
    """The archive, open to have files added to a copy of it."""
    sink = io.BytesIO(content)
    with zipfile.ZipFile(sink, "a") as archive:
        yield archive, sink


def test_a_file_that_we_sent_is_valid_and_any_other_is_not() -> None:
    assert verified(b"<html>", b"<html>").faults == []
    (fault,) = verified(b"<html >", b"<html>").faults
    assert fault.startswith("unknown")


def test_a_certificate_that_was_taken_back_is_not_valid() -> None:
    """T6."""
    found = verified(b"<html>", b"<html>", dossier=revoked(a_dossier()))
    (fault,) = found.faults
    assert fault == f"revoked: {NAME}, by {ANNE} at 2026-11-16 02:00:00 UTC: 还是不行"


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> SealFiles:
    needs_press()
    return a_seal(tmp_path_factory.mktemp("seal"))


@pytest.fixture(scope="module")
def sealed(seal: SealFiles) -> bytes:
    typesetter = a_typesetter(seal)
    file = made(typesetter, a_receipt())
    typesetter.close()
    return file.content


def test_a_seal_of_ours_is_known_as_ours(sealed: bytes, seal: SealFiles) -> None:
    """R36."""
    own = fingerprint(seal_from(seal.certificate, seal.passphrase_file))
    files = {one.sha256: one for one in [issued(sealed)]}
    register = KnownFiles(files=files, known=a_dossier())
    found = Verifier(register=register, own_seal=own).verify(sealed)

    assert found.faults == []
    (line,) = [fact for fact in found.facts if fact.startswith("sealed by")]
    assert "Example Support Seal" in line
    assert line.endswith("(ours)")


@pytest.mark.parametrize("how", ["changed", "appended"])
def test_what_was_changed_under_a_seal_is_found(sealed: bytes, how: str) -> None:
    half = len(sealed) // 2
    forged = {
        "changed": sealed[:half] + bytes([sealed[half] ^ 1]) + sealed[half + 1 :],
        "appended": sealed + b"\n% more\n",
    }[how]
    # Even where it were on record, the seal would tell.
    faults = verified(forged, forged).faults
    assert faults == ["changed: the seal does not fit the file"]


@pytest.mark.parametrize("content", [b"%PDF-", b"%PDF-1.7\n" + b"x" * 999, b""])
def test_what_is_no_pdf_is_told_and_nothing_breaks(content: bytes) -> None:
    needs_press()
    found = verified(content)
    assert [fault.split(":")[0] for fault in found.faults] == ["unknown"]


def test_an_archive_of_what_is_on_record_is_valid() -> None:
    """R40."""
    found = verified(an_archive())
    assert found.faults == []
    assert "mails, letters and certificates are those on record" in found.facts


def test_an_archive_of_another_mail_is_found_though_its_manifest_fits() -> None:
    mail = replace(a_dossier().mails[0], content=b"another mail")
    found = verified(an_archive(a_dossier(mails=(mail,))))
    assert found.faults == ["not on record: mails/0001.eml"]


def test_a_file_that_the_manifest_does_not_name_is_found() -> None:
    with rewritten(an_archive()) as (archive, sink):
        archive.writestr("TS20231009001/extra.txt", "x")
    assert verified(sink.getvalue()).faults == ["not in the manifest: extra.txt"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_no_archive_of_ours() -> None:
    with rewritten(an_archive()) as (archive, sink):
        archive.writestr("TS20231009001/manifest.json", "{}")
    assert verified(sink.getvalue()).faults == ["broken: two files of one name"]


def test_a_bomb_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """THREATS: what counts is what comes out, not what its directory says."""
    monkeypatch.setattr(verifying, "UNPACKED_LIMIT_BYTES", 1_000_000)
    with rewritten(an_archive()) as (archive, sink):
        archive.writestr("TS20231009001/bomb", b"\0" * 2_000_000, zipfile.ZIP_DEFLATED)
    assert verified(sink.getvalue()).faults == ["broken: more than 1000000 bytes"]


def test_too_many_files_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "ENTRIES_LIMIT", 5)
    assert verified(an_archive()).faults == ["broken: more than 5 files"]


def test_damaged_archives_are_broken_and_nothing_escapes() -> None:
    whole = an_archive()
    for at in range(0, len(whole), 97):
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        verified(damaged)
    for damaged in (whole[: len(whole) // 2], b"PK\x03\x04", whole[:-30]):
        (fault,) = verified(damaged).faults
        assert fault.startswith("broken")


def test_another_program_s_zip_is_no_archive(tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a/manifest.json", "{}")
    (fault,) = verified(file.read_bytes()).faults
    assert fault.startswith("broken")
