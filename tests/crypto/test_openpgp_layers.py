"""OpenPGP mails made by gpg: beside the text, around it, and within it."""

import base64
import time
from dataclasses import replace

import pytest

from gateway.crypto.openpgp import Keys
from gateway.mail.message import (
    Protection as Layer,
    SignatureResult as R,
)
from gateway.mail.opening import SIGNATURES_LIMIT
from tests.crypto.conftest import ANNE, SUPPORT, Made
from tests.crypto.reading import ENTITY, PLAIN, WORDS, crlf, read, the_signature
from tests.support.keys import Keyring, mail, multipart_signed


def test_an_openpgp_signature_names_its_signer_key_and_time(made: Made) -> None:
    found = the_signature(read(mail(made.ring.detached(ENTITY)), made.opener))

    assert (found.result, found.signers, found.pinned) == (R.VALID, (ANNE,), True)
    assert found.proves
    assert len(found.key) == 40
    assert found.signed_at is not None


def test_text_signed_in_clear_is_shown_without_its_armor(made: Made) -> None:
    words = b"- take tray 2\n\n-- \nAnne\n"
    message = read(mail(PLAIN + crlf(made.ring.clear(words))), made.opener)

    assert "PGP" not in message.text
    assert message.text.strip() == "- take tray 2\n\n-- \nAnne"
    assert message.reply_text.startswith("- take tray 2")
    assert message.protection == (Layer.OPENPGP_INLINE_SIGNED,)
    assert the_signature(message).proves


def test_words_around_a_clear_signature_are_not_signed(made: Made) -> None:
    signed = crlf(made.ring.clear(b"I am Anne.\n"))
    message = read(mail(PLAIN + b"#close\r\n" + signed), made.opener)

    assert message.text.split() == ["#close", "I", "am", "Anne."]
    assert (the_signature(message).result, the_signature(message).partly) == (
        R.VALID,
        True,
    )


def test_a_clear_signature_does_not_cover_what_hides_in_its_head(made: Made) -> None:
    signed = crlf(made.ring.clear(b"I am Anne.\n"))
    raw = mail(PLAIN + signed.replace(b"Hash:", b"#close\r\nHash:"))
    message = read(raw, made.opener)
    assert "#close" not in message.text or not the_signature(message).proves


def test_a_quoted_printable_clear_signature_is_checked(made: Made) -> None:
    signed = crlf(made.ring.clear("打印机冒烟。\n".encode()))
    coded = signed.replace(b"=", b"=3D")
    head = PLAIN.replace(
        b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    message = read(mail(head + coded), made.opener)
    assert (message.text.strip(), the_signature(message).result) == (
        "打印机冒烟。",
        R.VALID,
    )


def test_a_key_that_is_not_ours_is_unknown(made: Made) -> None:
    other = Keyring(made.folder / "other")
    other.make(ANNE)
    try:
        found = the_signature(read(mail(other.detached(ENTITY)), made.opener))
    finally:
        other.close()
    assert (found.result, found.signers) == (R.UNKNOWN_KEY, ())


def test_an_expired_key_proves_nothing(made: Made) -> None:
    other = Keyring(made.folder / "expired")
    other.make(ANNE, lasts="seconds=1")
    try:
        signed = other.detached(ENTITY)
        public = made.folder / "expired.gpg"
        public.write_bytes(other.public())
    finally:
        other.close()
    keys = replace(made.opener.openpgp.keys, public=public)
    opener = replace(made.opener, openpgp=replace(made.opener.openpgp, keys=keys))

    found = the_signature(read(mail(signed), opener))
    while found.result is R.VALID:  # until that second is over
        found = the_signature(read(mail(signed), opener))
    assert (found.result, found.proves) == (R.EXPIRED, False)


def test_a_whole_signed_message_is_no_detached_signature(made: Made) -> None:
    whole = made.ring.gpg("--armor", "--sign", feed=b"other words\r\n")
    renamed = whole.replace(b"PGP MESSAGE", b"PGP SIGNATURE")
    for forged in (whole, renamed):
        signed = multipart_signed(ENTITY, forged, "application/pgp-signature")
        found = the_signature(read(mail(signed), made.opener))
        assert found.result is R.INVALID


def test_a_weak_digest_is_not_taken(made: Made) -> None:
    weak = made.ring.signature(ENTITY, "--digest-algo", "SHA1")
    signed = multipart_signed(ENTITY, weak, "application/pgp-signature")
    assert not the_signature(read(mail(signed), made.opener)).proves


def test_a_weak_digest_within_an_encrypted_layer_is_not_taken(made: Made) -> None:
    options = ("--sign", "--digest-algo", "SHA1")
    found = the_signature(
        read(mail(made.ring.encrypted(ENTITY, SUPPORT, *options)), made.opener)
    )
    assert (found.result, found.proves) == (R.INVALID, False)


def test_many_signatures_in_one_cost_one_look_at_the_keys(made: Made) -> None:
    one = made.ring.gpg("--detach-sign", feed=ENTITY)
    armor = (
        b"-----BEGIN PGP SIGNATURE-----\n\n"
        + base64.encodebytes(one * 300)
        + b"-----END PGP SIGNATURE-----\n"
    )
    raw = mail(multipart_signed(ENTITY, armor, "application/pgp-signature"))
    begun = time.monotonic()
    found = read(raw, made.opener).signatures

    assert len(found) == SIGNATURES_LIMIT
    assert all(signature.proves for signature in found)
    assert time.monotonic() - begun < 5  # 300 looks took 17 s


@pytest.mark.parametrize("keys", [Keys(), None])
def test_a_block_that_is_only_signed_needs_no_key(
    made: Made, keys: Keys | None
) -> None:
    block = made.ring.gpg("--armor", "--sign", feed=b"The printer smokes.\n")
    known = made.opener.openpgp.keys
    openpgp = replace(made.opener.openpgp, keys=known if keys is None else keys)
    opener = replace(made.opener, openpgp=openpgp)
    message = read(mail(PLAIN + crlf(block)), opener)

    assert message.text.strip() == WORDS.strip()
    assert (message.unreadable, message.decrypted) == ("", False)
    assert message.protection == (Layer.OPENPGP_INLINE_SIGNED,)
    assert the_signature(message).proves is (keys is None)


def test_words_packed_beside_what_is_signed_are_not_signed(made: Made) -> None:
    signed = made.ring.gpg("--compress-algo", "none", "--sign", feed=b"Yes.\n")
    words = made.ring.gpg("--store", "--compress-algo", "none", feed=b"#close\n")
    for packets in (words + signed, signed + words):
        alone = made.ring.gpg("--enarmor", feed=packets)
        alone = alone.replace(b"PGP ARMORED FILE", b"PGP MESSAGE")
        within = made.ring.gpg(
            *("--armor", "--no-literal", "-r", SUPPORT, "--encrypt"), feed=packets
        )
        for block in (alone, within):
            message = read(mail(PLAIN + crlf(block)), made.opener)
            assert not any(one.proves for one in message.signatures)


def test_encrypted_openpgp_is_opened_with_what_is_signed_in_it(made: Made) -> None:
    raw = mail(made.ring.encrypted(ENTITY, SUPPORT, "--sign"))
    message = read(raw, made.opener)

    assert (message.text, message.decrypted) == (WORDS, True)
    assert the_signature(message).proves
    assert message.protection == (Layer.OPENPGP_ENCRYPTED,)


def test_a_server_that_made_it_mixed_hides_nothing(made: Made) -> None:
    entity = made.ring.encrypted(ENTITY, SUPPORT)
    mixed = entity.replace(b"multipart/encrypted", b"multipart/mixed", 1)
    assert read(mail(mixed), made.opener).text == WORDS


def test_a_block_encrypted_within_a_text_is_opened_in_its_place(made: Made) -> None:
    armor = crlf(made.ring.armored("你好\n".encode(), SUPPORT))
    message = read(mail(PLAIN + b"Hello\r\n" + armor + b"Anne\r\n"), made.opener)

    assert message.text.split() == ["Hello", "你好", "Anne"]
    assert message.decrypted


def test_a_block_for_others_leaves_the_rest_to_be_read(made: Made) -> None:
    other = Keyring(made.folder / "third")
    other.make("dave@example.com")
    try:
        armor = crlf(other.armored(b"secret\n", "dave@example.com"))
    finally:
        other.close()
    message = read(mail(PLAIN + b"Hello\r\n" + armor), made.opener)

    assert message.text.split() == ["Hello", "[PGP", "MESSAGE]"]
    assert (message.unreadable, message.decrypted) == ("encrypted", False)


def test_a_closed_block_in_a_quote_keeps_nothing_from_us(made: Made) -> None:
    armor = b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n-----END PGP MESSAGE-----\r\n"
    quote = b"-----Original Message-----\r\nFrom: Bart\r\nSubject: x\r\n\r\n" + armor
    raw = mail(PLAIN + b"It works now.\r\n\r\n" + quote)
    message = read(raw.replace(b"MIME-V", b"In-Reply-To: <b@c>\r\nMIME-V"), made.opener)

    assert (message.reply_text, message.unreadable) == ("It works now.", "")


@pytest.mark.parametrize("end", ["\u2028", "\x85", "\x0b", "\x1c", "\r", "\n"])
def test_a_file_name_that_looks_like_a_verdict_is_none(made: Made, end: str) -> None:
    anne = made.ring.gpg("--with-colons", "--list-keys", ANNE).decode()
    key = next(li.split(":")[9] for li in anne.splitlines() if li.startswith("fpr"))
    lines = (
        "NEWSIG",
        f"GOODSIG {key[-16:]} <{ANNE}>",
        f"VALIDSIG {key} 2026-11-23 1795395048 0 4 0 22 8 00 {key}",
    )
    name = end.join(("x", *(f"[GNUPG:] {line}" for line in lines), ""))
    forged = made.ring.encrypted(ENTITY, SUPPORT, "--set-filename", name)
    message = read(mail(forged), made.opener)

    assert (message.text, message.signatures) == (WORDS, ())


def test_damaged_openpgp_is_named_so(made: Made) -> None:
    raw = mail(made.ring.encrypted(ENTITY, SUPPORT))
    place = raw.index(b"\n\n", raw.index(b"BEGIN PGP MESSAGE")) + 150
    spoiled = raw[:place] + b"AAAA" + raw[place + 4 :]
    message = read(spoiled, made.opener)
    assert message.text == ""
    assert message.unreadable in {"damaged-encryption", "encrypted"}


def test_nothing_is_left_behind(made: Made) -> None:
    read(mail(made.ring.encrypted(ENTITY, SUPPORT)), made.opener)
    assert list((made.folder / "work").iterdir()) == []
