"""The results as a page: figures, ratios, and each target with what was measured."""

from dataclasses import astuple, dataclass, field, fields
from statistics import median

from measure import Figures


@dataclass(kw_only=True)
class Results:
    runs: dict[str, list[Figures]] = field(default_factory=dict)
    syncs: tuple[float, float] | None = None
    large: tuple[float, int, float] = (0.0, 0, 0.0)

    def add(self, name: str, figures: Figures) -> None:
        self.runs.setdefault(name, []).append(figures)

    def median(self, name: str) -> Figures:
        columns = zip(*map(astuple, self.runs[name]), strict=True)
        names = (one.name for one in fields(Figures))
        return Figures(**dict(zip(names, map(median, columns), strict=True)))


def page(results: Results, *, mails: int, rounds: int) -> str:
    return "\n".join(
        (
            "# Performance",
            "",
            "What `bench/run.py --write` measured: generated mails by SMTP into a",
            "running gateway, letters to a null relay, beside a thin daemon of the",
            "same parser and ORM without product logic.",
            f"{mails} mails, {rounds} rounds, alternating, medians. Processor time is",
            "that of the whole process tree; latency runs from the 250 to the",
            "acknowledgement at the relay.",
            "",
            *_figures(results),
            "",
            *_targets(results),
            "",
        )
    )


def _figures(results: Results) -> list[str]:
    head = (
        "what",
        "mails/s",
        "CPU ms/mail",
        "letters/mail",
        "peak MiB",
        "p50 ms",
        "p99 ms",
    )
    lines = [_row(head), _row(["---"] * len(head))]
    for name in results.runs:
        f = results.median(name)
        cells = [f"{f.per_second:.0f}", f"{f.cpu_ms:.2f}", f"{f.letters:.2f}"]
        cells += [f"{f.memory_mib:.0f}", f"{f.p50_ms:.0f}", f"{f.p99_ms:.0f}"]
        lines.append(_row([name, *cells]))
    return lines


def _targets(results: Results) -> list[str]:
    thin, ours = results.median("thin, 1 process"), results.median("gateway, 1 worker")
    thin2 = results.median("thin, 2 processes")
    ours2 = results.median("gateway, 2 workers")
    steady = results.median("gateway, 20/s")
    peak, refused, seconds = results.large
    fsyncs, fdatasyncs = results.syncs or (float("nan"), float("nan"))
    measured = [
        ("CPU, one worker, over thin", ours.cpu_ms / thin.cpu_ms, "<= 2.2"),
        ("CPU, two workers, over thin", ours2.cpu_ms / thin2.cpu_ms, "<= 2.2"),
        (
            "rate, one worker (two processes), over thin of two",
            ours.per_second / thin2.per_second,
            ">= 0.45",
        ),
        (
            "rate, two workers, over thin of two",
            ours2.per_second / thin2.per_second,
            ">= 0.45",
        ),
        ("fsync a mail, 8 connections", fsyncs, "-"),
        ("fdatasync a mail, 8 connections", fdatasyncs, "<= 1"),
        ("p50 at 20/s, ms", steady.p50_ms, "< 50"),
        ("p99 flooded, one worker, ms", ours.p99_ms, "< 2000"),
        ("p99 flooded, two workers, ms", ours2.p99_ms, "< 2000"),
        ("peak MiB, 32 clients of 25 MiB", peak, "< 450"),
        ("of these refused", refused, "0"),
        ("and answered within, s", seconds, "-"),
    ]
    lines = [_row(("target", "measured", "wanted")), _row(["---"] * 3)]
    return lines + [
        _row((name, f"{found:.2f}", goal)) for name, found, goal in measured
    ]


def _row(cells: "list[str] | tuple[str, ...]") -> str:
    return "| " + " | ".join(cells) + " |"
