"""Charts as PNG: a process of its own draws them, for the library is heavy (7.2).

``python -m gateway.papers.charts`` reads charts as JSON and writes pictures as JSON.
Every picture has a white ground, its numbers beside what they measure, and colours
that the colour-blind tell apart.
"""

import io
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gateway import maillog
from gateway.desk.ports_reports import Chart, Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH_INCHES, HEIGHT_INCHES, DOTS = 6.0, 2.9, 200
"""1200 dots wide, shown at 600."""
PICTURE_LIMIT_BYTES = 60 * 1024
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7")
GROUND, INK, PALE = "#FFFFFF", "#1F2328", "#8C959F"
FONTS = ("Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans", "DejaVu Sans")
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
LABELS_LIMIT = 12


@dataclass(slots=True, kw_only=True)
class ChartPress:
    """See :class:`gateway.desk.ports_reports.Draws`."""

    seconds: float
    python: tuple[str, ...] = (sys.executable,)

    def __call__(self, charts: Sequence[Chart], /) -> tuple[bytes, ...]:
        if not charts:
            return ()
        try:
            drawn_as_json = self._drawn(msgspec.json.encode(tuple(charts)))
            pictures = msgspec.json.decode(drawn_as_json, type=tuple[bytes, ...])
        except (OSError, subprocess.SubprocessError, msgspec.DecodeError) as error:
            maillog.unavailable("charts", _why(error))
            return ()
        return pictures if len(pictures) == len(charts) else ()

    def _drawn(self, charts: bytes) -> bytes:
        """What the process says; it is killed when its time is up."""
        command = (*self.python, "-m", "gateway.papers.charts")
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:  # noqa: S603 (our own interpreter)
            end = threading.Timer(self.seconds, process.kill)
            end.start()
            try:
                said, trouble = process.communicate(charts)
            finally:
                end.cancel()
        if process.returncode:
            code = process.returncode
            raise subprocess.CalledProcessError(code, command, said, trouble)
        return said


def _why(error: Exception) -> str:
    said = getattr(error, "stderr", None)
    last = said.decode(errors="replace").strip().splitlines()[-1:] if said else []
    return " ".join(last) or str(error)


def main() -> None:
    charts = msgspec.json.decode(sys.stdin.buffer.read(), type=tuple[Chart, ...])
    _choose_fonts()
    pictures = tuple(drawn(chart) for chart in charts)
    sys.stdout.buffer.write(msgspec.json.encode(pictures))


def _choose_fonts() -> None:
    import matplotlib as mpl  # noqa: PLC0415 (an extra)
    from matplotlib import font_manager  # noqa: PLC0415 (as above)

    mpl.use("Agg")
    for folder in FONT_FOLDERS:
        for file in sorted(folder.rglob("NotoSansCJK-*.ttc")):
            font_manager.fontManager.addfont(str(file))
    known = {font.name for font in font_manager.fontManager.ttflist}
    mpl.rcParams["font.family"] = [name for name in FONTS if name in known]
    mpl.rcParams["axes.unicode_minus"] = False


def drawn(chart: Chart) -> bytes:
    """One picture."""
    from matplotlib.figure import Figure  # noqa: PLC0415 (an extra)

    figure = Figure(figsize=(WIDTH_INCHES, HEIGHT_INCHES), dpi=DOTS, facecolor=GROUND)
    axes = figure.add_subplot()
    _DRAW[chart.drawing](axes, chart)
    axes.set_title(chart.title, fontsize=9, color=INK, loc="left")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=7, colors=INK)
    figure.tight_layout()
    picture = io.BytesIO()
    figure.savefig(picture, format="png", pil_kwargs={"optimize": True})
    return picture.getvalue()


def _bars(axes: "Axes", chart: Chart) -> None:
    """The first series as bars, the second as a line with a scale of its own."""
    (name, values), *others = chart.series
    places = range(len(chart.labels))
    heights = [value or 0.0 for value in values]
    bars = axes.bar(places, heights, color=PALETTE[0], width=0.6, label=name)
    axes.bar_label(bars, fmt="%.0f", fontsize=7, color=INK)
    axes.set_xticks(list(places), chart.labels)
    for other, line in others:
        beside = axes.twinx()
        points = [(p, v) for p, v in zip(places, line, strict=True) if v is not None]
        beside.plot(
            [p for p, _ in points],
            [v for _, v in points],
            color=PALETTE[1],
            marker="o",
            markersize=3,
            label=other,
        )
        for place, value in points:
            beside.annotate(
                f"{value:.0f}%",
                (place, value),
                textcoords="offset points",
                xytext=(0, 4),
                ha="center",
                fontsize=7,
                color="#8A5A00",
            )
        most = max([*(v for _, v in points), 1.0])
        # Above the bars: a scale of which only the upper part is used.
        beside.set_ylim(-4 * most, 1.25 * most)
        beside.set_yticks([])
        for spine in beside.spines.values():
            spine.set_visible(False)
        beside.legend(
            fontsize=7, loc="lower right", bbox_to_anchor=(1.0, 1.0), frameon=False
        )
    axes.set_ylim(0, 1.6 * max([*heights, 1.0]))
    axes.legend(fontsize=7, loc="lower right", bbox_to_anchor=(0.8, 1.0), frameon=False)


def _lines(axes: "Axes", chart: Chart) -> None:
    for place, (name, values) in enumerate(chart.series):
        points = [(p, v) for p, v in enumerate(values) if v is not None]
        colour, below = PALETTE[place % len(PALETTE)], place % 2
        axes.plot(
            [p for p, _ in points],
            [v for _, v in points],
            color=colour,
            marker="os^D"[place % len(PALETTE)],
            markersize=4,
            label=name,
        )
        for at, value in points:
            axes.annotate(
                f"{value:.0f}%",
                (at, value),
                textcoords="offset points",
                xytext=(0, -11 if below else 5),
                ha="center",
                fontsize=7,
                color=INK,
            )
    if chart.goal is not None:
        axes.axhline(chart.goal, color=PALE, linestyle="--", linewidth=1)
    axes.set_xticks(range(len(chart.labels)), chart.labels)
    least = min(
        (v for _, line in chart.series for v in line if v is not None), default=0
    )
    axes.set_ylim(max(0.0, min(least, chart.goal or 100) - 12), 106)
    axes.legend(fontsize=7, loc="lower right", frameon=False, ncols=2)


def _ranks(axes: "Axes", chart: Chart) -> None:
    ((_, values),) = chart.series
    labels, lengths = chart.labels[::-1], [value or 0.0 for value in values][::-1]
    bars = axes.barh(range(len(labels)), lengths, color=PALETTE[0], height=0.6)
    axes.bar_label(bars, fmt="%.0f", fontsize=7, color=INK, padding=2)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _stacks(axes: "Axes", chart: Chart) -> None:
    places = range(len(chart.labels))
    below = [0.0] * len(chart.labels)
    hatches = ("", "//", "..", "xx")
    for place, (name, values) in enumerate(chart.series):
        heights = [value or 0.0 for value in values]
        bars = axes.bar(
            places,
            heights,
            bottom=below,
            color=PALETTE[place % len(PALETTE)],
            hatch=hatches[place % len(hatches)],
            edgecolor=GROUND,
            width=0.6,
            label=name,
        )
        labels = [f"{value:.0f}" if value else "" for value in heights]
        axes.bar_label(bars, labels, label_type="center", fontsize=7, color=INK)
        below = [a + b for a, b in zip(below, heights, strict=True)]
    axes.set_xticks(list(places), chart.labels)
    axes.set_ylim(0, 1.3 * max([*below, 1.0]))
    axes.legend(fontsize=7, loc="upper right", frameon=False, ncols=4)


_DRAW = {
    Drawing.BARS: _bars,
    Drawing.LINES: _lines,
    Drawing.RANKS: _ranks,
    Drawing.STACKS: _stacks,
}


if __name__ == "__main__":
    main()
