"""A pasted picture as a jpg: the first frame, upright, transparency on white (D12).

Rule: the original is kept whatever happens here. A picture's size is read from its
header before it is drawn, so that one that unfolds to gigabytes is left alone. Pillow
(extra ``images``) is asked for the four formats below and no other.
"""

import io
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING

from gateway.mail.limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

QUALITY = 90
"""JPEG quality: letters on a screenshot stay readable."""
FORMATS = {
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/bmp": "BMP",
    "image/webp": "WEBP",
}
"""What is converted; any other kind of picture is kept as it came."""
_STRIP_ROWS = 256
_WHITE = (255, 255, 255)


def can_convert() -> bool:
    """Whether Pillow is installed."""
    return find_spec("PIL") is not None


def as_jpeg(content: bytes, kind: str, limits: Limits) -> tuple[bytes, int]:
    """The picture as jpg and its number of pixels; no bytes where that cannot be.

    Never raises. Takes at most 8 octets a pixel, ``limits.picture_pixels`` of them.
    """
    if kind not in FORMATS or not can_convert():
        return b"", 0
    # Pillow costs 40 ms and 10 MB to load: only who gets a picture pays.
    from PIL import Image  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=(FORMATS[kind],)) as picture:
                return _drawn(picture, limits)
    except Exception:  # noqa: BLE001 (a stranger's picture may break Pillow anyhow)
        return b"", 0


def _drawn(picture: "Image", limits: Limits) -> tuple[bytes, int]:
    pixels = picture.width * picture.height
    if not 0 < pixels <= limits.picture_pixels:
        return b"", 0
    picture.load()
    buffer = io.BytesIO()
    _on_white(picture).save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue(), pixels


def _on_white(picture: "Image") -> "Image":
    """Strip by strip, so that the whole is never held a third time."""
    if picture.mode in {"RGB", "L"} and "transparency" not in picture.info:
        return picture
    from PIL import Image  # noqa: PLC0415 (as above)

    flat = Image.new("RGB", picture.size, _WHITE)
    for top in range(0, picture.height, _STRIP_ROWS):
        bottom = min(top + _STRIP_ROWS, picture.height)
        strip = picture.crop((0, top, picture.width, bottom))
        strip.info = picture.info
        painted = strip.convert("RGBA")
        flat.paste(painted, (0, top), painted)
    return flat
