"""The test questions: one file for each family. They are never training data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ruamel.yaml import YAML

from knowledge.settings import ROOT

QUESTIONS = ROOT / "tests" / "questions"
Half = Literal["development", "report"]


@dataclass(frozen=True)
class TestQuestion:
    """A question and what a right answer to it is.

    ``turns`` are the messages of the conversation; the answer to the last one is judged. ``statements`` must all be
    cited, ``allowed`` (ids or groups, see :mod:`bot.evaluation.judging`) may be, ``forbidden`` must not ("*": nothing
    may be, which holds wherever the right status is not ``answered``). ``status_also`` are statuses as right as
    ``status``. ``slots`` is what the last message says of the patient (all that remains, where that message takes
    something back); ``None`` where the question does not say.
    """

    __test__ = False

    id: str
    family: str
    turns: tuple[object, ...]
    status: str
    statements: frozenset[str]
    allowed: frozenset[str]
    forbidden: frozenset[str]
    intents: tuple[str, ...] = ()
    slots: dict[str, dict[str, Any]] | None = field(default=None, hash=False)
    audience: str = "clinician"
    tags: tuple[str, ...] = ()
    status_also: frozenset[str] = frozenset()
    author: str = "engineer"

    @property
    def text(self) -> object:
        """The message whose answer is judged."""
        return self.turns[-1]

    @property
    def half(self) -> Half:
        """Which half the question belongs to, fixed by its id: those of the report are never used to tune anything."""
        odd = int.from_bytes(hashlib.sha256(self.id.encode()).digest()[:4], "big") % 2
        return "report" if odd else "development"


def read_questions(folder: Path = QUESTIONS) -> list[TestQuestion]:
    """Every question of every family in ``folder``."""
    yaml = YAML(typ="safe", pure=True)
    return [
        _question(path.stem, entry)
        for path in sorted(folder.glob("*.yml"))
        for entry in yaml.load(path.read_text(encoding="utf-8"))
    ]


def _question(family: str, entry: dict[str, Any]) -> TestQuestion:
    intent = entry.get("intent")
    return TestQuestion(
        id=entry["id"],
        family=family,
        turns=_turns(entry),
        status=entry["status"],
        statements=frozenset(entry.get("statements", ())),
        allowed=frozenset(entry.get("allowed", ())),
        forbidden=frozenset(entry.get("forbidden", () if entry["status"] == "answered" else ("*",))),
        intents=tuple(entry.get("intents", (intent,) if intent else ())),
        slots=entry.get("slots"),
        audience=entry.get("audience", "clinician"),
        tags=tuple(entry.get("tags", ())),
        status_also=frozenset(entry.get("status_also", ())),
        author=entry["author"],
    )


def _turns(entry: dict[str, Any]) -> tuple[object, ...]:
    if "turns" in entry:
        return tuple(entry["turns"])
    if "text_repeat" in entry:
        piece, times = entry["text_repeat"]
        return (piece * times,)
    return (entry.get("text"),)
