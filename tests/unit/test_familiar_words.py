"""Words that no question about the topic ever used are noticed, slips of the keys are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.familiar_words import FamiliarWords
from tests.conftest import TEA

EXAMPLES = [("how strong should it be", "ask_dosing"), ("which locomotive is fastest", "out_of_scope")]
CONFIG = {"foreign_intents": ["out_of_scope"]}


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FamiliarWords:
    monkeypatch.setenv("FOOTNOTE_CONTENT", str(TEA))
    storage, resource = LocalModelStorage(tmp_path), Resource("familiar")
    messages = [Message({TEXT: text, INTENT: intent}) for text, intent in EXAMPLES]
    FamiliarWords(CONFIG, set(), storage, resource).train(TrainingData(messages))
    context: Any = None
    return FamiliarWords.load(CONFIG, storage, resource, context)


def unfamiliar(component: FamiliarWords, text: str) -> list[str]:
    (message,) = component.process([Message({TEXT: text})])
    return [text[entity["start"] : entity["end"]] for entity in message.get("entities", [])]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("how strong", []),
        ("HOW STRONG should it be?", []),
        ("how stronng shoould it be", []),
        ("how gent", ["gent"]),
        ("is water ok", []),
        ("a Locomotive?", ["Locomotive"]),
        ("58 kg", []),
        ("", []),
    ],
)
def test_only_unknown_words_are_marked(trained: FamiliarWords, text: str, words: list[str]) -> None:
    assert unfamiliar(trained, text) == words


def test_before_training_every_word_is_unfamiliar(tmp_path: Path) -> None:
    component = FamiliarWords(CONFIG, set(), LocalModelStorage(tmp_path), Resource("familiar"))
    assert unfamiliar(component, "how strong") == ["how", "strong"]
