"""make fuzz: a campaign of the target, and what is new is kept, as small as it gets.

The kept inputs in tests/fuzz/corpus are what a later campaign begins with, and what
tests/fuzz/test_corpus.py reads again in every ``make test``. Crashes stay in the
working folder, which is named; exit 1 where there are any.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CORPUS = HERE / "corpus"
WORDS = HERE / "words.dict"
LARGEST_BYTES = 8192
"""Of an input; libFuzzer learns little from larger ones."""
KEPT_LIMIT = 400
KEPT_BYTES = 900 * 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    minutes: float = parser.parse_args().minutes
    work = Path(tempfile.mkdtemp(prefix="ticket-gateway-fuzz-"))
    found = work / "found"
    found.mkdir()
    _say(f"working in {work}")
    ran = _target(work, found, CORPUS, f"-max_total_time={round(minutes * 60)}")
    kept = _keep(work, found)
    crashes = sorted(p.name for p in work.iterdir() if "-" in p.name and p.is_file())
    _say(f"{len(crashes)} crashes {' '.join(crashes)}")
    if crashes or ran or not kept:
        return 1
    shutil.rmtree(work)
    return 0


def _say(words: str) -> None:
    sys.stdout.write(f"fuzz: {words}\n")
    sys.stdout.flush()


def _target(work: Path, *arguments: Path | str) -> int:
    command = (
        *(sys.executable, str(HERE / "parse_target.py"), *map(str, arguments)),
        *(f"-max_len={LARGEST_BYTES}", f"-dict={WORDS}", f"-artifact_prefix={work}/"),
        *("-timeout=20", "-rss_limit_mb=1024", "-print_final_stats=1"),
    )
    return subprocess.run(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=False
    ).returncode


def _keep(work: Path, found: Path) -> bool:
    """The least of all inputs that together reach what all of them reach."""
    merged = work / "merged"
    merged.mkdir()
    if _target(work, "-merge=1", merged, CORPUS, found) or not any(merged.iterdir()):
        _say("nothing is kept, the merge failed")
        return False
    seeds = {path.name for path in CORPUS.iterdir() if path.suffix == ".eml"}
    room = KEPT_BYTES - sum((CORPUS / name).stat().st_size for name in seeds)
    for path in CORPUS.iterdir():
        if path.name not in seeds:
            path.unlink()
    smallest = sorted(merged.iterdir(), key=lambda path: path.stat().st_size)
    for path in smallest[: KEPT_LIMIT - len(seeds)]:
        room -= path.stat().st_size
        if room < 0:
            break
        shutil.copyfile(path, CORPUS / path.name[:16])
    return True


if __name__ == "__main__":
    sys.exit(main())
