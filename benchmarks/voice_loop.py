"""How well spoken questions are heard and answered: by synthesisers, noise, a real recogniser and the voice webhook.

``python -m benchmarks.voice_loop`` starts the assistant, speaks a fixed choice of the test questions and every question
with numbers (``tests/voice``), prints what came of them and keeps it in ``benchmarks/results/voice_loop.md``.
``--questions 10`` speaks so many of the test questions only, which is not kept.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.evaluation.judging import Judge
from bot.evaluation.questions import read_questions
from bot.evaluation.quiet import quiet
from knowledge.content_files import read_content
from knowledge.settings import ROOT
from tests.system.conftest import settings_in, start
from tests.voice.chosen import first, numbers, speakable
from tests.voice.dialogue import Loop, Outcome
from tests.voice.recogniser import recogniser
from tests.voice.said import FEWEST_WORDS, MOST_WORDS, Reader

RESULT = ROOT / "benchmarks" / "results" / "voice_loop.md"
COMMAND = "python -m benchmarks.voice_loop"
QUESTIONS = 110
COLUMNS = (
    "",
    "questions",
    "words misheard",
    "right",
    "of these read back",
    "declined",
    "given up",
    "wrong",
    "wrong numbers",
)

Group = tuple[str, Sequence[Outcome]]


def outcomes(questions: int) -> list[Outcome]:
    """What came of so many test ``questions`` that are answered rightly when typed, and of all with numbers."""
    reader = Reader()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        running = stack.enter_context(contextmanager(start)(settings_in(folder)))
        loop = Loop(running.assistant.url, stack.enter_context(recogniser()), Judge(read_content()))
        asked = [*first(questions, speakable(reader), loop.is_right_when_typed), *numbers(reader)]
        return [loop.ask(one) for one in track(asked, "Speaking …")]


def groups(found: Sequence[Outcome]) -> Iterator[Group]:
    """All of ``found``, and what the table tells apart: kinds of question, voices and noises."""
    yield "all", found
    yield from _by(found, lambda one: "test questions" if one.spoken.question else "with numbers")
    yield from _by(found, lambda one: one.utterance.voice)
    yield from _by(found, lambda one: one.utterance.noise)


def row(group: Group) -> list[str]:
    """What came of a group of questions."""
    name, found = group
    right = [one for one in found if one.ending == "right"]
    errors, words = sum(one.errors for one in found), sum(one.words for one in found)
    endings = [str(sum(one.ending == ending for one in found)) for ending in ("declined", "given up", "wrong")]
    read_back = str(sum(one.read_back > 0 for one in right))
    misheard = str(sum(bool(one.misheard) for one in found))
    return [name, str(len(found)), f"{errors / words:.2f}", str(len(right)), read_back, *endings, misheard]


def summary(found: Sequence[Outcome]) -> str:
    """The two figures that are promised, and what they cost."""
    safe, read_back = (sum(map(is_so, found)) for is_so in (lambda one: one.is_safe, lambda one: one.read_back > 0))
    misheard = sum(bool(one.misheard) for one in found)
    return (
        f"Right or read back: {safe / len(found):.3f} ({safe}/{len(found)}; goal 0.95). "
        f"Wrong numbers answered: {misheard} (goal 0). Read back at all: {read_back / len(found):.3f}."
    )


def choice() -> str:
    """Which of the test questions can be spoken at all."""
    can_be, all_of_them = len(speakable(Reader())), len(read_questions())
    return (
        f"Of {all_of_them} test questions {can_be} can be spoken: a clinician's, of one message, in English, without "
        f"misspellings, of {FEWEST_WORDS} to {MOST_WORDS} words. Asked are the first of these, in an order fixed by "
        "their ids, that are answered rightly when they are typed."
    )


def report(found: Sequence[Outcome]) -> str:
    """What came of all questions, as Markdown."""
    rows = [COLUMNS, ["---"] * len(COLUMNS), *map(row, groups(found))]
    lines = ["# The voice loop", "", f"Written by `{COMMAND}`.", "", choice(), "", summary(found), ""]
    return "\n".join([*lines, *(f"| {' | '.join(cells)} |" for cells in rows), ""])


def _by(found: Sequence[Outcome], name: Callable[[Outcome], str]) -> list[Group]:
    names = sorted(set(map(name, found)))
    return [(one, [outcome for outcome in found if name(outcome) == one]) for one in names]


def main() -> None:
    """Speak, print the table and keep it."""
    parser = argparse.ArgumentParser(prog=COMMAND)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    questions = parser.parse_args().questions
    quiet()
    found = outcomes(questions)
    table = Table(*COLUMNS)
    for group in groups(found):
        table.add_row(*row(group))
    console = Console()
    console.print(table)
    console.print(choice())
    console.print(summary(found))
    if questions == QUESTIONS:
        RESULT.write_text(report(found), encoding="utf-8")


if __name__ == "__main__":
    main()
