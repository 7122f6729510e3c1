"""The picture of the pathway: its steps as boxes, one below the other, with arrows between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.rendering.pages.charts.scale import LINE_PIXELS, lines

PADDING_PIXELS = 14
ARROW_PIXELS = 30
# The number of the step stands left of its words.
STEP_CHARACTERS = 24


@dataclass(frozen=True)
class Box:
    """A step: ``y`` and ``height`` in pixels, ``arrow`` whether another step follows."""

    number: int
    words: list[str]
    y: int
    arrow: bool

    @property
    def height(self) -> int:
        """The height of the box."""
        return LINE_PIXELS * len(self.words) + 2 * PADDING_PIXELS

    @property
    def bottom(self) -> int:
        """The lower edge of the box."""
        return self.y + self.height

    @property
    def middle(self) -> int:
        """The height of the box's middle."""
        return self.y + self.height // 2

    @property
    def baselines(self) -> list[tuple[int, str]]:
        """Every line of words with its baseline."""
        first = self.y + PADDING_PIXELS + 14
        return [(first + LINE_PIXELS * place, line) for place, line in enumerate(self.words)]


@dataclass(frozen=True)
class Flow:
    """The whole picture."""

    boxes: list[Box]

    @property
    def height(self) -> int:
        """The height of the picture, in pixels."""
        return self.boxes[-1].bottom + 2

    @property
    def description(self) -> str:
        """The picture in words."""
        return " Then: ".join(f"step {box.number}, {' '.join(box.words)}." for box in self.boxes)


def flow(labels: Sequence[str]) -> Flow | None:
    """The picture of the steps called ``labels``, in order, or ``None`` where there are none."""
    boxes: list[Box] = []
    for place, label in enumerate(labels):
        y = boxes[-1].bottom + ARROW_PIXELS if boxes else 2
        boxes.append(Box(place + 1, lines(label, STEP_CHARACTERS), y, place + 1 < len(labels)))
    return Flow(boxes) if boxes else None
