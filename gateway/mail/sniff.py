"""What a file is, by its bytes: only the three types we take, and pictures pasted in.

Rule: names and labels are claims, content decides; nothing is ever unpacked. A file
that begins as one type and ends as another is neither (THREATS 26).
"""

from gateway.mail.charset import decode_text

ZIP = "application/zip"
JPEG = "image/jpeg"
TEXT = "text/plain"

_EXTENSIONS = {
    JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    TEXT: ("txt", "log"),
    ZIP: ("zip",),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/bmp": ("bmp", "dib"),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif"),
    "image/avif": ("avif",),
    "image/tiff": ("tif", "tiff"),
}
_PICTURES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_CONTAINERS = {
    b"RIFF": {b"WEBP": "image/webp"},
    b"ftyp": {**dict.fromkeys(_HEIC, "image/heic"), b"avif": "image/avif"},
}
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27}) + b"\x7f"
_TEXT_SAMPLE_BYTES = 65_536
_CONTROLS_SHARE = 100
"""One control character in so many octets is too many for a text."""
_HTML = (
    *(b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<iframe"),
    *(b"<svg", b"<!doctype svg"),
)
_HTML_BYTES = 1024
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04", b"PK\x07\x08PK\x03\x04")
_OTHER_MAGIC = (
    (b"\x7fELF", "application/x-elf"),
    (b"MZ", "application/x-msdownload"),
    (b"%PDF", "application/pdf"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ", "application/x-xz"),
    (b"MSCF", "application/vnd.ms-cab-compressed"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
)


def type_by_name(filename: str) -> str:
    """The type that an extension claims; an empty string for any that we never take."""
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    for kind, extensions in _EXTENSIONS.items():
        if extension in extensions:
            return kind
    return ""


def extension_of(kind: str) -> str:
    known = _EXTENSIONS.get(kind)
    return known[0] if known else "bin"


def is_picture(kind: str) -> bool:
    """Whether it is a picture of any kind that people paste, jpg among them."""
    return kind.startswith("image/") and kind in _EXTENSIONS


def type_by_content(content: bytes) -> str:
    """The type of ``content``; an empty string where it is none we know."""
    picture = _picture(content)
    if picture:
        return picture
    if content.startswith(_ZIP_MAGIC):
        return ZIP
    for magic, kind in _OTHER_MAGIC:
        if content.startswith(magic):
            return kind
    if not is_text(content):
        return ""
    return "text/html" if _begins_as_html(content) else TEXT


def magic_at(content: bytes, place: int) -> str:
    """The type of what begins there, if it is an archive, a program or a page."""
    head = content[place : place + _HTML_BYTES]
    if head.startswith(_ZIP_MAGIC):
        return ZIP
    if head.lstrip().lower().startswith(_HTML):
        return "text/html"
    found = (kind for magic, kind in _OTHER_MAGIC if head.startswith(magic))
    return next(found, "")


def _picture(content: bytes) -> str:
    container = _CONTAINERS.get(content[:4]) or _CONTAINERS.get(content[4:8])
    if container:
        return container.get(content[8:12], "")
    if content.startswith(b"BM"):
        return "image/bmp" if content[6:10] == bytes(4) else ""
    return next((kind for magic, kind in _PICTURES if content.startswith(magic)), "")


def is_text(content: bytes) -> bool:
    """It decodes in some charset of mail and holds next to no control characters.

    Controls are counted in the whole of it, the decoding is tried on its beginning.
    """
    sample = content[:_TEXT_SAMPLE_BYTES]
    wide = _wide_codec(sample)
    if wide:
        return "\ufffd" not in sample.decode(wide, "replace")[:-1]
    controls = len(content) - len(content.translate(None, _CONTROLS))
    if controls * _CONTROLS_SHARE > len(content):
        return False
    # The cut may fall inside a character: the last few signs prove nothing.
    return decode_text(sample)[:-4].count("\ufffd") * 100 <= len(sample)


def _wide_codec(sample: bytes) -> str:
    """UTF-16 or UTF-32 by its mark, or by the zeros that Latin text leaves in it."""
    if sample.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    most = len(sample) // 2 * 0.7
    if most and odd >= most and not even:
        return "utf-16-le"
    return "utf-16-be" if most and even >= most and not odd else ""


def _begins_as_html(content: bytes) -> bool:
    """A page saved under another name would run in the browser that opens it."""
    head = content[:_HTML_BYTES].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")[2:]
    head = head.lstrip().lower()
    if head.startswith(b"<?xml"):
        head = head.partition(b"?>")[2].lstrip()
    return head.startswith(_HTML)
