"""What is inside a zip, and whether it may be kept: listed, judged, never unpacked.

Rule: nothing is written anywhere and no member is held whole, but for an archive
within, which is listed in memory. Members are inflated only to be counted, against
one budget for the file, so that a bomb costs no more than an honest archive.
THREATS 24 (bombs), 25 (paths). Marks are told to staff; a refusal also to the sender.
"""

import re
import stat
import unicodedata
from dataclasses import dataclass, field

from gateway.mail.limits import Limits
from gateway.mail.message import ZipMember
from gateway.mail.names import is_device, visible
from gateway.mail.zip_directory import ENTRIES, Entry, read_directory
from gateway.mail.zip_members import ZIP_HEAD, Budget, look as look_into

SIZE = "zip-size"
RATIO = "zip-ratio"
NESTED = "zip-nested"
PATHS = "path-tricks"

EXECUTABLE_INSIDE = "executable-inside"
ENCRYPTED = "encrypted"
NESTED_ARCHIVE = "nested-archive"


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_EXECUTABLES = _words(
    "exe com scr pif bat cmd ps1 psm1 vb vbs vbe js jse wsf wsh hta msi msp msix msu",
    "mst cpl dll sys ocx drv lnk url scf inf reg jar class apk aab ipa app appx deb",
    "rpm run elf so sh bash command dmg pkg iso img vhd vhdx chm hlp gadget xll wll",
    "application appref-ms docm dotm xlsm xlsb xltm xlam pptm potm ppam ppsm one scpt",
    "workflow desktop dex diagcab library-ms",
)
_ARCHIVES = _words(
    "zip rar 7z gz tgz bz2 tbz xz txz tar cab arj lzh lha zst z ace zipx",
)
_OFFICE = _words("docx xlsx pptx dotx xltx potx odt ods odp odg epub vsdx kmz sketch")
_PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa"),
    *(b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"dex\n", b"L\x00\x00\x00\x01\x14\x02"),
)
_PACKED = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
_MANIFESTS = ("meta-inf/manifest.mf", "androidmanifest.xml", "word/vbaproject.bin")
_MACROS = "vbaproject.bin"
_SLASHES = re.compile(r"/{2,}")
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """``refused`` is empty or a value of ``RefusedFor``; members are the first few.

    What is marked stands first, so that it is told however much there is.
    """

    refused: str = ""
    members: tuple[ZipMember, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    members: list[ZipMember] = field(default_factory=list)
    marks: dict[str, None] = field(default_factory=dict)


def list_zip(content: bytes, limits: Limits) -> Listing:
    """List an archive of at most ``limits.attachment_size_bytes``. Never raises."""
    budget = Budget(
        entries=limits.zip_entries,
        content=limits.zip_content_bytes,
        checked=limits.zip_checked_bytes,
        nested=limits.zip_nested_bytes,
    )
    found = _Found()
    refused = _list(content, limits, budget, found, within="")
    marked_first = sorted(found.members, key=lambda member: not member.mark)
    return Listing(
        refused=refused,
        members=tuple(marked_first[: limits.zip_listed]),
        marks=tuple(found.marks),
    )


def _list(
    content: bytes, limits: Limits, budget: Budget, found: _Found, *, within: str
) -> str:
    entries = read_directory(content, limits)
    if isinstance(entries, str):
        return entries
    refused = _too_much(entries, limits, budget)
    if refused:
        return refused
    for entry in entries:
        refused = _one(content, entry, limits, budget, found, within=within) or refused
        if refused and refused != PATHS:
            return refused
    return refused


def _too_much(entries: tuple[Entry, ...], limits: Limits, budget: Budget) -> str:
    """By what the listing declares: number, size, ratio. Nothing is inflated yet."""
    declared = sum(entry.size_bytes for entry in entries)
    packed = sum(entry.packed_bytes for entry in entries)
    budget.entries -= len(entries)
    budget.content -= declared
    if budget.entries < 0:
        return ENTRIES
    if budget.content < 0:
        return SIZE
    floor = max(limits.zip_ratio * packed, limits.zip_small_bytes)
    return RATIO if declared > floor else ""


def _one(  # noqa: PLR0913 (one member, and what all of them share)
    content: bytes,
    entry: Entry,
    limits: Limits,
    budget: Budget,
    found: _Found,
    *,
    within: str,
) -> str:
    name = within + _shown(entry.name)
    extension = name.rpartition("/")[2].rpartition(".")[2].lower()
    look = look_into(content, entry, budget, wanted=extension not in _OFFICE)
    if look.fault:
        return look.fault
    packed = extension in _ARCHIVES or look.head.startswith((ZIP_HEAD, *_PACKED))
    mark = ""
    if _is_program(name, extension, look.head):
        mark = EXECUTABLE_INSIDE
    elif packed and extension not in _OFFICE:
        mark = NESTED_ARCHIVE
    _note(found, entry, name, mark)
    if mark == NESTED_ARCHIVE and look.head.startswith(ZIP_HEAD):
        if name.count("//") + 2 > limits.zip_depth or look.whole is None:
            return NESTED
        refused = _list(look.whole, limits, budget, found, within=f"{name}//")
        if refused:
            return refused
    return PATHS if _is_trick(entry) else ""


def _note(found: _Found, entry: Entry, name: str, mark: str) -> None:
    if mark:
        found.marks[mark] = None
    if entry.encrypted:
        found.marks[ENCRYPTED] = None
    found.members.append(
        ZipMember(
            name=name,
            size_bytes=entry.size_bytes,
            packed_bytes=entry.packed_bytes,
            encrypted=entry.encrypted,
            mark=mark,
        )
    )


def _is_program(name: str, extension: str, head: bytes) -> bool:
    if extension in _EXECUTABLES or head.startswith(_PROGRAMS):
        return True
    path = name.rpartition("//")[2].lower()
    return path in _MANIFESTS or path.endswith(_MACROS)


def _shown(raw: str) -> str:
    name = visible(unicodedata.normalize("NFC", raw)).replace("\\", "/")
    return _SLASHES.sub("/", name)


def _is_trick(entry: Entry) -> bool:
    """A name that would leave its folder, or that is no plain file (THREATS 25)."""
    kind = stat.S_IFMT(entry.mode)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR} or "\x00" in entry.name:
        return True
    path = entry.name.replace("\\", "/")
    parts = path.rstrip("/").split("/")
    if path.startswith("/") or _DRIVE.match(path) or ".." in parts:
        return True
    return any(is_device(part) for part in parts)
