"""Linear intent classifier over all sentence features of a message, kept as plain numbers and never as a pickle."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack

WEIGHTS_FILE = "weights.npz"
INTENTS_FILE = "intents.json"
RANKING = "intent_ranking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Multinomial logistic regression.

    ``C`` is the inverse strength of its regularisation. The sparse features of a message are weighted by how rare they
    are and brought to length 1; ``dense_weight`` is the length of the dense ones beside them. Only numbers are kept in
    the model, so loading it needs numpy and scipy alone.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Take the component's ``config``; ``storage`` and ``resource`` say where a training keeps the weights."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._intents: list[str] = []
        self._weights: NDArray[np.float64] = np.zeros((0, 0))
        self._bias: NDArray[np.float64] = np.zeros(0)
        self._rarity: NDArray[np.float64] = np.zeros(0)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """A regularisation that suits a few thousand short examples, and the length of the ranking shown."""
        return {"C": 10.0, "dense_weight": 2.0, "max_iter": 1000, "ranking_length": 5}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """The classifier with the weights of the trained model."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._intents = json.loads((folder / INTENTS_FILE).read_text(encoding="utf-8"))
            with np.load(folder / WEIGHTS_FILE, allow_pickle=False) as weights:
                component._weights, component._bias = weights["weights"], weights["bias"]
                component._rarity = weights["rarity"]
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the weights to the intent examples."""
        from sklearn.linear_model import LogisticRegression

        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        model = LogisticRegression(
            C=self._config["C"], max_iter=self._config["max_iter"], class_weight="balanced", random_state=0
        )
        self._rarity = _rarity(vstack([_sparse(example) for example in examples]))
        rows = vstack([self._features(example) for example in examples])
        model.fit(rows, [example.get(INTENT) for example in examples])
        self._intents, self._weights, self._bias = [str(name) for name in model.classes_], model.coef_, model.intercept_
        with self._storage.write_to(self._resource) as folder:
            (folder / INTENTS_FILE).write_text(json.dumps(self._intents), encoding="utf-8")
            np.savez_compressed(folder / WEIGHTS_FILE, weights=self._weights, bias=self._bias, rarity=self._rarity)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set each message's intent, and the ranking below it, with confidences that sum to one."""
        for message in messages:
            ranking = self._rank(message) if message.get(TEXT) else []
            best = ranking[0] if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, best, add_to_output=True)
            message.set(RANKING, ranking[: self._config["ranking_length"]], add_to_output=True)
        return messages

    def _features(self, message: Message) -> csr_matrix:
        row = _sparse(message)
        # A message without a single token, signs only, has no counts at all.
        row = row if row.shape[1] else csr_matrix((1, self._rarity.size))
        sparse = row.multiply(self._rarity).tocsr()
        length = np.sqrt(sparse.multiply(sparse).sum())
        rows = [sparse / length if length else sparse]
        _, dense = message.get_dense_features(TEXT)
        if dense is not None:
            rows.append(csr_matrix(dense.features * self._config["dense_weight"]))
        return csr_matrix(hstack(rows))

    def _rank(self, message: Message) -> list[dict[str, Any]]:
        scores = np.asarray(self._features(message) @ self._weights.T).ravel() + self._bias
        odds = np.exp(scores - scores.max())
        shares = odds / odds.sum()
        return [
            {INTENT_NAME_KEY: self._intents[place], PREDICTED_CONFIDENCE_KEY: float(shares[place])}
            for place in np.argsort(-shares)
        ]


def _sparse(message: Message) -> csr_matrix:
    """The counts of ``message`` as one row, each damped to its logarithm."""
    _, features = message.get_sparse_features(TEXT)
    if features is None:
        return csr_matrix((1, 0))
    row = csr_matrix(features.features, dtype=np.float64, copy=True)
    row.data = 1 + np.log(row.data)
    return row


def _rarity(rows: csr_matrix) -> NDArray[np.float64]:
    """The smoothed inverse document frequency of each column."""
    seen = np.asarray((rows > 0).sum(axis=0)).ravel()
    rarity: NDArray[np.float64] = np.log((1 + rows.shape[0]) / (1 + seen)) + 1
    return rarity
