import asyncio

import pytest
from hypothesis import given, settings, strategies as st

from gateway.intake.smtp_transfer import pieces

END = b"\r\n.\r\n"

OCTETS = st.lists(
    st.sampled_from([b"\r", b"\n", b".", b"\r\n", b"\r\n.", b"\n.\r\n", b"a"]),
    max_size=30,
).map(b"".join)


async def read(octets: bytes, sizes: list[int], limit: int) -> tuple[bytes, bytes]:
    """Feed a reader in these portions; the message and what stands behind it."""
    reader = asyncio.StreamReader(limit=limit)

    async def feed() -> None:
        rest = octets
        for size in sizes:
            reader.feed_data(rest[:size])
            rest = rest[size:]
            await asyncio.sleep(0)
        reader.feed_data(rest)
        reader.feed_eof()

    feeding = asyncio.create_task(feed())
    message = b"".join([piece async for piece in pieces(reader)])
    await feeding
    return message, await reader.read()


@settings(deadline=None)
@given(OCTETS, st.lists(st.integers(1, 6), max_size=20), st.integers(5, 40))
def test_a_message_ends_at_the_first_crlf_dot_crlf_and_nowhere_else(
    octets: bytes, sizes: list[int], limit: int
) -> None:
    stream = octets + END + b"NOOP\r\n"
    # The DATA command's own CRLF stands before it.
    end = (b"\r\n" + stream).index(END)

    message, rest = asyncio.run(read(stream, sizes, limit))

    assert message == stream[:end]
    assert rest == stream[end + 3 :]


def test_a_peer_that_goes_before_the_end_has_sent_no_message() -> None:
    with pytest.raises(asyncio.IncompleteReadError):
        asyncio.run(read(b"Subject: half\r\n.", [], 100))
