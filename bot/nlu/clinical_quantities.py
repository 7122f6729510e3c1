"""Graph component that reads the weights, ages, doses, rates and durations of a message."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.made_from import MadeFromContent
from bot.nlu.quantities.model import Quantity
from bot.nlu.quantities.reader import QuantityReader
from bot.nlu.quantities.readings import Readings
from bot.nlu.vocabulary import ages_of, medicines_of
from knowledge.content_files import Content, read_content
from knowledge.language import Language, read_language
from knowledge.settings import Settings

QUANTITIES = "quantities"
LANGUAGE_FILE = "quantities.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ClinicalQuantities(MadeFromContent, GraphComponent):
    """Sets ``quantities``, a list of plain dicts with the keys of :class:`bot.nlu.quantities.Quantity`.

    An age also stands for the concepts whose limit (in years, by concept) lies above it: these become entities.
    """

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        """An untrained component; ``storage`` and ``resource`` say where a training keeps what it knows."""
        self._storage = storage
        self._resource = resource
        self._reader: QuantityReader | None = None
        self._readings: Readings | None = None
        self._ages: dict[str, int] = {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClinicalQuantities:
        """An untrained component, which finds nothing yet."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ClinicalQuantities:
        """The component with the units and drugs of the trained model."""
        with model_storage.read_from(resource) as folder:
            stored = json.loads((folder / LANGUAGE_FILE).read_text(encoding="utf-8"))
        component = cls(model_storage, resource)
        component._know(Language.from_document(stored["language"]), stored["drugs"], stored["ages"])
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Take units, drugs and limits of age from the curated content; the training examples play no part."""
        folder = Settings.from_environment().content
        content, language = read_content(folder), read_language(folder)
        drugs, ages = _drugs(content), ages_of(content)
        self._know(language, drugs, ages)
        with self._storage.write_to(self._resource) as storage:
            stored = {"language": language.as_document(), "drugs": drugs, "ages": ages}
            (storage / LANGUAGE_FILE).write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the quantities of each message that has a text, and add the entities that its ages stand for."""
        for message in messages:
            text = message.get(TEXT)
            if not text or self._reader is None or self._readings is None:
                continue
            found = self._reader.find(text)
            quantities = [one.as_document() for one in (*found, *self._readings.find(text))]
            message.set(QUANTITIES, quantities, add_to_output=True)
            message.set(ENTITIES, [*message.get(ENTITIES, []), *self._entities(found)], add_to_output=True)
        return messages

    def _know(self, language: Language, drugs: dict[str, str], ages: dict[str, int]) -> None:
        self._reader = QuantityReader(language, drugs)
        self._readings = Readings(language.measures)
        self._ages = ages

    def _entities(self, quantities: Sequence[Quantity]) -> Iterator[dict[str, Any]]:
        for one in quantities:
            if one.kind == "age" and "bound" not in one.flags:
                yield from (_entity(name, one) for name, limit in self._ages.items() if one.high < Fraction(limit))


def _drugs(content: Content) -> dict[str, str]:
    """Every form of every medicine, with its concept's id, and the drugs that no topic covers, by their own names."""
    return {**{name: name for name in content.drug_names}, **medicines_of(content)}


def _entity(concept: str, age: Quantity) -> dict[str, Any]:
    return {
        "entity": "concept",
        "value": concept,
        "start": age.start,
        "end": age.end,
        "extractor": ClinicalQuantities.__name__,
    }
