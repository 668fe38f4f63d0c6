"""Subjects: what is left when clients' prefixes and our own tags are taken away."""

import re
import unicodedata
from difflib import SequenceMatcher

TITLE_LIMIT_CHARS = 200
"""Characters of a subject that are kept."""
SHORTEST_SUBJECT_CHARS = 2
EMPTY_SUBJECTS = frozenset(
    {"", "(无主题)", "（无主题）", "无主题", "(no subject)", "no subject"}
)

SHORTEST_SHARED_CHARS = 2
"""Letters of a subject that another may hold to be the same one."""
SIMILAR = 0.7
"""How alike two subjects must be to tell of one matter, 0 to 1 (difflib's ratio)."""

_PREFIX = re.compile(
    r"\s*(?:re|fw|fwd|aw|wg|sv|vs|antw|回复|答复|回覆|答覆|转发|轉寄|转寄|轉發|返信|転送)"
    r"(?:\[\d{1,3}\])?\s*[:：]",
    re.IGNORECASE,
)
_BANNER = re.compile(r"\s*(?:\[\s*external\s*\]|【\s*外部邮件\s*】)", re.IGNORECASE)
_TAG = re.compile(r"\s*[\[【]\s*TS\d{8}\d{3,12}\s*[\]】]", re.IGNORECASE | re.ASCII)


def clean_subject(subject: str) -> str:
    """Strip leading prefixes, banners and our tag, in whatever order they stand."""
    text = subject
    while True:
        found = _PREFIX.match(text) or _BANNER.match(text) or _TAG.match(text)
        if found is None:
            return " ".join(text.split())[:TITLE_LIMIT_CHARS]
        text = text[found.end() :]


def is_answer(subject: str) -> bool:
    """Whether a client's prefix says that the mail answers or passes on another."""
    text = subject
    while found := _BANNER.match(text) or _TAG.match(text):
        text = text[found.end() :]
    return bool(_PREFIX.match(text))


def is_same_title(one: str, other: str) -> bool:
    """Whether two subjects tell of the same matter, prefixes, tags and marks aside.

    One of them may have been shortened or added to.
    """
    mine, theirs = _letters(one), _letters(other)
    shorter, longer = sorted((mine, theirs), key=len)
    if len(shorter) >= SHORTEST_SHARED_CHARS and shorter in longer:
        return True
    # The quick figure bounds the other from above, and costs next to nothing.
    match = SequenceMatcher(None, mine, theirs, autojunk=False)
    return match.quick_ratio() >= SIMILAR and match.ratio() >= SIMILAR


def _letters(subject: str) -> str:
    folded = unicodedata.normalize("NFKC", clean_subject(subject)).casefold()
    return "".join(char for char in folded if char.isalnum())


def title(subject: str, words: str) -> str:
    """The request's title: the subject, else the first sentence of the words (R6)."""
    cleaned = clean_subject(subject)
    usable = cleaned.casefold() not in EMPTY_SUBJECTS
    if usable and len(cleaned) >= SHORTEST_SUBJECT_CHARS:
        return cleaned
    for line in words.splitlines():
        sentence = re.split(r"[。！？!?]", line.strip(), maxsplit=1)[0]
        if sentence:
            return sentence[:TITLE_LIMIT_CHARS]
    return cleaned


def is_chinese(text: str, least_share: float = 0.2) -> bool:
    """Whether Han characters make up this share of the letters (D14)."""
    letters = [char for char in text if char.isalpha()]
    han = sum("\u3400" <= char <= "\u9fff" for char in letters)
    return bool(letters) and han >= least_share * len(letters)
