"""The report: figures beside their goals, single questions only where they may be looked into, pictures that last."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.evaluation.answers import answer_figures
from bot.evaluation.cross_validation import CrossValidation
from bot.evaluation.flips import ABSENT, Flip
from bot.evaluation.goals import GOALS, Goal
from bot.evaluation.judging import Judge
from bot.evaluation.pictures import draw_confusion, draw_thresholds
from bot.evaluation.report import Report
from bot.evaluation.shares import Share
from bot.evaluation.slots import slot_figures
from bot.evaluation.tables import tables
from bot.evaluation.thresholds import ThresholdCurve
from bot.evaluation.understanding import SEVERAL, Reading, intent_figures
from knowledge.content_files import Content
from tests.unit.test_evaluation_slots import given, question, reply

NAME = "fa-one-question"


def report(content: Content, half: str = "development") -> Report:
    asked = [replace(question(NAME, {"psychosis": given(True)}), intents=("ask_dosing",), tags=("far",))]
    replies = {NAME: reply({"psychosis": given(False)})}
    replies[NAME].envelopes[0]["status"], replies[NAME].envelopes[0]["headline"] = "not_found", "nothing"
    return Report(
        half=half,
        answers=answer_figures(asked, replies, Judge(content)),
        intents=intent_figures(asked, {NAME: Reading("", ("ask_evidence",), ())}),
        cross_validation=CrossValidation(5, Share(90, 100), 0.88),
        slots=slot_figures(asked, replies),
        flips=[Flip(NAME, ABSENT, "psychosis", given(True), given(False))],
        noise={"clean": Share(97, 100), "spoken": Share(94, 100), "misspelt": Share(93, 100)},
    )


def printed(found: Report) -> str:
    console = Console(record=True, width=140, file=StringIO())
    console.print(tables(found))
    return console.export_text()


@pytest.mark.parametrize(
    ("goal", "value", "met"),
    [
        (Goal(0.97), 0.97, True),
        (Goal(0.97), 0.9699, False),
        (Goal(0, at_most=True), 0, True),
        (Goal(0, at_most=True), 1, False),
        (Goal(0.03, at_most=True), 0.97 - 0.94, True),
        (Goal(0.03, at_most=True), -0.01, True),
    ],
)
def test_a_goal_is_met_or_not(goal: Goal, value: float, met: bool) -> None:
    assert goal.is_met(value) is met


def test_every_goal_stands_beside_a_figure(content: Content) -> None:
    shown = [figure.goal for figure in report(content).figures() if figure.goal is not None]
    assert {id(goal) for goal in shown} == {id(goal) for goal in GOALS.values()}


def test_the_loss_by_noise_is_in_points_of_the_same_questions(content: Content) -> None:
    losses = {figure.name: figure for figure in report(content).figures() if "lost" in figure.name}
    assert [figure.met for figure in losses.values()] == [True, False]
    assert losses["answers lost when misspelt"].shown == "4.0 points (97 to 93 of 100)"


def test_without_noise_there_is_no_loss_to_show(content: Content) -> None:
    assert not [one for one in replace(report(content), noise={}).figures() if "lost" in one.name]


def test_the_half_that_may_be_looked_into_names_its_questions(content: Content) -> None:
    found = report(content)
    document = json.loads(json.dumps(found.as_document()))
    assert document["flips"][0]["question"] == NAME
    assert set(document["answers"]["wrong"]) == set(document["slots"]["wrong"]) == {NAME}
    assert printed(found).count(NAME) == 4


def test_the_half_of_the_report_names_none(content: Content) -> None:
    found = report(content, "report")
    document = json.dumps(found.as_document())
    assert NAME not in document
    assert NAME not in printed(found)
    assert json.loads(document)["flips_by_kind"][ABSENT] == 1


def test_what_is_shown_says_what_is_met(content: Content) -> None:
    lines = printed(report(content)).splitlines()
    row = {line.split("│")[1].strip(): line for line in lines if line.count("│") == 5}
    assert "≤ 0" in row["dangerous flips"]
    assert "not met" in row["dangerous flips"]
    assert "not met" not in row["declined: far out of scope"]
    assert {"intents right, test questions", "intents right, 5-fold on the training data"} <= set(row)


def test_pictures_show_every_name_and_do_not_change_by_themselves(tmp_path: Path) -> None:
    counts = {"ask_tea": {"ask_tea": 9, SEVERAL: 1}, "ask_cup": {"ask_tea": 2, "ask_cup": 3}}
    curve = ThresholdCurve([0.0, 0.5, 1.0], {"in scope": [1.0, 0.9, 0.0], "far": [0.0, 0.8, 1.0]}, {"accept": 0.75})
    made = [
        [draw_confusion(counts, folder), draw_thresholds(curve, folder)] for folder in (tmp_path / "a", tmp_path / "b")
    ]
    confusion, thresholds = (path.read_text(encoding="utf-8") for path in made[0])
    assert [path.read_text(encoding="utf-8") for path in made[1]] == [confusion, thresholds]
    for text in ("ask tea", "ask cup", SEVERAL, ">9<", ">2<"):
        assert text in confusion
    for text in ("in scope", "far", "accept = 0.75"):
        assert text in thresholds
