"""What each figure of the report has to reach."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """A figure is to be at least ``bound``, or ``at_most`` it. ``points``: it is a difference, shown in points."""

    bound: float
    at_most: bool = False
    points: bool = False

    def is_met(self, value: float) -> bool:
        """Whether ``value`` reaches the goal; a difference that only arithmetic made does not count."""
        distance = round(value - self.bound, 9)
        return distance <= 0 if self.at_most else distance >= 0

    def __str__(self) -> str:
        bound = f"{100 * self.bound:g} points" if self.points else f"{self.bound:g}"
        return f"{'≤' if self.at_most else '≥'} {bound}"


GOALS = {
    "intents": Goal(0.97),
    "slots": Goal(0.97),
    "answers": Goal(0.97),
    "flips": Goal(0, at_most=True),
    "far": Goal(0.97),
    "medical-elsewhere": Goal(0.95),
    "near-trap": Goal(1.0),
    "accepted": Goal(0.97),
    "noise": Goal(0.03, at_most=True, points=True),
}
