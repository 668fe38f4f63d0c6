"""What a file is, by its bytes: only the three types we take, and pictures pasted in.

Rule: names and labels are claims, content decides; nothing is ever unpacked. A zip is
judged by its central directory alone, so a bomb costs no more than its listing.
"""

import io
import zipfile

from gateway.mail.charset import decode_text
from gateway.mail.limits import Limits

_EXTENSIONS = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "text/plain": ("txt", "log"),
    "application/zip": ("zip",),
    "image/png": ("png",),
    "image/gif": ("gif",),
}
_PICTURES = frozenset({"image/png", "image/gif"})
_TEXT_SAMPLE_BYTES = 65_536
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27}) + b"\x7f"
_OTHER_MAGIC = (
    (b"\x7fELF", "application/x-elf"),
    (b"MZ", "application/x-msdownload"),
    (b"%PDF", "application/pdf"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
)


def type_by_name(filename: str) -> str:
    """The allowed type an extension claims; an empty string for any other."""
    extension = filename.rpartition(".")[2].lower()
    for kind, extensions in _EXTENSIONS.items():
        if extension in extensions:
            return kind
    return ""


def extension_of(kind: str) -> str:
    known = _EXTENSIONS.get(kind)
    return known[0] if known else "bin"


def is_picture(kind: str) -> bool:
    return kind in _PICTURES


def type_by_content(content: bytes) -> str:
    """The type of ``content``; an empty string where it is none we know."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "application/zip"
    for magic, kind in _OTHER_MAGIC:
        if content.startswith(magic):
            return kind
    return "text/plain" if is_text(content) else ""


def is_text(content: bytes) -> bool:
    """It decodes in some charset of mail and holds next to no control characters."""
    sample = content[:_TEXT_SAMPLE_BYTES]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "\ufffd" not in sample.decode("utf-16", "replace")[:-1]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\x00" in sample or controls * 100 > len(sample):
        return False
    # The cut may fall inside a character: the last few signs prove nothing.
    return decode_text(sample)[:-4].count("\ufffd") * 100 <= len(sample)


def is_sound_zip(content: bytes, limits: Limits) -> bool:
    """A readable listing within bounds: entries, declared size, ratio, no overlap."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return False
    if len(entries) > limits.zip_entries:
        return False
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if declared > limits.zip_content_bytes or packed > len(content):
        return False
    return declared <= limits.zip_ratio * max(packed, 1) or declared < len(content)
