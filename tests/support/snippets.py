"""The snippets of a page of docs, as an operator copies them, for tests to run."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def snippet(page: str, head: str, under: str = "") -> str:
    """The block whose first line is ``# head``, below the heading ``under``."""
    text = (DOCS / page).read_text(encoding="utf-8")
    section = text[text.index(f"\n## {under}\n") :] if under else text
    blocks = (found[1] for found in _BLOCK.finditer(section))
    return next(block for block in blocks if block.startswith(f"# {head}\n"))


def changed(text: str, **paths: object) -> str:
    """A snippet with the paths of a test in place of an operator's.

    Raises AssertionError where one of them does not stand in it.
    """
    for old, new in paths.items():
        was = WHERE[old]
        assert was in text, f"{was!r} is not in:\n{text}"
        text = text.replace(was, str(new))
    return text


WHERE = {
    "socket": "/run/ticket-gateway/lmtp.sock",
    "command": "/usr/bin/ticket-gateway",
    "user": "user=ticket-gateway",
}
"""What an operator's paths are called here."""
