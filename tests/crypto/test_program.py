"""Programs within bounds: real ones that hang, flood, eat memory or leave others."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.crypto.openpgp import Keys, OpenPgp, Programs
from gateway.crypto.program import Bounds, Slot, run
from gateway.crypto.smime import Smime
from gateway.mail.message import SignatureResult
from tests.crypto.conftest import SUPPORT, Made
from tests.support.keys import TEXT

SHELL = "/bin/sh"
QUICK = Bounds(seconds=0.3)


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-S", "-c", code)


def test_octets_go_in_and_come_out_as_files() -> None:
    copy = ("-c", 'cat "$1" && cat "$1" "$1" > "$2" && echo said >&2', "sh")
    ran = run((SHELL, *copy, b"\x00words\xff", Slot.OUTPUT), Bounds())

    assert (ran.fine, ran.output) == (True, b"\x00words\xff")
    assert ran.files == (b"\x00words\xff" * 2,)
    assert ran.said == "said\n"


def test_what_hangs_is_ended_and_said_so() -> None:
    begun = time.monotonic()
    ran = run((SHELL, "-c", "sleep 60"), QUICK)

    assert (ran.fine, ran.trouble) == (False, "no end after 0.3 seconds")
    assert time.monotonic() - begun < 5


def test_what_a_program_starts_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    left = f"sleep 60 & echo $! > {note}; exit 0"
    assert run((SHELL, "-c", left), Bounds()).fine

    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def test_what_floods_is_stopped_at_the_limit() -> None:
    ran = run((SHELL, "-c", "cat /dev/zero"), Bounds(output_bytes=100_000))
    assert ran.trouble == "over 100000 bytes of output"
    assert len(ran.output) <= 100_000


def test_what_takes_memory_without_end_gets_none() -> None:
    hungry = python("x = [bytearray(10**7) for _ in range(1000)]")
    ran = run(hungry, Bounds(memory_bytes=256 * 1024 * 1024))
    assert not ran.fine
    assert "MemoryError" in ran.said


def test_what_spins_has_no_more_seconds_than_the_bound() -> None:
    assert run(python("while True: pass"), QUICK).trouble


def test_a_program_learns_nothing_of_our_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/secret")
    ran = run((SHELL, "-c", "env; ls /proc/self/fd | wc -l"), Bounds())
    assert b"secret" not in ran.output
    # Standard input, output, error, and the listing's own.
    assert int(ran.output.split()[-1]) <= 5


def test_a_program_that_is_not_there_is_no_fault() -> None:
    assert run(("/nowhere/openssl",), Bounds()).trouble == "No such file or directory"


def test_nothing_stays_open() -> None:
    before = open_descriptors()
    for _ in range(3):
        run((SHELL, "-c", "true", "sh", b"x", Slot.OUTPUT), Bounds())
    assert open_descriptors() == before


def test_no_agent_outlives_a_decryption(made: Made) -> None:
    armor = made.ring.armored(TEXT.encode(), SUPPORT)
    assert made.opener.openpgp.decrypt(armor).content == TEXT.encode()

    listed = subprocess.run(
        ("ps", "-eo", "args"), capture_output=True, text=True, check=True
    )
    assert str(made.folder / "work") not in listed.stdout


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def a_hanging_program(folder: Path) -> str:
    path = folder / "hangs"
    path.write_text("#!/bin/sh\nsleep 60\n")
    path.chmod(0o700)
    return str(path)


def test_an_openssl_that_hangs_leaves_the_mail_unchecked(tmp_path: Path) -> None:
    smime = Smime(program=a_hanging_program(tmp_path), bounds=QUICK)
    (found,) = smime.check(b"words", b"signature")

    assert found.result is SignatureResult.UNCHECKED
    assert found.reason == "no end after 0.3 seconds"
    keyed = replace(smime, keys=(tmp_path / "key",) * 5)
    begun = time.monotonic()
    assert keyed.decrypt(b"cms").unreadable == "damaged-encryption"
    assert time.monotonic() - begun < 1.5


def test_a_gpg_that_hangs_leaves_the_mail_closed(tmp_path: Path) -> None:
    hanging = a_hanging_program(tmp_path)
    (tmp_path / "keys").write_bytes(b"keys")
    openpgp = OpenPgp(
        programs=Programs(gpgv=hanging, gpg=hanging, agent=hanging),
        bounds=QUICK,
        keys=Keys(public=tmp_path / "keys", secret=tmp_path / "keys"),
        folder=tmp_path,
    )
    signature = b"-----BEGIN PGP SIGNATURE-----"
    (found,) = openpgp.check(b"words", signature)

    assert found.result is SignatureResult.UNCHECKED
    assert openpgp.decrypt(b"armor").unreadable == "damaged-encryption"
    assert {path.name for path in tmp_path.iterdir()} == {"hangs", "keys"}


def test_a_folder_with_a_long_name_hinders_no_agent(made: Made) -> None:
    armor = made.ring.armored(b"words", SUPPORT)
    for length in range(60, 100, 4):
        folder = made.folder / ("x" * (length - len(str(made.folder))))
        folder.mkdir()
        openpgp = replace(made.opener.openpgp, folder=folder)
        assert openpgp.decrypt(armor).content == b"words"


def test_a_bomb_within_a_layer_is_stopped(made: Made) -> None:
    bomb = made.ring.armored(b"\0" * 20_000_000, SUPPORT)
    assert len(bomb) < 100_000
    small = replace(made.opener.openpgp, bounds=Bounds(output_bytes=1_000_000))

    opened = small.decrypt(bomb)
    assert opened.content is None
    assert opened.unreadable == "damaged-encryption"
