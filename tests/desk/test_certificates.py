"""R35, 6.5: which letters take the certificate along, through the whole desk."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from gateway.domain.codes import NoticeCode
from gateway.domain.confirmers import is_formal
from gateway.papers.certificate import CertificatePress
from gateway.store.register import StoredRegister
from gateway.store.tables import LetterRow
from tests.papers.test_certificate import ToldPress, a_bureau
from tests.support.builders import ANNE, BART, ELLE, RULES
from tests.support.desk import Sent, World, a_world, code_of, resolved


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as made:
        press = CertificatePress(
            bureau=a_bureau(ToldPress()),
            is_due=lambda request: is_formal(request, RULES),
        )
        codes = (NoticeCode.RECEIPT, NoticeCode.CLOSED_UNCONFIRMED)
        written = replace(
            made.context.correspondence, enclosers=dict.fromkeys(codes, press)
        )
        people = replace(made.context.people, triage=(BART, ELLE))
        made.desk.context = replace(
            made.desk.context, correspondence=written, people=people
        )
        yield made


def files_of(letter: Sent) -> dict[str, bytes]:
    row = LetterRow.get(LetterRow.message_id == letter.message_id)
    mail = message_from_bytes(bytes(row.content), policy=policy.default)
    return {
        str(part.get_filename()): bytes(part.get_payload(decode=True) or b"")
        for part in mail.iter_attachments()
    }


def register_of(world: World) -> StoredRegister:
    return StoredRegister(world.facts.database, world.spool.open)


def closed_by_elle(world: World, line: str) -> None:
    """A supervisor's answer to the letter that she got."""
    world.confirmed(world.letter(NoticeCode.TO_ASSIGN, ELLE), line)


def test_a_confirmation_is_certified_with_the_mail_that_it_rests_on(
    world: World,
) -> None:
    """R35, 6.6: the digest is that of the mail as it came."""
    asked = resolved(world)
    world.answer(asked, f"CONFIRM {code_of(world)}\n")

    ((name, content),) = files_of(world.letter(NoticeCode.RECEIPT, ANNE)).items()
    number = world.request().number
    assert name == f"{number}-C1.html"
    dossier = register_of(world).dossier(number)
    assert dossier is not None
    digest = hashlib.sha256(dossier.mails[-1].content).hexdigest()
    letters = {hashlib.sha256(one.content).hexdigest() for one in dossier.letters}
    page = content.decode()
    assert digest in page
    assert any(one in page for one in letters)


def test_what_went_out_is_on_record_by_its_digest(world: World) -> None:
    asked = resolved(world)
    world.answer(asked, f"CONFIRM {code_of(world)}\n")

    (content,) = files_of(world.letter(NoticeCode.RECEIPT, ANNE)).values()
    (known,) = register_of(world).by_digest(hashlib.sha256(content).hexdigest())
    assert (known.code, known.recipient) == ("C12", ANNE)
    assert known.number == world.request().number


def test_nobodys_yes_is_certified_as_none(world: World) -> None:
    """6.5: a supervisor closes; the conclusion says that nobody confirmed."""
    resolved(world)
    closed_by_elle(world, "#close unconfirmed no answer to four letters")

    closed = world.letter(NoticeCode.CLOSED_UNCONFIRMED, ANNE)
    (content,) = files_of(closed).values()
    assert "No answer from the customer; not confirmed" in content.decode()


def test_what_was_closed_before_anything_was_solved_has_no_certificate(
    world: World,
) -> None:
    world.send(ANNE, "Smoke comes out of tray 2.")
    closed_by_elle(world, "#close invalid an advertisement")

    assert files_of(world.letter(NoticeCode.CLOSED_UNCONFIRMED, ANNE)) == {}
    assert world.letters(NoticeCode.RECEIPT, BART) == ()
