"""The labels of the registration form, as people write them, and what each means.

Rule: a label is compared without case, spaces, notes in brackets and possessives. A
weak label is a common word: it counts only beside another label.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from gateway.mail.field_words import ASKED, SYNONYMS, WEAK

_FIELD_OF: Mapping[str, str] = MappingProxyType(
    {
        name.replace(" ", ""): field
        for field, names in SYNONYMS.items()
        for name in names
    }
)
_NOTE = re.compile(r"[(（\[【<＜][^()（）\[\]【】<>＜＞]{0,60}[)）\]】>＞]")
_POSSESSIVE = re.compile(
    r"\A(?:您的|你的|我的|我们的|我方|本人|贵|your|my|our|the|\*|※)(?=.{2})"
)
_SLASH = re.compile(r"[/／|+＋&、]")
_LATIN = re.compile(r"[\x00-\x7f]+")
_STRONG_CHARS = 4


def field_of(label: str) -> str:
    """The field a label names; empty where it names none."""
    bare = _NOTE.sub("", label) if any(sign in label for sign in "(（[【<＜") else label
    name = "".join(bare.split()).lower().strip("*_#:：.")
    found = _FIELD_OF.get(name) or _FIELD_OF.get(_POSSESSIVE.sub("", name))
    if found or name.isascii():
        return found or ""
    # Bilingual labels: one of the two is known.
    pieces = [*_SLASH.split(name), _LATIN.sub("", name)]
    return next((_FIELD_OF[p] for p in pieces if p in _FIELD_OF and p != name), "")


def is_weak(label: str) -> bool:
    return _POSSESSIVE.sub("", "".join(label.split()).lower()) in WEAK


def is_strong(label: str) -> bool:
    """Whether the label needs no colon: a term of the form that nobody writes else."""
    name = "".join(label.split()).lower()
    return (
        name in _FIELD_OF
        and not name.isascii()
        and len(name) >= _STRONG_CHARS
        and name not in WEAK
    )


def asked_for(question: str) -> str:
    """The field that a numbered question asks for; empty where none is meant."""
    lowered = question.lower()
    for field, words in ASKED.items():
        if any(word in lowered for word in words):
            return field
    return ""


def label_pattern() -> str:
    """All labels as alternatives of a regular expression, the longest first."""
    names = {name for names in SYNONYMS.values() for name in names} - WEAK
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
