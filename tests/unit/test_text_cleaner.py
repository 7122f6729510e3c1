"""The component cleans messages and training examples alike, and keeps what was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.graph_components.converters.nlu_message_converter import NLUMessageConverter
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.text_cleaner import TextCleaner
from tests.conftest import TEA


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> TextCleaner:
    storage, resource = LocalModelStorage(tmp_path_factory.mktemp("cleaner")), Resource("cleaner")
    context: Any = None
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("FOOTNOTE_CONTENT", str(TEA))
        TextCleaner.create({}, storage, resource, context).train(TrainingData([]))
    return TextCleaner.load({}, storage, resource, context)


def received(component: TextCleaner, text: str, metadata: dict[str, Any] | None = None) -> Message:
    """The message as Rasa makes it of what a channel received, cleaned."""
    messages = NLUMessageConverter().convert_user_message([UserMessage(text, metadata=metadata)])
    (message,) = component.process(messages)
    return message


def test_the_cleaned_text_stands_in_the_place_of_the_message(trained: TextCleaner) -> None:
    output = received(trained, "pt 58kg, ½ mg").as_dict(only_output_properties=True)
    assert (output["text"], output["original_text"]) == ("patient 58kg, 0.5 mg", "pt 58kg, ½ mg")
    assert output["clean_up"] == {
        "changes": [
            {"start": 0, "end": 2, "before": "pt", "after": "patient", "why": ["abbreviation"]},
            {"start": 9, "end": 10, "before": "½", "after": "0.5", "why": ["characters"]},
        ],
        "doubts": [],
    }


def test_the_glossary_of_the_content_is_what_is_corrected_to(trained: TextCleaner) -> None:
    assert received(trained, "senhca tea").get(TEXT) == "sencha tea"


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        (None, "four of them"),
        ({}, "four of them"),
        ({"spoken": False}, "four of them"),
        ({"spoken": "yes"}, "four of them"),
        ({"spoken": True}, "4 of them"),
    ],
)
def test_the_channel_says_whether_a_message_was_dictated(
    trained: TextCleaner, metadata: dict[str, Any] | None, expected: str
) -> None:
    assert received(trained, "four of them", metadata).get(TEXT) == expected


def test_the_payload_of_a_button_is_left_alone(trained: TextCleaner) -> None:
    message = received(trained, '/ask_dosing{"route": "sc"}')
    assert message.get(TEXT) == '/ask_dosing{"route": "sc"}'
    assert message.get("clean_up") is None


def test_training_examples_are_cleaned_unless_their_entities_are_marked_by_place(trained: TextCleaner) -> None:
    marked = {TEXT: "pt SC", ENTITIES: [{"entity": "route", "value": "sc", "start": 3, "end": 5}]}
    cleaned = trained.process_training_data(TrainingData([Message({TEXT: "pt SC"}), Message(marked)]))
    assert [example.get(TEXT) for example in cleaned.training_examples] == ["patient subcutaneous", "pt SC"]


def test_before_training_texts_stay_as_they_are(tmp_path: Path) -> None:
    context: Any = None
    component = TextCleaner.create({}, LocalModelStorage(tmp_path), Resource("cleaner"), context)
    assert received(component, "pt SC").get(TEXT) == "pt SC"
