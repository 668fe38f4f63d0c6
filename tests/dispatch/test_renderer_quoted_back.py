"""A letter that comes back, whole or in part, commands nothing and confirms nothing."""

import tomllib
from pathlib import Path

from gateway.dispatch.renderer import Rendered
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Notice
from gateway.domain.phrases import phrases_from
from gateway.domain.verdict import Codes, Verdict, judge
from gateway.mail.directives import read_directives
from gateway.mail.html_text import html_to_text
from gateway.mail.limits import Limits
from gateway.mail.vocabulary import VerbEntry, vocabulary_from
from tests.support.notices import each_kind

CONFIG = Path(__file__).parents[2] / "config"
VOCABULARY = vocabulary_from(
    {
        verb: VerbEntry(**table)
        for verb, table in tomllib.loads(
            (CONFIG / "commands.toml").read_text(encoding="utf-8")
        ).items()
    }
)
PHRASES = phrases_from(
    tomllib.loads((CONFIG / "phrases.toml").read_text(encoding="utf-8"))
)
CODES = Codes(current=("K7QM4P2X",))
CONFIRMS = {Verdict.CONFIRMED_BY_CODE, Verdict.CONFIRMED_BY_WORDS}


def forms(letter: Rendered) -> tuple[str, str]:
    return letter.text, html_to_text(letter.html, Limits())


def tails(text: str) -> list[str]:
    """What is left when its reader cut it from the top, line by line."""
    lines = text.splitlines()
    return ["\n".join(lines[start:]) for start in range(len(lines))]


def quotations(form: str) -> list[str]:
    """How clients hand a letter back: bare, marked, indented, squeezed."""
    lines = form.splitlines()
    marked = ["\n".join(mark + line for line in lines) for mark in ("> ", "|", "  ")]
    return [form, *marked, "\n".join(line.strip() for line in lines), " ".join(lines)]


@each_kind
def test_a_letter_that_comes_back_commands_nothing(
    notice: Notice, letter: Rendered
) -> None:
    for form in forms(letter):
        for quotation in quotations(form):
            alone = read_directives(quotation, VOCABULARY).lines
            under = read_directives(f"#note seen\n{quotation}", VOCABULARY).lines
            assert alone == (), notice.code
            assert [directive.verb for directive in under] == ["note"]


@each_kind
def test_no_part_of_the_text_form_is_a_command(
    notice: Notice, letter: Rendered
) -> None:
    commands = [
        directive.line
        for tail in tails(letter.text)
        for directive in read_directives(tail, VOCABULARY).lines
    ]
    assert commands == [], notice.code


@each_kind
def test_no_part_of_a_letter_confirms_save_the_line_to_copy(
    notice: Notice, letter: Rendered
) -> None:
    for form in forms(letter):
        verdicts = {
            judge(tail, codes=CODES, phrases=PHRASES).verdict for tail in tails(form)
        }
        if notice.code is not NoticeCode.CONFIRM_PLEASE:
            assert not verdicts & CONFIRMS
