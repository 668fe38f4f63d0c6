"""A real clamd is asked; where it says nothing clear, nothing passes."""

import io
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.antivirus.clamd import ClamdScanner
from gateway.desk.ports_reading import Clean, Infected, ScannerUnavailable
from tests.support.servers.clamd import EICAR, SIGNATURE, Clamd

FOUND = Infected(f"{SIGNATURE}.UNOFFICIAL")


def zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("a.txt"), content)
    return buffer.getvalue()


@pytest.mark.parametrize("way", ["socket", "tcp"])
def test_the_scanner_tells_the_test_virus_from_words(clamd: Clamd, way: str) -> None:
    scanner = ClamdScanner(getattr(clamd, way), timeout_seconds=10)
    contents = (b"words", EICAR, zipped(EICAR), zipped(b"words"), b"x" * 10 * 1024**2)

    assert scanner.scan(contents) == (Clean(), FOUND, FOUND, Clean(), Clean())
    assert scanner.scan(()) == ()
    assert scanner.version().startswith("ClamAV ")


def test_a_file_over_the_scanners_limit_is_not_called_clean(clamd: Clamd) -> None:
    scanner = ClamdScanner(clamd.socket, timeout_seconds=10)
    with pytest.raises(ScannerUnavailable, match="size limit exceeded"):
        scanner.scan([b"x" * 12 * 1024**2])


def test_a_scanner_that_is_down_is_unavailable_and_one_that_came_back_is_not() -> None:
    server = Clamd()
    scanner = ClamdScanner(server.socket, timeout_seconds=5)
    try:
        with pytest.raises(ScannerUnavailable, match=r"clamd\.sock"):
            scanner.scan([b"words"])
        server.start()
        assert scanner.scan([EICAR]) == (FOUND,)
        server.stop()
        with pytest.raises(ScannerUnavailable):
            scanner.scan([b"words"])
    finally:
        server.remove()


@contextmanager
def answering(folder: Path, said: bytes | None) -> Iterator[str]:
    """Somebody at the socket who says this, or nothing, whatever is asked."""
    path = str(folder / "s")
    over = threading.Event()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                if said is None:
                    over.wait(10)
                else:
                    connection.sendall(said)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield path
        finally:
            over.set()
            thread.join(10)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"stream: OK" * 1000,
        b"stream: \0",
        b"UNKNOWN COMMAND\0",
        b"stream: OKAY\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"\xff\xfe\0",
    ],
)
def test_no_unclear_answer_passes_for_clean(tmp_path: Path, said: bytes) -> None:
    with answering(tmp_path, said) as path, pytest.raises(ScannerUnavailable):
        ClamdScanner(path, timeout_seconds=5).scan([b"words"])


def test_a_scanner_that_hangs_is_given_up_in_time(tmp_path: Path) -> None:
    with answering(tmp_path, None) as path:
        started = time.monotonic()
        with pytest.raises(ScannerUnavailable, match="time"):
            ClamdScanner(path, timeout_seconds=0.2).scan([b"words", b"more"])
        assert time.monotonic() - started < 2


def test_a_finding_with_its_digest_is_named_without_it(tmp_path: Path) -> None:
    with answering(tmp_path, b"stream: Win.Test(44d8:68) FOUND\0") as path:
        scanner = ClamdScanner(path, timeout_seconds=5)
        assert scanner.scan([b"words"]) == (Infected("Win.Test"),)


def test_what_answers_but_is_no_clamd_is_told_as_such(tmp_path: Path) -> None:
    with answering(tmp_path, b"220 mx.example.com\0") as path:
        scanner = ClamdScanner(path, timeout_seconds=5)
        with pytest.raises(ScannerUnavailable, match="not clamd"):
            scanner.version()


@pytest.mark.parametrize(
    "address", ["clamd", "host:", "host:0", "host:70000", "a b:3310", ":3310", "run/x"]
)
def test_an_address_that_is_neither_path_nor_host_and_port_is_refused(
    address: str,
) -> None:
    with pytest.raises(ValueError, match="neither a path nor host:port"):
        ClamdScanner(address, timeout_seconds=1)


@pytest.mark.parametrize("address", ["/run/x", "[::1]:3310", "clam.example.com:3310"])
def test_paths_and_hosts_with_a_port_are_addresses(address: str) -> None:
    assert ClamdScanner(address, timeout_seconds=1).scan(()) == ()
