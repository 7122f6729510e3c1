"""One evaluation: every figure of it, beside what it has to reach, in JSON types as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from bot.evaluation.answers import RINGS, AnswerFigures
from bot.evaluation.cross_validation import CrossValidation
from bot.evaluation.flips import Flip, counted
from bot.evaluation.goals import GOALS, Goal
from bot.evaluation.shares import Share
from bot.evaluation.slots import SlotFigures
from bot.evaluation.understanding import IntentFigures

CLEAN = "clean"
# What tells of single questions, which nobody may look into in the half of the report.
SINGLE = frozenset({"wrong", "dangerous", "flips"})


@dataclass(frozen=True)
class Figure:
    """A measured ``value``, how it is ``shown``, and the goal that it has, if any."""

    name: str
    value: float
    shown: str
    goal: Goal | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; ``None`` where there is none."""
        return None if self.goal is None else self.goal.is_met(self.value)


@dataclass(frozen=True)
class Report:
    """What an evaluation of one ``half`` of the questions found.

    ``noise`` holds the answers right to the same questions in each variant, the clean one included; it may be empty.
    """

    half: str
    answers: AnswerFigures
    intents: IntentFigures
    cross_validation: CrossValidation
    slots: SlotFigures
    flips: list[Flip]
    noise: dict[str, Share]

    @property
    def may_be_looked_into(self) -> bool:
        """Whether single questions may be shown."""
        return self.half != "report"

    def figures(self) -> list[Figure]:
        """The figures that count, in the order in which they are shown."""
        answers, check = self.answers, self.cross_validation
        folds = f"{check.folds}-fold on the training data"
        return [
            _share("answers right", answers.right, "answers"),
            _share("intents right, test questions", self.intents.accuracy, "intents"),
            _plain("macro F1, test questions of one intent", self.intents.macro_f1),
            _share(f"intents right, {folds}", check.accuracy),
            _plain(f"macro F1, {folds}", check.macro_f1),
            _share("slots exactly right", self.slots.exact, "slots"),
            _share("slots exactly right, where any is filled", self.slots.exact_where_filled, "slots"),
            Figure("dangerous flips", len(self.flips), str(len(self.flips)), GOALS["flips"]),
            *(_share(f"declined: {name}", answers.rings[ring], ring) for ring, name in RINGS.items()),
            _share("in scope accepted", answers.accepted, "accepted"),
            _share("emergencies recognised", answers.emergencies),
            *self._losses(),
        ]

    def as_document(self) -> dict[str, Any]:
        """The report in JSON types; of the half that may not be looked into, nothing that tells of single questions."""
        document = {
            **asdict(self),
            "figures": [_figure_document(figure) for figure in self.figures()],
            "flips_by_kind": counted(self.flips),
            "statements_dangerous": sum(map(len, self.answers.dangerous.values())),
        }
        return document if self.may_be_looked_into else _without(document, SINGLE)

    def _losses(self) -> Iterator[Figure]:
        clean = self.noise.get(CLEAN)
        for name, right in self.noise.items():
            if clean is not None and name != CLEAN:
                loss = clean.value - right.value
                shown = f"{100 * loss:.1f} points ({clean.right} to {right.right} of {clean.all})"
                yield Figure(f"answers lost when {name}", loss, shown, GOALS["noise"])


def _share(name: str, share: Share, goal: str | None = None) -> Figure:
    return Figure(name, share.value, str(share), GOALS[goal] if goal else None)


def _plain(name: str, value: float) -> Figure:
    return Figure(name, value, f"{value:.3f}")


def _figure_document(figure: Figure) -> dict[str, Any]:
    goal = None if figure.goal is None else str(figure.goal)
    return {"name": figure.name, "value": figure.value, "shown": figure.shown, "goal": goal, "met": figure.met}


def _without(document: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {
        key: _without(value, keys) if isinstance(value, dict) else value
        for key, value in document.items()
        if key not in keys
    }
