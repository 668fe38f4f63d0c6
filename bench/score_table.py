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
    "text_f1>=.9": "text",
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
    """One data set read by one reader; ``fields`` are right answers of how many.

    ``better`` counts, by field, letters that were read though the set has none there.
    """

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
    better: Mapping[str, int]

    @classmethod
    def read(
        cls, reader: str, told: Told, *, timeouts: int, better: Mapping[str, int]
    ) -> "Result":
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
            better=better,
        )

    def share(self, field: str) -> tuple[int, int]:
        """Right answers of how many; those that are better than expected are right."""
        right, of = self.fields[field]
        return right + self.better.get(field, 0), of

    def cells(self) -> tuple[str, ...]:
        told = (
            f"{NAMED[name]} {right}/{of}" + self._beyond(name)
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

    def _beyond(self, field: str) -> str:
        found = self.better.get(field, 0)
        return f" (and {found} where it has U+FFFD)" if found else ""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """``measure`` is a figure of a result or a field's share in percent; no corpora
    are all of them."""

    corpora: tuple[str, ...]
    measure: str
    bound: float
    at_most: bool = False


_SETS = ("stalwart/legacy", "stalwart/rfc", "stalwart/thirdparty")
_FIELDS = ("from", "to", "subject", "message_id", "date", "att_names", "text_f1>=.9")

WANTED = (
    Wanted(corpora=("zh_replies",), measure="exact", bound=97),
    Wanted(corpora=("zh_replies",), measure="no_loss", bound=100),
    Wanted(corpora=("crisp",), measure="score", bound=90),
    Wanted(corpora=("github_erp",), measure="score", bound=90),
    Wanted(corpora=("alfonsrv",), measure="score", bound=92),
    Wanted(corpora=("flufl_bounce",), measure="bounce", bound=98),
    Wanted(corpora=("flufl_bounce",), measure="recipients", bound=92),
    Wanted(corpora=("flufl_bounce",), measure="temporary", bound=90),
    Wanted(corpora=("bounce_false_positives",), measure="not_bounce", bound=100),
    *(Wanted(corpora=_SETS, measure=field, bound=98) for field in _FIELDS),
    Wanted(corpora=(), measure="crashes", bound=0, at_most=True),
    Wanted(corpora=(), measure="timeouts", bound=0, at_most=True),
)
"""What is wanted of the gateway, over all mails of the data sets that are named."""


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
            ", ".join(wanted.corpora) or "every set",
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
        sets = wanted.corpora
        named = [one for one in ours if not sets or one.corpus in sets]
        if named:
            found.append(Verdict(wanted=wanted, found=_found(wanted, named)))
    return found


def _found(wanted: Wanted, named: Sequence[Result]) -> float:
    if wanted.at_most:
        return sum(getattr(one, wanted.measure) for one in named)
    if wanted.measure == "score":
        return min(one.score for one in named)
    shares = [
        one.share(wanted.measure) for one in named if wanted.measure in one.fields
    ]
    return 100 * sum(a for a, _ in shares) / (sum(b for _, b in shares) or 1)


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
        "the reading alone. Where a set itself holds U+FFFD for a letter that the",
        "gateway reads, that counts as met below. It does not count where a set leaves",
        "unread what the gateway reads: names of files keep a sender's folders in two",
        "mails of stalwart/legacy (`C:\\TEMP\\redball.png`, where we: `redball.png`),",
        "and its texts have U+FFFD for umlauts, or pages of uuencode, in three.",
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
