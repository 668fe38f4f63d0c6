"""Zip archives for the tests, honest and hostile, with bytes that never change."""

import io
import struct
import zipfile

CENTRAL, END = b"PK\x01\x02", b"PK\x05\x06"
Member = tuple[str | zipfile.ZipInfo, bytes]


def a_zip(*members: Member, stored: bool = False, comment: bytes = b"") -> bytes:
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            # A ZipInfo has a fixed date: the bytes name tests, and must not change.
            entry = zipfile.ZipInfo(name) if isinstance(name, str) else name
            archive.writestr(entry, content, method)
        archive.comment = comment
    return buffer.getvalue()


def streamed(*members: tuple[str, bytes]) -> bytes:
    """Written without seeking, as programs write to a pipe: the sizes follow."""
    out = _Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return bytes(out.written)


def with_zip64(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w") as archive,
        archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member,
    ):
        member.write(content)
    return buffer.getvalue()


def with_a_needless_wide_end(content: bytes) -> bytes:
    """A zip64 end record before an end record that says it all."""
    end = content.rfind(END)
    _, _, here, total, size, start, _ = struct.unpack_from("<4H2LH", content, end + 4)
    wide = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, here, total, size, start
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    return content[:end] + wide + locator + content[end:]


def link(name: str, mode: int = 0o120777) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, mode << 16
    return entry


def locked(content: bytes) -> bytes:
    """The same archive, its first member said to be encrypted."""
    changed = bytearray(content)
    changed[6] |= 1
    changed[changed.find(CENTRAL) + 8] |= 1
    return bytes(changed)


def renamed(content: bytes, old: bytes, new: bytes) -> bytes:
    """Other octets of a name, in both places."""
    assert len(old) == len(new)
    return content.replace(old, new)


def declaring(content: bytes, size: int, *, both: bool) -> bytes:
    """The listing, and the local header too where ``both``, tell another size."""
    changed = bytearray(content)
    at = changed.rfind(CENTRAL) + 24
    changed[at : at + 4] = struct.pack("<L", size)
    if both:
        changed[22:26] = struct.pack("<L", size)
    return bytes(changed)


def overlapping(content: bytes) -> bytes:
    """The listing tells the one member twice (Fifield's bomb)."""
    at, end = content.find(CENTRAL), content.rfind(END)
    directory, tail = content[at:end], bytearray(content[end:])
    tail[8:12] = struct.pack("<HH", 2, 2)
    tail[12:16] = struct.pack("<L", 2 * len(directory))
    return content[:at] + directory * 2 + bytes(tail)


def in_a_comment(outer: bytes, inner: bytes) -> bytes:
    """One archive as the comment of another: which one is it?"""
    return outer[:-2] + struct.pack("<H", len(inner)) + inner


def unlisted(content: bytes) -> bytes:
    """The listing forgets its first member, whose bytes stay where they are."""
    at, end = content.find(CENTRAL), content.rfind(END)
    second = content.find(CENTRAL, at + 4)
    tail = bytearray(content[end:])
    tail[8:12] = struct.pack("<HH", 1, 1)
    tail[12:20] = struct.pack("<2L", end - second, at)
    return content[:at] + content[second:end] + bytes(tail)


class _Pipe(io.RawIOBase):
    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        octets = bytes(memoryview(piece))  # type: ignore[arg-type]  # any buffer
        self.written += octets
        return len(octets)
