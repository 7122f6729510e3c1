"""``footnote evaluate``: how well the assistant understands and answers the test questions."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from enum import Enum
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import track

from bot.commands.console import console, plain_errors
from bot.commands.upkeep import bring_up_to_date
from knowledge.settings import Settings

if TYPE_CHECKING:
    from bot.evaluation.asking import Reply
    from bot.evaluation.cross_validation import CrossValidation
    from bot.evaluation.questions import TestQuestion
    from bot.evaluation.report import Report
    from bot.evaluation.understanding import Reading, TrainedReader

STRANGERS = "fresh-eyes"


class Half(str, Enum):
    """Which half of the questions is asked."""

    REPORT = "report"
    DEVELOPMENT = "development"


@plain_errors
def evaluate(
    half: Annotated[Half, typer.Option(help="Only `development` may be looked into.")] = Half.REPORT,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A JSON file for the whole report.")] = None,
    pictures: Annotated[
        Path | None, typer.Option(help="A folder for the confusion matrix and the threshold curve, as SVG.")
    ] = None,
    noise: Annotated[bool, typer.Option(help="Ask everything again as dictated and as misspelt.")] = True,
) -> None:
    """Ask a running assistant, started for it, every test question of one half, and print what came of it."""
    from bot.evaluation.asking import ask_all
    from bot.evaluation.cross_validation import cross_validated
    from bot.evaluation.questions import read_questions
    from bot.evaluation.quiet import quiet
    from bot.evaluation.tables import tables
    from bot.evaluation.understanding import read_all, trained_reader
    from bot.nlu.intent_model import Setup
    from bot.readiness import free_port
    from bot.server import running
    from bot.training import MODEL, rasa_environment

    quiet()
    settings = Settings.from_environment()
    os.environ.update(rasa_environment(settings))
    bring_up_to_date(settings)
    questions = [one for one in read_questions() if one.half == half.value and one.author == STRANGERS]
    reader = trained_reader(MODEL)
    setup = Setup.of(reader.config)
    variants = _variants(settings, questions, noise)
    # A fresh process, because this one will have threads; beside the asking, because each takes minutes.
    with ProcessPoolExecutor(1, get_context("spawn")) as beside:
        with running(settings, free_port()) as assistant:
            checked = beside.submit(cross_validated, settings.content, setup)
            replies = {kind: ask_all(assistant.url, _shown(kind, asked)) for kind, asked in variants.items()}
        readings = read_all(MODEL, questions)
        with console.status("Cross-validating …"):
            report = _report(settings, half.value, questions, replies, readings, checked.result())
    console.print(tables(report), soft_wrap=True)
    if output is not None:
        output.write_text(json.dumps(report.as_document(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if pictures is not None:
        _draw(report, questions, readings, reader, pictures)


def _variants(settings: Settings, questions: Sequence[TestQuestion], noise: bool) -> dict[str, list[TestQuestion]]:
    from bot.evaluation.noise import Noise, read_tables, words_of_content
    from bot.evaluation.report import CLEAN

    made = Noise(read_tables(), words_of_content(settings.content)) if noise else None
    noisy = {kind: [made.variant(kind, one) for one in questions] for kind in made.kinds} if made else {}
    return {CLEAN: list(questions), **noisy}


def _shown(kind: str, questions: Sequence[TestQuestion]) -> Iterable[TestQuestion]:
    return track(questions, f"Asking, {kind}", console=console, transient=True)


def _report(
    settings: Settings,
    half: str,
    questions: Sequence[TestQuestion],
    replies: dict[str, dict[str, Reply]],
    readings: dict[str, Reading],
    checked: CrossValidation,
) -> Report:
    from bot.evaluation.answers import answer_figures
    from bot.evaluation.flips import all_flips
    from bot.evaluation.judging import Judge
    from bot.evaluation.report import CLEAN, Report
    from bot.evaluation.slots import slot_figures
    from bot.evaluation.understanding import intent_figures
    from knowledge.content_files import read_content

    content = read_content(settings.content)
    answers = {kind: answer_figures(questions, given, Judge(content)) for kind, given in replies.items()}
    criteria = [criterion for topic in content.topics for criterion in topic.criteria]
    return Report(
        half=half,
        answers=answers[CLEAN],
        intents=intent_figures(questions, readings),
        cross_validation=checked,
        slots=slot_figures(questions, replies[CLEAN]),
        flips=all_flips(questions, replies[CLEAN], criteria),
        noise={kind: found.right for kind, found in answers.items()} if len(answers) > 1 else {},
    )


def _draw(
    report: Report,
    questions: Sequence[TestQuestion],
    readings: dict[str, Reading],
    reader: TrainedReader,
    folder: Path,
) -> None:
    from bot.evaluation.pictures import draw_confusion, draw_thresholds
    from bot.evaluation.thresholds import threshold_curve

    curve = threshold_curve(questions, readings, reader)
    for path in (draw_confusion(report.intents.confusion, folder), draw_thresholds(curve, folder)):
        console.print(f"Drawn: {path}", markup=False)
