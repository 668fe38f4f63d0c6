"""A section of a page that a measurement rewrites; all others stay as they are."""

from pathlib import Path


def keep(page: Path, told: str) -> None:
    """Put a section in place of the one with its heading, or at the end of the page.

    ``told`` begins with the heading ("## ...").
    """
    head = told.partition("\n")[0]
    before, found, rest = page.read_text("utf-8").partition(f"\n{head}\n")
    after = rest.partition("\n## ")[2] if found else ""
    tail = f"\n## {after}" if after else ""
    page.write_text(f"{before.rstrip()}\n\n{told.rstrip()}\n{tail}", encoding="utf-8")
