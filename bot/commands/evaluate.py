"""``footnote evaluate``: how well the assistant answers the test questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track
from rich.table import Table

from bot.commands.console import console, plain_errors
from bot.evaluation.report import Report, Share
from knowledge.settings import Settings


@plain_errors
def evaluate(
    half: Annotated[str, typer.Option(help="`report`, or `development`, which may be looked into.")] = "report",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A JSON file for the whole report.")] = None,
) -> None:
    """Ask a running assistant, started for it, every test question of one half, and print what came of it."""
    from bot.evaluation.asking import ask_all
    from bot.evaluation.judging import Judge
    from bot.evaluation.questions import read_questions
    from bot.evaluation.report import report
    from bot.readiness import free_port
    from bot.server import running
    from knowledge.content_files import read_content

    settings = Settings.from_environment()
    questions = [one for one in read_questions() if one.half == half and one.author == "fresh-eyes"]
    with running(settings, free_port()) as assistant:
        answers = ask_all(assistant.url, track(questions, "Asking", console=console, transient=True))
    found = report(half, questions, answers, Judge(read_content(settings.content)))
    show(found)
    if output is not None:
        output.write_text(json.dumps(found.as_document(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def show(found: Report) -> None:
    """Print the figures; the questions themselves only of the half that may be looked into."""
    table = Table("measure", "share", title=f"{found.half} half")
    rows: dict[str, Share] = {
        "answers right": found.answers,
        **{f"declined: {name}": share for name, share in found.rings.items()},
        "in scope accepted": found.accepted,
        "emergencies recognised": found.emergencies,
        **{f"right: {name}": share for name, share in found.by_family.items()},
    }
    for name, share in rows.items():
        table.add_row(name, str(share))
    console.print(table)
    console.print(f"Statements cited that would be dangerous there: {sum(map(len, found.dangerous.values()))}")
    if found.half != "report":
        for name, faults in found.wrong.items():
            console.print(f"{name}: {'; '.join(faults)}", markup=False, soft_wrap=True)
