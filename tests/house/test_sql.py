"""SQL stays in the store: no other room holds a statement, whatever it is sent to."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATEMENT = re.compile(
    r"\b(?:SELECT\s.{1,200}\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|CREATE\s+(?:TABLE|INDEX|VIRTUAL)|ALTER\s+TABLE|DROP\s+TABLE|PRAGMA\s+\w)",
    re.DOTALL,
)


def _statements(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and STATEMENT.search(node.value)
    ]


def test_no_statement_stands_outside_the_store() -> None:
    rooms = [path for path in (ROOT / "gateway").iterdir() if path.name != "store"]
    files = [file for room in rooms for file in sorted(room.rglob("*.py"))]
    assert [found for file in files for found in _statements(file)] == []


def test_the_store_has_some() -> None:
    """Else this test would look for what nobody writes."""
    files = sorted((ROOT / "gateway" / "store").glob("*.py"))
    assert [found for file in files for found in _statements(file)]
