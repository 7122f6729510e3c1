"""Intents on the test questions, as the trained model itself reads them, in this process and off the answer path."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.evaluation.questions import TestQuestion
from bot.evaluation.shares import Share, share, share_by
from bot.nlu.intent_model import IntentModel
from bot.readiness import Unready

# The label of a single question that was read as several.
SEVERAL = "several questions"


@dataclass(frozen=True)
class Reading:
    """What the model makes of a message: its cleaned ``text``, the ``intents`` of its parts in order.

    ``categories`` are those of the clinical terms in it.
    """

    text: str
    intents: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def label(self) -> str:
        """The one intent, or that there are several."""
        return self.intents[0] if len(self.intents) == 1 else SEVERAL


@dataclass(frozen=True)
class TrainedReader:
    """The intent model inside a trained Rasa model and the ``config`` of its component, defaults included."""

    model: IntentModel
    config: dict[str, Any]


@dataclass(frozen=True)
class IntentFigures:
    """How many questions' intents were read, all of a question's in order; ``macro_f1`` is of the single ones.

    ``confusion`` counts the single-intent questions by their intent and by what was read.
    """

    accuracy: Share
    macro_f1: float
    by_tag: dict[str, Share]
    confusion: dict[str, dict[str, int]]
    wrong: dict[str, str]


def read_all(model: Path, questions: Iterable[TestQuestion]) -> dict[str, Reading]:
    """What the trained ``model`` makes of each question's last message, by the question's id; only text is read."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    # Unless told otherwise, Rasa prints every message that it reads.
    configure_structlog(logging.ERROR)
    agent = Agent.load(str(model))
    texts = {one.id: one.text for one in questions if isinstance(one.text, str) and one.text.strip()}

    async def parse() -> dict[str, Reading]:
        return {name: _reading(await agent.parse_message(text)) for name, text in texts.items()}

    return asyncio.run(parse())


def trained_reader(model: Path) -> TrainedReader:
    """The intent model that the trained ``model`` holds.

    Raises :class:`~bot.readiness.Unready` where there is no model.
    """
    if not model.exists():
        raise Unready("There is no trained model yet: run `footnote train` (or `make train`) first.")
    from rasa.engine.storage.local_model_storage import LocalModelStorage

    from bot.nlu.question_reader import QuestionReader

    with TemporaryDirectory() as folder:
        storage, metadata = LocalModelStorage.from_model_archive(Path(folder), model)
        node = next(node for node in metadata.predict_schema.nodes.values() if node.uses is QuestionReader)
        with storage.read_from(node.resource) as kept:
            return TrainedReader(IntentModel.load(kept), {**QuestionReader.get_default_config(), **node.config})


def intent_figures(questions: Sequence[TestQuestion], readings: dict[str, Reading]) -> IntentFigures:
    """The figures of ``readings`` (by question id) over those of ``questions`` that state an intent."""
    stated = [one for one in questions if one.intents and one.id in readings]
    single = [one for one in stated if len(one.intents) == 1]
    pairs = [(one.intents[0], readings[one.id].label) for one in single]

    def is_right(one: TestQuestion) -> bool:
        return readings[one.id].intents == one.intents

    return IntentFigures(
        accuracy=share(stated, is_right),
        macro_f1=macro_f1(pairs),
        by_tag=share_by(stated, lambda one: one.tags, is_right),
        confusion=confusion(pairs),
        wrong={
            one.id: f"{' + '.join(one.intents)} read as {' + '.join(readings[one.id].intents)}"
            for one in stated
            if not is_right(one)
        },
    )


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 over the intents that occur, of ``pairs`` of the true intent and the one that was read."""
    from sklearn.metrics import f1_score

    truth, read = [one for one, _ in pairs], [other for _, other in pairs]
    return float(f1_score(truth, read, labels=sorted(set(truth)), average="macro", zero_division=0)) if pairs else 1.0


def confusion(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """How often each true intent was read as each other one."""
    counts: dict[str, dict[str, int]] = {}
    for truth, read in pairs:
        row = counts.setdefault(truth, {})
        row[read] = row.get(read, 0) + 1
    return counts


def _reading(parsed: dict[str, Any]) -> Reading:
    found = {one["category"] for one in parsed["entities"] if one.get("category")}
    return Reading(parsed["text"] or "", tuple(part["intent"] for part in parsed["parts"]), tuple(sorted(found)))
