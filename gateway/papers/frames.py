"""What passes between desk and press: a length, then so many bytes of JSON."""

import struct
from enum import StrEnum
from typing import BinaryIO

import msgspec

FRAME_LIMIT_BYTES = 128 * 1024 * 1024
"""A longer frame is no frame of ours."""
LENGTH = struct.Struct(">Q")


class Outcome(StrEnum):
    DONE = "done"
    MISSING = "missing"
    """The library or what it needs is not there: it will not come back by itself."""
    NO_FONT = "no-font"
    UNSEALED = "unsealed"
    """The page is there, the seal could not be set: nothing is returned."""
    FAILED = "failed"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A document. ``created`` is ISO 8601; the same job gives the same unsealed bytes.

    ``stamp`` is the HTML of the seal's picture; where it is empty nothing is sealed.
    The seal stands where the HTML has an element of the id ``seal``.
    """

    html: str
    created: str
    stamp: str = ""
    name: str = ""
    attachment_name: str = ""
    attachment: bytes = b""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    outcome: Outcome
    reason: str = ""
    pdf: bytes = b""


def write(sink: BinaryIO, frame: bytes) -> None:
    sink.write(LENGTH.pack(len(frame)) + frame)
    sink.flush()


def read(source: BinaryIO) -> bytes | None:
    """The next frame; None at the end, and where what comes is none."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > FRAME_LIMIT_BYTES:
        return None
    frame = source.read(length)
    return frame if len(frame) == length else None
