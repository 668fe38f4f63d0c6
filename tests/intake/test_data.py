from hypothesis import given, strategies as st

from gateway.intake.data import HEAD_LIMIT_OCTETS, Content, Fault, hops

OCTETS = st.lists(
    st.sampled_from([b"\r", b"\n", b".", b"\r\n", b"\r\n.", b"a"]), max_size=40
).map(b"".join)


def a_content(
    *,
    size: int = 10_000_000,
    line: int = 1_000_000,
    hops: int = 50,
    normalizes: bool = False,
) -> Content:
    return Content(
        size_limit_octets=size,
        line_limit_octets=line,
        hop_limit=hops,
        normalizes=normalizes,
    )


def in_pieces(octets: bytes, sizes: list[int]) -> list[bytes]:
    pieces = []
    for size in sizes:
        pieces.append(octets[:size])
        octets = octets[size:]
    return [*pieces, octets]


@given(OCTETS, st.lists(st.integers(0, 7), max_size=20))
def test_dots_are_taken_out_wherever_a_piece_ends(
    octets: bytes, sizes: list[int]
) -> None:
    content = a_content()
    clear = b"".join(content.feed(piece) for piece in in_pieces(octets, sizes))

    expected = (b"\r\n" + octets).replace(b"\r\n.", b"\r\n")[2:]
    assert clear == expected
    assert content.size_octets == len(expected)


@given(OCTETS, st.lists(st.integers(0, 7), max_size=20), st.integers(1, 12))
def test_a_line_is_too_long_wherever_a_piece_ends(
    octets: bytes, sizes: list[int], limit: int
) -> None:
    octets += b"\r\n"
    content = a_content(line=limit)
    for piece in in_pieces(octets, sizes):
        content.feed(piece)

    longest = max(len(line) for line in octets.split(b"\r\n"))
    expected = Fault.LINE_TOO_LONG if longest > limit else None
    assert content.fault() == expected


def test_a_message_of_just_the_limit_is_taken_and_one_octet_more_is_not() -> None:
    just, over = a_content(size=10), a_content(size=10)
    just.feed(b"12345678\r\n")
    over.feed(b"123456789\r\n")

    assert (just.fault(), just.spoiled) == (None, False)
    assert (over.fault(), over.spoiled) == (Fault.TOO_BIG, True)


def test_dots_that_were_added_do_not_count_as_size() -> None:
    content = a_content(size=5)
    content.feed(b"..\r\n..\r\n"[:-2])

    assert content.fault() is None


def test_hops_are_the_received_fields_of_the_head_alone() -> None:
    head = b"Received: a\r\nRECEIVED: b\r\n\tReceived: c\r\nX-Received: d\r\n"

    assert hops(head + b"\r\nReceived: e\r\n") == 2


def test_more_hops_than_the_limit_are_a_loop_though_they_come_in_pieces() -> None:
    content = a_content(hops=50)
    for octet in b"Received: x\r\n" * 51 + b"\r\n":
        content.feed(bytes([octet]))

    assert content.fault() is Fault.TOO_MANY_HOPS


def test_hops_are_looked_for_in_a_bounded_head() -> None:
    content = a_content(hops=0)
    content.feed(b"X: " + b"x" * HEAD_LIMIT_OCTETS + b"\r\n")
    content.feed(b"Received: x\r\n" * 60)

    assert content.fault() is None


@given(OCTETS, st.lists(st.integers(0, 7), max_size=20))
def test_of_our_own_mta_a_lone_lf_becomes_a_line_end_and_a_lone_cr_a_blank(
    octets: bytes, sizes: list[int]
) -> None:
    octets += b"\r\n"
    content = a_content(normalizes=True)
    clear = b"".join(content.feed(piece) for piece in in_pieces(octets, sizes))

    plain = (b"\r\n" + octets).replace(b"\r\n.", b"\r\n")[2:]
    lines = plain.replace(b"\r\n", b"\n").replace(b"\r", b" ")
    assert clear == lines.replace(b"\n", b"\r\n")
    assert content.size_octets == len(clear)
