"""R40: #export sends the archive to staff who have signed, and to nobody else."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from gateway.domain.codes import NoticeCode
from gateway.papers.copies import ArchiveCopies
from gateway.store import reports
from gateway.store.register import StoredRegister
from gateway.store.tables import LetterRow
from tests.desk.sealed_mail import (
    PINNED,
    codes,
    deliver,
    opened_by,
    signed,
    signed_with,
)
from tests.papers.test_certificate import ToldPress, a_bureau
from tests.support.builders import ANNE, BART
from tests.support.desk import Sent, World, a_world, confirming

LIMIT = 1_000_000


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as made:
        enclosing(made, LIMIT)
        yield made


def enclosing(world: World, limit_bytes: int) -> None:
    copies = ArchiveCopies(
        bureau=a_bureau(ToldPress()),
        register=StoredRegister(world.facts.database, world.spool.open),
        limit_bytes=limit_bytes,
    )
    written = replace(
        world.context.correspondence,
        enclosers={NoticeCode.COMMAND_RESULTS: copies},
    )
    world.desk.context = replace(world.desk.context, correspondence=written)


def asked(world: World, text: str = "#export", *, pinned: bool = True) -> Sent:
    """Anne has asked for help; what Bart's mail is answered by."""
    world.send(ANNE, "Smoke comes out of tray 2.")
    to_assign = world.letter(NoticeCode.TO_ASSIGN, BART)
    if pinned:
        opened_by(world, signed_with(PINNED))
    letters = deliver(world, signed(text), sender=BART, answering=to_assign)
    (letter,) = [one for one in letters if one.code in {"S11", "S12", "S24"}]
    return letter


def files_of(letter: Sent) -> dict[str, bytes]:
    row = LetterRow.get(LetterRow.message_id == letter.message_id)
    mail = message_from_bytes(bytes(row.content), policy=policy.default)
    return {
        str(part.get_filename()): bytes(part.get_payload(decode=True) or b"")
        for part in mail.iter_attachments()
    }


def test_whoever_signs_with_a_pinned_key_gets_the_archive(world: World) -> None:
    letter = asked(world)

    assert letter.code == "S11"
    ((name, content),) = files_of(letter).items()
    assert name == "TS20261116001.zip"
    archive = zipfile.ZipFile(io.BytesIO(content))
    said = archive.read("TS20261116001/mails/0001.eml")
    assert b"Smoke comes out of tray 2." in said


def test_who_took_a_copy_stays_on_record(world: World) -> None:
    asked(world)
    shown = reports.show(world.request().number)
    assert shown is not None
    (row,) = [one for one in shown.records if one.kind == "Exported"]
    assert (row.actor, row.visible) == (BART, False)


def test_without_a_pinned_signature_it_takes_a_code_that_is_mailed_back(
    world: World,
) -> None:
    """COMMANDS: export is of tier T3."""
    please = asked(world, pinned=False)
    assert (please.code, please.to) == ("S24", BART)
    assert files_of(please) == {}
    (letter,) = world.answer(please, confirming(please))
    assert (letter.code, letter.to) == ("S11", BART)
    assert list(files_of(letter)) == ["TS20261116001.zip"]


def test_a_customer_exports_nothing(world: World) -> None:
    letters = world.send(ANNE, "#export\n\nPlease send me everything.")
    assert "S11" not in codes(letters)
    assert all(files_of(letter) == {} for letter in letters)


def test_other_commands_take_no_archive_along(world: World) -> None:
    assert files_of(asked(world, "#take")) == {}


def test_a_quiet_mail_gets_its_archive_all_the_same(world: World) -> None:
    assert list(files_of(asked(world, "#export\n#quiet"))) == ["TS20261116001.zip"]


def test_what_is_too_large_for_a_mail_is_the_operators_to_write(world: World) -> None:
    enclosing(world, 100)
    ((name, content),) = files_of(asked(world)).items()

    assert name == "TS20261116001-not-enclosed.txt"
    assert "ticket-gateway export TS20261116001" in content.decode("utf-8-sig")


def test_a_number_behind_the_command_is_refused_and_not_passed_over(
    world: World,
) -> None:
    letter = asked(world, "#export TS20261116002")
    assert files_of(letter) == {}
    assert letter.code == "S11"
