"""The files of the monthly review: what is drawn, typeset, and opened in a sheet."""

import csv
import io
import struct
import sys
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.ports_reports import Chart, Drawing
from gateway.dispatch.review_table import table_file
from gateway.dispatch.review_view import ReviewShow, shown
from gateway.domain.codes import NoticeCode
from gateway.domain.people import Locale
from gateway.domain.review_details import Quote, ReviewTold
from gateway.mail.enclosure import Enclosure
from gateway.papers.charts import PICTURE_LIMIT_BYTES, ChartPress
from gateway.papers.manual import Publisher
from gateway.papers.review import ReviewPress
from gateway.papers.typesetter import Typesetter
from tests.support.notices import SUPPORT, TEMPLATES, a_notice, a_renderer, all_words
from tests.support.papers import fonts_of, needs_press, text_of

WORDS = all_words()
SHANGHAI = ZoneInfo("Asia/Shanghai")
SIDES = struct.Struct(">II")


def a_press(*, draws: ChartPress | None = None) -> ReviewPress:
    return ReviewPress(
        template_dirs=(TEMPLATES,),
        publisher=Publisher(names=SUPPORT, address="s@example.com", zone=SHANGHAI),
        typesetter=Typesetter(seconds=60),
        shows=ReviewShow(WORDS),
        draws=draws or ChartPress(seconds=60),
        table=table_file,
    )


@pytest.fixture(scope="module", params=list(Locale))
def files(request: pytest.FixtureRequest) -> tuple[Enclosure, ...]:
    press = a_press()
    made = press(a_notice(NoticeCode.REVIEW, request.param))
    press.typesetter.close()  # type: ignore[attr-defined]  # a Typesetter
    return made


def test_each_chart_is_a_small_picture_twice_as_wide_as_it_is_shown(
    files: tuple[Enclosure, ...],
) -> None:
    """PROCESS 7.2: at most four, 1200 dots wide, at most 60 KB or nearly so."""
    pictures = [one for one in files if one.content_id]
    assert [one.content_id for one in pictures] == [
        *("received@review", "response@review"),
        *("problems@review", "backlog@review"),
    ]
    for one in pictures:
        width, height = SIDES.unpack(one.content[16:24])
        assert (width, height) == (1200, 580)
        assert len(one.content) <= PICTURE_LIMIT_BYTES


def test_the_pdf_can_be_searched_and_has_its_fonts(
    files: tuple[Enclosure, ...], tmp_path: Path
) -> None:
    needs_press()
    (pdf,) = [one for one in files if one.filename.endswith(".pdf")]
    text = text_of(pdf.content)
    assert "TS20231009001" in text
    assert "2023-10" in text
    fonts = fonts_of(pdf.content, tmp_path)
    assert fonts
    assert all(embedded and subset for _, embedded, subset in fonts)


def test_the_table_opens_in_a_spreadsheet(files: tuple[Enclosure, ...]) -> None:
    (table,) = [one for one in files if one.filename.endswith(".csv")]
    assert table.content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert sum(not row for row in rows) == 11
    assert ["57", "38"] in [row[1:4:2] for row in rows]


def test_a_customers_words_are_no_formula() -> None:
    notice = a_notice(NoticeCode.REVIEW)
    detail = notice.detail
    assert isinstance(detail, ReviewTold)
    (good, _) = detail.figures.quotes
    evil = Quote(number=good.number, mark="poor", words="=HYPERLINK(1)")
    told = replace(detail, figures=replace(detail.figures, quotes=(evil,)))
    table = table_file(shown(told, WORDS[Locale.EN])).decode()
    assert "'=HYPERLINK(1)" in table


def test_without_the_library_the_letter_goes_without_pictures() -> None:
    press = a_press(draws=ChartPress(seconds=5, python=("/bin/false",)))
    notice = a_notice(NoticeCode.REVIEW)
    made = press(notice)
    assert not [one for one in made if one.content_id]
    assert [one.filename for one in made if one.filename.endswith(".csv")]
    letter = a_renderer().render(notice, reply_address="support@example.com")
    assert "cid:" not in letter.html
    assert "####" in letter.text


def test_a_letter_with_pictures_shows_them_where_they_belong() -> None:
    pictures = ("received@review", "problems@review")
    notice = replace(a_notice(NoticeCode.REVIEW), pictures=pictures)
    html = a_renderer().render(notice, reply_address="support@example.com").html
    assert [html.count(f'src="cid:{one}"') for one in pictures] == [1, 1]
    assert "cid:backlog" not in html
    assert len(html.encode()) < 90_000


@pytest.mark.parametrize("drawing", list(Drawing))
def test_charts_of_little_and_of_nothing_are_drawn(drawing: Drawing) -> None:
    little = Chart(
        key="one", drawing=drawing, title="一", labels=("1",), series=(("n", (0.0,)),)
    )
    nothing = replace(little, labels=("1", "2"), series=(("n", (None, None)),))
    pictures = ChartPress(seconds=60)((little, nothing))
    assert [one[:4] for one in pictures] == [b"\x89PNG", b"\x89PNG"]


def test_a_chart_press_that_hangs_is_ended() -> None:
    hangs = (sys.executable, "-c", "import time; time.sleep(60)")
    chart = Chart(
        key="one",
        drawing=Drawing.BARS,
        title="",
        labels=("1",),
        series=(("n", (1.0,)),),
    )
    assert ChartPress(seconds=0.5, python=hangs)((chart,)) == ()


def test_the_shipped_template_renders() -> None:
    assert a_press().check() == ""
