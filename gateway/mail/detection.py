"""Which charset octets are in, where no label says so or where the label lies.

Rule: a reading is judged by how many of its letters are among the commonest of a
language that is written in it; nothing here raises, and a sample bounds the cost.
Mojibake is undone only where it is certain: every foreign letter must take part.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gateway.mail.letters import HAN, HANGUL, KANA

SAMPLE_BYTES = 4096
"""How much of a text is looked at to tell its charset."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A codec, the commonest letters of what is written in it, and its octets' habit.

    ``pairs`` is True where nearly all foreign letters take two high octets; ``alone``
    where foreign letters stand single among ASCII ones, ``words`` where whole words
    are foreign and no ASCII letter touches one.
    """

    codec: str
    common: frozenset[str]
    pairs: bool = False
    alone: bool = False
    words: bool = False


# The order decides a draw.
_READINGS = (
    _Reading("gb18030", HAN, pairs=True),
    _Reading("big5hkscs", HAN),
    _Reading("cp932", KANA),
    _Reading("euc_jp", KANA, pairs=True),
    _Reading("cp949", HANGUL, pairs=True),
    _Reading("cp1251", frozenset("оеаинтсрвлкмдпуяыьзбгчй"), words=True),
    _Reading("koi8-r", frozenset("оеаинтсрвлкмдпуяыьзбгчй"), words=True),
    _Reading("cp1253", frozenset("αοιετσνηυρπκμλςάέίόύώήγδθχφ"), words=True),
    _Reading("cp1255", frozenset("יוהלאתרבשמנםעדקחפ"), words=True),
    _Reading("cp1256", frozenset("اليمنوتربعدسفهكقحجةأ"), words=True),
    _Reading("cp874", frozenset("านรอกเงมยลวดทสตะปบคหแจพชขใไิีัุู่้์ำ"), words=True),
    _Reading(
        "cp1252",
        frozenset("éèêëàâäáçñóòôöúùûüíìïîßøåæãõÉÄÖÜÅØÀÇ’‘“”–—…€£°§·•«»®™\xa0"),
        alone=True,
    ),
    _Reading("cp1250", frozenset("ąćęłńóśźżĄŁŚŻáčďéěíňřšťúůýžő”„–"), alone=True),
)
_LATIN = frozenset({"cp1252", "cp1250"})
_RUN = re.compile(rb"[\x80-\xff]+")
_TOUCHED = re.compile(rb"[\x80-\xff][A-Za-z0-9@]")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_NOT_TEXT = re.compile("[\ufffd\x80-\x9f\u2500-\u259f\ue000-\uf8ff]")
_THREE_OCTETS = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_TWO_OCTETS = re.compile(rb"[\xc2-\xdf][\x80-\xbf]")
# What cp1252 makes of octets 80-9F, and the octets that it leaves out as they are.
_FROM_1252 = {ord(bytes([n]).decode("cp1252", "replace")): n for n in range(128, 160)}
_FROM_1252.pop(0xFFFD, None)
_EAST_ASIAN = re.compile("[\u2e80-\ud7ff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_BEYOND_1252 = re.compile(
    "[^\x00-\xff" + "".join(re.escape(chr(n)) for n in _FROM_1252) + "]"
)
_BAD_COSTS = 4.0
_SURE = 0.45
_SURER = 1.1
_CERTAIN_LETTERS = 8
_CERTAIN_OCTETS = 12
_FEWEST_OCTETS = 4
_PEEK_CHARS = 4096
_LOOK_LETTERS = 200


def detect(data: bytes) -> str:
    """The codec that reads ``data`` best; for octets that are no UTF-8."""
    return _best(_sample(data), _READINGS)[1]


def detect_surely(data: bytes, *, least_octets: int = _CERTAIN_OCTETS) -> str:
    """The codec, not a Latin one, that ``data`` is surely in; empty where none is.

    Fewer octets than ``least_octets`` are believed where every letter is a common one.
    """
    sample = _sample(data)
    octets = sum(len(run) for run in _RUN.findall(sample))
    if octets < _FEWEST_OCTETS:
        return ""
    score, codec = _best(sample, _READINGS)
    sure = _SURE if octets >= least_octets else _SURER
    return codec if codec not in _LATIN and score >= sure else ""


def is_utf8(data: bytes, *, beside_multibyte: bool) -> bool:
    """Whether ``data`` is UTF-8 beyond doubt, whatever its label says.

    Short East Asian texts may be valid UTF-8 by chance, in sequences of two octets;
    ``beside_multibyte`` asks for longer ones.
    """
    try:
        data.decode("utf-8")
    except UnicodeError:
        return False
    if not beside_multibyte:
        return True
    sample = data[:SAMPLE_BYTES]
    longer = len(_THREE_OCTETS.findall(sample))
    return longer > 0 and longer >= len(_TWO_OCTETS.findall(sample))


def is_mostly_utf8(reading: str) -> bool:
    """Whether a reading with U+FFFD for its faults is UTF-8 with a few octets lost."""
    faults = reading.count("\ufffd")
    valid = _foreign_letters(reading) - faults
    if faults * 9 <= valid or valid >= max(2, faults):
        return True
    return faults == 1 and any("\u0800" <= char < "\ufffd" for char in reading)


def is_cut_short(reading: str) -> bool:
    """Whether the one fault of a reading is that it ends in mid-character."""
    return reading.find("\ufffd") == len(reading.rstrip()) - 1 > 0


def _foreign_letters(text: str) -> int:
    return sum(len(run) for run in _FOREIGN.findall(text))


def is_plausible(text: str) -> bool:
    """Whether an East Asian text holds its language's common letters."""
    foreign = "".join(_FOREIGN.findall(text[:_PEEK_CHARS]))[:_LOOK_LETTERS]
    common = sum(c in HAN or c in KANA or c in HANGUL for c in foreign)
    return common * 8 >= len(foreign) and not is_damaged(foreign)


def is_damaged(text: str) -> bool:
    """Whether a reading holds signs that nobody writes: its codec is the wrong one."""
    return _NOT_TEXT.search(text) is not None


def unmangle(text: str) -> str:
    """Undo a second encoding, where it is certain: UTF-8 read as Latin or as GBK."""
    if text.isascii():
        return text
    if _BEYOND_1252.search(text) is None:
        return _from_latin(text)
    peek = text[:_PEEK_CHARS]
    if _EAST_ASIAN.search(peek):
        return _undone(text, "gb18030")
    return _undone(text, "cp1251") if _CYRILLIC.search(peek) else text


def _from_latin(text: str) -> str:
    octets = text.translate(_FROM_1252).encode("latin-1", "replace")
    longer, shorter = _THREE_OCTETS.search(octets), len(_TWO_OCTETS.findall(octets))
    if longer or shorter > 1 or (shorter and "Ã" in text):
        try:
            return octets.decode("utf-8")
        except UnicodeError:
            pass
    codec = detect_surely(octets)
    if codec:
        try:
            return octets.decode(codec)
        except UnicodeError:
            pass
    return text


def _undone(text: str, codec: str) -> str:
    """``text`` as the UTF-8 that was read in ``codec``, if most of it is that."""
    try:
        # Most texts fail in their first characters: a look at them is cheap.
        looked = text[:_PEEK_CHARS].replace("\ufffd", "").encode(codec)
        reading = looked.decode("utf-8", "replace")
        if reading.count("\ufffd") * 9 > _foreign_letters(reading):
            return text
        octets = text.replace("\ufffd", "").encode(codec)
    except UnicodeError:
        return text
    longer, shorter = _THREE_OCTETS.findall(octets), _TWO_OCTETS.findall(octets)
    if len(longer) + len(shorter) < _CERTAIN_LETTERS:
        return text
    return octets.decode("utf-8", "replace")


def _sample(data: bytes) -> bytes:
    """Where the foreign octets are, cut so that no character is."""
    found = _RUN.search(data)
    if found is None:
        return b""
    start = data.rfind(b"\n", 0, found.start()) + 1
    sample = data[start : start + SAMPLE_BYTES]
    if len(sample) < SAMPLE_BYTES:
        return sample
    end = sample.rfind(b"\n")
    return sample[:end] if end > SAMPLE_BYTES // 2 else sample


def _best(sample: bytes, readings: tuple[_Reading, ...]) -> tuple[float, str]:
    runs = [len(run) for run in _RUN.findall(sample)]
    octets = sum(runs) or 1
    alone = sum(run == 1 for run in runs) / octets
    even = sum(run for run in runs if run % 2 == 0) / octets
    touched = len(_TOUCHED.findall(sample)) / (len(runs) or 1)
    habits = {
        "alone": alone - 0.5,
        "pairs": 0.3 * even - 0.5 * alone,
        "words": -touched,
    }
    scored = [(_score(sample, r, habits), r.codec) for r in readings]
    return max(scored, key=lambda one: one[0])


def _score(sample: bytes, reading: _Reading, habits: Mapping[str, float]) -> float:
    """The share of common letters, less the damage, and what the octets suggest."""
    text = sample.decode(reading.codec, "replace")
    foreign = "".join(_FOREIGN.findall(text))
    if not foreign:
        return -_BAD_COSTS
    common = sum(letter in reading.common for letter in foreign) / len(foreign)
    damage = len(_NOT_TEXT.findall(foreign)) / len(foreign)
    habit = sum(score for name, score in habits.items() if getattr(reading, name))
    return common - _BAD_COSTS * damage + habit
