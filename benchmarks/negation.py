"""How well the assertion rules read negation, time and person in public clinical sentences.

``python -m benchmarks.negation`` prints precision, recall and F1 of each, what loading and reading cost, and with
``--errors`` every sentence that is read otherwise than it is annotated.
"""

from __future__ import annotations

import csv
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.nlu.assertion import AssertionEngine, Finding, Target
from knowledge.assertion_rules import read_assertion_rules

SENTENCES = Path(__file__).parent.parent / "tests" / "data" / "public" / "negation_dev.tsv"


@dataclass(frozen=True)
class Case:
    """A sentence with a marked concept and what people say of it: whether it is negated, when, and whose it is."""

    number: str
    sentence: str
    target: Target
    negation: str
    temporality: str
    experiencer: str


@dataclass(frozen=True)
class Score:
    """Counts of right and wrong readings of one label."""

    hits: int
    false_alarms: int
    misses: int

    @property
    def precision(self) -> float:
        """The share of its readings that are right; 1 where there are none."""
        return self.hits / (self.hits + self.false_alarms) if self.hits + self.false_alarms else 1.0

    @property
    def recall(self) -> float:
        """The share of its cases that are found; 1 where there are none."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


# The label of each column that is scored, and the assertion that stands for it.
LABELS = {
    "negation": ("Negated", "absent"),
    "temporality": ("Historical", "historical"),
    "hypothetical": ("Not particular", "hypothetical"),
    "experiencer": ("Other", "family"),
}


def cases(path: Path = SENTENCES) -> list[Case]:
    """The annotated sentences; the marked concept stands in capitals in them, where not all of a sentence does."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_case(row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _case(row: dict[str, str]) -> Case:
    start, end = _place(row["sentence"], row["concept"])
    target = Target(start, end, row["concept"], "condition")
    return Case(row["id"], row["sentence"], target, row["negation"], row["temporality"], row["experiencer"])


def _place(sentence: str, concept: str) -> tuple[int, int]:
    # Some annotations run over two sentences, of which the row holds one.
    for words in (concept, *concept.split(". ")):
        for text, form in ((sentence, words.upper()), (sentence.lower(), words.lower())):
            if (start := text.find(form)) >= 0:
                return start, start + len(form)
    raise ValueError(f"'{concept}' does not stand in '{sentence}'")


def score(readings: list[tuple[Case, Finding]], column: str) -> Score:
    """How often the assertion that stands for the label of ``column`` was read where people gave that label."""
    label, assertion = LABELS[column]
    given = [_label(case, column) == label for case, _ in readings]
    read = [finding.assertion == assertion for _, finding in readings]
    pairs = list(zip(given, read, strict=True))
    return Score(pairs.count((True, True)), pairs.count((False, True)), pairs.count((True, False)))


def _label(case: Case, column: str) -> str:
    return str(getattr(case, "temporality" if column == "hypothetical" else column))


def read_all(engine: AssertionEngine, sentences: list[Case]) -> Iterator[tuple[Case, Finding, float]]:
    """Every case with what was read of it and the seconds that took."""
    for case in sentences:
        started = time.perf_counter()
        (finding,) = engine.read(case.sentence, [case.target])
        yield case, finding, time.perf_counter() - started


def main(errors: bool) -> None:
    """Print the scores and the costs; with ``errors`` the sentences that are read wrongly, too."""
    console = Console()
    started = time.perf_counter()
    engine = AssertionEngine(read_assertion_rules())
    loaded = time.perf_counter() - started
    results = list(read_all(engine, cases()))
    readings = [(case, finding) for case, finding, _ in results]
    table = Table("", "label", "given", "false alarms", "precision", "recall", "F1")
    for column, (label, _) in LABELS.items():
        one = score(readings, column)
        given = one.hits + one.misses
        figures = (f"{value:.3f}" if given else "–" for value in (one.precision, one.recall, one.f1))
        table.add_row(column, label, str(given), str(one.false_alarms), *figures)
    console.print(table)
    milliseconds = statistics.median(seconds for _, _, seconds in results) * 1000
    console.print(f"{len(results)} sentences; loaded in {loaded:.2f} s, a sentence in {milliseconds:.2f} ms (median)")
    for case, finding in readings if errors else []:
        if (case.negation == "Negated") != (finding.assertion == "absent"):
            console.print(
                f"{case.number} {case.negation}: {finding.assertion} {finding.words}", case.sentence, markup=False
            )


if __name__ == "__main__":
    main("--errors" in sys.argv)
