"""Where protected parts stand, and which octets are theirs, to the last white space."""

import time
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import example, given, strategies as st

from gateway.mail.armor import BLOCKS_LIMIT, clear_text, without_armor
from gateway.mail.automatic import OurMarks
from gateway.mail.cms import CmsKind, cms_kind, signed_content
from gateway.mail.limits import Limits
from gateway.mail.message import Message, Protection as Layer
from gateway.mail.opening import Opened, read_opened
from gateway.mail.sealed import Seal, find_seal, put_back

LIMITS = Limits()
HEAD = b"From: anne@customer.example\r\nSubject: Outer\r\nContent-Language: en\r\n"
ENTITY = b"Content-Type: text/plain\r\n\r\nHello  \r\n\r\n"
ARMOR = b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n-----END PGP MESSAGE-----"
SIGNED = (
    b'Content-Type: multipart/signed; boundary="a b";\r\n'
    b" protocol=application/pgp-signature\r\n\r\npreamble\r\n"
    b"--a b\r\n" + ENTITY + b"\r\n--a b\r\n"
    b"Content-Type: application/pgp-signature\r\n\r\nsig\r\n--a b--\r\n"
)


def found(raw: bytes, skip: int = 0) -> Seal:
    seal = find_seal(raw, LIMITS, skip=skip)
    assert seal is not None
    return seal


def read(raw: bytes) -> Message:
    return read_opened(BytesIO(raw), limits=LIMITS, ours=OurMarks())


def test_the_signed_octets_end_before_the_delimiters_line_break() -> None:
    seal = found(HEAD + SIGNED)
    assert (seal.content, seal.signature) == (ENTITY, b"sig")
    assert (seal.protection, seal.partly, seal.stays) == (
        Layer.OPENPGP_SIGNED,
        False,
        False,
    )


def test_bare_line_feeds_are_kept_as_they_came() -> None:
    seal = found((HEAD + SIGNED).replace(b"\r\n", b"\n"))
    assert seal.content == ENTITY.replace(b"\r\n", b"\n")


def test_what_was_opened_takes_the_place_under_the_outer_header() -> None:
    raw = HEAD + SIGNED
    inner = b"From: boss@example.com\r\nSubject: Inner\r\n" + ENTITY
    assert put_back(raw, found(raw), inner) == (
        b"From: anne@customer.example\r\nSubject: Outer\r\n" + ENTITY
    )


def test_a_part_that_was_opened_leaves_its_neighbours_untouched() -> None:
    before = (
        HEAD + b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n"
        b"Content-Type: text/plain\r\n\r\none\r\n--m\r\n"
    )
    after = b"\r\n--m\r\nContent-Type: text/plain\r\n\r\nthree\r\n--m--\r\n"
    raw = before + SIGNED + after
    assert put_back(raw, found(raw), ENTITY) == before + ENTITY + after
    assert found(raw).partly


def test_a_longer_boundary_that_begins_alike_ends_no_part() -> None:
    inner = ENTITY + b"--a bc\r\n--a b c\r\nmore\r\n"
    raw = HEAD + SIGNED.replace(ENTITY, inner)
    assert found(raw).content == inner


def test_a_layer_within_a_forwarded_mail_stays_closed() -> None:
    raw = (
        HEAD + b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n"
        b"Content-Type: message/rfc822\r\n\r\n" + HEAD + SIGNED + b"\r\n--m--\r\n"
    )
    assert find_seal(raw, LIMITS) is None


def test_the_one_within_a_signed_part_is_the_next() -> None:
    raw = HEAD + SIGNED.replace(
        ENTITY, b"Content-Type: text/plain\r\n\r\n" + ARMOR + b"\r\n"
    )
    assert found(raw).protection is Layer.OPENPGP_SIGNED
    assert found(raw, skip=1).protection is Layer.OPENPGP_INLINE_ENCRYPTED


@pytest.mark.parametrize(
    "entity",
    [
        b"Content-Type: multipart/signed\r\n\r\nno boundary\r\n",
        b"Content-Type: multipart/signed; boundary=s\r\n\r\nno delimiter\r\n",
        b"Content-Type: multipart/signed; boundary=s\r\n\r\n--s",
        b"Content-Type: multipart/signed; boundary=s\r\n\r\n--s--",
        b"Content-Type: multipart/encrypted; boundary=s\r\n\r\n--s\r\n\r\n--s--",
        b"Content-Type: application/pkcs7-mime\r\n\r\n",
        b"Content-Type: application/pkcs7-mime",
        b"Content-Type: application/pkcs7-mime; smime-type=certs-only\r\n\r\nMAA=",
        b"Content-Type: text/plain\r\n\r\n-----BEGIN PGP SIGNED MESSAGE-----",
        b"Content-Type: text/plain\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n",
        b"-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\n-----BEGIN PGP SIGNED MESSAGE-----",
        b"",
    ],
)
def test_what_is_broken_is_read_as_far_as_it_goes(entity: bytes) -> None:
    for raw in (HEAD + entity, entity):
        message = read(raw)
        assert message.unreadable in {"", "encrypted"}


def test_keys_and_signatures_are_no_files() -> None:
    raw = HEAD + (
        b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n"
        + ENTITY
        + b"\r\n--m\r\nContent-Type: application/pgp-keys; name=key.asc\r\n\r\nx\r\n"
        b"--m\r\nContent-Type: application/pgp-signature; name=s.asc\r\n\r\nx\r\n"
        b"--m\r\nContent-Type: application/x-pkcs7-signature; name=smime.p7s\r\n\r\nx"
        b"\r\n--m--\r\n"
    )
    message = read(raw)
    assert (message.text.strip(), message.attachments) == ("Hello", ())


def test_armor_within_html_is_not_shown() -> None:
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----<br>Hash: SHA256<br><br>It works.<br>"
        "-----BEGIN PGP SIGNATURE-----<br>iHUE<br>-----END PGP SIGNATURE-----"
    )
    message = read(HEAD + b"Content-Type: text/html\r\n\r\n" + signed.encode())
    assert message.text.strip() == "It works."


# --- armor -------------------------------------------------------------------------


def test_dashes_of_a_clear_signature_are_as_they_were() -> None:
    block = (
        b"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n"
        b"- - a list\r\n- -----BEGIN\r\nplain\r\n-----BEGIN PGP SIGNATURE-----\r\nx"
    )
    assert clear_text(block) == b"- a list\r\n-----BEGIN\r\nplain\r\n"


def test_a_block_that_is_closed_leaves_a_placeholder() -> None:
    text = f"Hi\n{ARMOR.decode()}\nAnne".replace("\r\n", "\n")
    assert without_armor(text) == "Hi\n[PGP MESSAGE]\nAnne"


def test_a_public_key_in_a_text_is_left_alone() -> None:
    words = "PGP PUBLIC KEY BLOCK"
    key = f"-----BEGIN {words}-----\n\nmQEN\n-----END {words}-----"
    assert without_armor(key) == key


def test_only_so_many_blocks_are_taken_out() -> None:
    text = "\n".join([ARMOR.decode().replace("\r\n", "\n")] * (BLOCKS_LIMIT + 2))
    assert without_armor(text).count("BEGIN PGP MESSAGE") == 2


# --- CMS ---------------------------------------------------------------------------

SIGNED_OID = bytes.fromhex("06092a864886f70d010702")
DATA_OID = bytes.fromhex("06092a864886f70d010701")


def der(tag: int, *content: bytes) -> bytes:
    body = b"".join(content)
    size = len(body)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + body


def ber(tag: int, *content: bytes) -> bytes:
    return bytes([tag, 0x80]) + b"".join(content) + b"\0\0"


@pytest.mark.parametrize("make", [der, ber])
@pytest.mark.parametrize(
    "octets", [der(4, b"abcd"), der(0x24, der(4, b"ab"), der(4, b"cd"))]
)
def test_the_content_of_a_signed_object_is_found(
    octets: bytes, make: Callable[..., bytes]
) -> None:
    content = make(0x30, DATA_OID, make(0xA0, octets))
    signed = make(0x30, der(2, b"\1"), make(0x31), content)
    whole = make(0x30, SIGNED_OID, make(0xA0, signed))

    assert (cms_kind(whole), signed_content(whole)) == (CmsKind.SIGNED, b"abcd")


def test_nesting_without_end_is_no_cms() -> None:
    deep = b"\x24\x80" * 100_000
    content = ber(0x30, DATA_OID, b"\xa0\x80" + deep)
    whole = b"\x30\x80" + SIGNED_OID + b"\xa0\x80" + ber(0x30, der(2, b"\1"), b"1\0")
    assert signed_content(whole + content) is None
    assert signed_content(deep) is None


@given(st.binary(max_size=200))
@example(b"\x30\x84\xff\xff\xff\xff")
@example(b"\x30\x80\x06\x80")
def test_any_octets_are_read_without_a_fault(octets: bytes) -> None:
    assert cms_kind(octets) in CmsKind
    signed_content(octets)
    signed_content(b"\x30\x80" + SIGNED_OID + b"\xa0\x80" + octets)


# --- limits ------------------------------------------------------------------------


def test_more_layers_than_the_limit_are_not_opened() -> None:
    calls: list[Seal] = []

    def opener(seal: Seal) -> Opened:
        calls.append(seal)
        return Opened(content=b"Content-Type: text/plain\r\n\r\n" + ARMOR)

    raw = HEAD + b"Content-Type: text/plain\r\n\r\n" + ARMOR
    message = read_opened(BytesIO(raw), limits=LIMITS, ours=OurMarks(), opener=opener)
    assert len(calls) == LIMITS.layers
    assert message.unreadable == "encrypted"


def test_after_one_layer_took_all_the_time_no_other_gets_any() -> None:
    calls: list[Seal] = []

    def opener(seal: Seal) -> Opened:
        calls.append(seal)
        return Opened(content=seal.content, spent=True)

    raw = HEAD + SIGNED.replace(ENTITY, SIGNED.replace(b"a b", b"i"))
    message = read_opened(BytesIO(raw), limits=LIMITS, ours=OurMarks(), opener=opener)
    assert len(calls) == 1
    assert message.text.strip() == "Hello"


HOSTILE = {
    "delimiters": b"Content-Type: multipart/signed; boundary=s\r\n\r\n"
    + b"--s\r\n" * 400_000,
    "half delimiters": b"Content-Type: multipart/signed; boundary=s\r\n\r\n"
    + b"--s" * 700_000,
    "depth": b"".join(
        b"Content-Type: multipart/signed; boundary=%d\r\n\r\n--%d\r\n" % (n, n)
        for n in range(20_000)
    ),
    "blocks": b"Content-Type: text/plain\r\n\r\n"
    + b"-----BEGIN PGP SIGNED MESSAGE-----\r\n" * 60_000,
    "dashes": b"Content-Type: text/plain\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n"
    + b"-----END PGP MESSAGE----" * 80_000,
    "fields": b"Content-Type: application/pkcs7-mime\r\n" + b"X: y\r\n" * 300_000,
    "base64": b"Content-Type: application/pkcs7-mime\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n" + b"MIAG" * 500_000,
    "closed objects": b"Content-Type: application/pkcs7-mime\r\n\r\n"
    + b"\x30\x80" * 1_000_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_mail_makes_the_reading_slow(kind: str) -> None:
    begun = time.process_time()
    read(HEAD + HOSTILE[kind])
    assert time.process_time() - begun < 2


PIECES = st.sampled_from(
    [
        *(b"--s\r\n", b"--s--\r\n", b"\r\n", b"\n", b"Hello\r\n", b"--", b"- "),
        b"Content-Type: multipart/signed; boundary=s\r\n",
        b"Content-Type: multipart/mixed; boundary=s\r\n",
        b"Content-Type: multipart/encrypted; boundary=s\r\n",
        b"Content-Type: application/pgp-encrypted\r\n",
        b"Content-Type: application/pgp-signature\r\n",
        b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"-----BEGIN PGP SIGNED MESSAGE-----\r\n",
        b"-----BEGIN PGP SIGNATURE-----\r\n",
        b"-----END PGP SIGNATURE-----\r\n",
        b"-----BEGIN PGP MESSAGE-----\r\n",
        b"-----END PGP MESSAGE-----\r\n",
    ]
)


@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_any_pieces_of_protected_mail_are_read(raw: bytes) -> None:
    message = read(HEAD + raw)
    assert message.unreadable in {"", "encrypted"}
    assert len(message.protection) <= LIMITS.layers + 1
