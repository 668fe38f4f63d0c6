"""Mails that are made to cost much are read in time and memory (THREATS 24-36).

Each is read in a process of its own, which is where its cost is seen. In processor
time, so that what else the machine does counts little.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.hostile import HEADER, STRUCTURE
from tests.support.hostile_files import FILES
from tests.support.hostile_texts import PAGES, REPLIES_AS_PAGES, TEXTS
from tests.support.measured import Meter, meter

SECONDS_LIMIT = 2.0
GROWTH_LIMIT_BYTES = 150 * 1024 * 1024
# A sample: they are read as the texts are, once their tags are gone.
_AS_PAGES = dict(list(REPLIES_AS_PAGES.items())[::4])
ALL = {**HEADER, **STRUCTURE, **TEXTS, **PAGES, **_AS_PAGES, **FILES}


@pytest.fixture(scope="module")
def measuring() -> Iterator[Meter]:
    with meter() as running:
        yield running


@pytest.mark.parametrize("name", ALL)
def test_no_mail_costs_more_than_it_may(
    name: str, measuring: Meter, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.eml"
    path.write_bytes(ALL[name]())
    size = path.stat().st_size

    cost = measuring.cost(path)
    path.unlink()

    assert cost.fault == ""
    assert cost.cpu_seconds < SECONDS_LIMIT
    assert cost.grown_bytes < GROWTH_LIMIT_BYTES + size


@pytest.mark.parametrize(
    ("name", "defect"),
    [
        ("a-hundred-thousand-fields", "headers-too-large"),
        ("one-field-of-32-megabytes", "headers-too-large"),
        ("a-hundred-thousand-parts", "too-many-parts"),
        ("sixty-texts-of-half-a-megabyte", "text-too-large"),
        ("two-hundred-pages-of-12k-tags", "html-too-large"),
    ],
)
def test_what_is_left_unread_is_said_and_the_words_before_it_are_read(
    name: str, defect: str, measuring: Meter, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.eml"
    path.write_bytes(ALL[name]())

    cost = measuring.cost(path)

    assert defect in cost.defects
    assert cost.holds_words


@pytest.mark.parametrize(
    ("name", "defect"),
    [
        ("ten-thousand-deep", "too-deep"),
        ("one-line-of-64-megabytes", "line-too-long"),
        ("ten-million-empty-lines", "too-many-lines"),
        ("ten-million-carriage-returns", "too-many-lines"),
    ],
)
def test_what_is_left_unread_of_a_single_text_is_said(
    name: str, defect: str, measuring: Meter, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.eml"
    path.write_bytes(ALL[name]())

    assert defect in measuring.cost(path).defects
