"""R48, R49: what a number of staff looks like, and how it is told from the name."""

from dataclasses import replace

import pytest

from gateway.domain.completeness import lacking
from gateway.domain.employee_numbers import fits, is_known, told_apart
from gateway.domain.needs import DEFAULT_NEEDS, Asked
from gateway.domain.request import Form, Scene
from tests.support.builders import RULES, a_request

MASKS = ("?###", "IT-#####")


@pytest.mark.parametrize(
    ("text", "fitting"),
    [
        ("A001", True),
        ("a001", True),
        ("IT-12345", True),
        ("it-12345", True),
        ("A01", False),
        ("A0011", False),
        ("王001", False),
        ("", False),
        ("A００１", True),
    ],
)
def test_r49_a_form_says_what_a_number_looks_like(text: str, *, fitting: bool) -> None:
    assert any(fits(text, mask) for mask in MASKS) is fitting


@pytest.mark.parametrize(
    ("written", "contact", "number", "name"),
    [
        ("A001 李安", "", "A001", "李安"),
        ("a001+李安", "", "A001", "李安"),
        ("李安（Ａ００１）", "", "A001", "李安"),
        ("A001", "", "A001", ""),
        ("Anne Li / A001", "", "A001", "Anne Li"),
        ("A001 李安", "李小安", "A001", "李小安"),
        ("E12", "", "E12", ""),
        ("李安", "", "李安", ""),
    ],
)
def test_r48_r49_number_and_name_of_one_line_are_told_apart(
    written: str, contact: str, number: str, name: str
) -> None:
    form = told_apart(Form(employee_number=written, contact=contact), MASKS)
    assert (form.employee_number, form.contact) == (number, name)


def test_where_no_form_is_set_any_text_is_a_number() -> None:
    assert is_known("E12", ())
    assert not is_known("", ())
    assert told_apart(Form(employee_number="A001 x"), ()) == Form(
        employee_number="A001 x"
    )


@pytest.mark.parametrize(("number", "asked"), [("A001", False), ("ask Bart", True)])
def test_r49_what_is_no_number_is_asked_for(number: str, *, asked: bool) -> None:
    rules = replace(RULES, needs=DEFAULT_NEEDS, employee_numbers=MASKS)
    form = Form(employee_number=number)
    request = replace(a_request(form=form), scene=Scene.INTERNAL)
    assert (Asked.EMPLOYEE_NUMBER in lacking(request, rules)) is asked


def test_a_long_answer_is_looked_at_so_far_and_no_further() -> None:
    form = Form(employee_number="x " * 100_000 + "A001")
    assert told_apart(form, MASKS) == form
