"""No file and no function grows beyond what one reads at a sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[2]
FILE_LINES_LIMIT = 400
FILE_LINES_P90 = 250
FUNCTION_LINES_LIMIT = 50
FUNCTION_LINES_P90 = 30
FUNCTION_LINES_MEDIAN = 10
NESTING_LIMIT = 3

Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith)
OTHER_BLOCKS = (ast.Try, ast.TryStar, ast.Match)


def _files(*folders: str) -> list[Path]:
    return [
        path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))
    ]


def _functions(path: Path) -> Iterator[tuple[str, Function]]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, Function):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def _lines_of_file(path: Path) -> int:
    return len(path.read_bytes().splitlines())


def _lines_of_function(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _depth(node: ast.AST) -> int:
    inner = max((_depth(child) for child in _children(node)), default=0)
    return inner + isinstance(node, BLOCKS + OTHER_BLOCKS)


def _children(node: ast.AST) -> list[ast.AST]:
    """Answer what is nested in a node; ``elif`` stands beside ``if``, not in it."""
    if isinstance(node, ast.If) and len(node.orelse) == 1:
        (other,) = node.orelse
        if isinstance(other, ast.If):
            return [*node.body, *_children(other)]
    return [
        child
        for child in ast.iter_child_nodes(node)
        if not isinstance(child, Function | ast.ClassDef)
    ]


def _p90(sizes: list[int]) -> float:
    return quantiles(sizes, n=10)[-1]


def test_no_file_is_longer_than_the_limit() -> None:
    sizes = {path: _lines_of_file(path) for path in _files("gateway", "tests", "bench")}

    assert {path: n for path, n in sizes.items() if n > FILE_LINES_LIMIT} == {}


def test_no_function_is_longer_than_the_limit() -> None:
    sizes = {
        name: _lines_of_function(function)
        for path in _files("gateway", "tests", "bench")
        for name, function in _functions(path)
    }

    assert {name: n for name, n in sizes.items() if n > FUNCTION_LINES_LIMIT} == {}


def test_nine_files_of_ten_are_short() -> None:
    sizes = [_lines_of_file(path) for path in _files("gateway")]

    assert _p90(sizes) <= FILE_LINES_P90


def test_most_functions_are_short() -> None:
    sizes = [
        _lines_of_function(function)
        for path in _files("gateway")
        for _, function in _functions(path)
    ]

    assert median(sizes) <= FUNCTION_LINES_MEDIAN
    assert _p90(sizes) <= FUNCTION_LINES_P90


def test_nothing_is_nested_deeper_than_the_limit() -> None:
    depths = {
        name: max((_depth(statement) for statement in function.body), default=0)
        for path in _files("gateway")
        for name, function in _functions(path)
    }

    assert {name: n for name, n in depths.items() if n > NESTING_LIMIT} == {}


@pytest.mark.parametrize(
    ("source", "depth"),
    [
        ("pass", 0),
        ("if a:\n  pass\nelif b:\n  pass\nelif c:\n  pass", 1),
        ("for x in y:\n  with z:\n    if a:\n      pass", 3),
        ("while a:\n  def f():\n    if b:\n      pass", 1),
        ("if a:\n  pass\nelif b:\n  for x in y:\n    pass", 2),
    ],
)
def test_nesting_is_counted_as_it_reads(source: str, depth: int) -> None:
    assert max(_depth(statement) for statement in ast.parse(source).body) == depth
