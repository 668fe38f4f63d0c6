"""S/MIME mails made by openssl, and layers within layers."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gateway.crypto.program import Bounds
from gateway.crypto.smime import Trusted, fingerprint_of
from gateway.mail.cms import SIGNERS_LIMIT, signed_at
from gateway.mail.limits import Limits
from gateway.mail.message import (
    Protection as Layer,
    Signature,
    SignatureResult as R,
)
from tests.crypto.conftest import ANNE, Made
from tests.crypto.reading import ENTITY, PLAIN, WORDS, crlf, read, the_signature
from tests.support.keys import Authority, mail, multipart_signed, pkcs7


def test_a_detached_signature_names_its_signer_and_key(made: Made) -> None:
    message = read(mail(made.anne.detached(ENTITY)), made.opener)

    assert (message.text, message.protection) == (WORDS, (Layer.SMIME_SIGNED,))
    assert message.attachments == ()
    assert the_signature(message) == Signature(
        method=the_signature(message).method,
        result=R.VALID,
        signers=(ANNE,),
        key=fingerprint_of(made.anne.certificate.read_bytes()),
        for_sender=True,
        signed_at=the_signature(message).signed_at,
    )
    assert the_signature(message).signed_at


def test_line_ends_changed_on_the_way_break_no_signature(made: Made) -> None:
    raw = mail(made.anne.detached(ENTITY)).replace(b"\r\n", b"\n")
    assert the_signature(read(raw, made.opener)).result is R.VALID


@pytest.mark.parametrize("kind", ["smime", "openpgp"])
def test_a_changed_word_makes_the_signature_invalid(made: Made, kind: str) -> None:
    signed = (made.anne if kind == "smime" else made.ring).detached(ENTITY)
    message = read(mail(signed).replace(b"smokes", b"smoked"), made.opener)

    assert message.text == "The printer smoked.\n"
    assert the_signature(message).result is R.INVALID
    assert not the_signature(message).proves


def test_the_text_of_an_opaque_signature_is_read(made: Made) -> None:
    message = read(mail(made.anne.opaque(ENTITY)), made.opener)

    assert (message.text, message.reply_text) == (WORDS, WORDS.strip())
    assert (message.protection, message.attachments) == ((Layer.SMIME_OPAQUE,), ())
    assert the_signature(message).proves


@pytest.mark.parametrize(
    "declared",
    [
        b"Content-Type: application/octet-stream; name=smime.p7m\r\n",
        b"Content-Type: application/x-pkcs7-mime\r\n",
        b'Content-Type: application/pkcs7-mime; name="SMIME.P7M"\r\n',
    ],
)
def test_an_opaque_mail_is_known_however_it_is_declared(
    made: Made, declared: bytes
) -> None:
    entity = made.anne.opaque(ENTITY)
    body = entity.partition(b"\r\n\r\n")[2]
    raw = mail(declared + b"Content-Transfer-Encoding: base64\r\n\r\n" + body)

    message = read(raw, made.opener)
    assert (message.text, the_signature(message).result) == (WORDS, R.VALID)


def test_an_opaque_signature_of_indefinite_length_is_read(made: Made) -> None:
    cms = made.anne.signed(ENTITY, "-nodetach", "-stream")
    message = read(mail(pkcs7(cms, "signed-data")), made.opener)
    assert (message.text, the_signature(message).result) == (WORDS, R.VALID)


def test_a_changed_opaque_text_is_shown_and_not_believed(made: Made) -> None:
    cms = made.anne.signed(ENTITY, "-nodetach").replace(b"smokes", b"smoked")
    message = read(mail(pkcs7(cms, "signed-data")), made.opener)
    assert message.text == "The printer smoked.\n"
    assert the_signature(message).result is R.INVALID


def test_a_signature_of_another_address_is_not_the_senders(made: Made) -> None:
    raw = mail(made.anne.detached(ENTITY), sender="cris@customer.example")
    found = the_signature(read(raw, made.opener))

    assert (found.result, found.signers, found.for_sender) == (R.VALID, (ANNE,), False)
    assert not found.proves


def test_beside_a_second_sender_nobody_has_signed(made: Made) -> None:
    raw = mail(made.anne.detached(ENTITY), sender=f"{ANNE}, cris@customer.example")
    assert not the_signature(read(raw, made.opener)).for_sender


def test_a_certificate_of_a_strange_authority_is_not_trusted(made: Made) -> None:
    (made.folder / "strange").mkdir(exist_ok=True)
    strange = Authority(made.folder / "strange", "strange").found()
    message = read(mail(strange.issue(ANNE).detached(ENTITY)), made.opener)

    found = the_signature(message)
    assert (found.result, found.for_sender) == (R.UNTRUSTED, True)
    assert not found.proves


def test_a_pinned_certificate_needs_no_authority(made: Made) -> None:
    (made.folder / "pin").mkdir(exist_ok=True)
    anne = Authority(made.folder / "pin", "pin").found().issue(ANNE)
    pinned = frozenset({fingerprint_of(anne.certificate.read_bytes())})
    smime = replace(made.opener.smime, trusted=Trusted(pinned=pinned))
    opener = replace(made.opener, smime=smime)

    found = the_signature(read(mail(anne.detached(ENTITY)), opener))
    assert (found.result, found.pinned, found.proves) == (R.VALID, True, True)


@pytest.mark.parametrize("pinned", [True, False])
def test_an_expired_certificate_proves_nothing(made: Made, *, pinned: bool) -> None:
    old = made.authority.issue(ANNE, days=-1, name="expired")
    fingerprint = fingerprint_of(old.certificate.read_bytes())
    trusted = replace(
        made.opener.smime.trusted,
        pinned=frozenset({fingerprint} if pinned else ()),
    )
    opener = replace(made.opener, smime=replace(made.opener.smime, trusted=trusted))

    found = the_signature(read(mail(old.detached(ENTITY)), opener))
    assert (found.result, found.proves) == (R.EXPIRED, False)


def test_without_its_signature_a_signed_mail_is_read_and_not_believed(
    made: Made,
) -> None:
    raw = mail(made.anne.detached(ENTITY))
    cut = raw.partition(b"\r\n--sig\r\nContent-Type: application/pkcs7-signature")[0]
    message = read(cut + b"\r\n--sig--\r\n", made.opener)

    assert message.text == WORDS
    assert the_signature(message).result is R.INVALID


@pytest.mark.parametrize("cipher", ["-aes-256-cbc", "-aes-128-gcm", "-des3"])
def test_what_is_encrypted_for_us_is_opened(made: Made, cipher: str) -> None:
    message = read(mail(made.ours.encrypted(ENTITY, cipher)), made.opener)

    assert (message.text, message.decrypted, message.unreadable) == (WORDS, True, "")
    assert message.protection == (Layer.SMIME_ENCRYPTED,)


def test_three_layers_are_opened_and_each_signature_is_told(made: Made) -> None:
    inner = made.ours.encrypted(made.anne.detached(ENTITY))
    message = read(mail(made.anne.opaque(inner)), made.opener)

    assert message.text == WORDS
    assert message.protection == (
        Layer.SMIME_OPAQUE,
        Layer.SMIME_ENCRYPTED,
        Layer.SMIME_SIGNED,
    )
    assert [one.result for one in message.signatures] == [R.VALID, R.VALID]


def test_more_layers_than_the_limit_stay_closed(made: Made) -> None:
    entity = ENTITY
    for _ in range(Limits().layers + 1):
        entity = made.ours.encrypted(entity)
    message = read(mail(entity), made.opener)

    assert (message.text, message.unreadable) == ("", "encrypted")
    assert message.attachments == ()


def test_what_is_encrypted_for_others_is_named_and_no_file(made: Made) -> None:
    message = read(mail(made.anne.encrypted(ENTITY)), made.opener)

    assert (message.text, message.unreadable) == ("", "encrypted")
    assert (message.attachments, message.decrypted) == ((), False)
    assert len(message.closed) == 1


def test_damaged_encryption_is_named_so(made: Made) -> None:
    raw = mail(made.ours.encrypted(ENTITY))
    message = read(raw[: len(raw) - 60], made.opener)
    assert (message.text, message.unreadable) == ("", "damaged-encryption")


def test_words_beside_a_signed_part_are_not_signed(made: Made) -> None:
    raw = mail(
        b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n"
        + made.anne.detached(ENTITY)
        + b"\r\n--m\r\n"
        + PLAIN
        + b"-- sent to you by a list\r\n--m--\r\n"
    )
    message = read(raw, made.opener)

    assert WORDS.strip() in message.text
    assert (the_signature(message).result, the_signature(message).partly) == (
        R.VALID,
        True,
    )
    assert not the_signature(message).proves


def test_words_put_behind_the_signature_are_not_signed(made: Made) -> None:
    raw = mail(made.anne.detached(ENTITY)) + b"#close\r\n"
    assert the_signature(read(raw, made.opener)).partly


@pytest.mark.parametrize("digest", ["md5", "sha1"])
def test_a_weak_digest_of_smime_is_not_taken(made: Made, digest: str) -> None:
    weak = made.anne.signed(ENTITY, "-md", digest)
    signed = multipart_signed(ENTITY, weak, "application/pkcs7-signature")
    found = the_signature(read(mail(signed), made.opener))
    assert (found.result, found.proves) == (R.INVALID, False)


@pytest.mark.parametrize("options", [("-sha1",), ("-md5",)])
def test_a_weak_chain_is_not_trusted(made: Made, options: tuple[str, ...]) -> None:
    names = f"email:{ANNE}"
    try:
        weak = made.authority.certify("weak", *options, names=names)
    except AssertionError:
        pytest.skip("this openssl signs no certificate so weakly")
    found = the_signature(read(mail(weak.detached(ENTITY)), made.opener))
    assert (found.result, found.proves) == (R.UNTRUSTED, False)


def test_the_time_of_signing_is_what_all_signers_say(made: Made) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    ours = made.ours
    second = ("-signer", str(ours.both), "-inkey", str(ours.both))
    for options in ((), second, ("-nodetach", "-stream")):
        at = signed_at(made.anne.signed(ENTITY, *options))
        assert at is not None
        assert before <= at <= datetime.now(UTC)


def test_a_signature_may_not_say_when_it_was_made(made: Made) -> None:
    cms = made.anne.signed(ENTITY, "-noattr")
    signed = multipart_signed(ENTITY, cms, "application/pkcs7-signature")
    found = the_signature(read(mail(signed), made.opener))
    assert (found.result, found.signed_at) == (R.VALID, None)


def test_octets_cut_or_spoiled_say_no_time_and_raise_nothing(made: Made) -> None:
    cms = made.anne.signed(ENTITY)
    for end in range(0, len(cms), 11):
        assert signed_at(cms[:end]) is None
    for place in range(0, len(cms), 5):
        signed_at(cms[:place] + b"\xff" + cms[place + 1 :])


def test_too_many_signers_say_no_time() -> None:
    def signers(count: int) -> bytes:
        utc = b"\x17\x0d261123000000Z"
        kind = b"\x06\x09" + bytes.fromhex("2a864886f70d010905")
        attribute = element(0x30, kind + element(0x31, utc))
        fields = b"\x02\x01\x01" + element(0x30, b"") * 2 + element(0xA0, attribute)
        signed = element(0x31, element(0x30, fields) * count)
        body = b"\x06\x09" + bytes.fromhex("2a864886f70d010702")
        return element(0x30, body + element(0xA0, element(0x30, signed)))

    assert signed_at(signers(SIGNERS_LIMIT)) == datetime(2026, 11, 23, tzinfo=UTC)
    assert signed_at(signers(SIGNERS_LIMIT + 1)) is None


def element(tag: int, held: bytes) -> bytes:
    return bytes((tag, 0x82)) + len(held).to_bytes(2, "big") + held


def test_a_domain_that_folds_to_the_signers_is_another(made: Made) -> None:
    holder = made.authority.issue("anne@strasse.example", name="strasse")
    raw = mail(holder.detached(ENTITY), "anne@stra\u00dfe.example")
    found = the_signature(read(raw, made.opener))
    assert (found.result, found.for_sender) == (R.VALID, False)


def test_a_layer_over_the_limit_is_read_and_not_checked(made: Made) -> None:
    smime = replace(made.opener.smime, bounds=Bounds(output_bytes=20))
    raw = mail(made.anne.detached(ENTITY))
    message = read(raw, replace(made.opener, smime=smime))
    assert (message.text, the_signature(message).result) == (WORDS, R.UNCHECKED)


def test_a_third_part_of_a_signed_mail_is_not_signed(made: Made) -> None:
    extra = b"\r\n--sig\r\n" + PLAIN + b"Please pay at once.\r\n--sig--\r\n"
    raw = mail(made.anne.detached(ENTITY)).replace(b"\r\n--sig--\r\n", extra)
    message = read(raw, made.opener)

    assert the_signature(message).partly
    assert "Please pay" in message.text


def test_a_signed_file_that_is_attached_is_no_layer(made: Made) -> None:
    cms = pkcs7(made.anne.signed(b"%PDF-1.4 a contract", "-nodetach"), "signed-data")
    attached = cms.replace(b"smime.p7m", b"contract.pdf.p7m").replace(
        b"smime-type=signed-data;", b"x=y;"
    )
    raw = mail(
        b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n"
        + ENTITY
        + b"\r\n--m\r\n"
        + attached
        + b"\r\n--m--\r\n"
    )
    message = read(raw, made.opener)

    assert (message.text.strip(), message.unreadable) == (WORDS.strip(), "")
    assert [file.filename for file in message.attachments] == ["contract.pdf.p7m"]


def test_without_programs_all_is_read_that_needs_no_key(made: Made) -> None:
    opener = replace(
        made.opener,
        smime=replace(made.opener.smime, program=""),
        openpgp=replace(
            made.opener.openpgp,
            programs=replace(made.opener.openpgp.programs, gpgv="", gpg=""),
        ),
    )
    for signed in (
        made.anne.detached(ENTITY),
        made.anne.opaque(ENTITY),
        made.ring.detached(ENTITY),
        PLAIN + crlf(made.ring.clear(b"The printer smokes.\n")),
    ):
        message = read(mail(signed), opener)
        assert message.text.strip() == WORDS.strip()
        assert the_signature(message).result is R.UNCHECKED
        assert the_signature(message).reason.startswith("there is no")
    closed = read(mail(made.ours.encrypted(ENTITY)), opener)
    assert closed.unreadable == "encrypted"
