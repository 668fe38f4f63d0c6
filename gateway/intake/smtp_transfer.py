"""The transfer of one message: from the socket, by pieces, into a draft.

aiosmtpd gathers all lines of a message in memory; here no more than a few pieces are
there at any time, and the writing to disk is done in a thread.

STANDARDS: RFC 5321 §4.1.1.4 (CRLF.CRLF is the only end), §4.2.5, §4.5.3.1.9.
"""

import asyncio
from collections.abc import AsyncIterator

from gateway.desk.ports import Incoming, SpoolUnavailable
from gateway.intake.data import Content
from gateway.intake.smtp_reception import Reception

IN_LOOP_OCTETS = 48 * 1024
"""A draft this small is still in memory, so that writing to it does not block."""

_CRLF = b"\r\n"
_END = b"\r\n.\r\n"


async def pieces(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The message in pieces as they come, its last one ending before the lone dot.

    Raises :class:`asyncio.IncompleteReadError` where the peer is gone before the end.
    """
    begun = b""
    while not begun:
        # The CRLF of the DATA command may be the first one of the end: go line by
        # line while lines are empty or begin with a dot.
        begun, line = await _first_octets(reader)
        if line == b".\r\n":
            return
        if line == _END:
            yield _CRLF
            return
        if line:
            yield line
    while True:
        try:
            last = begun + await reader.readuntil(_END)
        except asyncio.LimitOverrunError as overrun:
            # What was looked through holds no beginning of an end.
            yield begun + await reader.readexactly(overrun.consumed)
            begun = b""
        else:
            yield last[: -len(b".\r\n")]
            return


async def _first_octets(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """At the beginning of a line: octets that begin no end, or else a whole line."""
    first = await reader.readexactly(1)
    if first not in {b".", b"\r"}:
        return first, b""
    try:
        return b"", first + await reader.readuntil(_CRLF)
    except asyncio.LimitOverrunError as overrun:
        return first + await reader.readexactly(overrun.consumed), b""


class Transfer:
    """One DATA. ``waits_for_us`` is true while the peer can do nothing."""

    def __init__(self, reception: Reception, draft: Incoming) -> None:
        limits = reception.limits
        self._reception = reception
        self._draft = draft
        self._trouble: SpoolUnavailable | None = None
        self.waits_for_us = False
        self.content = Content(
            size_limit_octets=limits.size_bytes,
            line_limit_octets=limits.line_octets,
            hop_limit=limits.hops,
            normalizes=reception.policy.normalizes,
        )

    async def receive(self, reader: asyncio.StreamReader) -> None:
        """Read to the end of data, whatever happens to the disk meanwhile.

        Raises :class:`SpoolUnavailable` then, at the end, since the peer listens for
        a reply only there.
        """
        async for piece in pieces(reader):
            clear = self.content.feed(piece)
            if self._trouble is None and not self.content.spoiled:
                await self._write(clear)
        if self._trouble is not None:
            raise self._trouble

    async def _write(self, piece: bytes) -> None:
        try:
            if self.content.size_octets <= IN_LOOP_OCTETS:
                self._draft.write(piece)
            else:
                await self._write_in_thread(piece)
        except SpoolUnavailable as error:
            self._trouble = error

    async def _write_in_thread(self, piece: bytes) -> None:
        self.waits_for_us = True
        try:
            async with self._reception.budget.hold(len(piece)):
                await self._reception.loop.run_in_executor(
                    self._reception.executor, self._draft.write, piece
                )
        finally:
            self.waits_for_us = False
