"""Entity extractor for the words that neither the training questions nor the curated content ever use."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import Indel
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.made_from import MadeFromContent
from bot.nlu.source_names import SourceNames
from bot.nlu.vocabulary import fold
from knowledge.content_files import Content, read_content
from knowledge.names import Names, read_names
from knowledge.settings import Settings
from knowledge.word_lists import plain_english

WORDS_FILE = "words.json"
NAMES_FILE = "names.json"
# What is said of a study that was named: its name may as well be somebody else's.
A_STUDY = "the study or guideline that was named"
WORD = re.compile(r"[^\W\d_]{3,}")
# A long word that comes this close to a familiar one is a slip of the keys; a short one may be anything.
SHORTEST_MISSPELT = 6
CLOSE_ENOUGH = 0.8


NOTHING_NAMED = Names.parse_obj({"origin": "product-safety"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class FamiliarWords(MadeFromContent, GraphComponent):
    """Marks each unfamiliar word of a message as the entity ``unfamiliar_word``, and the name of a study as one too.

    A word that is not even English is an ``unknown_name``, the name of a study or of its author an ``other_source``.
    ``foreign_intents`` are the intents whose examples lend no words, because they are about something else.
    """

    def __init__(
        self, config: dict[str, Any], words: set[str], names: Names, storage: ModelStorage, resource: Resource
    ) -> None:
        """Know ``words`` and ``names``; ``storage`` and ``resource`` say where a training keeps them."""
        self._config = config
        self._words = words
        self._names = names
        self._sources = SourceNames(names, self._is_a_word)
        self._storage = storage
        self._resource = resource

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Every intent's examples lend their words."""
        return {"foreign_intents": []}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FamiliarWords:
        """An untrained component, to which no word is familiar."""
        return cls(config, set(), NOTHING_NAMED, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FamiliarWords:
        """The component with the words of the trained model."""
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / WORDS_FILE).read_text(encoding="utf-8"))
            names = Names.parse_file(folder / NAMES_FILE)
        return cls(config, set(words), names, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the words of the training questions and of the curated content."""
        foreign = set(self._config["foreign_intents"])
        asked = (str(one.get(TEXT)) for one in training_data.intent_examples if one.get(INTENT) not in foreign)
        home = Settings.from_environment().content
        texts = [*asked, *_texts(read_content(home))]
        self._names = read_names(home)
        self._sources = SourceNames(self._names, self._is_a_word)
        self._words = {word for text in texts for word in WORD.findall(fold(text))}
        with self._storage.write_to(self._resource) as folder:
            (folder / WORDS_FILE).write_text(json.dumps(sorted(self._words), ensure_ascii=False), encoding="utf-8")
            (folder / NAMES_FILE).write_text(self._names.json(ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the unfamiliar words of each message's text to its entities."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                before = message.get(ENTITIES, [])
                taken = [(one["start"], one["end"]) for one in before if one.get("category")]
                entities = [*before, *self._unfamiliar(text), *self._sources_named(text, taken)]
                message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def _unfamiliar(self, text: str) -> Iterator[dict[str, Any]]:
        for match in WORD.finditer(fold(text)):
            if not self._knows(match[0]):
                start, end = match.span()
                found = {"value": match[0], "start": start, "end": end, "extractor": "FamiliarWords"}
                yield {"entity": "unfamiliar_word", **found}
                if match[0] not in plain_english():
                    yield {"entity": "unknown_name", **found}

    def _sources_named(self, text: str, taken: list[tuple[int, int]]) -> Iterator[dict[str, Any]]:
        for start, end in dict.fromkeys(self._sources.find(text, taken)):
            found = {"entity": "other_source", "value": A_STUDY, "start": start, "end": end}
            yield {**found, "extractor": "FamiliarWords"}

    def _is_a_word(self, written: str) -> bool:
        """Whether ``written`` says something else than the name of a study; initials and names have no misspellings."""
        word = fold(written)
        if written != word:
            return word in self._words or word.removesuffix("s") in self._words
        return word in plain_english() or self._knows(word)

    def _knows(self, word: str) -> bool:
        if word in self._words or word.removesuffix("s") in self._words:
            return True
        return len(word) >= SHORTEST_MISSPELT and self._is_close_to_one(word)

    def _is_close_to_one(self, word: str) -> bool:
        # The longest common subsequence is quickly found, and never shorter than the blocks that are compared then.
        near = process.extract_iter(word, self._words, scorer=Indel.normalized_similarity, score_cutoff=CLOSE_ENOUGH)
        return bool(difflib.get_close_matches(word, [one[0] for one in near], n=1, cutoff=CLOSE_ENOUGH))


def _texts(content: Content) -> Iterator[str]:
    for topic in content.topics:
        yield from (statement.text for statement in topic.statements)
        yield from (form for concept in topic.glossary for form in concept.written_forms())
    yield from (name for source in content.sources for name in source.names)
