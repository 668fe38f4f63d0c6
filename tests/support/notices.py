"""Notices for tests of letters: the shipped specimens, and ways to spoil them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.dispatch.renderer import Rendered, Renderer
from gateway.dispatch.samples import sample
from gateway.dispatch.words import Words, load_words
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Notice
from gateway.domain.people import Address, Locale
from gateway.domain.request import Form, Request

TEMPLATES = Path(__file__).parents[2] / "templates"
SHANGHAI = ZoneInfo("Asia/Shanghai")
REPLY_ADDRESS = "support+ts20231009001.k7qm4p2x9wz3ab5c@example.com"
SUPPORT = {Locale.EN: "Example Support", Locale.ZH_CN: "示例技术支持中心"}
LETTERS = [(code, locale) for code in NoticeCode for locale in Locale]
EMPTY_FORM = Form()


def a_renderer(*folders: Path, zone: ZoneInfo = SHANGHAI) -> Renderer:
    return Renderer(
        template_dirs=(*folders, TEMPLATES), zone=zone, support_name=SUPPORT
    )


def all_words() -> Mapping[Locale, Words]:
    """The shipped words of every locale."""
    return {locale: load_words((TEMPLATES,), locale, SHANGHAI) for locale in Locale}


def a_notice(code: NoticeCode, locale: Locale = Locale.EN) -> Notice:
    """The fullest specimen of this letter."""
    return sample(code, locale)[0]


def every_notice() -> Iterator[Notice]:
    for code, locale in LETTERS:
        yield from sample(code, locale)


def the_request(notice: Notice) -> Request:
    assert notice.request is not None
    return notice.request


def about(
    notice: Notice,
    *,
    subject: str | None = None,
    description: str | None = None,
    form: Form | None = None,
    urgent: bool | None = None,
) -> Notice:
    """The same notice of a request of which something else is known."""
    request = the_request(notice)
    changed = replace(
        request,
        subject=request.subject if subject is None else subject,
        description=request.description if description is None else description,
        form=request.form if form is None else form,
        urgent=request.urgent if urgent is None else urgent,
    )
    return replace(notice, request=changed)


def spoiled(notice: Notice, words: str) -> Notice:
    """The same notice where a stranger wrote these words into every field."""
    if notice.request is None:
        return replace(notice, name=words)
    request = replace(
        notice.request,
        subject=words,
        description=words,
        requester=Address("anne@customer.example"),
        requester_name=words,
        form=replace(
            notice.request.form,
            company=words,
            contact=words,
            employee_number=words,
            phone=words,
            urgency_reason=words,
            symptom=words,
            occurred=words,
            impact=words,
            tried=words,
        ),
        cause=words,
        solution=words,
        test_result=words,
        reopen_reason=words,
    )
    return replace(notice, name=words, owner_name=words, request=request)


def rendered(renderer: Renderer, notice: Notice) -> Rendered:
    return renderer.render(notice, reply_address=REPLY_ADDRESS)


Letter = tuple[Notice, Rendered]
Checks = Callable[[Notice, Rendered], None]


def _kinds() -> Mapping[tuple[str, str], Sequence[Letter]]:
    renderer = a_renderer()
    return {
        (str(code), str(locale)): [
            (notice, rendered(renderer, notice)) for notice in sample(code, locale)
        ]
        for code, locale in LETTERS
    }


KINDS = _kinds()


def each_kind(checks: Checks) -> Callable[[Sequence[Letter]], None]:
    """Run a test for every specimen of a letter and locale, as one test of the two."""

    @pytest.mark.parametrize("letters", KINDS.values(), ids=map("-".join, KINDS))
    def of_one_kind(letters: Sequence[Letter]) -> None:
        for notice, letter in letters:
            checks(notice, letter)

    of_one_kind.__name__ = checks.__name__
    of_one_kind.__doc__ = checks.__doc__
    return of_one_kind


def each_form(checks: Callable[[Rendered], None]) -> Callable[[Sequence[Letter]], None]:
    """The same for a test that looks at what is written, whatever it is about."""

    def of_form(_notice: Notice, letter: Rendered) -> None:
        checks(letter)

    of_form.__name__ = checks.__name__
    of_form.__doc__ = checks.__doc__
    return each_kind(of_form)
