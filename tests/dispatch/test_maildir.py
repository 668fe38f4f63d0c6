"""A letter is in the Maildir once, whole, and says to whom it went."""

import mailbox
import os
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.desk.ports import Deferred, Delivered, Letter
from gateway.dispatch.maildir import MaildirCourier, file_name

LETTER = Letter(
    letter_id=7,
    message_id="<ant@gateway.example>",
    recipient="anne@customer.example",
    return_path="support@gateway.example",
    content=b"Message-ID: <ant@gateway.example>\r\nSubject: x\r\n\r\n\xe4\xbd\xa0\r\n",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "outgoing"


def names(path: Path) -> list[str]:
    return sorted(str(f.relative_to(path)) for f in path.rglob("*") if f.is_file())


def test_a_letter_is_one_file_with_its_envelope_on_top(path: Path) -> None:
    assert isinstance(MaildirCourier(path=path).deliver(LETTER), Delivered)

    (name,) = names(path)
    assert name == f"new/{file_name(LETTER)}"
    assert (path / name).read_bytes() == (
        b"Return-Path: <support@gateway.example>\nDelivered-To: anne@customer.example\n"
    ) + LETTER.content.replace(b"\r\n", b"\n")


def test_any_reader_of_maildirs_opens_it(path: Path) -> None:
    MaildirCourier(path=path).deliver(LETTER)
    (message,) = mailbox.Maildir(path, create=False)
    assert message["Message-ID"] == "<ant@gateway.example>"
    assert message["Delivered-To"] == "anne@customer.example"


def test_a_letter_delivered_again_lands_on_itself(path: Path) -> None:
    MaildirCourier(path=path).deliver(LETTER)
    MaildirCourier(path=path).deliver(LETTER)
    assert len(names(path)) == 1


def test_a_letter_that_a_reader_has_taken_does_not_come_again(path: Path) -> None:
    courier = MaildirCourier(path=path)
    courier.deliver(LETTER)
    for flags in (":2,S", ":2,RS"):
        (name,) = names(path)
        (path / name).rename(path / "cur" / f"{file_name(LETTER)}{flags}")
        assert isinstance(courier.deliver(LETTER), Delivered)
        assert names(path) == [f"cur/{file_name(LETTER)}{flags}"]


def test_an_old_folder_of_read_letters_is_looked_at_again_once_it_changed(
    path: Path,
) -> None:
    courier = MaildirCourier(path=path)
    courier.deliver(LETTER)
    os.utime(path / "cur", times=(0, 0))
    courier.deliver(replace(LETTER, letter_id=8))
    new = path / "new" / file_name(LETTER)
    new.rename(path / "cur" / f"{file_name(LETTER)}:2,S")
    courier.deliver(LETTER)
    assert f"new/{file_name(LETTER)}" not in names(path)


def test_letters_never_share_a_name(path: Path) -> None:
    courier = MaildirCourier(path=path)
    courier.deliver(LETTER)
    courier.deliver(replace(LETTER, letter_id=8))
    # Another database may count from one again.
    courier.deliver(replace(LETTER, message_id="<bee@gateway.example>"))
    assert len(names(path)) == 3


def test_an_address_cannot_write_a_line_of_its_own(path: Path) -> None:
    hostile = replace(LETTER, recipient="anne@x\r\nSubject: forged")
    MaildirCourier(path=path).deliver(hostile)
    (message,) = mailbox.Maildir(path, create=False)
    assert message.get_all("Subject") == ["x"]


def test_what_a_crash_left_half_written_is_overwritten(path: Path) -> None:
    courier = MaildirCourier(path=path)
    courier.deliver(LETTER)
    half = path / "tmp" / file_name(LETTER)
    half.write_bytes(b"x" * 10_000)
    courier.deliver(LETTER)
    assert names(path) == [f"new/{file_name(LETTER)}"]
    assert b"xxx" not in (path / "new" / file_name(LETTER)).read_bytes()


def test_only_the_owner_reads_letters(path: Path) -> None:
    MaildirCourier(path=path).deliver(LETTER)
    assert (path.stat().st_mode & 0o077) == 0
    assert ((path / "new" / file_name(LETTER)).stat().st_mode & 0o077) == 0


def test_a_full_disk_defers_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    if not os.access("/dev/full", os.W_OK):
        pytest.skip("there is no /dev/full on this system")
    path = tmp_path / "outgoing"
    courier = MaildirCourier(path=path)
    courier.deliver(LETTER)
    other = replace(LETTER, letter_id=8)
    # What is written through this name meets a disk that is always full.
    (path / "tmp" / file_name(other)).symlink_to("/dev/full")

    delivery = courier.deliver(other)
    assert isinstance(delivery, Deferred)
    assert delivery.code == "4.3.1"
    assert names(path) == [f"new/{file_name(LETTER)}"]
    assert isinstance(courier.deliver(other), Delivered)


def test_a_folder_that_cannot_be_made_defers(tmp_path: Path) -> None:
    (tmp_path / "outgoing").write_text("a file")
    delivery = MaildirCourier(path=tmp_path / "outgoing").deliver(LETTER)
    assert isinstance(delivery, Deferred)
    assert delivery.code == "4.3.0"
