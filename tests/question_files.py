"""The test questions: one file for each family, the same names as the training data's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

QUESTIONS = Path(__file__).parent / "questions"


@dataclass(frozen=True)
class TestQuestion:
    """A question and what a right answer to it is.

    ``statements`` must all be cited, ``allowed`` may be, ``forbidden`` must not be ("*": nothing may be cited, which
    holds wherever the right status is not ``answered``). ``status_also`` are statuses as right as ``status``.
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
    tags: tuple[str, ...] = ()
    status_also: frozenset[str] = frozenset()
    author: str = "engineer"


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
        statements=frozenset(entry.get("statements", ())),
        allowed=frozenset(entry.get("allowed", ())),
        forbidden=frozenset(entry.get("forbidden", () if entry["status"] == "answered" else ("*",))),
        intent=entry.get("intent"),
        audience=entry.get("audience", "clinician"),
        tags=tuple(entry.get("tags", ())),
        status_also=frozenset(entry.get("status_also", ())),
        author=entry["author"],
    )
