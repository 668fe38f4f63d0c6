"""Lone CR and LF are seen wherever a piece ends."""

import re

from hypothesis import given, strategies as st

from gateway.intake.line_ends import LineEnds

OCTETS = st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b"a"]), max_size=20).map(
    b"".join
)
LONE = re.compile(rb"(?<!\r)\n|\r(?!\n)")


@given(OCTETS, st.lists(st.integers(1, 4), max_size=12))
def test_a_lone_cr_or_lf_is_seen_wherever_a_piece_ends(
    octets: bytes, sizes: list[int]
) -> None:
    ends, rest = LineEnds(), octets + b"\r\n"
    for size in sizes:
        ends.feed(rest[:size])
        rest = rest[size:]
    ends.feed(rest)
    assert ends.strict == (LONE.search(octets + b"\r\n") is None)


def test_what_is_spoiled_stays_so() -> None:
    ends = LineEnds()
    ends.feed(b"a\nb")
    ends.feed(b"c\r\n")
    assert not ends.strict
