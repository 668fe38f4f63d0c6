"""make bench: the gateway beside the thin daemon, alternately, in one run.

The thin daemon (../shared/peers/limit_pipeline.py) has the same parser and ORM and no
product logic. Rates and times move with what else the machine does, so only ratios of
one run mean anything. Prints a table; --write keeps it in docs/performance.md.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from measure import Load, large_mails, of_gateway, of_thin, syncs
from peers import PEERS, ROOT, corpus, thin_libraries
from reading_table import HEAD as READING
from table import Results, page

PAGE = ROOT / "docs" / "performance.md"
STEADY_RATE = 20


def main() -> None:
    said = _arguments()
    if not PEERS.exists():
        print(f"bench: skipped, the load generator is not there: {PEERS}")
        return
    folder = Path(tempfile.gettempdir()) / "ticket-gateway-bench"
    folder.mkdir(exist_ok=True)
    load = Load(corpus=corpus(folder / "corpus", said.mails))
    results = _rounds(folder, load, said.rounds)
    if shutil.which("strace"):
        results.syncs = syncs(folder / "run", load, workers=1)
    else:
        print("bench: no strace, syncs are not counted", file=sys.stderr)
    results.large = large_mails(folder / "run", workers=2)
    report = page(results, mails=said.mails, rounds=said.rounds)
    print(report)
    if said.write:
        # What bench/reading.py wrote stands below.
        _, head, reading = PAGE.read_text("utf-8").partition(f"\n{READING}\n")
        PAGE.write_text(f"{report}{head}{reading}", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--write", action="store_true", help=f"rewrite {PAGE.name}")
    return parser.parse_args()


def _rounds(folder: Path, load: Load, rounds: int) -> Results:
    results = Results()
    libraries = thin_libraries(folder)
    steady = Load(corpus=load.corpus, rate=STEADY_RATE, limit=min(200, load.count))
    run = folder / "run"
    for number in range(rounds):
        results.add("thin, 1 process", of_thin(run, load, libraries, 1))
        results.add("gateway, 1 worker", of_gateway(run, load, 1))
        results.add("thin, 2 processes", of_thin(run, load, libraries, 2))
        results.add("gateway, 2 workers", of_gateway(run, load, 2))
        results.add("thin, 20/s", of_thin(run, steady, libraries, 1))
        results.add("gateway, 20/s", of_gateway(run, steady, 1))
        print(f"round {number + 1} of {rounds} done", file=sys.stderr)
    return results


if __name__ == "__main__":
    main()
