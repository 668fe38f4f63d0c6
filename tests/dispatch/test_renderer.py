"""What the letters say, each in its case."""

import re
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from gateway.dispatch.renderer import Renderer
from gateway.dispatch.words import TemplateFault
from gateway.domain.codes import NoticeCode
from gateway.domain.command_details import CommandResults, ResultLine
from gateway.domain.people import Locale
from gateway.domain.submission_details import Acknowledged
from gateway.domain.verification_details import ConfirmPlease
from tests.support.notices import (
    EMPTY_FORM,
    a_notice,
    a_renderer,
    about,
    rendered,
    the_request,
)
from tests.support.pages import Page, width

COLUMNS = 72
SUBJECT_COLUMNS = 80
CUSTOMER_LIMIT_BYTES = 15 * 1024
RENDER_LIMIT_SECONDS = 0.005
"""Ten times and more what a letter takes; only a compile in it would be slower."""
HEAD = "{% extends layout %}{% block subject %}Mine{% endblock %}{% block body %}"
FOOT = "{% endblock %}"
CODE = NoticeCode
RENDERER = a_renderer()


def test_both_forms_hold_the_same_facts() -> None:
    letter = rendered(RENDERER, a_notice(CODE.RECEIPT))
    page = " ".join(Page(letter.html).lines)
    for fact in ("TS20231009001-C1", "2023-10-09 14:05:22 UTC+8", "CONFIRM K7QM-4P2X"):
        assert fact in letter.text
        assert fact in page


@pytest.mark.parametrize(
    ("locale", "code_line", "no"),
    [
        (Locale.EN, "    CONFIRM K7QM-4P2X", "not resolved"),
        (Locale.ZH_CN, "    确认 K7QM-4P2X", "没有解决"),
    ],
)
def test_the_question_prints_one_code_and_its_button_holds_the_longer_one(
    locale: Locale, code_line: str, no: str
) -> None:
    notice = a_notice(CODE.CONFIRM_PLEASE, locale)
    assert isinstance(notice.detail, ConfirmPlease)
    letter = rendered(RENDERER, notice)
    yes_link, no_link = Page(letter.html).links

    assert code_line in letter.text.splitlines()
    assert f"    {no}" in letter.text.splitlines()
    assert notice.detail.button_code not in letter.text
    assert notice.detail.button_code not in " ".join(Page(letter.html).lines)
    bodies = [parse_qs(urlsplit(link).query)["body"][0] for link in (yes_link, no_link)]
    assert bodies == [f"CONFIRM {notice.detail.button_code}", no]
    assert yes_link.isascii()


def test_an_urgent_acknowledgement_shows_when_and_only_the_end_of_the_number() -> None:
    letter = rendered(RENDERER, a_notice(CODE.ACKNOWLEDGEMENT))
    assert "Mon 9 October, 09:45" in " ".join(letter.text.split())
    assert "5678" in letter.text
    assert "13800005678" not in letter.text + letter.html


def test_staff_who_must_call_see_the_whole_number() -> None:
    for code in (CODE.TO_ASSIGN, CODE.URGENT_CALL):
        letter = rendered(RENDERER, a_notice(code))
        assert "13800005678" in letter.text
        assert "13800005678" in letter.html


def test_a_number_that_is_none_is_not_called() -> None:
    form = replace(EMPTY_FORM, phone="ask me")
    letter = rendered(RENDERER, about(a_notice(CODE.ACKNOWLEDGEMENT), form=form))
    assert "ending" not in letter.text
    assert "will be in touch by" in letter.text


def test_each_refused_file_is_named_with_its_reason_and_what_to_do() -> None:
    notice = a_notice(CODE.ATTACHMENTS_REFUSED)
    assert isinstance(notice.detail, Acknowledged)
    letter = rendered(RENDERER, notice)
    for file in notice.detail.refused:
        assert f"{file.filename}: " in letter.text
    assert "more than the 10 MB limit" in letter.text
    assert "please save pictures as jpg" in " ".join(letter.text.split())


def test_many_refused_files_are_counted_not_listed() -> None:
    notice = a_notice(CODE.ATTACHMENTS_REFUSED)
    assert isinstance(notice.detail, Acknowledged)
    file = notice.detail.refused[0]
    many = tuple(replace(file, filename=f"{n}.bin") for n in range(300))
    letter = rendered(
        RENDERER, replace(notice, detail=replace(notice.detail, refused=many))
    )
    assert "290 more files were not kept either." in letter.text
    assert len(letter.html.encode()) <= CUSTOMER_LIMIT_BYTES


def test_a_customers_words_come_back_bounded() -> None:
    form = replace(EMPTY_FORM, symptom="y" * 5000)
    letter = rendered(RENDERER, about(a_notice(CODE.ACKNOWLEDGEMENT), form=form))
    assert "y" * 57 in letter.text
    assert "y" * 61 not in letter.text + letter.html


def test_the_transcript_has_words_beside_its_marks_and_says_what_did_not_happen() -> (
    None
):
    text = rendered(RENDERER, a_notice(CODE.COMMAND_RESULTS)).text
    assert "✓ OK  #cause connection pool full" in text
    assert "✗ FAIL  #resolve" in text
    assert "- NOT RUN  #note see the log" in text
    assert "Nothing was sent to the customer." in text
    assert "    #test three orders, all fine\n    #resolve\n" in text


@pytest.mark.parametrize("locale", list(Locale))
def test_a_transcript_about_no_request_names_neither_number_nor_owner(
    locale: Locale,
) -> None:
    notice = a_notice(CODE.COMMAND_RESULTS, locale)
    line = ResultLine(command="#help", done=True, detail="take, assign")
    told = CommandResults(
        lines=(line,),
        subject="help",
        message_id="<ant@example.com>",
        sent_at=notice.at,
    )
    letter = rendered(
        RENDERER, replace(notice, request=None, owner_name="", detail=told)
    )
    assert "  #help\n      take, assign\n" in letter.text
    for absent in ("TS20231009001", "None", "[]", "Owner", "负责人"):
        assert absent not in letter.subject + letter.text + letter.html


def test_a_long_note_in_the_transcript_is_folded() -> None:
    notice = a_notice(CODE.COMMAND_RESULTS)
    assert isinstance(notice.detail, CommandResults)
    line = replace(notice.detail.lines[1], detail="because " * 30)
    detail = replace(notice.detail, lines=(line,))
    letter = rendered(RENDERER, replace(notice, detail=detail))
    assert max(map(width, letter.text.splitlines())) <= COLUMNS


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("code", [CODE.CONFIRM_PLEASE, CODE.RECEIPT, CODE.URGENT_CALL])
def test_a_long_title_is_shortened_and_our_own_words_are_not(
    code: NoticeCode, locale: Locale
) -> None:
    title = "订单模块无法提交订单，" * 20
    letter = rendered(RENDERER, about(a_notice(code, locale), subject=title))
    usual = rendered(RENDERER, a_notice(code, locale)).subject
    assert width(letter.subject) <= SUBJECT_COLUMNS
    assert letter.subject[-3:] in {usual[-3:], "..."}
    assert "..." in letter.subject


def test_a_subject_sheds_reply_marks_and_our_tag() -> None:
    subject = "Re: 回复： FW: [TS20231009001] 【外部邮件】Orders"
    letter = rendered(RENDERER, about(a_notice(CODE.ACCEPTED), subject=subject))
    assert letter.subject == "Re: [TS20231009001] Orders"


def test_times_are_told_in_the_configured_zone() -> None:
    renderer = a_renderer(zone=ZoneInfo("America/St_Johns"))
    letter = rendered(renderer, a_notice(CODE.RECEIPT))
    assert "2023-10-09 03:35:22 UTC-2:30" in letter.text


def test_all_letters_pass_their_own_trial() -> None:
    assert RENDERER.check() == ()


def test_an_operators_template_and_words_win_over_the_shipped_ones(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "words.toml").write_text('[customer_word]\nreceived = "Got it"\n')
    (folder / "accepted.j2").write_text(f"{HEAD}Ours now.{FOOT}")
    renderer = a_renderer(tmp_path)
    assert rendered(renderer, a_notice(CODE.ACCEPTED)).subject == "Mine"
    assert "Got it" in rendered(renderer, a_notice(CODE.ACKNOWLEDGEMENT)).html
    assert renderer.check() == ()


def test_a_name_that_a_notice_has_not_is_found_on_trial(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "accepted.j2").write_text(HEAD + "{{ nobody_knows }}" + FOOT)
    faults = a_renderer(tmp_path).check()
    assert {fault.file for fault in faults} == {"en/accepted.j2"}
    assert "nobody_knows" in faults[0].reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("accepted.j2", "{% if %}", "en/accepted.j2"),
        ("accepted.j2", "Hello", "no block"),
        ("words.toml", "[status\n", "words.toml"),
        ("words.toml", "status = 1\n", "words.toml"),
        ("words.toml", "[status]\nreceived = 1\n", "words.toml"),
    ],
)
def test_a_broken_file_is_named_with_its_reason(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / name).write_text(content)
    with pytest.raises(TemplateFault, match=re.escape(reason)):
        a_renderer(tmp_path)


def test_a_template_cannot_reach_beyond_its_words(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "accepted.j2").write_text(HEAD + "{{ number.__class__ }}" + FOOT)
    faults = a_renderer(tmp_path).check()
    assert {fault.file for fault in faults} == {"en/accepted.j2"}


def test_a_missing_folder_of_templates_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(TemplateFault, match="not found"):
        Renderer(
            template_dirs=(tmp_path,), zone=ZoneInfo("UTC"), support_name="Support"
        )


def test_a_letter_is_rendered_without_compiling_anything() -> None:
    notice = a_notice(CODE.ACKNOWLEDGEMENT, Locale.ZH_CN)
    rendered(RENDERER, notice)
    started = time.process_time()
    for _ in range(100):
        rendered(RENDERER, notice)
    assert (time.process_time() - started) / 100 < RENDER_LIMIT_SECONDS


def test_the_letter_of_a_nameless_person_greets_all_the_same() -> None:
    notice = replace(a_notice(CODE.ACCEPTED), name=" ")
    assert "\nHello,\n" in rendered(RENDERER, notice).text
    assert the_request(notice).requester_name not in rendered(RENDERER, notice).text
