"""The parts of docs/ that are drawn from tables: configuration, lifecycle, letters.

A page marks such a part by ``<!-- drawn: NAME -->`` and ``<!-- end -->``; the rest is
written by hand. ``make docs`` draws all parts anew.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gateway.dispatch.renderer import TEMPLATE_OF
from gateway.domain.lifecycle import CUSTOMER_WORD, STEP_OF, TRANSITIONS, Trigger
from gateway.domain.request import Status

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config"
PART = re.compile(r"(<!-- drawn: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

_HEAD = re.compile(r"(# )?\[\[?([A-Za-z0-9.-]+)\]\]?")
_KEY = re.compile(r"(# )?([a-z-]+) *= (.*)")


def redrawn(page: str) -> str:
    """Return the page with each of its drawn parts as the tables are now."""
    return PART.sub(lambda part: f"{part[1]}\n{PARTS[part[2]]()}\n\n{part[3]}", page)


# --- settings ----------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    """Keys that stand under one comment."""

    keys: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    meaning: str = ""


SAMPLES = ("imap", "oauth", "fallback-relay")
"""Tables that stand in the file as comments alone."""


@dataclass(slots=True)
class _Table:
    """A table of a file; ``note`` is the comment right above its head."""

    note: list[str] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)


def settings(name: str) -> str:
    """Draw the keys of a configuration file, table by table."""
    lines: list[str] = []
    for head, table in _tables((CONFIG / name).read_text("utf-8")).items():
        if not table.rows:
            continue
        lines += [f"### [{head}]" if head else "### At the top", ""]
        if table.note:
            lines += ["```text", *table.note, "```", ""]
        lines += ["| key | default | meaning |", "| --- | --- | --- |"]
        lines += [
            f"| {_codes(row.keys)} | {_codes(row.values)} | {_cell(row.meaning)} |"
            for row in table.rows
        ]
        lines.append("")
    return "\n".join(lines).strip()


def _tables(text: str) -> dict[str, _Table]:
    """Read comments and keys; consecutive keys share the comment above them."""
    tables = {"": _Table()}
    table, comment, fresh = tables[""], list[str](), True
    for line in _joined(text):
        key, head = _KEY.fullmatch(line), _HEAD.fullmatch(line)
        if head:
            table = tables.setdefault(head[2], _Table(note=comment))
            comment, fresh = [], True
        elif key and bool(key[1]) is (table in map(tables.get, SAMPLES)):
            value, own = _parted(key[3])
            if fresh or own:
                table.rows.append(_Row(meaning=own or " ".join(comment)))
            table.rows[-1].keys.append(key[2])
            table.rows[-1].values.append(value)
            comment, fresh = [], bool(key[1])
        elif line.startswith("# "):
            comment, fresh = [*comment, line[2:]], True
        else:
            comment, fresh = [], True
    return tables


def _parted(text: str) -> tuple[str, str]:
    """Part a value from the comment behind it."""
    value, _, comment = text.partition("  #")
    return value.strip(), comment.strip()


def _joined(text: str) -> Iterator[str]:
    """Yield lines, an array that spans several as one."""
    pending = ""
    for line in text.splitlines():
        pending = f"{pending} {line.strip()}" if pending else line
        opened = pending.count("[") - pending.count("]")
        if opened <= 0 or pending.startswith("#"):
            yield pending
            pending = ""


def _codes(texts: list[str]) -> str:
    return "<br>".join(f"`{_cell(text)}`" for text in texts if text)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# --- lifecycle ---------------------------------------------------------------


def lifecycle_table() -> str:
    lines = ["| status | step | the customer sees | ways out |", "| --- " * 4 + "|"]
    for status, moves in TRANSITIONS.items():
        ways = " · ".join(_way(trigger, moves[trigger]) for trigger in moves)
        step, word = STEP_OF[status], CUSTOMER_WORD[status]
        lines.append(f"| `{status}` | {step} {step.name.lower()} | {word} | {ways} |")
    return "\n".join(lines)


def _way(trigger: Trigger, following: Status) -> str:
    if trigger is Trigger.SUPPLY:
        return f"{trigger} → the status that asked, else `{following}`"
    return f"{trigger} → `{following}`"


def lifecycle_diagram() -> str:
    """Draw the table as a picture; what leads to the same status shares an arrow."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> received"]
    for status, moves in TRANSITIONS.items():
        for following in dict.fromkeys(moves.values()):
            names = ", ".join(t for t, target in moves.items() if target is following)
            lines.append(f"    {_node(status)} --> {_node(following)}: {names}")
    return "\n".join([*lines, "```"])


def _node(status: Status) -> str:
    return status.replace("-", "_")


# --- letters and commands ----------------------------------------------------


def letters() -> str:
    """Draw the catalogue from the first comment of each template."""
    lines = ["| code | template | to whom, and when |", "| --- | --- | --- |"]
    for code, stem in TEMPLATE_OF.items():
        head = (ROOT / "templates" / "en" / f"{stem}.j2").read_text("utf-8")
        comment = head.partition("{#-")[2].partition("-#}")[0]
        said = " ".join(comment.split()).partition(": ")[2] or comment.strip()
        lines.append(f"| {code} | `{stem}.j2` | {_cell(said)} |")
    return "\n".join(lines)


def verbs() -> str:
    """Draw the words of the commands, and the least proof that each takes."""
    found = tomllib.loads((CONFIG / "commands.toml").read_text("utf-8"))
    lines = [
        "| command | English | 中文 | keys | least proof | without `#` |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for verb, entry in found.items():
        english = " ".join(f"`#{word}`" for word in entry["words"]["en"])
        chinese = " ".join(f"`#{word}`" for word in entry["words"]["zh-CN"])
        keys = " ".join(f"`{key}=`" for key in entry["keys"]) or "–"
        bare = "yes" if entry["bare"] else "no"
        cells = (verb, english, chinese, keys, entry["trust"], bare)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


PARTS: Mapping[str, Callable[[], str]] = {
    "gateway-settings": lambda: settings("gateway.toml"),
    "targets-settings": lambda: settings("targets.toml"),
    "lifecycle-table": lifecycle_table,
    "lifecycle-diagram": lifecycle_diagram,
    "letters": letters,
    "verbs": verbs,
}
