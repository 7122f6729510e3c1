"""Graph component that cleans a message's text before every other component sees it."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.clean_up import Cleaner
from bot.nlu.clean_up_vocabulary import CleanUpVocabulary, vocabulary_of
from bot.nlu.made_from import MadeFromContent
from knowledge.content_files import read_content
from knowledge.language import read_language
from knowledge.settings import Settings
from knowledge.word_lists import plain_english

VOCABULARY_FILE = "clean-up.json"
ORIGINAL_TEXT = "original_text"
CLEAN_UP = "clean_up"
# A channel sets this in a message's metadata to true for dictated text and to false for typed text.
SPOKEN = "spoken"


# Registered as a featurizer because only those and tokenizers also get the training examples to work on.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class TextCleaner(MadeFromContent, GraphComponent):
    """Puts the cleaned text in the place of a message's own.

    The own text stays in ``original_text``; ``clean_up`` holds the changes, with their place in it, and the doubts.
    """

    def __init__(self, cleaner: Cleaner | None, storage: ModelStorage, resource: Resource) -> None:
        """Clean by ``cleaner``; ``storage`` and ``resource`` say where a training keeps its vocabulary."""
        self._cleaner = cleaner
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TextCleaner:
        """An untrained component, which leaves texts as they are."""
        return cls(None, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TextCleaner:
        """The component with the vocabulary of the trained model."""
        with model_storage.read_from(resource) as folder:
            document = json.loads((folder / VOCABULARY_FILE).read_text(encoding="utf-8"))
        return cls(Cleaner(CleanUpVocabulary.from_document(document)), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Take the vocabulary from the curated content; the training examples play no part."""
        folder = Settings.from_environment().content
        vocabulary = vocabulary_of(read_content(folder), read_language(folder), plain_english())
        self._cleaner = Cleaner(vocabulary)
        with self._storage.write_to(self._resource) as storage:
            document = json.dumps(vocabulary.as_document(), ensure_ascii=False)
            (storage / VOCABULARY_FILE).write_text(document, encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Clean the training examples as messages are cleaned, except those whose entities are marked by place."""
        self.process([example for example in training_data.training_examples if not example.get(ENTITIES)])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Clean each message's text; the payload of a button ("/intent") stays as it is."""
        for message in messages:
            text = message.get(TEXT)
            if self._cleaner is None or not text or text.startswith(INTENT_MESSAGE_PREFIX):
                continue
            cleaned = self._cleaner.clean(text, _spoken(message))
            message.set(TEXT, cleaned.text, add_to_output=True)
            message.set(ORIGINAL_TEXT, text, add_to_output=True)
            message.set(CLEAN_UP, cleaned.as_document(), add_to_output=True)
        return messages


def _spoken(message: Message) -> bool | None:
    """Whether the channel says that the message was dictated; ``None`` where it says nothing."""
    metadata = message.get(METADATA)
    spoken = metadata.get(SPOKEN) if isinstance(metadata, dict) else None
    return spoken if isinstance(spoken, bool) else None
