"""Dense featurizer: one MiniLM sentence embedding for each message, on the CPU and offline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.embeddings import Encoder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(GraphComponent):
    """Adds the sentence embedding to every message that has text. ``model_path`` may name another ONNX file."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """Take the component's ``config`` and the ``name`` of its node in the graph."""
        self._config = config
        self._name = name
        path = config.get("model_path")
        self._encoder = Encoder(Path(path) if path else None)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The packaged model, under the name by which other components may choose these features."""
        return {"model_path": None, FEATURIZER_CLASS_ALIAS: None}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """The component; it has nothing to train."""
        return cls(config, execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to every training example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add one sentence feature of shape (1, 384) to each message with text."""
        alias = self._config.get(FEATURIZER_CLASS_ALIAS) or self._name
        for message in messages:
            text = message.get(TEXT)
            if text:
                vector = self._encoder.encode(text)[np.newaxis, :]
                message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, alias))
        return messages
