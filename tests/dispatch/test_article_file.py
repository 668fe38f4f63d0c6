"""S18 shows an article as far as it has room, and encloses all of a longer one."""

from dataclasses import replace

import pytest

from gateway.dispatch.article_file import (
    PART_COLUMNS,
    PART_LINES,
    ArticleFile,
    fits,
    shown,
)
from gateway.dispatch.wrap import columns
from gateway.domain.codes import NoticeCode
from gateway.domain.knowledge import PART_LIMIT_CHARS, Article
from gateway.domain.knowledge_details import ArticleTold
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from tests.support.notices import REPLY_ADDRESS, a_notice, a_renderer, all_words

LETTER_LIMIT_BYTES = 15 * 1024
LONG = ("步骤" * 40 + "\n") * 50


def a_letter(**parts: str) -> Notice:
    notice = a_notice(NoticeCode.KNOWLEDGE, Locale.ZH_CN)
    detail = notice.detail
    assert isinstance(detail, ArticleTold)
    article = replace(detail.article, **parts)  # type: ignore[arg-type]  # texts alone
    return replace(notice, detail=replace(detail, article=article))


def article_in(notice: Notice) -> Article:
    assert isinstance(notice.detail, ArticleTold)
    return notice.detail.article


def test_a_short_article_stands_whole_in_its_letter() -> None:
    notice = a_letter()
    assert fits(article_in(notice))
    assert ArticleFile(all_words())(notice) == ()


def test_all_of_a_long_article_goes_with_its_letter() -> None:
    notice = a_letter(steps=LONG[:PART_LIMIT_CHARS])
    (file,) = ArticleFile(all_words())(notice)

    text = file.content.decode("utf-8-sig")
    assert file.filename == "KB-0007.txt"
    assert text.count("步骤") > LONG[:PART_LIMIT_CHARS].count("步骤")
    assert "解决步骤\r\n" in text


def test_the_longest_article_makes_no_long_letter() -> None:
    names = ("scope", "symptom", "cause", "steps", "workaround", "prevention")
    notice = a_letter(**dict.fromkeys(names, LONG[:PART_LIMIT_CHARS]))
    told = replace(notice, enclosed=("KB-0007.txt",))
    letter = a_renderer().render(told, reply_address=REPLY_ADDRESS)

    assert len(letter.html.encode()) <= LETTER_LIMIT_BYTES
    assert "KB-0007.txt" in letter.text


@pytest.mark.parametrize(
    "text", ["x" * 5000, "x\n" * 5000, LONG, "x" * PART_COLUMNS + "\nmore"]
)
def test_what_is_cut_says_so(text: str) -> None:
    lines = shown(text)
    assert lines[-1].endswith("...")
    assert len(lines) <= PART_LINES + 1
    assert columns("".join(lines)) <= PART_COLUMNS + 3


@pytest.mark.parametrize("text", ["", "one", "one\n\n two ", "x" * PART_COLUMNS])
def test_what_fits_is_shown_as_it_is(text: str) -> None:
    assert shown(text) == tuple(line.strip() for line in text.split("\n") if line)
