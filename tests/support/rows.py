"""The rows of the table that ``check --connect`` prints."""

from tests.support.daemon import Done


def rows(done: Done) -> dict[str, tuple[str, str]]:
    """What was tried: its result, and what was told."""
    cells = [line.split("│") for line in done.out.splitlines() if "│" in line]
    return {one[1].strip(): (one[2].strip(), one[3].strip()) for one in cells}


def row(done: Done, what: str) -> tuple[str, str]:
    """The one row whose subject begins with these words."""
    found = [told for name, told in rows(done).items() if name.startswith(what)]
    assert len(found) == 1, done.out
    return found[0]
