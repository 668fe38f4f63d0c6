"""From a line of a staff mail to a command, verb by verb."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from gateway.desk.form import form_of
from gateway.desk.interpret import COMMANDS_LIMIT, READERS, interpret
from gateway.domain import commands as c
from gateway.domain.classification_commands import (
    Assign,
    Call,
    Lower,
    Note,
    Raise,
    Take,
)
from gateway.domain.codes import Reason
from gateway.domain.decision import Refusal
from gateway.domain.diagnosis_commands import Cause
from gateway.domain.inquiry_commands import AskHelp
from gateway.domain.request import CauseKind, Form, Scene, Urgency
from gateway.domain.solution_commands import Fix
from gateway.domain.verification_commands import RecordTest, Resolve, Unresolved
from gateway.mail.directives import read_directives
from gateway.mail.message import FormFields
from tests.support.builders import AROUND, BART, DAVE, PEOPLE
from tests.support.desk import shipped_vocabulary


def read(text: str) -> list[c.Command | Refusal | None]:
    directives = read_directives(text, shipped_vocabulary())
    return [line.read for line in interpret(directives.lines, AROUND)]


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("#take", Take()),
        ("#受理", Take()),
        ("#assign @dave", Assign(owner=DAVE)),
        ("#转派 E002 熟悉打印机", Assign(owner=DAVE, reason="熟悉打印机")),
        ("#assign bart@example.com", Assign(owner=BART)),
        ("#raise the board asks", Raise(reason="the board asks")),
        ("#降级 测试设备", Lower(reason="测试设备")),
        ("#call connected smoke seen", Call(connected=True, gist="smoke seen")),
        ("#通话 接通 已核对现象", Call(connected=True, gist="已核对现象")),
        ("#通话 未接通", Call(connected=False, gist="")),
        ("#call MISSED twice", Call(connected=False, gist="twice")),
        ("#note ask the vendor", Note(text="ask the vendor")),
        ("#cause toner leaks", Cause(text="toner leaks")),
        (
            "#定位 10:20-11:30 kind=external 数据库连接池满载",
            Cause(
                text="数据库连接池满载",
                kind=CauseKind.EXTERNAL,
                time_text="10:20-11:30",
            ),
        ),
        ("#cause kind=复杂 unknown", Cause(text="unknown", kind=CauseKind.COMPLEX)),
        ("#fix 9:05 new drum", Fix(text="new drum", time_text="9:05")),
        (
            '#fix restart consent="Anne 10:31"',
            Fix(text="restart", consent="Anne", consent_time="10:31"),
        ),
        ("#test no smoke", RecordTest(text="no smoke")),
        ("#resolve", Resolve()),
        ("#resolve new drum", Resolve(text="new drum")),
        (
            "#resolve workaround use tray 1",
            Resolve(text="use tray 1", workaround=True),
        ),
        ("#解决 临时 用纸盒1", Resolve(text="用纸盒1", workaround=True)),
        ("#未解决 又冒烟", Unresolved(words="又冒烟")),
        ("#help", AskHelp()),
    ],
)
def test_a_line_is_read_as_its_command(line: str, command: c.Command | None) -> None:
    assert read(line) == [command]


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("#tak", Refusal(Reason.UNKNOWN_VERB, "take")),
        ("#assign", Refusal(Reason.MISSING_ARGUMENT, "@who")),
        ("#assign @nobody", Refusal(Reason.UNKNOWN_PERSON, "@nobody")),
        ("#raise", Refusal(Reason.MISSING_ARGUMENT, "text")),
        ("#lower", Refusal(Reason.MISSING_ARGUMENT, "text")),
        ("#call", Refusal(Reason.MISSING_ARGUMENT, "connected | missed")),
        ("#call later", Refusal(Reason.BAD_ARGUMENT, "connected | missed")),
        ("#note", Refusal(Reason.MISSING_ARGUMENT, "text")),
        ("#cause", Refusal(Reason.MISSING_ARGUMENT, "text")),
        ("#cause 10:20", Refusal(Reason.MISSING_ARGUMENT, "text")),
        ("#cause kind=cosmic rays", Refusal(Reason.BAD_ARGUMENT, "kind=cosmic")),
        ("#fix", Refusal(Reason.MISSING_ARGUMENT, "text")),
        ("#test", Refusal(Reason.MISSING_ARGUMENT, "text")),
        ("#test …", Refusal(Reason.MISSING_ARGUMENT, "…")),
        ("#unresolved", Refusal(Reason.MISSING_ARGUMENT, "text")),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_its_reason(
    line: str, refusal: Refusal
) -> None:
    assert read(line) == [refusal]


def test_a_name_that_two_people_share_is_refused() -> None:
    twin = PEOPLE.members[DAVE]
    people = type(PEOPLE)(members={DAVE: twin, BART: twin}, triage=())
    directives = read_directives("#assign @dave", shipped_vocabulary())
    (line,) = interpret(directives.lines, replace(AROUND, people=people))
    assert line.read == Refusal(Reason.AMBIGUOUS_PERSON, "@dave")


def test_ten_commands_are_read_and_the_eleventh_is_refused() -> None:
    notes = [Note(text=f"{n}") for n in range(COMMANDS_LIMIT)]
    text = "\n".join(f"#note {n}" for n in range(COMMANDS_LIMIT + 2))
    assert read(text) == [*notes, *[Refusal(Reason.TOO_MANY_COMMANDS)] * 2]


def test_every_verb_but_help_has_its_reader() -> None:
    assert set(READERS) == set(c.Verb)


@given(st.sampled_from(sorted(READERS)), st.text(max_size=40))
def test_any_argument_is_read_without_a_fault(verb: c.Verb, argument: str) -> None:
    line = f"#{verb} {' '.join(argument.split())}"
    assert len(read(line)) == 1


# --- the registration form ---------------------------------------------------


@pytest.mark.parametrize(
    ("word", "urgency", "reason"),
    [
        ("高（核心业务无法使用）", Urgency.HIGH, "核心业务无法使用"),
        ("High (orders stand still)", Urgency.HIGH, "orders stand still"),
        ("紧急", Urgency.HIGH, ""),
        ("中", Urgency.MEDIUM, ""),
        ("normal", Urgency.MEDIUM, ""),
        ("低", Urgency.LOW, ""),
        ("LOW", Urgency.LOW, ""),
        ("", None, ""),
        ("as you like", None, ""),
    ],
)
def test_the_urgency_is_one_of_three_or_none(
    word: str, urgency: Urgency | None, reason: str
) -> None:
    form = form_of(FormFields(urgency=word))
    assert (form.urgency, form.urgency_reason) == (urgency, reason)


@pytest.mark.parametrize(
    ("word", "scene"),
    [
        ("客户", Scene.CUSTOMER),
        ("内部员工", Scene.INTERNAL),
        ("跨部门", Scene.CROSS_TEAM),
        ("紧急", Scene.EMERGENCY),
        ("Customer", Scene.CUSTOMER),
        ("cross-team", Scene.CROSS_TEAM),
        ("", None),
        ("somewhere", None),
    ],
)
def test_the_scene_is_one_of_four_or_none(word: str, scene: Scene | None) -> None:
    assert form_of(FormFields(scene=word)).scene is scene


def test_the_other_fields_are_kept_as_they_were_written() -> None:
    written = FormFields(
        company="ACME",
        contact="Anne",
        employee_number="A001",
        phone="139 0000 0000",
        urgency="高",
        urgency_reason="smoke",
        symptom="smoke",
        occurred="10:00",
        impact="all",
        tried="water",
    )
    assert form_of(written) == Form(
        company="ACME",
        contact="Anne",
        employee_number="A001",
        phone="139 0000 0000",
        urgency=Urgency.HIGH,
        urgency_reason="smoke",
        symptom="smoke",
        occurred="10:00",
        impact="all",
        tried="water",
    )
