"""Our letters' signatures, checked by our own check and by another's."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest

from gateway.crypto.dkim import DomainKeys
from gateway.crypto.dkim_signing import LetterSigner, NoKey, record_of, zone_line
from gateway.crypto.program import Bounds
from gateway.crypto.records import Answer, Found
from gateway.mail.message import SignatureResult

LETTER = (
    b"From: Support <support@example.com>\r\nTo: anne@customer.example\r\n"
    b"Subject: =?utf-8?q?Re=3A?= [TS20231009001] x\r\n"
    b"Date: Mon, 9 Oct 2023 09:30:00 +0800\r\nMessage-ID: <ant@example.com>\r\n"
    b"Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nHello.\r\n\r\n"
)
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
BOUNDS = Bounds(seconds=20)


def _key(folder: Path, bits: int = 2048) -> bytes:
    file = folder / f"{bits}.pem"
    subprocess.run(
        ("openssl", "genrsa", "-out", str(file), str(bits)),
        check=True,
        capture_output=True,
    )
    return file.read_bytes()


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return _key(tmp_path_factory.mktemp("dkim"))


@pytest.fixture
def signer(key: bytes) -> LetterSigner:
    return LetterSigner(domain="example.com", selector="support", key=key)


def _valid(letter: bytes, record: str) -> bool:
    def answer(name: bytes, **_: object) -> bytes:
        assert name == b"support._domainkey.example.com."
        return record.encode()

    return bool(dkim.verify(letter, dnsfunc=answer))


def test_a_signed_letter_is_valid_to_others_and_to_us(
    signer: LetterSigner, key: bytes
) -> None:
    record = record_of(key, "openssl", BOUNDS)
    signed = signer(LETTER)
    assert signed.endswith(LETTER)
    assert _valid(signed, record)

    class Records:
        def get(self, name: str) -> Answer:
            assert name == "support._domainkey.example.com"
            return Answer(found=Found.RECORD, text=record)

    (own,) = DomainKeys(records=Records()).check(signed, "example.com", NOON)  # type: ignore[arg-type]  # what it asks of DNS, and no more
    assert own.result is SignatureResult.VALID


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Hello.", b"Hullo."),
        (b"Subject: ", b"Subject: x"),
        (b"To: anne", b"To: cris"),
        (b"Auto-Submitted: auto-replied\r\n", b""),
        (b"From: Support", b"From: bart@example.com\r\nFrom: Support"),
        (b"To: anne", b"From: evil@example.com\r\nTo: anne"),
    ],
)
def test_what_was_changed_or_added_is_seen(
    signer: LetterSigner, key: bytes, old: bytes, new: bytes
) -> None:
    signed = signer(LETTER).replace(old, new, 1)
    assert not _valid(signed, record_of(key, "openssl", BOUNDS))


def test_blanks_that_a_relay_folds_do_no_harm(signer: LetterSigner, key: bytes) -> None:
    folded = signer(LETTER).replace(b"[TS20231009001] x", b"[TS20231009001]\r\n x")
    assert _valid(folded, record_of(key, "openssl", BOUNDS))


def test_the_header_is_of_short_ascii_lines_with_no_length_of_the_body(
    signer: LetterSigner,
) -> None:
    header = signer(LETTER)[: -len(LETTER)]
    assert header.startswith(b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;")
    assert all(len(line) <= 78 for line in header.split(b"\r\n"))
    assert b"\n" not in header.replace(b"\r\n", b"")
    assert re.search(rb"\bl=", header) is None
    header.decode("ascii")


def test_a_key_that_cannot_sign_is_told_at_once(tmp_path: Path) -> None:
    for bad, told in ((b"no key", "no RSA key"), (_key(tmp_path, 1024), "2048 bits")):
        with pytest.raises(NoKey, match=told):
            LetterSigner(domain="example.com", selector="support", key=bad)
    with pytest.raises(NoKey, match="selector"):
        LetterSigner(domain="example.com", selector="a b", key=_key(tmp_path))
    with pytest.raises(NoKey, match="openssl"):
        record_of(b"no key", "openssl", BOUNDS)


def test_the_record_is_a_line_of_a_zone_in_strings_that_fit(key: bytes) -> None:
    record = record_of(key, "openssl", BOUNDS)
    line = zone_line("example.com", "support", record)
    assert line.startswith(
        'support._domainkey.example.com. IN TXT ( "v=DKIM1; k=rsa; p='
    )
    strings = re.findall('"([^"]*)"', line)
    assert "".join(strings) == record
    assert max(map(len, strings)) <= 255
