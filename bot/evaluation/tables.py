"""The report as tables in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.evaluation.flips import counted
from bot.evaluation.report import Report
from bot.evaluation.shares import Share

MET = {True: "met", False: "not met", None: ""}


def tables(report: Report) -> RenderableType:
    """All tables of ``report``; single questions are named only where they may be looked into."""
    parts: list[RenderableType] = [
        _goals(report),
        _by_tag(report),
        _shares("answers right by family", report.answers.by_family),
        _shares("slots right by slot", report.slots.by_slot),
        _flips(report),
    ]
    if report.noise:
        parts.append(_shares("answers right by variant of the questions", report.noise))
    parts.append(Text(f"Statements cited where they would be dangerous: {_dangerous(report)}"))
    if report.may_be_looked_into:
        parts += map(Text, _single(report))
    return Group(*parts)


def _goals(report: Report) -> Table:
    table = Table("measure", "figure", "goal", "", title=f"{report.half} half")
    for one in report.figures():
        table.add_row(one.name, one.shown, str(one.goal or ""), MET[one.met])
    return table


def _by_tag(report: Report) -> Table:
    answers, intents = report.answers.by_tag, report.intents.by_tag
    table = Table("tag", "answers right", "intents right", title="by tag")
    for tag in answers:
        table.add_row(tag, str(answers[tag]), str(intents.get(tag, "")))
    return table


def _shares(title: str, shares: dict[str, Share]) -> Table:
    table = Table("", "share", title=title)
    for name, share in shares.items():
        table.add_row(name, str(share))
    return table


def _flips(report: Report) -> Table:
    table = Table("kind", "number", title="dangerous flips")
    for kind, number in counted(report.flips).items():
        table.add_row(kind, str(number))
    return table


def _dangerous(report: Report) -> int:
    return sum(map(len, report.answers.dangerous.values()))


def _single(report: Report) -> Iterator[str]:
    """A line for everything that was wrong with a question."""
    for flip in report.flips:
        yield f"{flip.question}: FLIP {flip}"
    for name, cited in report.answers.dangerous.items():
        yield f"{name}: DANGEROUS {', '.join(cited)}"
    for name, faults in report.answers.wrong.items():
        yield f"{name}: answer {'; '.join(faults)}"
    for name, fault in report.intents.wrong.items():
        yield f"{name}: intent {fault}"
    for name, faults in report.slots.wrong.items():
        yield f"{name}: slots {'; '.join(faults)}"
