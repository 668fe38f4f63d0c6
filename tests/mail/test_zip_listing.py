"""A zip is listed and judged, never unpacked: THREATS 24 and 25, and honest ones."""

import io
import random
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given, settings, strategies as st

from gateway.mail.limits import Limits
from gateway.mail.zip_listing import list_zip
from tests.mail.zips import (
    a_zip,
    declaring,
    in_a_comment,
    link,
    locked,
    overlapping,
    renamed,
    streamed,
    unlisted,
    with_a_needless_wide_end,
    with_zip64,
)

NOISE = random.Random(1).randbytes(50_000)  # noqa: S311 (test data)
HONEST = a_zip(("a.log", b"hello " * 100), ("b/", b""), ("b/c.txt", b"c"))
BOMB = a_zip(("0.txt", b"\0" * 20_000_000))


def refused(content: bytes, limits: Limits | None = None) -> str:
    return list_zip(content, limits or Limits()).refused


def marks(content: bytes) -> tuple[str, ...]:
    listing = list_zip(content, Limits())
    assert listing.refused == ""
    return listing.marks


def names(content: bytes) -> list[str]:
    return [member.name for member in list_zip(content, Limits()).members]


@pytest.mark.parametrize(
    "content",
    [
        HONEST,
        a_zip(),
        a_zip(("a.txt", b"x"), comment=b"c" * 60_000),
        a_zip(("a.txt", b"x" * 100), stored=True),
        a_zip(("noise.bin", NOISE)),
        a_zip(("b/c.txt", b"c")) + b"\r\n",
        streamed(("a.txt", b"hello" * 9), ("b.txt", b"")),
        with_zip64("a.txt", b"hello"),
        with_a_needless_wide_end(HONEST),
        a_zip(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")),
        a_zip(("a.docx", a_zip(("word/document.xml", b"<x/>")))),
        a_zip(("small.log", b"0" * 500_000)),
        a_zip((link("run.log", 0o100755), b"words"), (link("d/", 0o40755), b"")),
    ],
    ids=[
        *("plain", "empty", "comment", "stored", "noise", "tail", "streamed", "zip64"),
        "needless zip64",
        *("docx", "docx inside", "small and dense", "unix modes"),
    ],
)
def test_an_honest_archive_is_kept_without_a_mark(content: bytes) -> None:
    listing = list_zip(content, Limits())
    assert (listing.refused, listing.marks) == ("", ())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BOMB, "zip-ratio"),
        (a_zip(*((f"{n}", b"") for n in range(1001))), "zip-entries"),
        (a_zip(("a", b"\0" * 101 * 1024**2)), "zip-size"),
        (a_zip(*((f"{n}.zip", BOMB) for n in range(9))), "zip-ratio"),
        (overlapping(a_zip(("a", NOISE))), "zip-overlap"),
        (declaring(BOMB, 10, both=False), "zip-differs"),
        (declaring(BOMB, len(BOMB), both=True), "zip-differs"),
        (declaring(a_zip(("a", b"\0" * 90 * 1024**2)), 8**7, both=True), "zip-differs"),
        (HONEST[:30] + b"z" + HONEST[31:], "zip-differs"),
        (unlisted(a_zip(("a.exe", b"MZ"), ("b.txt", b"b"))), "zip-differs"),
        (b"MZ" * 50 + HONEST, "zip-differs"),
        (HONEST + a_zip(("x.exe", b"MZ")), "zip-differs"),
        (in_a_comment(a_zip(("a", b"1")), a_zip(("b", b"2"))), "zip-differs"),
        (HONEST[:-60], "zip-cut"),
        (HONEST[: len(HONEST) // 2], "zip-cut"),
        (b"PK\x03\x04", "zip-cut"),
        (a_zip(("a.zip", a_zip(("b.zip", HONEST)))), "zip-nested"),
        (a_zip(("a.dat", a_zip(("b.dat", HONEST)))), "zip-nested"),
        (a_zip(("a.zip", overlapping(a_zip(("a", NOISE))))), "zip-overlap"),
        (
            renamed(a_zip(("a", b"words"), stored=True), b"words", b"w0rds"),
            "unreadable",
        ),
    ],
)
def test_each_trick_has_a_reason_of_its_own(content: bytes, reason: str) -> None:
    assert refused(content) == reason


@pytest.mark.parametrize(
    "name",
    [
        *("../x", "a/../../x", "..\\x", "/etc/x", "\\x", "C:\\x", "c:x", "a/CON"),
        *("nul.txt", "b/COM1.log", "lpt9 ", "aux."),
    ],
)
def test_a_name_that_leads_out_of_its_folder_is_refused_and_still_listed(
    name: str,
) -> None:
    content = a_zip((name, b"x"), ("good.txt", b"y"))
    assert refused(content) == "path-tricks"
    assert "good.txt" in names(content)


@pytest.mark.parametrize("mode", [0o120777, 0o020666, 0o060666, 0o010666, 0o140777])
def test_what_is_no_plain_file_is_refused(mode: int) -> None:
    assert refused(a_zip((link("x", mode), b"/etc/passwd"))) == "path-tricks"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("setup.exe", b"x"),
        ("report.pdf.EXE", b"x"),
        ("readme.txt", b"MZ\x90\x00"),
        ("tool", b"\x7fELF\x02"),
        ("run.bat", b"dir"),
        ("a\u202etxt.exe", b"x"),
        ("Document.lnk", b"x"),
        ("META-INF/MANIFEST.MF", b"x"),
        ("word/vbaProject.bin", b"x"),
        ("in.zip", a_zip(("deep.exe", b"x"))),
    ],
)
def test_a_program_inside_is_marked_and_not_refused(name: str, content: bytes) -> None:
    assert "executable-inside" in marks(a_zip((name, content)))


def test_what_is_marked_is_listed_first_however_much_there_is() -> None:
    content = a_zip(*((f"{n}.txt", b"x") for n in range(500)), ("z.exe", b"x"))
    assert names(content)[:2] == ["z.exe", "0.txt"]
    assert len(names(content)) == Limits().zip_listed


def test_an_archive_within_is_marked_and_one_zip_deep_is_listed() -> None:
    assert marks(a_zip(("a.rar", b"Rar!\x1a\x07"))) == ("nested-archive",)
    content = a_zip(("in.zip", a_zip(("a.txt", b"hi"))))
    assert marks(content) == ("nested-archive",)
    assert names(content) == ["in.zip", "in.zip//a.txt"]


def test_a_locked_archive_is_kept_and_marked() -> None:
    listing = list_zip(locked(a_zip(("a.txt", b"x" * 50), stored=True)), Limits())
    assert (listing.refused, listing.marks) == ("", ("encrypted",))
    assert listing.members[0].encrypted


@pytest.mark.parametrize(
    ("octets", "name"),
    [
        ("日志文件.txt".encode("gbk"), "日志文件.txt"),
        ("日志文件.txt".encode(), "日志文件.txt"),
        ("Übersicht.txt".encode("cp437"), "Übersicht.txt"),
        ("café.txt".encode("cp437"), "café.txt"),
        (b"plain.txt", "plain.txt"),
    ],
)
def test_names_are_read_as_their_systems_write_them(octets: bytes, name: str) -> None:
    placeholder = b"q" * len(octets)
    content = a_zip((placeholder.decode(), b"x"))
    assert names(renamed(content, placeholder, octets)) == [name]
    assert names(a_zip(("日志.txt", b"x"))) == ["日志.txt"]


def with_unicode_path(raw: bytes, path: str) -> bytes:
    checksum = zlib.crc32(raw).to_bytes(4, "little")
    said = b"\x01" + checksum + path.encode()
    entry = zipfile.ZipInfo("q" * len(raw))
    entry.extra = struct.pack("<2H", 0x7075, len(said)) + said
    return renamed(a_zip((entry, b"x")), b"q" * len(raw), raw)


def test_the_unicode_path_is_read_where_it_names_the_same_file() -> None:
    raw = "报告".encode("gbk")
    assert names(with_unicode_path(raw + b".txt", "报告书.txt")) == ["报告书.txt"]
    assert names(with_unicode_path(raw + b".exe", "报告书.txt")) == ["报告.exe"]
    assert names(with_unicode_path(b"tool.exe", "readme.exe")) == ["tool.exe"]


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(zip_entries=2), "zip-entries"),
        (Limits(zip_content_bytes=600), "zip-size"),
        (Limits(zip_ratio=1, zip_small_bytes=1), "zip-ratio"),
    ],
)
def test_each_bound_has_its_name(limits: Limits, reason: str) -> None:
    assert refused(HONEST) == ""
    assert refused(HONEST, limits) == reason


def test_an_archive_within_that_is_too_large_to_look_into_is_refused() -> None:
    content = a_zip(("in.zip", a_zip(("a.txt", NOISE))))
    assert refused(content, Limits(zip_nested_bytes=1000)) == "zip-nested"
    assert refused(content, Limits(zip_depth=1)) == "zip-nested"


HOSTILE = [
    a_zip(*((f"{n}", b"") for n in range(60_000))),
    a_zip(*((f"{n}.zip", BOMB) for n in range(400))),
    declaring(a_zip(("a", b"\0" * 150_000_000)), 20_000_000, both=True),
    a_zip(*((f"{n}.zip", a_zip(("a", NOISE))) for n in range(190))),
    a_zip(*((f"{n}.log", NOISE[:5000] * 2) for n in range(990))),
    b"PK\x03\x04" + b"PK\x05\x06" * 1_500_000,
    a_zip(("a", b"x"), comment=(b"PK\x05\x06" + bytes(18)) * 2900),
]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_no_archive_takes_a_second_or_much_memory(content: bytes) -> None:
    started = time.process_time()
    list_zip(content, Limits())
    assert time.process_time() - started < 1

    tracemalloc.start()
    list_zip(content, Limits())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 * 1024**2


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(HONEST)), st.integers(0, 40))
def test_any_bytes_come_to_a_listing_or_a_reason(
    noise: bytes, place: int, gone: int
) -> None:
    spoiled = HONEST[:place] + noise + HONEST[place + gone :]
    listing = list_zip(spoiled, Limits())
    assert listing.refused or zipfile.is_zipfile(io.BytesIO(spoiled))
