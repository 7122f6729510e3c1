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

from bot.nlu.familiar_words import A_STUDY, NOTHING_NAMED, FamiliarWords
from tests.conftest import TEA

EXAMPLES = [("how strong should it be", "ask_dosing"), ("which locomotive is fastest", "out_of_scope")]
CONFIG = {"foreign_intents": ["out_of_scope"]}


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FamiliarWords:
    monkeypatch.setenv("FOOTNOTE_CONTENT", str(TEA))
    storage, resource = LocalModelStorage(tmp_path), Resource("familiar")
    messages = [Message({TEXT: text, INTENT: intent}) for text, intent in EXAMPLES]
    FamiliarWords(CONFIG, set(), NOTHING_NAMED, storage, resource).train(TrainingData(messages))
    context: Any = None
    return FamiliarWords.load(CONFIG, storage, resource, context)


def unfamiliar(component: FamiliarWords, text: str) -> list[str]:
    (message,) = component.process([Message({TEXT: text})])
    found = [one for one in message.get("entities", []) if one["entity"] == "unfamiliar_word"]
    return [text[entity["start"] : entity["end"]] for entity in found]


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


def test_a_word_that_is_not_even_english_is_a_name(trained: FamiliarWords) -> None:
    (message,) = trained.process([Message({TEXT: "how quaxil and how bicycle"})])
    found = [(one["entity"], one["value"]) for one in message.get("entities")]
    assert ("unknown_name", "quaxil") in found
    assert ("unknown_name", "bicycle") not in found


def test_the_name_of_a_study_is_not_repeated(trained: FamiliarWords) -> None:
    (message,) = trained.process([Message({TEXT: "how strong was it in the STRONGLEAF trial"})])
    assert [one["value"] for one in message.get("entities") if one["entity"] == "other_source"] == [A_STUDY]


def test_before_training_every_word_is_unfamiliar(tmp_path: Path) -> None:
    component = FamiliarWords(CONFIG, set(), NOTHING_NAMED, LocalModelStorage(tmp_path), Resource("familiar"))
    assert unfamiliar(component, "how strong") == ["how", "strong"]
