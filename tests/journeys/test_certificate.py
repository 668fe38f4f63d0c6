"""R35, R36, R40: the certificate in the customer's mailbox, the archive, and verify."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from gateway.cli.demo_post import text_of
from gateway.cli.demo_story import Act, Story
from gateway.cli.demo_words import CHINESE, ENGLISH, LANGUAGES, Words
from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon
from tests.support.mailing import a_reply
from tests.support.papers import a_seal, needs_press, text_of as text_of_pdf


def enclosed(mail: EmailMessage) -> dict[str, bytes]:
    """The files of a letter, by their names."""
    return {
        str(part.get_filename()): bytes(part.get_payload(decode=True) or b"")
        for part in mail.iter_attachments()
    }


def written(folder: Path, name: str, content: bytes) -> str:
    file = folder / name
    file.write_bytes(content)
    return str(file)


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_the_customer_gets_the_certificate_with_the_receipt(
    daemon: Daemon, words: Words, tmp_path: Path
) -> None:
    """R35, R36: and it can be verified."""
    needs_press()
    story = Story(post=daemon.post(), words=words)
    scenes = {scene.act: scene for scene in story.tell(dispute=False)}
    receipt = scenes[Act.RECEIPT].mail

    name = f"{receipt['X-Ticket']}-C1.pdf"
    ((filename, content),) = enclosed(receipt).items()
    assert filename == name
    assert name in text_of(receipt)
    code_line = text_of(scenes[Act.CONFIRMS].mail).splitlines()[0]
    assert code_line in text_of_pdf(content)
    whole = daemon.command("verify", written(tmp_path, name, content))
    assert (whole.code, whole.out.splitlines()[-1]) == (0, "valid")
    assert f"known: {name}, sent with C12 to anne@customer.example" in whole.out
    other = daemon.command("verify", written(tmp_path, name, content + b"\n"))
    assert (other.code, other.out.splitlines()[-1]) == (1, "not valid")
    assert "FAULT unknown" in other.out


def test_a_no_within_seven_days_revokes_the_certificate_and_keeps_it(
    daemon: Daemon, tmp_path: Path
) -> None:
    """T6: marked as revoked, never deleted."""
    needs_press()
    story = Story(post=daemon.post(), words=ENGLISH)
    scenes = {scene.act: scene for scene in story.tell(dispute=False)}
    receipt = scenes[Act.RECEIPT].mail
    number = str(receipt["X-Ticket"])
    ((name, content),) = enclosed(receipt).items()

    said = a_reply(receipt, "Still not working.\n", message_id="<cat@customer.example>")
    daemon.send(*said)
    story.post.wait_for("C13", "anne@customer.example")

    found = daemon.command("verify", written(tmp_path, name, content))
    assert found.code == 1
    assert f"FAULT revoked: {number}-C1, by anne@customer.example" in found.out
    assert daemon.command("export", number, "--out", str(tmp_path)).code == 0
    archive = zipfile.ZipFile(tmp_path / f"{number}.zip")
    kept = archive.read(f"{number}/certificates/revoked/{name}")
    assert kept == content
    whole = daemon.command("verify", str(tmp_path / f"{number}.zip"))
    assert whole.code == 0, whole.out
    assert f"revoked: {number}-C1" in whole.out


def test_the_archive_holds_everything_and_its_manifest_proves_it(
    daemon: Daemon, tmp_path: Path
) -> None:
    """R40, R58: papers, record, certificate, mails, letters, and their digests."""
    needs_press()
    story = Story(post=daemon.post(), words=CHINESE)
    scenes = {scene.act: scene for scene in story.tell(dispute=False)}
    number = str(scenes[Act.RECEIPT].mail["X-Ticket"])

    made = daemon.command("export", number, "--out", str(tmp_path))
    assert made.code == 0, made.err
    file = tmp_path / f"{number}.zip"
    archive = zipfile.ZipFile(file)
    names = {name.removeprefix(f"{number}/") for name in archive.namelist()}
    assert {
        "registration-form.pdf",
        "process-record.pdf",
        "process-record.csv",
        f"certificates/{number}-C1.pdf",
        "mails/0001.eml",
        "letters/0001-C01.eml",
        "manifest.json",
        "manifest.sha256",
    } <= names
    table = archive.read(f"{number}/process-record.csv").decode("utf-8-sig")
    assert table.startswith("工单编号,处理阶段,负责人,时间节点,操作内容,备注,")
    assert "10:20-11:30" in table
    form = text_of_pdf(archive.read(f"{number}/registration-form.pdf"))
    assert "问题登记表" in form
    assert "客户公司" in form
    whole = daemon.command("verify", str(file))
    assert (whole.code, whole.out.splitlines()[-1]) == (0, "valid")
    assert file.stat().st_mode & 0o077 == 0

    changed = written(tmp_path, "changed.zip", with_other_mail(file.read_bytes()))
    broken = daemon.command("verify", changed)
    assert broken.code == 1
    assert "FAULT changed: mails/0001.eml" in broken.out


def with_other_mail(content: bytes) -> bytes:
    """The same archive, where one word of the first mail is another."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(sink, "w") as after,
    ):
        for one in before.infolist():
            said = before.read(one)
            if one.filename.endswith("mails/0001.eml"):
                said += b"X"
            after.writestr(one, said)
    return sink.getvalue()


def test_a_configured_seal_is_set_and_known_as_ours(
    make_daemon: Maker, tmp_path: Path
) -> None:
    """R36: 电子签章; and a file that was changed under it is found."""
    needs_press()
    seal = a_seal(tmp_path / "seal")
    daemon = make_daemon(
        settings={
            "papers": {
                "certificate": str(seal.certificate),
                "passphrase-file": str(seal.passphrase_file),
            }
        }
    )
    daemon.start()
    scenes = {
        scene.act: scene
        for scene in Story(post=daemon.post(), words=CHINESE).tell(dispute=False)
    }
    ((name, content),) = enclosed(scenes[Act.RECEIPT].mail).items()

    whole = daemon.command("verify", written(tmp_path, name, content))
    assert whole.code == 0, whole.out
    (line,) = [one for one in whole.out.splitlines() if one.startswith("sealed by")]
    assert line.endswith("(ours)")
    half = len(content) // 2
    forged = content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :]
    found = daemon.command("verify", written(tmp_path, name, forged))
    assert found.code == 1
    assert "FAULT changed: the seal does not fit the file" in found.out
