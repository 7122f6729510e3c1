"""What kind of question a text is: a linear model over its words, their pieces, its clinical terms and its meaning.

Kept as numbers and JSON, never as a pickle; usable without Rasa, for evaluation and for the parts of a message.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from bot.encoder import adapted_encoder
from knowledge.embeddings import Encoder

RAREST = 2
# Further steps take their time and change next to no decision.
MOST_STEPS = 60
TOLERANCE = 1e-3
WEIGHTS_FILE = "weights.npz"
SETUP_FILE = "intents.json"
# Each block of features is scaled to this length, so that none drowns another.
BLOCKS: dict[str, dict[str, Any]] = {
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b|\?"},
    "pieces": {"analyzer": "char_wb", "ngram_range": (2, 4)},
}


@dataclass(frozen=True)
class Ranked:
    """An intent with its share of the probability."""

    intent: str
    confidence: float


@dataclass(frozen=True)
class Example:
    """A text, the clinical categories found in it, and (for training) its intent."""

    text: str
    terms: tuple[str, ...] = ()
    intent: str = ""

    def worded(self) -> str:
        """The text in lower case, with the found categories as words of their own."""
        return " ".join([self.text.casefold(), *(f"category_{name.replace('-', '_')}" for name in self.terms)])


@dataclass(frozen=True)
class Setup:
    """How the model is built. ``blocks`` are names of :data:`BLOCKS`; ``meaning`` is the weight of the embedding.

    ``strength`` is the inverse of the regularisation. Scores are divided by ``softness``: with an encoder that has seen
    the examples they are surer of a stranger's question than they ought to be.
    """

    blocks: tuple[str, ...] = ("words", "pieces")
    meaning: float = 1.5
    strength: float = 10.0
    softness: float = 1.3

    @classmethod
    def of(cls, config: dict[str, Any]) -> Setup:
        """The setup that a component's ``config`` asks for."""
        return cls(meaning=config["meaning"], strength=config["strength"], softness=config["softness"])


class IntentModel:
    """Multinomial logistic regression over the features of :class:`Setup`."""

    def __init__(self, setup: Setup, encoder: Encoder | None = None) -> None:
        """An untrained model; ``encoder``, by default the adapted one, gives the sentence embeddings."""
        self._setup = setup
        self._encoder = encoder or adapted_encoder()
        self._vectorizers: list[Any] = []
        self._intents: list[str] = []
        # A row for each feature: the few that a text has then lie together in memory.
        self._weights: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._bias: NDArray[np.float32] = np.zeros(0, dtype=np.float32)

    def fit(self, examples: Sequence[Example]) -> None:
        """Learn from ``examples``, each with its intent."""
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.linear_model import LogisticRegression

        texts = [example.worded() for example in examples]
        self._vectorizers = [_vectorizer(name).fit(texts) for name in self._setup.blocks]
        model = LogisticRegression(
            C=self._setup.strength, max_iter=MOST_STEPS, tol=TOLERANCE, class_weight="balanced", random_state=0
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(self._features(examples), [example.intent for example in examples])
        self._intents = [str(name) for name in model.classes_]
        weights, bias = model.coef_, model.intercept_
        if len(self._intents) == 2:
            # Of two, only the second is scored.
            weights, bias = np.vstack([0 * weights, weights]), np.hstack([0 * bias, bias])
        # As they are kept: half the size, and half the time to read, for a thousandth of precision.
        self._weights = np.ascontiguousarray(weights.T, np.float16).astype(np.float32)
        self._bias = bias.astype(np.float32)

    def rank(self, example: Example) -> list[Ranked]:
        """Every intent with its share, the likeliest first; none before a training."""
        return self.rank_all([example])[0]

    def rank_all(self, examples: Sequence[Example]) -> list[list[Ranked]]:
        """:meth:`rank` of each of ``examples``."""
        if not self._intents:
            return [[] for _ in examples]
        scores = (self._scores(self._features(examples)) + self._bias) / self._setup.softness
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = odds / odds.sum(axis=1, keepdims=True)
        return [[Ranked(self._intents[place], float(row[place])) for place in np.argsort(-row)] for row in shares]

    def save(self, folder: Path) -> None:
        """Keep the model in ``folder``."""
        vocabularies = [vectorizer.vocabulary_ for vectorizer in self._vectorizers]
        stored = {"intents": self._intents, "setup": vars(self._setup), "vocabularies": vocabularies}
        text = json.dumps(stored, ensure_ascii=False, default=int)
        (folder / SETUP_FILE).write_text(text, encoding="utf-8")
        rarities = {f"rarity{place}": vectorizer.idf_ for place, vectorizer in enumerate(self._vectorizers)}
        weights = self._weights.astype(np.float16)
        np.savez_compressed(folder / WEIGHTS_FILE, weights=weights, bias=self._bias, **rarities)

    @classmethod
    def load(cls, folder: Path, encoder: Encoder | None = None) -> IntentModel:
        """The model kept in ``folder``."""
        stored = json.loads((folder / SETUP_FILE).read_text(encoding="utf-8"))
        setup = Setup(**{**stored["setup"], "blocks": tuple(stored["setup"]["blocks"])})
        model = cls(setup, encoder)
        model._intents = stored["intents"]
        with np.load(folder / WEIGHTS_FILE, allow_pickle=False) as weights:
            model._weights, model._bias = weights["weights"].astype(np.float32), weights["bias"]
            blocks = setup.blocks if model._intents else ()
            for place, (name, vocabulary) in enumerate(zip(blocks, stored["vocabularies"], strict=True)):
                vectorizer = _vectorizer(name, vocabulary)
                vectorizer.idf_ = weights[f"rarity{place}"]
                model._vectorizers.append(vectorizer)
        return model

    def _scores(self, features: csr_matrix) -> NDArray[np.float64]:
        """``features`` times the weights; only the rows of the few features that a text has are looked at."""
        bounds = zip(features.indptr, features.indptr[1:], strict=False)
        rows = [features.data[start:end] @ self._weights[features.indices[start:end]] for start, end in bounds]
        return np.stack(rows)

    def _features(self, examples: Sequence[Example]) -> csr_matrix:
        texts = [example.worded() for example in examples]
        columns = [vectorizer.transform(texts) for vectorizer in self._vectorizers]
        if self._setup.meaning:
            vectors = self._encoder.encode_all([example.text for example in examples])
            columns.append(csr_matrix(vectors * self._setup.meaning))
        return csr_matrix(hstack(columns))


def _vectorizer(name: str, vocabulary: dict[str, int] | None = None) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    # What stands in one example only teaches nothing about others.
    rarest = {} if vocabulary else {"min_df": RAREST}
    common = {"sublinear_tf": True, "lowercase": False, "dtype": np.float32}
    return TfidfVectorizer(**BLOCKS[name], **rarest, **common, vocabulary=vocabulary)
