"""R35, R36: the certificate as the file that goes with C12."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from gateway.desk.ports_papers import Page, Typesetter
from gateway.dispatch.samples import sample
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from gateway.domain.verification_details import ClosedUnconfirmed, Settled
from gateway.domain.waiting_commands import CloseFor
from gateway.mail.enclosure import Enclosure
from gateway.papers.certificate import Bureau, CertificatePress
from gateway.papers.pages import Pages, PaperFault
from tests.support.builders import PEOPLE
from tests.support.notices import SUPPORT, TEMPLATES, all_words, spoiled, the_request
from tests.support.papers import (
    MOMENT,
    a_seal,
    a_typesetter,
    fonts_of,
    needs_press,
    text_of,
)

BOTH = tuple(Locale)


@dataclass
class ToldPress:
    """See Typesetter: gives what it was told to, and keeps what it was asked."""

    seals: bool = False
    answers: tuple[bytes | None, ...] = ()
    asked: list[Page] = field(default_factory=list)

    def pdf(self, page: Page) -> bytes | None:
        self.asked.append(page)
        return self.answers[len(self.asked) - 1] if self.answers else None


def a_bureau(typesetter: Typesetter, *folders: Path) -> Bureau:
    return Bureau(
        pages=Pages((*folders, TEMPLATES)),
        words=all_words(),
        names=SUPPORT,
        people=PEOPLE,
        typesetter=typesetter,
    )


def a_receipt(locale: Locale = Locale.ZH_CN) -> Notice:
    """C12, its request as the confirmation left it."""
    notice = sample(NoticeCode.RECEIPT, locale)[0]
    assert isinstance(notice.detail, Settled)
    request = the_request(notice)
    evidence = notice.detail.evidence
    request = replace(
        request,
        confirmed_at=evidence.received_at,
        settlement=replace(request.settlement, evidence=evidence),
    )
    return replace(notice, request=request)


def a_press(bureau: Bureau, *, due: bool = True) -> CertificatePress:
    return CertificatePress(bureau=bureau, is_due=lambda _: due)


def made(typesetter: Typesetter, notice: Notice) -> Enclosure:
    (file,) = a_press(a_bureau(typesetter))(notice)
    return file


@pytest.fixture
def press() -> Iterator[Typesetter]:
    needs_press()
    typesetter = a_typesetter()
    yield typesetter
    typesetter.close()


def test_the_chinese_certificate_can_be_selected_and_has_its_fonts_with_it(
    press: Typesetter, tmp_path: Path
) -> None:
    file = made(press, a_receipt())

    assert (file.filename, file.content_type) == (
        "TS20231009001-C1.pdf",
        "application/pdf",
    )
    text = text_of(file.content)
    for words in (
        "问题解决确认书",
        "TS20231009001-C1",
        "客户有限公司",
        "数据库连接池占满",
        "邮件回执",
        "CONFIRM K7QM-4P2X",
        "9f2c41d0" * 8,
        "<bee@customer.example>",
        "2023-10-09 14:05:22 UTC+8",
        "未加电子签章",
    ):
        assert words in text, words
    assert all(embedded for _, embedded, _ in fonts_of(file.content, tmp_path))


def test_the_english_certificate_says_the_same(press: Typesetter) -> None:
    text = text_of(made(press, a_receipt(Locale.EN)).content)
    for words in (
        "Resolution Certificate",
        "Customer Ltd",
        "CONFIRM K7QM-4P2X",
        "Not electronically sealed",
    ):
        assert words in text, words


def test_a_configured_seal_is_set_and_seen(tmp_path: Path) -> None:
    """R36: 电子签章."""
    needs_press()
    typesetter = a_typesetter(a_seal(tmp_path))
    file = made(typesetter, a_receipt())
    typesetter.close()

    assert b"ETSI.CAdES.detached" in file.content
    text = text_of(file.content)
    assert "电子签章" in text
    assert "未加电子签章" not in text


def test_without_a_press_the_certificate_goes_as_html_and_says_it_is_unsealed() -> None:
    file = made(ToldPress(), a_receipt())

    assert file.filename == "TS20231009001-C1.html"
    assert "未加电子签章" in file.content.decode()


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (Locale.ZH_CN, "本确认书不是该法第十三条所称的可靠的电子签名"),
        (Locale.EN, "This is not a reliable electronic signature"),
    ],
)
def test_d11_a_certificate_claims_no_qualified_signature(
    locale: Locale, words: str
) -> None:
    assert words in made(ToldPress(), a_receipt(locale)).content.decode()


def test_a_seal_that_fails_costs_the_seal_and_not_the_certificate() -> None:
    press = ToldPress(seals=True, answers=(None, b"%PDF-plain"))
    file = made(press, a_receipt())

    assert file.content == b"%PDF-plain"
    assert [bool(page.stamp) for page in press.asked] == [True, False]
    assert "未加电子签章" in press.asked[1].html


def test_everybody_gets_the_same_bytes() -> None:
    press = ToldPress(answers=(b"one", b"two"))
    encloser = a_press(a_bureau(press))
    first, again = encloser(a_receipt()), encloser(a_receipt())
    other = encloser(a_receipt(Locale.EN))

    assert first == again
    assert first != other


@pytest.mark.parametrize("locale", BOTH)
def test_a_strangers_words_are_never_markup(locale: Locale) -> None:
    hostile = "<script>x</script>{{ 7 * 7 }}\u202e\x00<img src=http://x.example/>"
    notice = spoiled(a_receipt(locale), hostile)
    html = made(ToldPress(), notice).content.decode()

    for bad in ("<script", "<img", "\u202e", "\x00", "49"):
        assert bad not in html, bad
    assert "&lt;script&gt;" in html


def test_letters_that_settle_nothing_have_no_certificate() -> None:
    notice = replace(a_receipt(), request=None)
    assert a_press(a_bureau(ToldPress()))(notice) == ()


def test_a_template_of_the_operators_that_names_nothing_known_costs_no_letter(
    tmp_path: Path,
) -> None:
    own = tmp_path / "papers" / "zh-CN"
    own.mkdir(parents=True)
    (own / "certificate.j2").write_text("{{ nonsense }}", encoding="utf-8")
    encloser = a_press(a_bureau(ToldPress(), tmp_path))
    assert encloser(a_receipt()) == ()


def test_a_template_that_is_none_is_found_at_the_start(tmp_path: Path) -> None:
    own = tmp_path / "papers" / "en"
    own.mkdir(parents=True)
    (own / "certificate.j2").write_text("{% if %}", encoding="utf-8")
    with pytest.raises(PaperFault):
        Pages((tmp_path, TEMPLATES))


def test_where_no_certificate_is_due_the_letter_alone_tells() -> None:
    """1.4: in light scenes."""
    assert a_press(a_bureau(ToldPress()), due=False)(a_receipt()) == ()


def a_closing(why: CloseFor, locale: Locale = Locale.ZH_CN) -> Notice:
    receipt = a_receipt(locale)
    request = the_request(receipt)
    silent = replace(
        request,
        confirmed_at=None,
        settlement=replace(request.settlement, evidence=None),
    )
    detail = ClosedUnconfirmed(why=why, reason="x", reopen_until=MOMENT)
    code = NoticeCode.CLOSED_UNCONFIRMED
    return replace(receipt, code=code, request=silent, detail=detail)


def test_a_request_that_nobody_confirmed_has_a_certificate_that_says_so() -> None:
    """6.5: 确认书结论印“客户未答复，未确认”."""
    closing = a_closing(CloseFor.UNCONFIRMED)
    page = made(ToldPress(), closing).content.decode()

    assert "客户未答复，未确认" in page
    assert "没有收到客户的确认" in page
    assert '<span class="box">✓</span>已彻底解决' not in page
    assert '<span class="box">✓</span>通过' not in page


def test_what_was_never_solved_has_no_certificate() -> None:
    press = a_press(a_bureau(ToldPress()))
    closing = a_closing(CloseFor.UNCONFIRMED)
    unsolved = replace(the_request(closing), resolved_at=None)

    assert press(a_closing(CloseFor.INVALID)) == ()
    assert press(replace(closing, request=unsolved)) == ()
