"""make search: what finding costs among many requests, and what indexing one costs.

Documents are made by lot of Chinese and English words that are as common as words are
(Zipf); the lot is always the same. Times are those of the wall, each question asked
anew. Prints a table; --write keeps it in docs/knowledge.md. --postgres CONNINFO asks a
PostgreSQL the same, in a database that holds nothing of worth. Exit 1 where something
wanted is missed.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

from gateway.desk.ports_search import Search
from gateway.domain.findable import Document, DocumentKind
from gateway.store.database import open_database
from gateway.store.postgres import PostgresIndex
from gateway.store.search import TextIndex

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "knowledge.md"
HEAD = "## What it costs"
DOCUMENTS = 100_000
ROUNDS = 30
TITLE_WORDS, BODY_WORDS = 4, 60
FIRST_IDEOGRAPH, IDEOGRAPHS = 0x4E00, 3000
MOMENT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
WANTED_P50_MS = {
    "a rare word": 10,
    "a common word": 250,
    "two words": 50,
    "a Chinese phrase": 100,
    "one Chinese character": 250,
    "what is alike": 60,
    "index one document": 5,
}
"""Milliseconds, among a hundred thousand documents."""


class Words:
    """Words by lot, the first ones common, the last ones rare."""

    def __init__(self, lot: random.Random) -> None:
        self._lot = lot
        signs = [chr(FIRST_IDEOGRAPH + n) for n in range(IDEOGRAPHS)]
        letters = "abcdefghijklmnoprstuvw"
        self.chinese = ["".join(lot.choices(signs, k=2)) for _ in range(5000)]
        self.english = ["".join(lot.choices(letters, k=6)) for _ in range(8000)]
        self._weights = {
            id(words): list(accumulate(1 / (n + 1) for n in range(len(words))))
            for words in (self.chinese, self.english)
        }

    def text(self, number: int) -> str:
        chinese = "".join(self._some(self.chinese, number))
        return f"{chinese} {' '.join(self._some(self.english, number))}"

    def document(self, key: str) -> Document:
        return Document(
            key=key,
            kind=DocumentKind.REQUEST,
            title=self.text(TITLE_WORDS),
            body=self.text(BODY_WORDS),
            at=MOMENT,
        )

    def one_of(self, words: list[str], start: int, end: int) -> str:
        return words[self._lot.randrange(start, end)]

    def _some(self, words: list[str], number: int) -> list[str]:
        weights = self._weights[id(words)]
        return self._lot.choices(words, cum_weights=weights, k=number)


@dataclass(frozen=True, kw_only=True)
class Timed:
    """Milliseconds of each round."""

    name: str
    milliseconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        return sorted(self.milliseconds)[len(self.milliseconds) // 2]

    @property
    def met(self) -> bool:
        return self.p50 <= WANTED_P50_MS[self.name]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help=f"rewrite {PAGE.name}")
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--postgres", metavar="CONNINFO", default="")
    given = parser.parse_args()
    columns: dict[str, list[Timed]] = {}
    with _sqlite() as index:
        columns["SQLite"] = _measured(index, given.documents)
    if given.postgres:
        index = PostgresIndex(given.postgres)
        columns["PostgreSQL"] = _measured(index, given.documents)
        index.rebuild(())
        index.close()
    told = _section(columns, given.documents)
    print(told)
    if given.write:
        above = PAGE.read_text("utf-8").partition(f"\n{HEAD}\n")[0].rstrip("\n")
        PAGE.write_text(f"{above}\n\n{told}", encoding="utf-8")
    return 0 if all(one.met for one in columns["SQLite"]) else 1


@contextmanager
def _sqlite() -> Iterator[Search]:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "gateway.db")
        yield TextIndex(database)
        database.close()


def _measured(index: Search, number: int) -> list[Timed]:
    words = Words(random.Random(1))  # noqa: S311 (the same lot each time)
    index.rebuild(words.document(f"TS{n:011}") for n in range(number))
    questions = _questions(index, words)
    return [
        Timed(name=name, milliseconds=tuple(_ms(ask) for _ in range(ROUNDS)))
        for name, ask in questions.items()
    ]


def _questions(index: Search, words: Words) -> dict[str, Callable[[], object]]:
    english, chinese, one = words.english, words.chinese, words.one_of
    return {
        "a rare word": lambda: index.find(one(english, 4000, 8000), 20),
        "a common word": lambda: index.find(one(english, 0, 3), 20),
        "two words": lambda: index.find(
            f"{one(english, 20, 200)} {one(chinese, 20, 200)}", 20
        ),
        "a Chinese phrase": lambda: index.find(
            one(chinese, 0, 20) + one(chinese, 0, 20), 20
        ),
        "one Chinese character": lambda: index.find(one(chinese, 0, 50)[0], 20),
        "what is alike": lambda: index.alike(words.text(BODY_WORDS), "", 3),
        "index one document": lambda: index.put(
            [words.document(f"TX{time.monotonic_ns()}")]
        ),
    }


def _ms(ask: Callable[[], object]) -> float:
    began = time.perf_counter_ns()
    ask()
    return (time.perf_counter_ns() - began) / 1e6


def _section(columns: dict[str, list[Timed]], number: int) -> str:
    lines = [
        HEAD,
        "",
        f"What `bench/search.py --write` measured among {number} documents of",
        f"{2 * (TITLE_WORDS + BODY_WORDS)} words: milliseconds, the median and the",
        f"longest of {ROUNDS} questions that are asked once each, on two cores that",
        "had other work, too.",
        "",
        f"| what | wanted | {' | '.join(f'{n} | longest' for n in columns)} |",
        f"| --- | --- |{' --- | --- |' * len(columns)}",
    ]
    for row in zip(*columns.values(), strict=True):
        times = (f"{one.p50:.1f} | {max(one.milliseconds):.1f}" for one in row)
        wanted = WANTED_P50_MS[row[0].name]
        lines.append(f"| {row[0].name} | <= {wanted} | {' | '.join(times)} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
