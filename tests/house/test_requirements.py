"""docs/requirements.md: every row of the process names tests that prove it.

That they pass is this very run of the suite; here is checked that each row has some,
that these exist, and that they are among those that always run: not slow, not marked as
skipped, and in need of no server or library that a host may lack.
"""

import ast
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "requirements.md"
ROWS = tuple(
    f"{letter}{serial}"
    for letter, last in (("R", 63), ("K", 7), ("E", 20), ("D", 15))
    for serial in range(1, last + 1)
)
UNPROVEN: frozenset[str] = frozenset()
"""Rows of which not all is built. What is proved leaves this list: it only shrinks."""
NEVER_PROOF = frozenset({"slow", "skip", "skipif"})
MAY_SKIP = frozenset({"needs_press", "require_server"})
"""Functions of the tests that skip where a host lacks something."""


def _lines() -> list[tuple[str, str, str]]:
    return re.findall(
        r"^\| ([RKED]\d+) \| ([^|]+) \| ([^|]*) ?\|$",
        PAGE.read_text(encoding="utf-8"),
        re.MULTILINE,
    )


def _proofs() -> dict[str, list[str]]:
    return {row: re.findall(r"`([^`]+)`", cell) for row, _, cell in _lines()}


PROOFS = _proofs()


def test_every_row_of_the_process_stands_once_and_in_its_order() -> None:
    assert tuple(row for row, _, _ in _lines()) == ROWS


def test_what_is_unproven_is_a_row() -> None:
    assert set(ROWS) >= UNPROVEN


def test_no_two_rows_say_the_same() -> None:
    said = [words for _, words, _ in _lines()]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_proved_by_tests_that_exist_and_always_run(row: str) -> None:
    proofs = PROOFS[row]
    assert bool(proofs) is (row not in UNPROVEN)
    for proof in proofs:
        name, _, function = proof.partition("::")
        assert function in _tests_of(ROOT / "tests" / name), proof


@cache
def _tests_of(path: Path) -> frozenset[str]:
    """The tests of a file that run on each host."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    marks = [node.value for node in tree.body if isinstance(node, ast.Assign)]
    if _marked(marks):
        return frozenset()
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not _marked(node.decorator_list)
        and not _may_skip(node)
    )


def _marked(nodes: Iterable[ast.AST]) -> bool:
    marks = {
        part.attr
        for node in nodes
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute) and ast.unparse(part.value) == "pytest.mark"
    }
    return bool(marks & NEVER_PROOF)


def _may_skip(function: ast.FunctionDef) -> bool:
    called = {
        ast.unparse(node.func)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    }
    return bool(called & {*MAY_SKIP, "pytest.skip"})
