"""Telephone numbers in plain words and signatures, where no label names them.

Rule: a number with a word of telephones before it, or one that has the shape of a
mobile or of an international number. Order numbers and dates are none.
"""

import re

TEXT_LIMIT_CHARS = 20_000

_DIGITS = r"\+?\(?\d[\d ()/.-]{5,20}\d(?:\s?(?:ext\.?|转|-)\s?\d{1,6})?"
_LABELLED = re.compile(
    r"(?:电话|手机|联系方式|致电|拨打|☎|📞|📱|号码|座机|分机|電話|手機"
    r"|\b(?:tel|telephone|phone|mobile|cell|call(?:\sme)?(?:\sat|\son)?|mob|direct|m|t|p))"
    rf"[.:：]?\s{{0,4}}(?:是|为|is)?\s{{0,2}}({_DIGITS})",
    re.IGNORECASE,
)
_MOBILE = re.compile(
    r"(?<![\dA-Za-z.-])((?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)"
)
_INTERNATIONAL = re.compile(r"(?<![\w.])(\+\d{1,3}[ ()\d/.-]{6,18}\d)(?!\d)")
_LANDLINE = re.compile(
    r"(?<![\w.-])(\(?0\d{2,3}\)?[ -]\d{7,8}(?:[ -]\d{1,5})?)(?![\d-])"
)
FEWEST_DIGITS = 7
MOST_DIGITS = 18


def phone_in(text: str) -> str:
    """The first telephone number, as written; empty where there is none."""
    looked_at = text[:TEXT_LIMIT_CHARS]
    for shape in (_LABELLED, _MOBILE, _INTERNATIONAL, _LANDLINE):
        for found in shape.finditer(looked_at):
            written = found[1].strip(" .-/(")
            if FEWEST_DIGITS <= _digits(written) <= MOST_DIGITS:
                return written
    return ""


def is_number(text: str) -> bool:
    """Whether an answer holds digits enough to call somebody by."""
    return _digits(text) >= FEWEST_DIGITS


def _digits(text: str) -> int:
    return sum(char.isdecimal() for char in text)
