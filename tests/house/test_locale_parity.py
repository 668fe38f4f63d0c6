"""Both languages say the same things: the same letters, blocks and words."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from gateway.desk.proofs import Proof
from gateway.dispatch.renderer import TEMPLATE_OF
from gateway.dispatch.tables_found import COLUMNS
from gateway.domain.codes import Clock, NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.judging import LATE
from gateway.domain.knowledge import ArticleKind, ArticleState, Visibility
from gateway.domain.knowledge_commands import Listing
from gateway.domain.lifecycle import CustomerWord
from gateway.domain.people import Locale
from gateway.domain.phoned import TO_SECOND
from gateway.domain.phrases import MARKS
from gateway.domain.remarks import RemarkKind
from gateway.domain.request import (
    CauseKind,
    Priority,
    Scene,
    Stage,
    Status,
    Urgency,
)
from gateway.domain.scrubbing import Personal
from gateway.domain.submission_details import FileMark, RefusedFor, UnreadableFor
from gateway.domain.verdict import Verdict
from gateway.domain.waiting_commands import CloseFor
from gateway.mail.cloud_services import SERVICES

TEMPLATES = Path(__file__).parents[2] / "templates"
NAMED: dict[str, Iterable[str]] = {
    "status": Status,
    "customer_word": CustomerWord,
    "priority": [priority.name.lower() for priority in Priority],
    "urgency": Urgency,
    "scene": Scene,
    "stage": Stage,
    "cause_kind": CauseKind,
    "clock": Clock,
    "clock_stops": Clock,
    "reason": Reason,
    "refused_for": RefusedFor,
    "remedy": RefusedFor,
    "file_mark": FileMark,
    "cloud": SERVICES,
    "letter": NoticeCode,
    "remark": RemarkKind,
    "command": Verb,
    "result": ("done", "failed", "skipped"),
    "evidence": ("A*", "A", "B", "C", "D"),
    "proof": [
        *(proof for proof in Proof if proof is not Proof.NONE),
        *("dmarc", "dkim", "smime", "openpgp"),
        *("challenge", "phoned", "seconded", "signed"),
    ],
    "closed_for": (*CloseFor, "no-information", "withdrawn"),
    "rating": MARKS,
    "unreadable": UnreadableFor,
    "again": UnreadableFor,
    "listing": Listing,
    "article_state": ArticleState,
    "article_kind": ArticleKind,
    "visibility": Visibility,
    "personal": Personal,
    "column": COLUMNS,
}


def _words(locale: Locale) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for file in sorted((TEMPLATES / locale).glob("words*.toml")):
        for name, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            twice = found.setdefault(name, {}).keys() & table.keys()
            assert not twice, f"{file.name} says {name}.{twice} once more"
            found[name].update(table)
    return found


def _template(locale: Locale, name: str) -> str:
    return (TEMPLATES / locale / f"{name}.j2").read_text(encoding="utf-8")


@pytest.mark.parametrize("locale", Locale)
def test_a_locale_has_a_template_for_every_notice_and_no_other(locale: Locale) -> None:
    names = {path.stem for path in (TEMPLATES / locale).glob("*.j2")}
    assert names == set(TEMPLATE_OF.values())
    assert set(TEMPLATE_OF) == set(NoticeCode)


def test_the_tables_of_words_have_the_same_keys_in_the_same_order() -> None:
    english, chinese = _words(Locale.EN), _words(Locale.ZH_CN)
    assert [(name, list(table)) for name, table in english.items()] == [
        (name, list(table)) for name, table in chinese.items()
    ]


def test_a_word_has_the_same_gaps_to_fill_in_both_languages() -> None:
    gaps = {
        locale: {
            f"{name}.{key}": sorted(re.findall(r"\{\w+\}", word))
            for name, table in _words(locale).items()
            for key, word in table.items()
            if name != "dates"
        }
        for locale in Locale
    }
    assert gaps[Locale.EN] == gaps[Locale.ZH_CN]


@pytest.mark.parametrize("table", NAMED)
@pytest.mark.parametrize("locale", Locale)
def test_every_member_of_a_closed_set_has_its_word(locale: Locale, table: str) -> None:
    assert set(_words(locale)[table]) == {str(member) for member in NAMED[table]}


@pytest.mark.parametrize("locale", Locale)
def test_every_verdict_on_a_reply_can_be_told_to_staff(locale: Locale) -> None:
    readings = {*Verdict, LATE, TO_SECOND, *(f"rated-{mark}" for mark in MARKS)}
    assert set(_words(locale)["reading"]) >= readings


@pytest.mark.parametrize("locale", Locale)
def test_no_word_is_empty_or_has_blanks_around_it_save_in_lists(locale: Locale) -> None:
    faults = [
        f"{name}.{key}"
        for name, table in _words(locale).items()
        for key, word in table.items()
        if name not in {"phrases", "refused_for"} and word.strip() != word
        if not word.strip()
    ]
    assert faults == []


@pytest.mark.parametrize("code", NoticeCode)
def test_both_languages_have_the_same_blocks_conditions_and_values(
    code: NoticeCode,
) -> None:
    def skeleton(locale: Locale) -> tuple[list[str], list[str]]:
        source = _template(locale, TEMPLATE_OF[code])
        blocks = re.findall(r"\{% block (\w+)", source)
        values = re.findall(r"\{\{ (\w+)", source)
        return blocks, sorted(set(values))

    assert skeleton(Locale.EN) == skeleton(Locale.ZH_CN)


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("code", NoticeCode)
def test_the_first_comment_of_a_template_names_its_code(
    code: NoticeCode, locale: Locale
) -> None:
    source = _template(locale, TEMPLATE_OF[code])
    assert source.startswith(f"{{#- {code} ")
