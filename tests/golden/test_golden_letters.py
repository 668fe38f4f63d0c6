"""The letters as they are sent; ``make golden`` rewrites them, the diff is read."""

import os
from pathlib import Path

import pytest

from gateway.dispatch.renderer import Renderer
from gateway.domain.codes import NoticeCode
from gateway.domain.people import Locale
from tests.support.notices import LETTERS, a_notice, a_renderer, rendered

GOLDEN = Path(__file__).parent
REWRITE = os.environ.get("GOLDEN") == "rewrite"


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return a_renderer()


@pytest.mark.parametrize(("code", "locale"), LETTERS)
def test_a_letter_reads_as_it_did_when_it_was_last_looked_at(
    renderer: Renderer, code: NoticeCode, locale: Locale
) -> None:
    letter = rendered(renderer, a_notice(code, locale))
    forms = {
        "subject.txt": letter.subject + "\n",
        "txt": letter.text,
        "html": letter.html,
    }
    if REWRITE:
        for form, words in forms.items():
            (GOLDEN / f"{code}.{locale}.{form}").write_text(words, encoding="utf-8")

    kept = {
        form: (GOLDEN / f"{code}.{locale}.{form}").read_text(encoding="utf-8")
        for form in forms
    }
    assert forms == kept


def test_nothing_lies_among_the_golden_letters_that_no_letter_made() -> None:
    expected = {
        f"{code}.{locale}.{form}"
        for code, locale in LETTERS
        for form in ("subject.txt", "txt", "html")
    }
    assert {path.name for path in GOLDEN.glob("*.*.*")} == expected
