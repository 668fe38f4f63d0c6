"""R43: the manual as a page and as a PDF; what it holds, and what it must not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.ports_papers import Page, Typesetter
from gateway.dispatch.samples import sample
from gateway.dispatch.samples_knowledge import an_article
from gateway.domain.codes import NoticeCode
from gateway.domain.knowledge import Article, ArticleNumber
from gateway.domain.knowledge_details import ArticleTold, ManualEntry, ManualTold
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from gateway.papers.manual import MAILED_LIMIT_BYTES, ManualPress, Publisher
from tests.support.notices import TEMPLATES
from tests.support.papers import MOMENT, a_typesetter, fonts_of, needs_press, text_of

NAMES = {Locale.EN: "Example Support", Locale.ZH_CN: "示例技术支持中心"}


@dataclass
class NoPress:
    """See Typesetter: none is installed, or it makes ever so many bytes."""

    seals: bool = False
    content: bytes | None = None
    asked: int = 0

    def pdf(self, page: Page) -> bytes | None:
        self.asked += 1
        return self.content


def a_press(typesetter: Typesetter) -> ManualPress:
    return ManualPress(
        template_dirs=(TEMPLATES,),
        publisher=Publisher(
            names=NAMES, address="support@example.com", zone=ZoneInfo("Asia/Shanghai")
        ),
        typesetter=typesetter,
    )


def a_manual(*articles: Article) -> ManualTold:
    entry = ManualEntry(number=articles[0].number, title=articles[0].title, used=3)
    return ManualTold(
        edition="2026.10",
        entries=len(articles),
        articles=articles,
        added=(entry,),
        most_used=(entry,),
    )


def a_letter(told: ManualTold) -> Notice:
    (first, *_) = sample(NoticeCode.KNOWLEDGE, Locale.ZH_CN)
    return replace(first, request=None, detail=told)


def page(*articles: Article) -> str:
    html, *_ = a_press(NoPress()).files(a_manual(*articles), MOMENT)
    return html.content.decode()


@pytest.fixture
def press() -> Iterator[ManualPress]:
    needs_press()
    typesetter = a_typesetter()
    yield a_press(typesetter)
    typesetter.close()


def test_each_language_has_a_page_and_a_pdf_of_its_own(press: ManualPress) -> None:
    told = a_manual(an_article(Locale.ZH_CN), an_article(Locale.EN))
    files = {file.filename: file for file in press(a_letter(told))}

    assert set(files) == {
        f"manual-2026.10.{locale}.{form}"
        for locale in ("en", "zh-CN")
        for form in ("html", "pdf")
    }
    chinese = text_of(files["manual-2026.10.zh-CN.pdf"].content)
    for words in ("常见问题手册", "2026.10 版", "目录", "软件应用", "数据库连接池占满"):
        assert words in chinese
    english = text_of(files["manual-2026.10.en.pdf"].content)
    for words in ("Manual of common questions", "Edition 2026.10", "Contents"):
        assert words in english


def test_the_fonts_of_the_pdf_are_embedded(press: ManualPress, tmp_path: Path) -> None:
    told = a_manual(an_article(Locale.ZH_CN))
    (pdf,) = [f for f in press(a_letter(told)) if f.filename.endswith(".pdf")]
    fonts = fonts_of(pdf.content, tmp_path)
    assert fonts
    assert all(embedded for _, embedded, _ in fonts)


def test_customers_read_nothing_of_where_an_article_came_from() -> None:
    article = an_article(Locale.ZH_CN)
    html = page(article)

    assert article.title.replace('"', "&#34;") in html
    assert article.source not in html
    assert article.author not in html


def test_steps_are_numbered_once() -> None:
    steps = "1. 重启\n2、调高上限\n\n③ 再试\n完成"
    html = page(replace(an_article(Locale.ZH_CN), steps=steps))

    for step in ("重启", "调高上限", "再试", "完成"):
        assert f"<li>{step}</li>" in html


def test_words_of_an_article_are_never_markup() -> None:
    hostile = "<script>alert(1)</script>{{ 7 * 7 }}<img src=http://x.example/a.png>"
    article = replace(
        an_article(Locale.EN),
        title=hostile,
        symptom=hostile,
        cause=hostile,
        steps=hostile,
        scope=hostile,
        category=hostile,
    )
    html = page(article)

    assert "<script" not in html
    assert "<img" not in html
    assert "49" not in html


def test_chapters_follow_the_domains_and_what_has_none_comes_last() -> None:
    first = an_article(Locale.EN)
    second = replace(first, number=ArticleNumber("KB-0008"), category="")
    third = replace(first, number=ArticleNumber("KB-0009"), category="Billing")
    html = page(second, first, third)

    chapters = [html.index(f'chapter">{n}<') for n in ("Billing", "Software", "Other")]
    assert chapters == sorted(chapters)


def test_without_a_press_the_page_goes_alone() -> None:
    told = a_manual(an_article(Locale.EN))
    names = [f.filename for f in a_press(NoPress())(a_letter(told))]
    assert names == ["manual-2026.10.en.html"]


def test_the_same_manual_is_typeset_once_for_all_its_readers() -> None:
    typesetter = NoPress(content=b"%PDF-")
    press = a_press(typesetter)
    for _ in range(3):
        press(a_letter(a_manual(an_article(Locale.EN))))
    assert typesetter.asked == 1

    press(a_letter(replace(a_manual(an_article(Locale.EN)), edition="2026.11")))
    assert typesetter.asked == 2


def test_what_no_relay_takes_is_left_out() -> None:
    huge = NoPress(content=b"x" * (MAILED_LIMIT_BYTES + 1))
    names = [
        file.filename
        for file in a_press(huge)(a_letter(a_manual(an_article(Locale.EN))))
    ]
    assert names == ["manual-2026.10.en.html"]


def test_a_template_of_the_operators_that_is_broken_costs_no_letter(
    tmp_path: Path,
) -> None:
    broken = tmp_path / "papers" / "en"
    broken.mkdir(parents=True)
    (broken / "manual.j2").write_text("{{ nonsense }}", encoding="utf-8")
    press = replace(a_press(NoPress()), template_dirs=(tmp_path, TEMPLATES))
    assert press(a_letter(a_manual(an_article(Locale.EN)))) == ()


def test_a_broken_template_is_named_by_the_check(tmp_path: Path) -> None:
    assert a_press(NoPress()).check() == ""

    broken = tmp_path / "papers" / "zh-CN"
    broken.mkdir(parents=True)
    (broken / "manual.j2").write_text("{{ chapters[0].nonsense }}", encoding="utf-8")
    press = replace(a_press(NoPress()), template_dirs=(tmp_path, TEMPLATES))
    assert press.check().startswith("papers/zh-CN/manual.j2: ")


def test_letters_about_one_article_have_no_file() -> None:
    notice = sample(NoticeCode.KNOWLEDGE, Locale.EN)[0]
    assert isinstance(notice.detail, ArticleTold)
    assert a_press(NoPress())(notice) == ()
