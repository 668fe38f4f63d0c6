"""Files that come along: kept to the byte, or refused by name and reason."""

import hashlib

from gateway.cli.demo_post import text_of
from tests.support.daemon import Daemon
from tests.support.mailing import ANNE, a_mail, number_of

LIMIT_BYTES = 10 * 1024 * 1024
EXACTLY = b"0123456789abcde\n" * (LIMIT_BYTES // 16)


def test_ten_mebibytes_are_kept_and_one_byte_more_is_refused_by_name(
    daemon: Daemon,
) -> None:
    files = {
        "full.log": EXACTLY,
        "over.log": EXACTLY + b"x",
        "setup.exe": b"MZ\x90\x00" + bytes(200),
    }
    post = daemon.post()
    daemon.send(a_mail(files=files), ANNE)
    letter = text_of(post.wait_for("C01", ANNE))

    kept, _, refused = letter.partition("These files were not kept")
    assert "full.log" in kept
    assert "over.log" not in kept
    assert "full.log" not in refused
    assert "over.log" in refused
    assert "10 MB" in refused
    assert "setup.exe" in refused
    assert "jpg, txt or zip" in refused


def test_the_same_file_is_stored_once(daemon: Daemon) -> None:
    digest = hashlib.sha256(EXACTLY).hexdigest()
    post = daemon.post()
    numbers = []
    for name in ("ant", "bee"):
        content = a_mail(
            message_id=f"<{name}@customer.example>", files={f"{name}.log": EXACTLY}
        )
        daemon.send(content, ANNE)
        numbers.append(number_of(post.wait_for("C01", ANNE)))

    stored = [path for path in (daemon.state / "files").rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [digest]
    assert stored[0].read_bytes() == EXACTLY
    for number in numbers:
        assert digest[:16] in daemon.command("request", "show", number).out
