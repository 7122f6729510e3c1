"""What each threshold of acceptance would do: messages in scope accepted, messages out of scope declined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.answers import RINGS, in_ring, in_scope
from bot.evaluation.questions import TestQuestion
from bot.evaluation.understanding import Reading, TrainedReader
from bot.nlu.intent_model import Example

STEPS = 100
IN_SCOPE = "in scope, accepted"


@dataclass(frozen=True)
class ThresholdCurve:
    """For each of ``thresholds`` the share that each of ``lines`` reaches; ``chosen`` are the thresholds in use.

    By the intent model alone: emergencies and whatever else is told by words are not in it.
    """

    thresholds: list[float]
    lines: dict[str, list[float]]
    chosen: dict[str, float]


def threshold_curve(
    questions: Sequence[TestQuestion], readings: dict[str, Reading], reader: TrainedReader
) -> ThresholdCurve:
    """The curve of ``reader`` over ``questions``, whose ``readings`` are given by id."""
    foreign = set(reader.config["foreign"])
    examples = [Example(reading.text, reading.categories) for reading in readings.values()]
    rankings = reader.model.rank_all(examples) if examples else []
    shares = {
        name: sum(one.confidence for one in ranking if one.intent not in foreign)
        for name, ranking in zip(readings, rankings, strict=True)
    }
    thresholds = [step / STEPS for step in range(STEPS + 1)]
    accepted = _reaching(in_scope(questions), shares, thresholds)
    declined = {ring: _reaching(in_ring(questions, ring), shares, thresholds) for ring in RINGS}
    return ThresholdCurve(
        thresholds=thresholds,
        lines={IN_SCOPE: accepted}
        | {f"{RINGS[ring]}, declined": [1 - share for share in line] for ring, line in declined.items() if line},
        chosen={name: float(reader.config[name]) for name in ("accept", "accept_on_subject")},
    )


def _reaching(questions: Sequence[TestQuestion], shares: dict[str, float], thresholds: Sequence[float]) -> list[float]:
    """The part of ``questions`` whose share reaches each threshold; empty where there is none."""
    held = [shares[one.id] for one in questions if one.id in shares]
    return [sum(share >= bound for share in held) / len(held) for bound in thresholds] if held else []
