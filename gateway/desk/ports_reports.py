"""A report as it is shown: sheets of words and numbers, and what can be drawn of them.

The words are of one locale; letter, table file and PDF are made of the same values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from gateway.domain.notices import Notice

Cells = tuple[str, ...]


class Drawing(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"
    LINES = "lines"
    RANKS = "ranks"
    STACKS = "stacks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """``title`` is its conclusion, and what stands where no picture is shown.

    Each of ``series`` has a name and one value a label; None where there is none.
    ``goal`` is a line across, in the same unit.
    """

    key: str
    drawing: Drawing
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    percent: bool = False
    goal: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with its chart, if it has one. ``main``: it stands in the letter."""

    key: str
    title: str
    columns: Cells
    rows: tuple[Cells, ...]
    chart: Chart | None = None
    main: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A whole report. ``name`` is how its files begin."""

    name: str
    title: str
    points: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    notes_title: str
    notes: tuple[str, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(one.chart for one in self.sheets if one.chart)


class Shows(Protocol):
    """Makes a report of the notice of one; None of any other."""

    def __call__(self, notice: Notice, /) -> Shown | None: ...


class Draws(Protocol):
    """Draws charts, within bounds of time."""

    def __call__(self, charts: Sequence[Chart], /) -> tuple[bytes, ...]:
        """A PNG for each; nothing where they cannot be drawn, which the log tells."""
        ...
