"""Rich text: decompressed within bounds, read as words or as the HTML it wraps."""

import struct
import time

import pytest
from hypothesis import given, strategies

from gateway.mail.rtf import decompress, read_rtf

# [MS-OXRTFCP] §4.1.1 and §4.2.1: the specification's own examples.
SIMPLE = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a0072637067313235423235320af320686505"
    "6c20021062656e740a80007d0a800fa0"
)


def literal(rtf: bytes) -> bytes:
    """LZFu in which nothing is compressed: a flag octet of zero before each eight."""
    runs = [b"\0" + rtf[n : n + 8] for n in range(0, len(rtf), 8)]
    packed = b"".join(runs)
    return struct.pack("<IIII", len(packed) + 12, len(rtf), 0x75465A4C, 0) + packed


def test_compressed_text_is_unpacked() -> None:
    assert decompress(literal(b"{\\rtf1 words here}"), 1000) == b"{\\rtf1 words here}"


def test_references_repeat_what_stood_before() -> None:
    # "AB", then a reference to where they stand, seven octets long.
    start = 207
    reference = (start << 4 | 5).to_bytes(2, "big")
    packed = bytes([0b100]) + b"AB" + reference
    data = struct.pack("<IIII", 0, 9, 0x75465A4C, 0) + packed
    assert decompress(data, 100) == b"ABABABABA"


def test_a_reference_into_the_words_everyone_starts_with_is_read() -> None:
    reference = (0 << 4 | 4).to_bytes(2, "big")
    data = struct.pack("<IIII", 0, 6, 0x75465A4C, 0) + bytes([1]) + reference
    assert decompress(data, 100) == b"{\\rtf1"


def test_no_text_unpacks_beyond_its_limit() -> None:
    reference = (0 << 4 | 15).to_bytes(2, "big")
    bomb = (b"\xff" + reference * 8) * 100_000
    data = struct.pack("<IIII", 0, 0xFFFFFFFF, 0x75465A4C, 0) + bomb
    started = time.process_time()
    assert len(decompress(data, 50_000)) == 50_000
    assert time.process_time() - started < 1


@pytest.mark.parametrize("data", [b"", b"short", b"\0" * 20, SIMPLE[:20]])
def test_what_is_broken_gives_what_it_can(data: bytes) -> None:
    assert len(decompress(data, 1000)) <= 1000


@given(strategies.binary(max_size=300))
def test_no_octets_raise(data: bytes) -> None:
    head = struct.pack("<IIII", 0, 500, 0x75465A4C, 0)
    assert len(decompress(head + data, 400)) <= 400
    read_rtf(data)
    assert isinstance(read_rtf(b"{\\rtf1" + data)[0], str)


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi one\par two\line three}", "one\ntwo\nthree"),
        (rb"{\rtf1{\fonttbl{\f0 Arial;}}{\colortbl;\red1;}words}", "words"),
        (rb"{\rtf1{\*\generator Riched20;}words}", "words"),
        (rb"{\rtf1\ansicpg936 \'b6\'a9\'b5\'a5}", "订单"),
        (rb"{\rtf1\uc1\u35746 ?\u21333 ?}", "订单"),
        (rb"{\rtf1\uc2\u35746 ab\u21333\'b5\'a5}", "订单"),
        (rb"{\rtf1\uc0\u-10179\u-8704 }", "😀"),
        (rb"{\rtf1{\fonttbl{\f1\fcharset134 SimSun;}}\f1\'b6\'a9}", "订"),
        (rb"{\rtf1 a\{b\}c\\d\~e}", "a{b}c\\d\xa0e"),
        (rb"{\rtf1 a\cell b\row}", "a\tb\n"),
        (rb"{\rtf1{\pict\picw1 89504e47}after}", "after"),
        (
            rb"{\rtf1 no \u0?nul, no \u7?bell, no \u55296?half}",
            "no nul, no bell, no \ufffdhalf",
        ),
    ],
)
def test_words_are_read(rtf: bytes, text: str) -> None:
    assert read_rtf(rtf) == (text, False)


def test_html_that_was_wrapped_comes_out_as_it_was() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg936\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\b \htmlrtf0 "
        rb"\'b6\'a9{\*\htmltag84 &nbsp;}\htmlrtf \'a0}\htmlrtf0 {\*\htmltag72 </p>}}"
    )
    assert read_rtf(rtf) == ("<p>订&nbsp;</p>", True)


def test_deep_groups_cost_little() -> None:
    started = time.process_time()
    read_rtf(b"{\\rtf1" + b"{" * 300_000 + b"words")
    assert time.process_time() - started < 2
