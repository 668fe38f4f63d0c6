"""File names of strangers: what may be shown of them, and what they may not be.

Rule: a name is data, never a path. It keeps no folder, no control, direction or
invisible sign, no look-alike of a dot or slash, no name of a Windows device, and at
most ``Limits.filename_bytes`` octets; its extension is the one that a system would see.
STANDARDS: UAX #9 (direction), UAX #15 (NFC), UTS #39 (confusables). THREATS 27.
"""

import re
import unicodedata

from gateway.mail.limits import Limits

# Controls, direction overrides and marks, zero-width and filler signs, separators,
# variation selectors, tags, private interlinear marks, lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
_DOTS = re.compile("[\u2024\ufe52\uff0e]")
_SLASHES = re.compile("[\u2044\u2215\u29f8\u29f9\uff0f\uff3c\ufe68]")
_RESERVED = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(
    r"(?i)\A(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[ .]*(?:\..*)?\Z",
    re.DOTALL,
)
_EXTENSION_CHARS = 16


def visible(name: str) -> str:
    """The same name without what nobody sees."""
    return _INVISIBLE.sub("", name)


def is_device(name: str) -> bool:
    """Whether Windows opens a device by that name (CON, NUL, COM1.txt)."""
    return bool(_DEVICE.match(name))


def safe_filename(name: str, limits: Limits) -> str:
    """The last path component, visible characters only, cut to the byte limit.

    The extension survives the cut. Empty where nothing usable is left.
    """
    name = unicodedata.normalize("NFC", visible(name))
    name = _SLASHES.sub("_", _DOTS.sub(".", name))
    name = name.replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    name = _RESERVED.sub("_", " ".join(name.split())).strip(" .")
    if is_device(name):
        name = f"_{name}"
    return _cut(name, limits.filename_bytes)


def apart(name: str, taken: dict[str, int], limits: Limits) -> str:
    """The name, or ``name (2)`` where one that looks the same is taken; noted there.

    ``taken`` holds the last number given for each name, so that many cost little.
    """
    stem, dot, extension = _parted(name)
    chosen, number = name, max(1, taken.get(name.casefold(), 1))
    while chosen.casefold() in taken:
        number += 1
        tail = f" ({number}){dot}{extension}"
        room = limits.filename_bytes - len(tail.encode())
        chosen = stem.encode()[:room].decode("utf-8", "ignore") + tail
    taken[name.casefold()] = number
    taken.setdefault(chosen.casefold(), 1)
    return chosen


def _cut(name: str, limit: int) -> str:
    if len(name.encode("utf-8", "ignore")) <= limit:
        return name
    stem, dot, extension = _parted(name)
    room = limit - len((dot + extension).encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + extension


def _parted(name: str) -> tuple[str, str, str]:
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _EXTENSION_CHARS:
        return name, "", ""
    return stem, dot, extension
