"""The pages under docs/ say what the code does; what is drawn is current."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest

from gateway import settings_files, settings_schema
from gateway.cli.main import cli
from gateway.desk.effects import EndState, FiledFor
from gateway.domain.codes import NoticeCode
from gateway.domain.request import Status
from gateway.runtime.faults import ACTIONS, POINTS, VARIABLE
from tests.house.drawn import PART, PARTS, redrawn

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted([*DOCS.rglob("*.md"), *(ROOT / name for name in READMES)])
REWRITE = os.environ.get("DOCS") == "rewrite"
SYSEXITS = {
    name: getattr(os, name)
    for name in dir(os)
    if name.startswith("EX_") and isinstance(getattr(os, name), int)
}


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _page_name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture(scope="module", autouse=True)
def _drawn_anew() -> None:
    """Draw first where that is asked for: all tests look at the same pages."""
    for page in PAGES if REWRITE else ():
        page.write_text(redrawn(page.read_text("utf-8")), encoding="utf-8")


# --- commands of the shell ---------------------------------------------------


def _commands(group: click.Group, *path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, *path, name)
        elif not command.hidden:
            yield " ".join((*path, name)), command


COMMANDS = dict(_commands(cli))


def test_there_are_commands_to_look_at() -> None:
    assert {"run", "check", "queue list", "request show", "audit"} <= COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_of_the_shell_has_help_and_a_line_for_operators(name: str) -> None:
    command = COMMANDS[name]
    written = " ".join(re.findall(r"`([^`\n]+)`", _text("docs/operations.md")))
    manual = _text("docs/man/ticket-gateway.1").replace("\\-", "-")

    assert command.help
    assert re.search(rf"(?:^| ){name}\b", written)
    assert name in manual
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.opts[0] in written
            assert option.opts[0] in manual


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_name_each_command_of_the_first_level(readme: str) -> None:
    rows = re.findall(r"^\| `ticket-gateway ([a-z]+)", _text(readme), re.MULTILINE)

    assert rows == list(dict.fromkeys(rows))
    assert set(rows) == {name.partition(" ")[0] for name in COMMANDS}


def test_each_exit_code_that_is_used_is_explained() -> None:
    used = {
        node.attr
        for path in (ROOT / "gateway" / "cli").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in SYSEXITS
    } | {"EX_OK"}
    rows = {
        name: int(code)
        for code, name in re.findall(
            r"^\| (\d+) \| (EX_\w+) \|", _text("docs/operations.md"), re.MULTILINE
        )
    }

    assert rows == {name: SYSEXITS[name] for name in used}


# --- settings, commands of staff, letters ------------------------------------


def _keys() -> dict[str, list[str]]:
    """Name the keys of each kind of table in the configuration files."""
    kinds = {
        kind.__name__: kind
        for module in (settings_schema, settings_files)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    }
    return {
        name: [field.encode_name for field in msgspec.structs.fields(kind)]
        for name, kind in kinds.items()
        if msgspec.structs.fields(kind)
    }


@pytest.mark.parametrize("kind", _keys())
def test_each_key_of_the_configuration_is_on_the_page_of_settings(kind: str) -> None:
    page = _text("docs/settings.md")
    # Tables stand as heads of their own: [server], [clocks.K1].
    missing = [
        key
        for key in _keys()[kind]
        if f"`{key}`" not in page
        and f"`[[{key}]]`" not in page
        and not re.search(rf"^### \[(?:[\w.]+\.)?{key}\b", page, re.MULTILINE)
    ]

    assert missing == []


def test_each_file_of_the_configuration_is_on_the_page_of_settings() -> None:
    page = _text("docs/settings.md")
    files = [path.name for path in (ROOT / "config").glob("*.toml")]

    assert files
    assert [name for name in files if f"## {name}" not in page] == []


def test_each_command_of_staff_is_explained_with_an_example() -> None:
    page = _text("docs/commands.md")
    explained = re.findall(r"\*\*([a-z]+)\*\*", page)
    found = tomllib.loads(_text("config/commands.toml"))
    examples = {
        line[5:].split()[0] for line in page.splitlines() if line.startswith("    #")
    }
    without = [
        verb
        for verb, entry in found.items()
        if examples.isdisjoint(
            word for words in entry["words"].values() for word in words
        )
    ]

    assert sorted({*explained}) == sorted({*found, "at the top"} - {"at the top"})
    assert without == []


def test_each_key_that_a_command_knows_is_in_its_explanation() -> None:
    hand_written = PART.sub("", _text("docs/commands.md"))
    found = tomllib.loads(_text("config/commands.toml"))
    keys = [key for entry in found.values() for key in entry["keys"]]

    assert [key for key in keys if f"{key}=" not in hand_written] == []


def test_examples_of_commands_are_indented_so_far_that_they_never_run() -> None:
    inside = False
    for line in _text("docs/commands.md").splitlines():
        inside ^= line.startswith("```")
        assert not (inside and line.startswith("#"))
        # A heading of the page is no command: its "#" is followed by a space.
        assert not re.match(r" {0,3}#\w", line)


@pytest.mark.parametrize("code", NoticeCode)
def test_each_letter_is_in_the_catalogue(code: NoticeCode) -> None:
    assert f"| {code} | `" in _text("docs/templates.md")


@pytest.mark.parametrize("page", ["docs/lifecycle.md"])
@pytest.mark.parametrize("status", Status)
def test_each_status_is_in_the_lifecycle(page: str, status: Status) -> None:
    assert f"| `{status}` |" in _text(page)


def test_each_end_of_a_message_and_each_reason_to_file_it_is_told() -> None:
    page = _text("docs/flow.md")

    assert [end for end in (*EndState, "held") if f"| `{end}` |" not in page] == []
    assert [why for why in FiledFor if f"`{why}`" not in page] == []


def test_the_drills_name_each_point_and_action() -> None:
    page = _text("docs/operations.md")

    assert [w for w in (*POINTS, *ACTIONS) if f"`{w}`" not in page] == []
    assert VARIABLE in page
    assert VARIABLE in _text("docs/man/ticket-gateway.1")


# --- what is drawn -----------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=_page_name)
def test_what_is_drawn_from_a_table_is_current(page: Path) -> None:
    text = page.read_text("utf-8")

    assert text == redrawn(text)


def test_each_part_that_can_be_drawn_is_on_a_page() -> None:
    drawn = {name for p in PAGES for _, name, _ in PART.findall(p.read_text("utf-8"))}

    assert drawn == set(PARTS)


def test_no_row_of_a_table_stands_twice_on_the_page_of_commands() -> None:
    rows = [line for line in _text("docs/commands.md").splitlines() if line[:1] == "|"]
    told = [row for row in rows if not row.startswith("| ---")]
    assert [row for row in told if told.count(row) > 1] == []
