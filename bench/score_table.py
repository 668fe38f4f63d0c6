"""What the scorers said: as tables for the terminal, as docs/quality.md, and against
what is wanted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from rich.table import Table

OURS = "gateway"
COMMAND = "make score T=--write"

HEAD = (
    *("data set", "reader", "score", "fully right", "crashes", "timeouts"),
    *("p50 s", "max s", "peak MB", "in particular"),
)

NAMED: Mapping[str, str] = {
    "exact": "exact",
    "no_loss": "no word lost",
    "no_leak": "no quote left",
    "contains": "contains",
    "not_contains": "lacks",
    "bounce": "recognised",
    "recipients": "recipients",
    "temporary": "hard or soft",
    "text": "text",
    "html": "HTML",
    "subject": "subject",
    "att_names": "names of files",
    "att_sizes": "sizes of files",
}
"""The scorers' checks that are shown, by our words."""


class Told(TypedDict):
    """A data set's line as a scorer prints it."""

    corpus: str
    score: float
    mails: int
    fully_right: int
    crashes: int
    p50_s: float
    max_s: float
    max_rss_mb: int
    fields: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Result:
    """One data set read by one reader; ``fields`` are right answers of how many."""

    reader: str
    corpus: str
    score: float
    mails: int
    fully_right: int
    crashes: int
    timeouts: int
    p50_s: float
    max_s: float
    peak_mb: int
    fields: Mapping[str, tuple[int, int]]

    @classmethod
    def read(cls, reader: str, told: Told, *, timeouts: int) -> "Result":
        parted = {name: share.split("/") for name, share in told["fields"].items()}
        return cls(
            reader=reader,
            corpus=told["corpus"],
            score=told["score"],
            mails=told["mails"],
            fully_right=told["fully_right"],
            crashes=told["crashes"] - timeouts,
            timeouts=timeouts,
            p50_s=told["p50_s"],
            max_s=told["max_s"],
            peak_mb=told["max_rss_mb"],
            fields={name: (int(a), int(b)) for name, (a, b) in parted.items()},
        )

    def measure(self, name: str) -> float:
        """A figure by its name; a field's as percent."""
        if name in self.fields:
            right, of = self.fields[name]
            return 100 * right / (of or 1)
        return float(getattr(self, name))

    def cells(self) -> tuple[str, ...]:
        told = (
            f"{NAMED[name]} {right}/{of}"
            for name, (right, of) in self.fields.items()
            if name in NAMED
        )
        return (
            *(self.corpus, self.reader, f"{self.score:.1f}"),
            f"{self.fully_right}/{self.mails}",
            *(str(self.crashes), str(self.timeouts)),
            *(f"{self.p50_s:.2f}", f"{self.max_s:.2f}", str(self.peak_mb)),
            ", ".join(told),
        )


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """``measure`` is a figure of a result or a field's share in percent."""

    corpus: str
    measure: str
    bound: float
    at_most: bool = False


WANTED = (
    Wanted(corpus="zh_replies", measure="exact", bound=97),
    Wanted(corpus="zh_replies", measure="no_loss", bound=100),
    Wanted(corpus="crisp", measure="score", bound=90),
    Wanted(corpus="github_erp", measure="score", bound=90),
    Wanted(corpus="alfonsrv", measure="score", bound=92),
    Wanted(corpus="flufl_bounce", measure="bounce", bound=98),
    Wanted(corpus="flufl_bounce", measure="recipients", bound=92),
    Wanted(corpus="flufl_bounce", measure="temporary", bound=90),
    Wanted(corpus="bounce_false_positives", measure="not_bounce", bound=100),
    Wanted(corpus="stalwart", measure="score", bound=98),
    Wanted(corpus="", measure="crashes", bound=0, at_most=True),
    Wanted(corpus="", measure="timeouts", bound=0, at_most=True),
)
"""What is wanted of the gateway. A corpus is named by how it begins; of several the
worst counts, and all mails together for ``stalwart``'s score."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    wanted: Wanted
    found: float

    @property
    def met(self) -> bool:
        low = self.wanted.at_most
        return (
            self.found <= self.wanted.bound if low else self.found >= self.wanted.bound
        )

    def cells(self) -> tuple[str, ...]:
        wanted = self.wanted
        percent = "" if wanted.at_most or wanted.measure == "score" else " %"
        sign = "<=" if wanted.at_most else ">="
        return (
            wanted.corpus or "every set",
            NAMED.get(wanted.measure, wanted.measure).replace("_", " "),
            f"{self.found:.1f}{percent}",
            f"{sign} {wanted.bound:g}{percent}",
            "yes" if self.met else "MISSED",
        )


def verdicts(results: Iterable[Result]) -> list[Verdict]:
    """What is wanted against the gateway's results; what was not run is left out."""
    ours = [one for one in results if one.reader == OURS]
    found = []
    for wanted in WANTED:
        named = [one for one in ours if one.corpus.startswith(wanted.corpus)]
        if named:
            found.append(Verdict(wanted=wanted, found=_found(wanted, named)))
    return found


def _found(wanted: Wanted, named: Sequence[Result]) -> float:
    if wanted.at_most:
        return sum(one.measure(wanted.measure) for one in named)
    if wanted.measure == "score" and len(named) > 1:
        right = sum(a for one in named for a, _ in one.fields.values())
        of = sum(b for one in named for _, b in one.fields.values())
        return 100 * right / (of or 1)
    return min(one.measure(wanted.measure) for one in named)


GOALS = ("data set", "what", "found", "wanted", "met")


def shown(results: Sequence[Result], checked: Sequence[Verdict]) -> tuple[Table, Table]:
    scores = Table(*HEAD, title="Scores")
    for corpus in _corpora(results):
        scores.add_section()
        for one in results:
            if one.corpus == corpus:
                style = "bold" if one.reader == OURS else None
                scores.add_row(*one.cells(), style=style)
    goals = Table(*GOALS, title="Wanted of the gateway")
    for verdict in checked:
        goals.add_row(*verdict.cells(), style=None if verdict.met else "bold red")
    return scores, goals


def page(results: Sequence[Result], checked: Sequence[Verdict]) -> str:
    lines = [
        *("# Quality of reading", ""),
        "What the scorers say of the gateway, of mail-parser with mail-parser-reply,",
        f"and of the standard library. `{COMMAND}` measured it and wrote this",
        "page; the data sets and the scorers are not part of the project. A score is",
        "the percent of all checks that came out right. The times are those of one",
        "process a mail, the interpreter's start included; `docs/performance.md` has",
        "the reading alone.",
        *("", "## Wanted", "", _row(GOALS), _row(["---"] * len(GOALS))),
        *(_row(verdict.cells()) for verdict in checked),
        "",
    ]
    for title, prefixes in SECTIONS.items():
        named = [one for one in results if one.corpus.startswith(prefixes)]
        if not named:
            continue
        lines += ["## " + title, "", _row(HEAD), _row(["---"] * len(HEAD))]
        for corpus in _corpora(named):
            lines += [_row(one.cells()) for one in named if one.corpus == corpus]
        lines.append("")
    return "\n".join(lines)


SECTIONS: Mapping[str, tuple[str, ...]] = {
    "New words of replies": ("crisp", "alfonsrv", "github_erp", "zh_replies"),
    "Bounces": ("flufl", "bounce"),
    "Fields, texts and files": ("stalwart",),
    "Every mail is read": ("robust",),
}


def _corpora(results: Iterable[Result]) -> list[str]:
    return list(dict.fromkeys(one.corpus for one in results))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
