"""make score: what the scorers of ../shared say of three readers, over its data sets.

The gateway, mail-parser with mail-parser-reply, and the standard library. The scorers
start one process a mail; what they print as JSON is shown here and compared with what
is wanted of the gateway. Exit 1 where something wanted is missed, 2 where a scorer
failed or a library to compare with is not there. Without ../shared nothing is scored,
which is said, and exit 0. --write keeps the tables in docs/quality.md.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from score_table import Result, page, shown, verdicts

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SCORERS = SHARED / "scorers"
CORPORA = SHARED / "corpora"
PAGE = ROOT / "docs" / "quality.md"
COMPARED = ROOT / ".venv-score" / "bin" / "python"
SCRIPTS = ("score_stalwart", "score_reply", "score_bounce", "score_robust")
JOBS = "2"
COLUMNS = 170
MISSED = 1
UNFIT = 2


def readers() -> dict[str, tuple[str, ...]]:
    """How each is called: one message on standard input, one JSON object out."""
    return {
        "gateway": (str(ROOT / ".venv" / "bin" / "ticket-gateway"), "parse", "-"),
        "mail-parser": (str(COMPARED), str(SCORERS / "spam_mp.py")),
        "stdlib": (sys.executable, str(SCORERS / "naive.py")),
    }


def main() -> int:
    said = _arguments()
    for needed in (SCORERS, CORPORA):
        if not needed.is_dir():
            print(f"score: nothing to score with, there is no {needed}")
            return 0
    known = readers()
    if "mail-parser" in said.reader and not COMPARED.exists():
        print(f"score: there is no {COMPARED}; make score makes it", file=sys.stderr)
        return UNFIT
    results: list[Result] = []
    for name in said.reader:
        for script in said.script:
            results += _score(name, known[name], script)
    checked = verdicts(results)
    console = Console(width=None if sys.stdout.isatty() else COLUMNS)
    for table in shown(results, checked):
        console.print(table)
    if said.write:
        PAGE.write_text(page(results, checked), encoding="utf-8")
    return MISSED if any(not one.met for one in checked) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = tuple(readers())
    parser.add_argument("--reader", nargs="+", choices=names, default=names)
    parser.add_argument("--script", nargs="+", choices=SCRIPTS, default=SCRIPTS)
    parser.add_argument("--write", action="store_true", help=f"rewrite {PAGE.name}")
    said = parser.parse_args()
    whole = (set(said.reader), set(said.script)) == (set(names), set(SCRIPTS))
    if said.write and not whole:
        parser.error("--write takes every reader and every scorer")
    return said


def _score(reader: str, command: tuple[str, ...], script: str) -> Iterator[Result]:
    print(f"score: {script} of {reader} ...", file=sys.stderr)
    settings = {"CORPORA": str(CORPORA), "PY": sys.executable}
    ran = subprocess.run(
        (sys.executable, f"{script}.py", shlex.join(command), "-v"),
        cwd=SCORERS,
        env={"SCORE_JOBS": JOBS, **os.environ, **settings},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode:
        print(f"score: {script} failed on {reader}", file=sys.stderr)
        sys.exit(UNFIT)
    yield from _results(reader, ran.stdout)


def _results(reader: str, printed: str) -> Iterator[Result]:
    """One JSON line a data set; behind it what went wrong, indented."""
    blocks: list[tuple[str, list[str]]] = []
    for line in printed.splitlines():
        if line.startswith("{"):
            blocks.append((line, []))
        elif blocks:
            blocks[-1][1].append(line)
    for line, details in blocks:
        told = json.loads(line)
        if "score" not in told:
            continue  # the sum over all robust sets
        crashed = [one for one in details if one.startswith("  CRASH ")]
        for one in crashed:
            print(f"score: {reader}, {told['corpus']}: {one.strip()}", file=sys.stderr)
        timeouts = sum(one.endswith(" timeout") for one in crashed)
        yield Result.read(reader, told, timeouts=timeouts, better=_better(details))


def _better(details: list[str]) -> dict[str, int]:
    """By field: letters that were read where the data set holds U+FFFD for them."""
    missed = (line.split() for line in details if "\ufffd" in line)
    return dict(Counter(words[1] for words in missed if words[0] == "BAD"))


if __name__ == "__main__":
    sys.exit(main())
