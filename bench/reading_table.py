"""What reading costs, as a section of docs/performance.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

HEAD = "## Reading one mail"
P50_MS, P99_MS = 3.0, 25.0
RATIO_LIMIT = 2.3
"""Of the times, where the size doubles: 2 is linear."""
LEAST_MS = 2.0
"""Below it a ratio tells of the clock."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Processor time of each mail."""

    name: str
    milliseconds: tuple[float, ...]

    def percentile(self, share: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def met(self) -> bool:
        return self.percentile(0.5) < P50_MS and self.percentile(0.99) < P99_MS

    def cells(self, ours: "Reading") -> tuple[str, ...]:
        half, most = self.percentile(0.5), self.percentile(0.99)
        whole = sum(self.milliseconds)
        return (
            self.name,
            str(len(self.milliseconds)),
            *(f"{half:.2f}", f"{most:.1f}", f"{max(self.milliseconds):.0f}"),
            f"{sum(ours.milliseconds) / whole:.2f}",
        )


@dataclass(frozen=True, kw_only=True)
class Doubling:
    """Processor time by size, each size twice the one before."""

    name: str
    sizes: tuple[int, ...]
    milliseconds: tuple[float, ...]

    @property
    def worst(self) -> float:
        """Over two doublings each, which evens out what else the machine does."""
        pairs = zip(self.milliseconds, self.milliseconds[2:], strict=False)
        return max((sqrt(b / a) for a, b in pairs if a >= LEAST_MS), default=1.0)

    @property
    def met(self) -> bool:
        return self.worst <= RATIO_LIMIT

    def cells(self) -> tuple[str, ...]:
        return (self.name, *map(_time, self.milliseconds), f"{self.worst:.2f}")


def section(readings: Sequence[Reading], doublings: Sequence[Doubling]) -> str:
    """Markdown. The first of the readings is the gateway's."""
    ours = readings[0]
    head = ("reader", "mails", "p50 ms", "p99 ms", "max ms", "ours over it")
    sizes = [_size(one) for one in doublings[0].sizes]
    lines = [
        *(HEAD, ""),
        "What `make reading T=--write` measured: all mails of the data sets that are",
        "read by the tests, large ones aside, in one process, in processor time. The",
        "others read less: no reply is cut by the standard library, no file is judged,",
        "no kind of mail is told by either.",
        f"Wanted: p50 under {P50_MS:g} ms, p99 under {P99_MS:g} ms.",
        *("", _row(head), _row(["---"] * len(head))),
        *(_row(one.cells(ours)) for one in readings),
        "",
        "Milliseconds by size; what counts is that twice the size takes not much more",
        f"than twice the time. Wanted: at most {RATIO_LIMIT:g} times as much for each",
        f"doubling, from {LEAST_MS:g} ms on.",
        *("", _row(("mail", *sizes, "worst")), _row(["---"] * (len(sizes) + 2))),
        *(_row(one.cells()) for one in doublings),
        "",
    ]
    return "\n".join(lines)


def _time(milliseconds: float) -> str:
    return f"{milliseconds:.1f}" if milliseconds < 10 else f"{milliseconds:.0f}"


def _size(octets: int) -> str:
    kib = octets // 1024
    return f"{kib} KiB" if kib < 1024 else f"{kib // 1024} MiB"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
