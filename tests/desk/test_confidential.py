"""Mail that came encrypted: what nobody can read, and what is not said in clear."""

from dataclasses import replace

import pytest

from gateway.domain.codes import NoticeCode
from gateway.domain.request import Status
from tests.desk.sealed_mail import (
    ENCRYPTED,
    PINNED,
    TRUSTED,
    closed,
    codes,
    decrypting,
    deliver,
    opened_by,
)
from tests.support.builders import ANNE, BART
from tests.support.desk import Sent, World, rendering, resolved
from tests.support.notices import a_renderer

WITHIN = "the vault code is 4711"
FORM = f"Phone: 13800001234\nUrgency: high\nSymptom: {WITHIN}"
INLINE = (
    "Content-Type: text/plain\n\nPlease see below.\n"
    "-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n"
)


@pytest.fixture
def worded(world: World) -> World:
    """The desk with the letters as they are shipped."""
    rendering(world, a_renderer())
    world.desk.context = replace(world.desk.context, support_phone="400-000-0000")
    return world


def to(letters: tuple[Sent, ...], who: str) -> str:
    return "\n".join(letter.text for letter in letters if letter.to == who)


def test_a_new_mail_that_nobody_can_read_is_told_in_place_of_c01(
    worded: World,
) -> None:
    opened_by(worded, closed)
    letters = deliver(worded, ENCRYPTED)

    assert "C21" in codes(letters)
    assert "C01" not in codes(letters)
    told = to(letters, ANNE)
    assert "it is encrypted" in told
    assert worded.request().number in told
    assert "400-000-0000" in told
    assert "is encrypted and could not be opened" in " ".join(to(letters, BART).split())


def test_one_piece_of_a_larger_mail_is_told_likewise(worded: World) -> None:
    piece = "Content-Type: message/partial; id=x; number=2; total=3\n\nmore words\n"
    letters = deliver(worded, piece)
    assert ("C21" in codes(letters), "C01" in codes(letters)) == (True, False)
    assert "only one piece" in to(letters, ANNE)


def test_it_stays_in_the_thread_of_the_mail(worded: World) -> None:
    opened_by(worded, closed)
    (told,) = (one for one in deliver(worded, ENCRYPTED) if one.code == "C21")
    assert told.in_reply_to == worded.request().first_message_id


def test_a_reply_that_nobody_can_read_goes_to_a_person(worded: World) -> None:
    worded.send(ANNE, "Smoke.")
    opened_by(worded, closed)
    letters = deliver(
        worded, ENCRYPTED, answering=worded.letter(NoticeCode.ACKNOWLEDGEMENT, ANNE)
    )
    assert sorted(set(codes(letters))) == ["C21", "S04"]
    assert "is encrypted and could not be opened" in " ".join(to(letters, BART).split())


def test_words_beside_what_is_encrypted_are_passed_on_and_decide_nothing(
    worded: World,
) -> None:
    asked = resolved(worded)
    opened_by(worded, closed)
    letters = deliver(
        worded, INLINE.replace("Please see below.", "resolved"), answering=asked
    )
    assert worded.request().status is Status.AWAITING_CONFIRMATION
    assert sorted(set(codes(letters))) == ["C21", "S04"]


def test_commands_of_staff_beside_what_is_encrypted_are_not_run(worded: World) -> None:
    worded.send(ANNE, "Smoke.")
    to_assign = worded.letter(NoticeCode.TO_ASSIGN, BART)
    opened_by(worded, closed)
    letters = deliver(
        worded,
        INLINE.replace("Please see below.", "#take"),
        sender=BART,
        answering=to_assign,
    )
    assert worded.request().status is Status.RECEIVED
    assert "C21" in codes(letters)


def test_two_closed_mails_of_one_message_id_are_two(worded: World) -> None:
    opened_by(worded, closed)
    same = "Message-ID: <same@customer.example>"
    deliver(worded, ENCRYPTED, headers=same)
    other = deliver(worded, ENCRYPTED.replace("hQEM", "hQEN"), headers=same)
    assert codes(other) != []


def test_commands_within_an_encrypted_mail_count_as_in_a_plain_one(
    worded: World,
) -> None:
    worded.send(ANNE, "Smoke.")
    to_assign = worded.letter(NoticeCode.TO_ASSIGN, BART)
    opened_by(worded, decrypting("#take", PINNED))
    deliver(worded, ENCRYPTED, sender=BART, answering=to_assign)
    assert worded.request().status is Status.IN_PROGRESS


def test_what_was_encrypted_is_shown_to_staff_and_never_sent_back(
    worded: World,
) -> None:
    opened_by(worded, decrypting(FORM, TRUSTED))
    letters = deliver(worded, ENCRYPTED, subject="...")

    assert WITHIN in to(letters, BART)
    assert "4711" not in to(letters, ANNE)
    assert "1234" not in to(letters, ANNE)
    assert "came encrypted" in " ".join(to(letters, BART).split())
    assert worded.request().subject == "..."


def test_without_a_subject_no_words_take_its_place(worded: World) -> None:
    opened_by(worded, decrypting(WITHIN))
    letters = deliver(worded, ENCRYPTED, subject="")
    assert "4711" not in "".join((worded.request().subject, to(letters, ANNE)))


@pytest.mark.parametrize("words", [f"resolved\n{WITHIN}", f"still broken: {WITHIN}"])
def test_a_decrypted_reply_is_not_quoted_to_the_customer(
    worded: World, words: str
) -> None:
    asked = resolved(worded)
    opened_by(worded, decrypting(words, TRUSTED))
    letters = deliver(worded, ENCRYPTED, answering=asked)

    assert WITHIN in to(letters, BART)
    assert "4711" not in to(letters, ANNE)


def test_where_the_operator_wants_it_staff_do_not_see_it_either(
    worded: World,
) -> None:
    worded.desk.context = replace(worded.desk.context, show_decrypted=False)
    opened_by(worded, decrypting(FORM, TRUSTED))
    letters = deliver(worded, ENCRYPTED)
    again = deliver(
        worded, ENCRYPTED, answering=worded.letter(NoticeCode.ACKNOWLEDGEMENT, ANNE)
    )
    assert "4711" not in to((*letters, *again), BART)
    assert "in the original alone" in " ".join(to(letters, BART).split())


def test_a_refused_file_within_is_told_without_its_name(worded: World) -> None:
    opened_by(
        worded, decrypting("MZ\0", kind='application/x-dosexec; name="merger.exe"')
    )
    letters = deliver(worded, ENCRYPTED)
    assert "merger" not in to(letters, ANNE)
