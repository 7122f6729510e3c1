"""The confusion matrix and the threshold curve as SVG; the same figures always give the same file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bot.evaluation.thresholds import ThresholdCurve

CONFUSION = "confusion-matrix.svg"
THRESHOLDS = "threshold-curve.svg"
# Text stays text, and names inside the file do not change from run to run.
STYLE = {"svg.fonttype": "none", "svg.hashsalt": "footnote", "font.size": 8}
NO_DATE = {"Date": None}
LINES = ("--", ":", "-.")
_CELL = 0.32
_DARK = 0.5


def draw_confusion(counts: dict[str, dict[str, int]], folder: Path) -> Path:
    """Draw how often each intent (rows) was read as which (columns) into ``folder``; returns the file."""
    read = {name for row in counts.values() for name in row}
    rows, columns = sorted(counts), sorted(counts) + sorted(read - set(counts))
    table = np.array([[counts[row].get(column, 0) for column in columns] for row in rows], dtype=float)
    table = table.reshape(len(rows), len(columns))
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(2.5 + _CELL * len(columns), 2 + _CELL * len(rows)), layout="constrained")
        axes = figure.add_subplot()
        colours = mpl.colormaps["Blues"]
        for y, x in zip(*np.nonzero(table), strict=True):
            axes.add_patch(Rectangle((x, y), 1, 1, facecolor=colours(shares[y, x]), edgecolor="grey", linewidth=0.5))
            colour = "white" if shares[y, x] > _DARK else "black"
            axes.text(x + 0.5, y + 0.5, f"{table[y, x]:.0f}", ha="center", va="center", color=colour)
        axes.set_xticks(np.arange(len(columns)) + 0.5, _shown(columns))
        axes.tick_params(axis="x", labelrotation=90)
        axes.set_yticks(np.arange(len(rows)) + 0.5, _shown(rows))
        axes.set_xlim(0, len(columns))
        axes.set_ylim(len(rows), 0)
        axes.set_xlabel("read as")
        axes.set_ylabel("intent of the question")
        return _saved(figure, folder / CONFUSION)


def draw_thresholds(curve: ThresholdCurve, folder: Path) -> Path:
    """Draw ``curve`` into ``folder``; returns the file."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7, 4), layout="constrained")
        axes = figure.add_subplot()
        for name, line in curve.lines.items():
            axes.plot(curve.thresholds, line, label=name)
        for style, (name, threshold) in zip(LINES, curve.chosen.items(), strict=False):
            axes.axvline(threshold, color="grey", linestyle=style, label=f"{name} = {threshold:g}")
        axes.set_xlabel("threshold of the probability that all intents in scope have together")
        axes.set_ylabel("share of the test questions")
        axes.set_ylim(0, 1.02)
        axes.legend(loc="lower center")
        return _saved(figure, folder / THRESHOLDS)


def _shown(names: Iterable[str]) -> list[str]:
    return [name.replace("_", " ") for name in names]


def _saved(figure: Figure, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata=NO_DATE)
    return path
