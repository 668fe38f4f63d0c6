"""DKIM signatures made by dkimpy, their keys in a name server of the test."""

import base64
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dkim
import pytest

from gateway.crypto.dkim import (
    FIELD_BYTES,
    LINES_LIMIT,
    MAIL_BYTES,
    SIGNATURES_LIMIT,
    DomainKeys,
)
from gateway.crypto.records import TxtRecords
from gateway.mail.message import Signature, SignatureResult as R
from tests.support.keys import tool
from tests.support.name_server import NameServer, a_name_server

DOMAIN = "customer.example"
KEY = "s1._domainkey.customer.example"
MAIL = (
    b"From: Anne <anne@customer.example>\r\nTo: support@example.com\r\n"
    b"Subject: Printer\r\nMessage-ID: <ant@customer.example>\r\n\r\n"
    b"The printer smokes.  \r\n\r\nSo does  tray 2.\r\n\r\n"
)
FIELDS = [b"from", b"to", b"subject", b"message-id"]


@dataclass(frozen=True, slots=True)
class Signer:
    private: bytes
    record: str

    def signed(
        self,
        mail: bytes = MAIL,
        *,
        domain: bytes = b"customer.example",
        canonical: tuple[bytes, bytes] = (b"relaxed", b"relaxed"),
        length: bool = False,
        headers: list[bytes] | None = None,
    ) -> bytes:
        field = dkim.sign(
            mail,
            b"s1",
            domain,
            self.private,
            canonicalize=canonical,
            include_headers=headers or FIELDS,
            length=length,
        )
        return bytes(field) + mail


def a_signer(folder: Path, bits: int = 2048) -> Signer:
    key = folder / f"{bits}.pem"
    tool("openssl", "genrsa", "-traditional", "-out", key, str(bits))
    public = tool("openssl", "rsa", "-in", key, "-pubout", "-outform", "DER")
    record = f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"
    return Signer(key.read_bytes(), record)


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return a_signer(tmp_path_factory.mktemp("dkim"))


@pytest.fixture
def names(signer: Signer) -> Iterator[NameServer]:
    with a_name_server() as server:
        server.records[KEY] = signer.record
        yield server


@pytest.fixture
def keys(names: NameServer) -> DomainKeys:
    return DomainKeys(records=TxtRecords(servers=(names.address,), seconds=0.3))


def check(keys: DomainKeys, mail: bytes, domain: str = DOMAIN) -> Signature:
    (one,) = keys.check(mail, domain, datetime.now(UTC))
    return one


@pytest.mark.parametrize("body", [b"relaxed", b"simple"])
@pytest.mark.parametrize("header", [b"relaxed", b"simple"])
def test_a_domains_signature_is_valid_and_its_key_is_kept(
    keys: DomainKeys, signer: Signer, header: bytes, body: bytes
) -> None:
    found = check(keys, signer.signed(canonical=(header, body)))

    assert (found.result, found.reason) == (R.VALID, "")
    assert (found.key, found.signers, found.record) == (KEY, (DOMAIN,), signer.record)
    assert found.signed_at is not None


@pytest.mark.parametrize(
    ("headers", "moment"),
    [
        ([*FIELDS, b"date"], datetime(2026, 11, 1, 8, tzinfo=UTC)),
        (FIELDS, None),
    ],
)
def test_a_signature_without_its_time_is_as_old_as_the_date_that_it_covers(
    keys: DomainKeys, signer: Signer, headers: list[bytes], moment: datetime | None
) -> None:
    dated = b"Date: Sun, 1 Nov 2026 09:00:00 +0100\r\n" + MAIL
    mail = re.sub(rb" t=\d+;", b"", signer.signed(dated, headers=headers))
    found = check(keys, mail)
    assert found.signed_at == moment


def test_line_ends_changed_on_the_way_break_no_signature(
    keys: DomainKeys, signer: Signer
) -> None:
    assert check(keys, signer.signed().replace(b"\r\n", b"\n")).result is R.VALID


def test_relaxed_means_that_blanks_may_change(keys: DomainKeys, signer: Signer) -> None:
    mail = signer.signed().replace(b"So does  tray 2.", b"So \t does tray 2.  \t")
    assert check(keys, mail).result is R.VALID


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"smokes", b"smoked"),
        (b"Subject: Printer", b"Subject: Printing"),
        (b"From: Anne", b"From: Cris"),
        (b"tray 2.\r\n", b"tray 2.\r\n#close\r\n"),
    ],
)
def test_a_changed_mail_is_not_what_was_signed(
    keys: DomainKeys, signer: Signer, old: bytes, new: bytes
) -> None:
    found = check(keys, signer.signed().replace(old, new))
    assert (found.result, bool(found.record)) == (R.INVALID, True)


def test_a_second_from_above_the_signed_one_is_not_signed(
    keys: DomainKeys, signer: Signer
) -> None:
    mail = b"From: boss@customer.example\r\n" + signer.signed()
    assert check(keys, mail).result is R.INVALID


def test_another_key_than_the_signers_proves_nothing(
    keys: DomainKeys, signer: Signer, names: NameServer, tmp_path: Path
) -> None:
    names.records[KEY] = a_signer(tmp_path).record
    assert check(keys, signer.signed()).result is R.INVALID


@pytest.mark.parametrize(
    ("signed_by", "asked"),
    [
        (b"evil.example", "customer.example"),
        (b"mail.customer.example", "customer.example"),
        (b"example", "customer.example"),
        (b"omer.example", "customer.example"),
    ],
)
def test_the_signature_of_another_domain_is_not_even_looked_up(
    keys: DomainKeys, signer: Signer, names: NameServer, signed_by: bytes, asked: str
) -> None:
    assert keys.check(signer.signed(domain=signed_by), asked, datetime.now(UTC)) == ()
    assert names.asked == []


def test_the_domain_above_that_of_from_may_sign(
    keys: DomainKeys, signer: Signer
) -> None:
    assert check(keys, signer.signed(), "mail.customer.example").result is R.VALID


def test_a_mail_without_a_signature_asks_nobody(
    keys: DomainKeys, names: NameServer
) -> None:
    assert keys.check(MAIL, DOMAIN, datetime.now(UTC)) == ()
    assert names.asked == []


def test_a_signature_of_a_part_of_the_body_proves_nothing(
    keys: DomainKeys, signer: Signer
) -> None:
    found = check(keys, signer.signed(length=True) + b"#close\r\n")
    assert (found.result, "l=" in found.reason) == (R.UNCHECKED, True)


@pytest.mark.parametrize(
    ("old", "new", "result"),
    [
        (b"h=from : ", b"h=", R.INVALID),
        (b"a=rsa-sha256", b"a=rsa-sha1", R.UNCHECKED),
        (b"v=1", b"v=2", R.INVALID),
        (b"a=rsa-sha256", b"a=rot13", R.INVALID),
        (b"s=s1;", b"s=s2;", R.UNKNOWN_KEY),
        (b"s=s1;", b"", R.UNKNOWN_KEY),
        (b"b=", b"b=!", R.INVALID),
        (b"bh=", b"bh=AAAA", R.INVALID),
        (b"i=@customer.example", b"i=.", R.INVALID),
        (b"c=relaxed/relaxed", b"c=x/relaxed", R.INVALID),
    ],
)
def test_no_spoiled_field_is_valid_or_a_fault(
    keys: DomainKeys, signer: Signer, old: bytes, new: bytes, result: R
) -> None:
    mail = signer.signed()
    assert old in mail
    assert check(keys, mail.replace(old, new, 1)).result is result


def test_a_signature_is_good_until_it_expires(keys: DomainKeys, signer: Signer) -> None:
    mail = signer.signed().replace(b"t=", b"x=1700000000; t=", 1)
    found = check(keys, mail)
    assert (found.result, found.reason) == (R.EXPIRED, "it has expired (x=)")


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=DKIM1; k=rsa; p=", R.REVOKED),
        ("v=DKIM1; k=rsa", R.REVOKED),
        ("v=DKIM1; k=rsa; t=y; {p}", R.UNCHECKED),
        ("v=DKIM1; k=rsa; p=AAAA", R.INVALID),
        ("v=DKIM2; k=rsa; {p}", R.INVALID),
        ("v=DKIM1; k=rsa; {p}" + "A" * 1000, R.UNCHECKED),
        ("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", None),
        ("no record at all", R.REVOKED),
    ],
)
def test_an_odd_key_proves_nothing(
    keys: DomainKeys,
    signer: Signer,
    names: NameServer,
    record: str,
    result: R | None,
) -> None:
    key = signer.record.partition("k=rsa; ")[2]
    names.records[KEY] = record.replace("{p}", key)
    found = check(keys, signer.signed()).result
    assert found is result if result else found is not R.VALID


def test_a_short_key_proves_nothing(
    keys: DomainKeys, names: NameServer, tmp_path: Path
) -> None:
    short = a_signer(tmp_path, bits=512)
    names.records[KEY] = short.record
    assert check(keys, short.signed()).result is not R.VALID


def test_without_an_answer_it_is_unchecked_and_soon_said_again(
    keys: DomainKeys, signer: Signer, names: NameServer
) -> None:
    names.silent = True
    mail = signer.signed()
    assert check(keys, mail).reason == "DNS does not answer"
    begun = time.monotonic()
    assert check(keys, mail).result is R.UNCHECKED
    assert time.monotonic() - begun < 0.3


def test_of_many_signatures_few_are_looked_at(keys: DomainKeys, signer: Signer) -> None:
    mail = MAIL
    for _ in range(SIGNATURES_LIMIT + 3):
        mail = signer.signed(mail)
    found = keys.check(mail, DOMAIN, datetime.now(UTC))
    assert [one.result for one in found] == [R.VALID] * SIGNATURES_LIMIT


def test_a_strangers_signatures_do_not_hide_the_domains_own(
    keys: DomainKeys, signer: Signer
) -> None:
    mail = signer.signed()
    for _ in range(SIGNATURES_LIMIT + 3):
        mail = signer.signed(mail, domain=b"evil.example")
    assert check(keys, mail).result is R.VALID


HOSTILE = {
    "blanks": MAIL + b" " * 2_000_000,
    "tabs in the header": MAIL.replace(b"Printer", b"P" + b"\t" * 30_000 + b"r"),
    "folds": MAIL.replace(b"Printer", b"\r\n x" * 12_000),
    "lines": MAIL + b"\r\n" * (LINES_LIMIT - 10),
    "too many lines": MAIL + b"\n" * (LINES_LIMIT + 1),
    "large": MAIL + b"A" * MAIL_BYTES,
    "no end of the header": MAIL.partition(b"\r\n\r\n")[0],
    "long names": MAIL.replace(b"Printer", b": " * 20_000),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_mail_makes_the_check_slow(
    keys: DomainKeys, signer: Signer, kind: str
) -> None:
    field = signer.signed()[: -len(MAIL)]
    begun = time.process_time()
    found = keys.check(field + HOSTILE[kind], DOMAIN, datetime.now(UTC))
    assert time.process_time() - begun < 2
    assert all(one.result is not R.VALID for one in found)


@pytest.mark.parametrize("tag", [b"b", b"h", b"bh", b"d", b"z"])
def test_no_field_makes_the_check_slow(
    keys: DomainKeys, signer: Signer, tag: bytes
) -> None:
    mail = signer.signed()
    for filler in (b" " * 4000, b"A" * 4000, b":a" * 2000, b"= " * 2000):
        begun = time.process_time()
        keys.check(
            mail.replace(b"v=1;", b"v=1; " + tag + b"=" + filler + b";", 1),
            DOMAIN,
            datetime.now(UTC),
        )
        assert time.process_time() - begun < 1


def test_a_field_over_the_limit_is_none(keys: DomainKeys, signer: Signer) -> None:
    mail = signer.signed().replace(b"v=1;", b"v=1; z=" + b"A" * FIELD_BYTES + b";", 1)
    assert keys.check(mail, DOMAIN, datetime.now(UTC)) == ()


def test_the_time_of_signing_is_told(keys: DomainKeys, signer: Signer) -> None:
    found = check(keys, signer.signed())
    assert found.signed_at is not None
    age = datetime.now(UTC) - found.signed_at
    assert timedelta(0) <= age < timedelta(minutes=1)
    assert replace(found, for_sender=True).proves
