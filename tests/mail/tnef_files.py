"""winmail.dat as Outlook writes it, made for the tests."""

import struct

BODY, CODEPAGE = 0x0002800C, 0x00069007
PROPERTIES, FILE_STARTS = 0x00069003, 0x00069002
FILE_TITLE, FILE_DATA, FILE_PROPERTIES = 0x00018010, 0x0006800F, 0x00069005
STRING8, UNICODE, BINARY, OBJECT = 0x1E, 0x1F, 0x102, 0x0D


def attribute(name: int, data: bytes, level: int = 1) -> bytes:
    checksum = sum(data) & 0xFFFF
    return (
        struct.pack("<BII", level, name, len(data))
        + data
        + checksum.to_bytes(2, "little")
    )


def envelope(*attributes: bytes, codepage: int = 936) -> bytes:
    pages = attribute(CODEPAGE, struct.pack("<II", codepage, 0))
    return struct.pack("<IH", 0x223E9F78, 1) + pages + b"".join(attributes)


def text_property(name: int, kind: int, value: bytes) -> bytes:
    padding = b"\0" * (-len(value) % 4)
    return struct.pack("<HHII", kind, name, 1, len(value)) + value + padding


def properties(*values: bytes) -> bytes:
    return struct.pack("<I", len(values)) + b"".join(values)


def file(title: bytes, data: bytes, *values: bytes) -> bytes:
    parts = [
        attribute(FILE_STARTS, b"\0" * 14, 2),
        attribute(FILE_TITLE, title + b"\0", 2),
        attribute(FILE_DATA, data, 2),
    ]
    if values:
        parts.append(attribute(FILE_PROPERTIES, properties(*values), 2))
    return b"".join(parts)


def uncompressed_rtf(rtf: bytes) -> bytes:
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf
