"""The ledger knows what was taken, after any crash, and does not grow for ever."""

from pathlib import Path

import pytest

from gateway.intake.ledger import SLACK_LINES, FileLedger, LedgerUnavailable
from gateway.mail.envelope import QueueId

BOX = "support@imap.example/INBOX"
FIRST, SECOND = QueueId("ANT"), QueueId("BEE")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "imap"


def the_file(path: Path) -> Path:
    (file,) = path.iterdir()
    return file


def test_what_is_recorded_is_seen_also_after_a_restart(path: Path) -> None:
    ledger = FileLedger(path=path)
    assert not ledger.seen(BOX, 5, 17)
    ledger.record(BOX, 5, {17: FIRST})
    for one in (ledger, FileLedger(path=path)):
        assert one.seen(BOX, 5, 17)
        assert not one.seen(BOX, 5, 18)
        assert not one.seen(BOX, 6, 17)
        assert not one.seen("other@imap.example/INBOX", 5, 17)


def test_a_new_uidvalidity_voids_the_old_records(path: Path) -> None:
    ledger = FileLedger(path=path)
    ledger.record(BOX, 5, {17: FIRST})
    ledger.record(BOX, 6, {1: SECOND})
    for one in (ledger, FileLedger(path=path)):
        assert one.seen(BOX, 6, 1)
        assert not one.seen(BOX, 5, 17)
        assert not one.seen(BOX, 6, 17)


def test_recording_repeats_safely(path: Path) -> None:
    ledger = FileLedger(path=path)
    for _ in range(3):
        ledger.record(BOX, 5, {17: FIRST})
    assert FileLedger(path=path).seen(BOX, 5, 17)


@pytest.mark.parametrize("torn", [b"5", b"5 1", b"5 17 ", b"5 18 BE", b"\xff\x00"])
def test_a_last_line_torn_by_a_crash_does_no_harm(path: Path, torn: bytes) -> None:
    FileLedger(path=path).record(BOX, 5, {17: FIRST})
    with the_file(path).open("ab") as file:
        file.write(torn)

    ledger = FileLedger(path=path)
    assert ledger.seen(BOX, 5, 17)
    assert not ledger.seen(BOX, 5, 1)
    ledger.record(BOX, 5, {19: SECOND})
    again = FileLedger(path=path)
    assert again.seen(BOX, 5, 17)
    assert again.seen(BOX, 5, 19)
    assert not again.seen(BOX, 5, 1)


def test_lines_that_say_nothing_are_passed_over(path: Path) -> None:
    FileLedger(path=path).record(BOX, 5, {17: FIRST})
    file = the_file(path)
    file.write_bytes(b"\n\nfoo\n5 x y\n5 99999999999999 z\n" + file.read_bytes())
    assert FileLedger(path=path).seen(BOX, 5, 17)


def test_only_what_is_still_in_the_mailbox_is_kept(path: Path) -> None:
    ledger = FileLedger(path=path)
    for uid in (1, 2, 3):
        ledger.record(BOX, 5, {uid: FIRST})
    ledger.keep_only(BOX, 5, {2})
    assert [ledger.seen(BOX, 5, uid) for uid in (1, 2, 3)] == [False, True, False]


def test_the_file_is_bounded_by_what_is_in_the_mailbox(path: Path) -> None:
    ledger = FileLedger(path=path)
    for uid in range(1, 2 * SLACK_LINES):
        ledger.record(BOX, 5, {uid: FIRST})
        ledger.keep_only(BOX, 5, {uid})
    assert len(the_file(path).read_bytes().splitlines()) <= SLACK_LINES + 2
    again = FileLedger(path=path)
    assert again.seen(BOX, 5, 2 * SLACK_LINES - 1)


def test_many_forgotten_under_an_old_uidvalidity_are_forgotten_in_the_file_too(
    path: Path,
) -> None:
    ledger = FileLedger(path=path)
    for uid in range(1, SLACK_LINES + 2):
        ledger.record(BOX, 5, {uid: FIRST})
    ledger.keep_only(BOX, 6, {1, 2, 3})
    assert the_file(path).read_bytes() == b""
    assert not ledger.seen(BOX, 6, 1)


@pytest.mark.parametrize(
    "mailbox", ["客户@x/邮件", "../../etc/x", "a" * 500, "", "\udcff", "a/b", "a_b"]
)
def test_any_mailbox_has_a_file_of_its_own_in_the_folder(
    path: Path, mailbox: str
) -> None:
    ledger = FileLedger(path=path)
    ledger.record(BOX, 5, {1: FIRST})
    ledger.record(mailbox, 5, {2: SECOND})
    again = FileLedger(path=path)
    assert again.seen(mailbox, 5, 2)
    assert not again.seen(mailbox, 5, 1)
    assert len(list(path.iterdir())) == 2


def test_a_ledger_that_cannot_be_written_says_so(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("a file stands where the folder should")
    ledger = FileLedger(path=path)
    with pytest.raises(LedgerUnavailable):
        ledger.seen(BOX, 5, 1)
    with pytest.raises(LedgerUnavailable):
        ledger.record(BOX, 5, {1: FIRST})


def test_a_record_that_was_refused_is_not_seen(path: Path) -> None:
    ledger = FileLedger(path=path)
    ledger.record(BOX, 5, {1: FIRST})
    file = the_file(path)
    file.unlink()
    file.mkdir()
    with pytest.raises(LedgerUnavailable):
        ledger.record(BOX, 5, {2: SECOND})
    assert not ledger.seen(BOX, 5, 2)
