"""How well de-identification finds what identifies a person, what it removes wrongly, and what it costs.

``python -m benchmarks.privacy`` reads ``tests/data/privacy.yml``, on which the filter was built, and
``privacy-strangers.yml``, whose author knew nothing of it, and prints for each kind how many were to be removed and how
many were, and the time for a message; with ``--errors`` every message that comes out otherwise than it should.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from ruamel.yaml import YAML

from bot.privacy import Redacted, Redactor
from bot.privacy.redactor import PLACEHOLDERS

DATA = Path(__file__).parent.parent / "tests" / "data"
FILES = ("privacy.yml", "privacy-strangers.yml")
ROUNDS = 5


@dataclass(frozen=True)
class Case:
    """A message and what should be left of it."""

    text: str
    left: str

    def expected(self) -> Counter[str]:
        """How many of each kind should be removed."""
        return Counter({kind: self.left.count(placeholder) for kind, placeholder in PLACEHOLDERS.items()})


@dataclass(frozen=True)
class Result:
    """What was left of a message, and the seconds that took at the median."""

    case: Case
    redacted: Redacted
    seconds: float

    def removed(self) -> Counter[str]:
        """How many of each kind were removed."""
        return Counter({one.kind: one.count for one in self.redacted.removed})


def cases(path: Path) -> list[Case]:
    """The messages of the file at ``path``."""
    data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return [
        *(Case(one["text"], one["left"]) for one in data["identifying"]),
        *(Case(text, text) for text in data["harmless"]),
    ]


def redact(redactor: Redactor, case: Case) -> Result:
    """What ``redactor`` makes of ``case``."""
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        redacted = redactor.redact(case.text)
        seconds.append(time.perf_counter() - started)
    return Result(case, redacted, statistics.median(seconds))


def table(results: list[Result]) -> Table:
    """Of each kind how many there are, how many were removed rightly, and how many wrongly."""
    made = Table("kind", "to remove", "removed", "recall", "removed wrongly")
    for kind in PLACEHOLDERS:
        pairs = [(one.case.expected()[kind], one.removed()[kind]) for one in results]
        given = sum(expected for expected, _ in pairs)
        right = sum(min(pair) for pair in pairs)
        wrong = sum(removed for _, removed in pairs) - right
        made.add_row(kind, str(given), str(right), f"{right / given:.3f}", str(wrong))
    return made


def main(errors: bool) -> None:
    """Load the filter and report on each file of messages."""
    console = Console()
    started = time.perf_counter()
    redactor = Redactor.load()
    loaded = time.perf_counter() - started
    console.print(f"loaded in {loaded:.2f} s")
    for name in FILES:
        console.print(f"\n{name}")
        report(console, [redact(redactor, case) for case in cases(DATA / name)], errors)


def report(console: Console, results: list[Result], errors: bool) -> None:
    """Print the scores and the costs of ``results``; with ``errors`` the messages that come out wrongly, too."""
    console.print(table(results))
    groups = {"with identifiers": True, "with none": False}
    for name, identifying in groups.items():
        group = [one for one in results if (one.case.text != one.case.left) == identifying]
        exact = sum(one.redacted.text == one.case.left for one in group)
        milliseconds = statistics.median(one.seconds for one in group) * 1000
        console.print(f"{name}: {exact} of {len(group)} exactly right, {milliseconds:.1f} ms a message (median)")
    for one in results if errors else []:
        if one.redacted.text != one.case.left:
            console.print(one.case.left, one.redacted.text, sep="\n", markup=False)


if __name__ == "__main__":
    main("--errors" in sys.argv)
