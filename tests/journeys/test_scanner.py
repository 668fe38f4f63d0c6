"""A virus on its way to staff, and a scanner that comes late: with the real clamd."""

import io
import zipfile
from collections.abc import Iterator

import pytest

from gateway.cli.demo_post import text_of
from tests.journeys.conftest import Maker
from tests.support.mailing import ANNE, a_mail, number_of
from tests.support.servers.clamd import EICAR, SIGNATURE, Clamd


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    server = Clamd()
    yield server
    server.remove()


def zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("notes.txt"), content)
    return buffer.getvalue()


def test_a_virus_is_kept_from_staff_who_are_told_its_name(
    make_daemon: Maker, clamd: Clamd
) -> None:
    clamd.start()
    daemon = make_daemon(settings={"attachments": {"clamd": clamd.socket}})
    daemon.start()
    assert "attachments.clamd: ClamAV" in daemon.command("check").out

    post = daemon.post()
    files = {"tool.zip": zipped(EICAR), "bad.txt": EICAR, "good.log": b"words\n"}
    daemon.send(a_mail(files=files), ANNE)
    letter = post.wait_for("C01", ANNE)

    kept, _, refused = text_of(letter).partition("These files were not kept")
    assert "good.log" in kept
    assert refused.count("virus scanner objects") == 2
    assert SIGNATURE not in text_of(letter)
    shown = daemon.command("request", "show", number_of(letter)).out
    assert shown.count("infected") == 2
    stored = [path for path in (daemon.state / "files").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in stored] == [b"words\n"]


def test_a_mail_with_files_waits_until_the_scanner_answers(
    make_daemon: Maker, clamd: Clamd
) -> None:
    daemon = make_daemon(settings={"attachments": {"clamd": clamd.socket}})
    daemon.start()
    post = daemon.post()
    daemon.send(a_mail(files={"good.log": b"words\n"}), ANNE)
    daemon.wait_for_log("ScannerUnavailable")
    assert not list((daemon.state / "files").rglob("*"))

    clamd.start()
    assert "good.log" in text_of(post.wait_for("C01", ANNE))
