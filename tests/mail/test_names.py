"""Names of strangers' files: what is left of them may be shown and never misleads."""

import pytest
from hypothesis import given, strategies as st

from gateway.mail.limits import Limits
from gateway.mail.names import apart, is_device, safe_filename
from gateway.mail.sniff import type_by_name

LIMITS = Limits()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/cron.d/x.txt", "x.txt"),
        ("..\\..\\x.txt", "x.txt"),
        ("C:\\TEMP\\a.txt", "a.txt"),
        ("/", ""),
        ("..", ""),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\u2066b\u200b\u00adc\ufeff.txt", "abc.txt"),
        ("a\U000e0041\u3164\u2800b.txt", "ab.txt"),
        ("  订单 截图 .jpg ", "订单 截图 .jpg"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("report.txt" + " " * 90 + ".exe", "report.txt .exe"),
        ("a．exe", "a.exe"),
        ("a\u2024exe", "a.exe"),
        ("a／b＼c∕d.txt", "a_b_c_d.txt"),
        ("note.txt. . .", "note.txt"),
        ("con.txt", "_con.txt"),
        ("NUL", "_NUL"),
        ("com1 .log", "_com1 .log"),
        ("console.txt", "console.txt"),
        ("e\u0301.txt", "é.txt"),
        ("lone\ud800.txt", "lone.txt"),
        ("👍🏽.txt", "👍🏽.txt"),
        (".htaccess", "htaccess"),
    ],
)
def test_a_name_keeps_no_path_control_or_look_alike(name: str, safe: str) -> None:
    assert safe_filename(name, LIMITS) == safe


@pytest.mark.parametrize(
    "name",
    [
        "report.jpg.exe",
        "a．exe",
        "a\u202egpj.exe",
        "a.txt\u200b.exe",
        "x.txt .exe",
        "jpg",
    ],
)
def test_no_trick_of_a_name_makes_it_one_of_the_three_types(name: str) -> None:
    assert type_by_name(safe_filename(name, LIMITS)) == ""


@pytest.mark.parametrize("stem", ["订" * 3000, "a" * 5000, "👍" * 900])
def test_a_long_name_is_cut_at_a_whole_character_and_keeps_its_extension(
    stem: str,
) -> None:
    cut = safe_filename(f"{stem}.txt", LIMITS)
    assert cut.endswith(".txt")
    assert stem.startswith(cut.removesuffix(".txt"))
    assert 250 < len(cut.encode()) <= LIMITS.filename_bytes


def test_names_that_look_the_same_are_told_apart() -> None:
    taken: dict[str, int] = {}
    names = ["a.jpg", "A.JPG", "a.jpg", "a (2).jpg", "b", "b"]
    assert [apart(name, taken, LIMITS) for name in names] == [
        "a.jpg",
        "A (2).JPG",
        "a (3).jpg",
        "a (2) (2).jpg",
        "b",
        "b (2)",
    ]


def test_a_long_name_stays_within_its_bound_when_it_is_told_apart() -> None:
    taken: dict[str, int] = {}
    long = safe_filename("订" * 300 + ".txt", LIMITS)
    names = [apart(long, taken, LIMITS) for _ in range(12)]
    assert len(set(names)) == 12
    assert all(len(name.encode()) <= LIMITS.filename_bytes for name in names)


@pytest.mark.parametrize("name", ["con", "COM9.txt", "LPT¹", "aux .c", "conin$"])
def test_devices_of_windows_are_known(name: str) -> None:
    assert is_device(name)


@given(st.text(max_size=400))
def test_any_name_comes_out_short_printable_and_without_a_path(name: str) -> None:
    safe = safe_filename(name, LIMITS)
    assert len(safe.encode()) <= LIMITS.filename_bytes
    assert not set(safe) & set('/\\<>:"|?*\r\n\x00\u202e')
    assert safe == safe.strip(" .")
    assert not is_device(safe)
