"""The test questions: one file for each family, the same names as the training data's."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

QUESTIONS = Path(__file__).parent / "questions"


@dataclass(frozen=True)
class TestQuestion:
    """A question and what a right answer to it is.

    ``statements`` must all be cited, ``allowed`` may be, ``forbidden`` must not be ("*": nothing may be cited).
    """

    __test__ = False

    id: str
    family: str
    text: object
    status: str
    statements: frozenset[str]
    allowed: frozenset[str]
    forbidden: frozenset[str]
    intent: str | None = None
    audience: str = "clinician"
    tags: tuple[str, ...] = field(default=())


def read_questions() -> list[TestQuestion]:
    """Every question of every family."""
    yaml = YAML(typ="safe", pure=True)
    return [
        _question(path.stem, entry)
        for path in sorted(QUESTIONS.glob("*.yml"))
        for entry in yaml.load(path.read_text(encoding="utf-8"))
    ]


def _question(family: str, entry: dict[str, Any]) -> TestQuestion:
    text = entry.get("text")
    if "text_repeat" in entry:
        piece, times = entry["text_repeat"]
        text = piece * times
    return TestQuestion(
        id=entry["id"],
        family=family,
        text=text,
        status=entry["status"],
        statements=frozenset(entry["statements"]),
        allowed=frozenset(entry["allowed"]),
        forbidden=frozenset(entry["forbidden"]),
        intent=entry.get("intent"),
        audience=entry["audience"],
        tags=tuple(entry["tags"]),
    )
