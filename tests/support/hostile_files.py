"""Files, calendars, envelopes and armor that are made to cost much."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import partial

from tests.support.hostile import MB, Writer, encoded, mail, mixed

ZEROS = 24 * MB


def attached(
    octets: bytes, name: bytes = b"a.zip", kind: bytes = b"application/zip"
) -> bytes:
    return (
        b"Content-Type: " + kind + b"; name=" + name + b"\r\n"
        b"Content-Disposition: attachment; filename=" + name + b"\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + encoded(octets)
    )


# --- zips --------------------------------------------------------------------


def _zip(members: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    sink = io.BytesIO()
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(sink, "w", how) as archive:
        for name, octets in members.items():
            archive.writestr(name, octets)
    return sink.getvalue()


def _nested_zips(depth: int) -> bytes:
    found = _zip({"zeros.txt": bytes(4 * MB)})
    for _ in range(depth):
        found = _zip({f"{n}.zip": found for n in range(8)})
    return found


def _overlapping(count: int) -> bytes:
    """Every entry of the directory names the same octets: a bomb without nesting."""
    data = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = data.compress(bytes(8 * MB)) + data.flush()
    crc = zlib.crc32(bytes(8 * MB))
    sizes = (crc, len(packed), 8 * MB, 1)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, *sizes, 0) + b"a"
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, *sizes, 0, 0, 0, 0, 0, 0
    )
    directory = (entry + b"a") * count
    end = struct.pack(
        "<4s4H2LH",
        *(b"PK\5\6", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF)),
        *(len(directory), len(local) + len(packed), 0),
    )
    return local + packed + directory + end


def _lying() -> bytes:
    """It says one octet and inflates to sixty-four megabytes."""
    octets = bytearray(_zip({"a.txt": bytes(64 * MB)}))
    place = octets.rindex(b"PK\1\2")
    octets[place + 24 : place + 28] = struct.pack("<L", 1)
    octets[22:26] = struct.pack("<L", 1)
    return bytes(octets)


def _entries(count: int) -> bytes:
    return _zip({f"{n}.txt": b"" for n in range(count)}, stored=True)


# --- pictures, envelopes, armor ----------------------------------------------


def _png(side: int) -> bytes:
    """A picture that says that it is enormous."""
    head = struct.pack(">2L5B", side, side, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    size, crc = struct.pack(">L", len(head)), struct.pack(">L", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + size + chunk + crc


def _tnef(attributes: int) -> bytes:
    head = struct.pack("<LH", 0x223E9F78, 1)
    one = struct.pack("<BLL", 1, 0x00069003, 4) + b"\xff\xff\xff\x7f\0\0"
    return head + one * attributes


def _tnef_of(properties: bytes) -> bytes:
    """One attribute of MAPI properties."""
    head = struct.pack("<LH", 0x223E9F78, 1)
    return (
        head
        + struct.pack("<BLL", 1, 0x00069003, len(properties))
        + properties
        + b"\0\0"
    )


def _packed_rtf() -> bytes:
    """LZFu references that copy as much as each can, again and again."""
    run = (b"\xff" + b"\x0d\x0f" * 8) * (512 * 1024)
    packed = struct.pack("<4L", len(run) + 12, 0x7FFFFFFF, 0x75465A4C, 0) + run
    prop = struct.pack("<2HLL", 0x0102, 0x1009, 1, len(packed)) + packed
    return _tnef_of(struct.pack("<L", 1) + prop)


def _der(depth: int) -> bytes:
    return b"\x30\x80" * depth + b"\0\0" * depth


def _calendar(unit: bytes, count: int, tail: bytes = b"") -> bytes:
    begun = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    body = begun + unit * count + tail
    return mail(b"Content-Type: text/calendar; method=REQUEST; charset=utf-8", body)


def _armor(octets: bytes) -> bytes:
    return mail(b"Content-Type: text/plain; charset=utf-8", octets)


_MS_TNEF = b"application/ms-tnef"
_P7M = b"application/pkcs7-mime; smime-type=signed-data"
_SIGNED = b"-----BEGIN PGP SIGNED MESSAGE-----\r\n"

_CALENDARS: Mapping[str, tuple[bytes, int] | tuple[bytes, int, bytes]] = {
    "of-lines": (b"SUMMARY:a\r\n", 180_000),
    "folded": (b"DESCRIPTION:a" + b"\r\n b", 500_000),
    "nested": (b"BEGIN:VEVENT\r\n", 140_000),
    "of-parameters": (
        b"ATTENDEE" + b";A=b",
        500_000,
        b":mailto:a@b.example\r\n",
    ),
    "of-quotes": (b'ATTENDEE;CN="', 150_000),
    "of-one-line": (b"SUMMARY:" + b"a\\n", 700_000),
}

FILES: Mapping[str, Writer] = {
    "zip-bomb-flat": lambda: mixed(attached(_zip({"a.txt": bytes(64 * MB)}))),
    "zip-bomb-nested": lambda: mixed(attached(_nested_zips(4))),
    "zip-bomb-overlapping": lambda: mixed(attached(_overlapping(60_000))),
    "zip-bomb-overlapping-within-the-entries": lambda: mixed(
        attached(_overlapping(999))
    ),
    "zip-that-lies-of-its-size": lambda: mixed(attached(_lying())),
    "zip-of-sixty-thousand-entries": lambda: mixed(attached(_entries(60_000))),
    "twenty-zips-of-a-thousand": lambda: mixed(*[attached(_entries(999))] * 20),
    "twenty-zips-of-zips": lambda: mixed(*[attached(_nested_zips(1))] * 20),
    "twenty-bombs": lambda: mixed(*[attached(_zip({"a.txt": bytes(9 * MB)}))] * 20),
    "zip-heads-only": lambda: mixed(attached(b"PK\3\4" * 600_000)),
    "zip-ends-only": lambda: mixed(attached(b"PK\3\4" + b"PK\5\6" * 600_000)),
    "a-thousand-files-of-one-name": lambda: mixed(
        *[attached(b"a", b"a.txt", b"text/plain")] * 990
    ),
    "a-thousand-names-of-five-kilobytes": lambda: mixed(
        *[attached(b"a", b'"' + "中".encode() * 1700 + b'.txt"', b"text/plain")] * 990
    ),
    "twenty-files-of-one-megabyte": lambda: mixed(
        *[attached("中文 text ".encode() * 80_000, b"a.txt", b"text/plain")] * 20
    ),
    "a-jpeg-of-markers": lambda: mixed(
        attached(b"\xff\xd8" + b"\xff\xe0\0\2" * 600_000, b"a.jpg", b"image/jpeg")
    ),
    "a-jpeg-of-scans": lambda: mixed(
        attached(b"\xff\xd8" + b"\xff\xda\0\2\xff\0" * 400_000, b"a.jpg", b"image/jpeg")
    ),
    "pictures-that-say-they-are-enormous": lambda: mixed(
        *[attached(_png(60_000), b"a.png", b"image/png")] * 20
    ),
    "a-picture-of-no-end": lambda: mixed(
        attached(_png(4000) + b"\0\0\0\0IDAT\0\0\0\0" * 200_000, b"a.png", b"image/png")
    ),
    "gif-blocks": lambda: mixed(
        attached(b"GIF89a\1\0\1\0\0\0\0" + b"!\xf9\0" * 900_000, b"a.gif", b"image/gif")
    ),
    "tnef-of-attributes": lambda: mixed(
        attached(_tnef(400_000), b"winmail.dat", _MS_TNEF)
    ),
    "tnef-of-properties": lambda: mixed(
        attached(
            _tnef_of(
                struct.pack("<L", 0xFFFFFFFF) + struct.pack("<2HL", 3, 1, 0) * 900_000
            ),
            b"winmail.dat",
            _MS_TNEF,
        )
    ),
    "tnef-of-packed-rtf": lambda: mixed(
        attached(_packed_rtf(), b"winmail.dat", _MS_TNEF)
    ),
    "twenty-tnefs": lambda: mixed(
        *[attached(_packed_rtf(), b"winmail.dat", _MS_TNEF)] * 3
    ),
    "smime-nested": lambda: mail(
        b"Content-Type: " + _P7M + b"\r\nContent-Transfer-Encoding: base64",
        encoded(_der(400_000)),
    ),
    "smime-of-zeros": lambda: mail(
        b"Content-Type: " + _P7M + b"\r\nContent-Transfer-Encoding: base64",
        encoded(b"\x30\x80" + bytes(ZEROS)),
    ),
    "smime-by-the-hundred": lambda: mixed(
        *[attached(_der(9), b"smime.p7m", _P7M)] * 900
    ),
    "signed-within-signed": lambda: mail(
        b"".join(
            b"Content-Type: multipart/signed; boundary=b%d;"
            b" protocol=application/pgp-signature\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(2000)
        )
    ),
    "armor-begun-again-and-again": lambda: _armor(
        b"-----BEGIN PGP MESSAGE-----\r\n" * 80_000
    ),
    "armor-signed-again-and-again": lambda: _armor(_SIGNED * 60_000),
    "armor-without-end": lambda: _armor(
        b"-----BEGIN PGP MESSAGE-----\r\n\r\n" + b"A" * 64 * 30_000
    ),
    "armor-by-the-thousand": lambda: _armor(
        b"-----BEGIN PGP MESSAGE-----\r\n\r\nAAAA\r\n-----END PGP MESSAGE-----\r\n"
        * 30_000
    ),
    "armor-of-dashes": lambda: _armor(
        _SIGNED + b"Hash: SHA256\r\n\r\n" + b"- - \r\n" * 300_000
    ),
    "armor-signed-by-the-thousand": lambda: _armor(
        (
            _SIGNED + b"\r\na\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\nAAAA\r\n"
            b"-----END PGP SIGNATURE-----\r\n"
        )
        * 15_000
    ),
    **{
        f"calendar-{name}": partial(_calendar, *given)
        for name, given in _CALENDARS.items()
    },
}
