"""S23's file: what was found, for spreadsheets."""

import csv
import io
from dataclasses import replace

import pytest

from gateway.dispatch.tables_found import FROM_ROWS, FoundTable
from gateway.domain.codes import NoticeCode
from gateway.domain.findable import HITS_LIMIT
from gateway.domain.knowledge_details import Finding, Findings
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from tests.support.notices import a_notice, all_words


def a_letter(*titles: str, locale: Locale = Locale.EN) -> Notice:
    notice = a_notice(NoticeCode.FINDINGS, locale)
    assert isinstance(notice.detail, Findings)
    row = notice.detail.rows[-1]
    rows = tuple(replace(row, title=title) for title in titles)
    return replace(notice, detail=Findings(query="x", rows=rows, total=len(rows)))


def sheet(notice: Notice) -> list[list[str]]:
    (file,) = FoundTable(all_words())(notice)
    return list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("locale", "first"), [(Locale.EN, "Number"), (Locale.ZH_CN, "编号")]
)
def test_a_long_list_goes_with_its_letter_as_a_table(
    locale: Locale, first: str
) -> None:
    titles = [f"打印机 {n}" for n in range(HITS_LIMIT)]
    head, *rows = sheet(a_letter(*titles, locale=locale))

    assert head[0] == first
    assert [row[1] for row in rows] == titles
    assert {len(row) for row in rows} == {len(head)}


def test_spreadsheets_are_told_that_it_is_utf_8() -> None:
    (file,) = FoundTable(all_words())(a_letter(*"abcdef"))
    assert file.content.startswith(b"\xef\xbb\xbf")


def test_a_short_list_needs_no_file() -> None:
    assert FoundTable(all_words())(a_letter(*"abcdef"[: FROM_ROWS - 1])) == ()


@pytest.mark.parametrize(
    "title", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", '"=1', "\t=1"]
)
def test_no_title_is_a_formula(title: str) -> None:
    rows = sheet(a_letter(title, *"abcde"))
    assert rows[1][1][:1] not in {"=", "+", "-", "@", "\t"}


@pytest.mark.parametrize("title", ["a,b", 'say "x"', "two\nlines", "\ud800 half", ""])
def test_no_title_breaks_the_table(title: str) -> None:
    rows = sheet(a_letter(title, *"abcde"))
    assert len(rows) == 7
    assert {len(row) for row in rows} == {7}


def test_a_finding_without_an_owner_has_an_empty_cell() -> None:
    notice = a_letter(*"abcdef")
    assert isinstance(notice.detail, Findings)
    bare = tuple(_bare(one) for one in notice.detail.rows)
    rows = sheet(replace(notice, detail=replace(notice.detail, rows=bare)))
    assert rows[1][3:6] == ["", "", ""]


def _bare(one: Finding) -> Finding:
    return Finding(key=one.key, kind=one.kind, title=one.title, at=one.at)
