"""Attachment bytes: each once, whole or not at all, for us alone."""

import hashlib
import os
from pathlib import Path

import pytest

from gateway.desk.ports import StoreUnavailable
from gateway.store.files import ContentFiles

SMOKE = b"\xff\xd8smoke"
DIGEST = hashlib.sha256(SMOKE).hexdigest()


def test_a_file_is_kept_once_under_its_digest_for_us_alone(tmp_path: Path) -> None:
    files = ContentFiles(tmp_path / "files")
    files.keep(DIGEST, SMOKE)
    files.keep(DIGEST, SMOKE)

    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert kept == tmp_path / "files" / DIGEST[:2] / DIGEST[2:4] / DIGEST
    assert (kept.read_bytes(), kept.stat().st_mode & 0o777) == (SMOKE, 0o600)


def test_a_file_and_every_new_folder_above_it_reach_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    root = tmp_path / "files"
    ContentFiles(root).keep(DIGEST, SMOKE)

    folder = root / DIGEST[:2] / DIGEST[2:4]
    above = {str(one) for one in (tmp_path, root, folder.parent, folder)}
    assert above <= set(synced)
    assert any(name.startswith(f"{folder}/.{DIGEST}") for name in synced)


def test_an_empty_file_is_kept_too(tmp_path: Path) -> None:
    files = ContentFiles(tmp_path)
    digest = hashlib.sha256(b"").hexdigest()
    files.keep(digest, b"")
    assert files.path(digest).read_bytes() == b""


def test_where_the_folder_refuses_nothing_half_written_stays(tmp_path: Path) -> None:
    root = tmp_path / "files"
    root.write_bytes(b"a file stands in the way")
    with pytest.raises(StoreUnavailable, match="cannot keep a file"):
        ContentFiles(root).keep(DIGEST, SMOKE)
    assert list(tmp_path.iterdir()) == [root]
