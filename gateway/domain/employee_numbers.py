"""What a number of staff looks like, and where one stands in an answer (R48, R49).

An operator writes a form of it: ``#`` is a digit, ``?`` a letter, anything else itself.
"""

import unicodedata
from dataclasses import replace

from gateway.domain.request import Form

DIGIT, LETTER = "#", "?"
SEPARATORS = str.maketrans(dict.fromkeys("+/,，、；;：:()（）", " "))
TOKENS_LIMIT = 20
"""Words of an answer that are looked at."""


def fits(text: str, mask: str) -> bool:
    """Whether a text is of this form, in capitals or not."""
    return len(text) == len(mask) and all(map(_same, text, mask))


def _same(char: str, wanted: str) -> bool:
    if wanted == DIGIT:
        return char.isdecimal()
    if wanted == LETTER:
        return char.isalpha() and char.isascii()
    return char.casefold() == wanted.casefold()


def told_apart(form: Form, masks: tuple[str, ...]) -> Form:
    """The form with the number by itself, where the field holds a name beside it.

    "A001 李安" and "李安（a001）" are number and name, as the process asks for both in
    one line. What holds no number of a known form stays as it was written.
    """
    text = unicodedata.normalize("NFKC", form.employee_number)
    words = text.translate(SEPARATORS).split()[:TOKENS_LIMIT]
    found = [word for word in words if any(fits(word, mask) for mask in masks)]
    if not found:
        return form
    name = " ".join(word for word in words if word not in found)
    return replace(form, employee_number=found[0].upper(), contact=form.contact or name)


def is_known(text: str, masks: tuple[str, ...]) -> bool:
    """Whether it is a number of staff; where no form is set, any text is one."""
    return bool(text) and (not masks or any(fits(text, mask) for mask in masks))
