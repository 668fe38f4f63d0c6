"""The header of a message as it comes over the wire, mended before it is parsed.

Rule: what is no header is body, and no word of a body is taken for a field. The header
is cut at its limits here, because the standard library spends gigabytes on a long one.
STANDARDS: RFC 5322 §2.1, §2.2, §4.5 (obsolete fields); RFC 4155 (mbox's From line).
"""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from gateway.mail.limits import Limits

_CHUNK_BYTES = 65_536
_MARK = b"\xef\xbb\xbf"
_CONTINUES = (b" ", b"\t")
_FIELD = re.compile(rb"[ \t]|>?From |[!-9;-~]{1,256}[ \t]{0,8}:")
# RFC 5322 §4.5 (obs-optional) lets white space stand before the colon.
_SPACE_BEFORE_COLON = re.compile(rb"[!-9;-~]{1,256}[ \t]{1,8}:")
# Fields that mail carries. Others stand in a header too, but prove none.
_KNOWN = re.compile(
    rb"(?i)(?:x-|content-|resent-|list-|arc-|dkim-|received|authentication-|auto-?su"
    rb"|ms-|thread-|disposition-|dl-|return-|delivered-|errors-|feedback-|ironport-)"
    rb"[!-9;-~]{0,200}[ \t]{0,8}:"
    rb"|(?i:from|to|cc|bcc|subject|date|sender|reply-to|message-id|in-reply-to"
    rb"|references|mime-version|importance|priority|precedence|organi[sz]ation"
    rb"|user-agent|envelope-to|sensitivity|keywords|comments|autocrypt|status"
    rb"|original-recipient|apparently-to|newsgroups|lines|accept-language"
    rb"|followup-to|supersedes|expires|old-subject)[ \t]{0,8}:"
    rb"|>?From "
)
_MIME_FIELD = re.compile(
    rb"(?i)(?:content-type|content-transfer-encoding|mime-version):"
)
_CONTENT_TYPE = re.compile(rb"(?i)content-type[ \t]{0,8}:")


class Octets:
    """A message's octets, read once and forward, with the line ends of mail.

    A mark of UTF-8 before the header, and the ends CR and CR CR LF of whole messages,
    are what storing and carrying made of them.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._at = 0
        first = source.read(_CHUNK_BYTES).removeprefix(_MARK)
        self._wrong, self._right = _line_ends(first)
        self._buffer = self._mend(first)

    def readline(self, limit: int) -> bytes:
        """Up to a line end, ``limit`` octets or the end; empty at the end."""
        end = self._buffer.find(b"\n", self._at, self._at + limit)
        while end < 0 and len(self._buffer) - self._at < limit:
            more = self._mend(self._source.read(_CHUNK_BYTES))
            if not more:
                break
            self._buffer = self._buffer[self._at :] + more
            self._at = 0
            end = self._buffer.find(b"\n", 0, limit)
        stop = end + 1 if end >= 0 else min(self._at + limit, len(self._buffer))
        line, self._at = self._buffer[self._at : stop], stop
        return line

    def unread(self, line: bytes) -> None:
        """Give back what :meth:`readline` gave last."""
        self._at -= len(line)

    def chunks(self) -> Iterator[bytes]:
        """The rest."""
        rest, self._buffer, self._at = self._buffer[self._at :], b"", 0
        while rest:
            yield rest
            rest = self._mend(self._source.read(_CHUNK_BYTES))

    def _mend(self, chunk: bytes) -> bytes:
        return chunk.replace(self._wrong, self._right) if self._wrong else chunk


def header_blocks(
    octets: Octets, limits: Limits, note: Callable[[str], None]
) -> Iterator[bytes]:
    """The header of the message, cut whole line by whole line at the limits."""
    lines: list[bytes] = []
    size = count = 0
    too_large = False
    while line := octets.readline(limits.header_bytes):
        if not line.strip(b"\r\n"):
            if count and not _goes_on(octets, lines, limits):
                yield from _mended(lines, note, whole=not too_large)
                yield line
                return
            continue
        size += len(line)
        count += line[:1] not in _CONTINUES
        if size > limits.header_bytes or count > limits.headers:
            note("headers-too-large")
            # What is left of a header without end is none of the text.
            too_large = True
        else:
            lines.append(line)
    yield from _mended(lines, note, whole=not too_large)


def _line_ends(first: bytes) -> tuple[bytes, bytes]:
    if b"\n" not in first:
        return (b"\r", b"\n") if b"\r" in first else (b"", b"")
    doubled = first.count(b"\r\r\n")
    if doubled and doubled == first.count(b"\n"):
        return b"\r\r\n", b"\r\n"
    return b"", b""


def _goes_on(octets: Octets, lines: list[bytes], limits: Limits) -> bool:
    """Whether a blank line only interrupts the header: MIME's fields still follow."""
    line = octets.readline(limits.header_bytes)
    octets.unread(line)
    if not _MIME_FIELD.match(line):
        return False
    return not any(_CONTENT_TYPE.match(line) for line in lines)


def _mended(
    lines: list[bytes], note: Callable[[str], None], *, whole: bool
) -> Iterator[bytes]:
    """Drop what is no field between fields, and end the header where text begins.

    At the first such line the standard library would end the header, and take the
    sender's name for text.
    """
    fields = [line.replace(b"\0", b"") for line in lines]
    known = [place for place, line in enumerate(fields) if _KNOWN.match(line)]
    if not known and lines and whole:
        note("no-header")
        yield b"\n"
        yield from lines
        return
    end = _end_of_header(fields, known[-1]) if known else len(lines)
    for line in fields[:end]:
        if not _FIELD.match(line):
            note("broken-header-line")
        elif line.startswith(b">"):
            continue
        elif _SPACE_BEFORE_COLON.match(line):
            name, colon, value = line.partition(b":")
            yield name.rstrip() + colon + value
        else:
            yield line
    if end < len(lines):
        note("no-blank-line-after-header")
        yield b"\n"
        yield from lines[end:]


def _end_of_header(lines: list[bytes], last_known: int) -> int:
    """Where no blank line ends the header: after the last field that is known.

    Lines with a colon are what people write, too.
    """
    if all(_FIELD.match(line) for line in lines[last_known + 1 :]):
        return len(lines)
    end = last_known + 1
    while end < len(lines) and lines[end].startswith(_CONTINUES):
        end += 1
    return end
