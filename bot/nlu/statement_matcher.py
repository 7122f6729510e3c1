"""Graph component that tells which curated statements a message's questions resemble most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.curated_questions import CuratedQuestion, curated_questions
from bot.nlu.intent_model import Example, IntentModel, Setup
from bot.nlu.made_from import MadeFromContent
from bot.nlu.question_reader import PARTS
from knowledge.settings import Settings

STATEMENTS = "statements"
# What a question names: these tell statements apart.
TELLING = frozenset({"concept", "source_name"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class StatementMatcher(MadeFromContent, GraphComponent):
    """Adds ``statements`` to each part of a message: the likeliest ones, each with its share of the probability.

    It learns from the questions that the content gives for its statements. Its place is behind
    :class:`~bot.nlu.question_reader.QuestionReader`. ``length`` says how many statements are told.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: IntentModel) -> None:
        """Match by ``model``; ``storage`` and ``resource`` say where a training keeps it."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """How the model is built, and how many statements are told."""
        return {"meaning": Setup.meaning, "strength": Setup.strength, "softness": Setup.softness, "length": 8}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> StatementMatcher:
        """An untrained component."""
        model = IntentModel(Setup.of(config))
        return cls(config, model_storage, resource, model)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> StatementMatcher:
        """The component with the weights of the trained model."""
        with model_storage.read_from(resource) as folder:
            model = IntentModel.load(folder)
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the curated content; the training examples play no part.

        Content with questions for fewer than two statements gives nothing to tell apart: then none is ever told.
        """
        examples = [_example(one) for one in curated_questions(Settings.from_environment().content)]
        if len({example.intent for example in examples}) > 1:
            self._model.fit(examples)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Tell the likeliest statements of each part of each message."""
        for message in messages:
            text, entities = message.get(TEXT) or "", message.get(ENTITIES, [])
            parts = [{**part, STATEMENTS: self._match(text, part, entities)} for part in message.get(PARTS) or []]
            message.set(PARTS, parts, add_to_output=True)
        return messages

    def _match(self, text: str, part: dict[str, Any], entities: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        start, end = part["start"], part["end"]
        named = [one for one in entities if one["entity"] in TELLING and start <= one["start"] < end]
        example = Example(text[start:end], tuple(sorted({str(one["value"]) for one in named})))
        ranking = self._model.rank(example)[: self._config["length"]]
        return [{"id": one.intent, "share": one.confidence} for one in ranking]


def _example(asked: CuratedQuestion) -> Example:
    named = {found.term.value for found in asked.found if found.term.entity in TELLING}
    return Example(asked.text, tuple(sorted(named)), asked.statement.id)
