"""Where in a message a further question begins: a linear model over the states of the sentence encoder's tokens.

Kept as numbers, never as a pickle; usable without Rasa.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.encoder import adapted_encoder
from bot.nlu.joined import Joined
from knowledge.embeddings import DIMENSIONS, Encoder, Tokens

WEIGHTS_FILE = "cuts.npz"
STRENGTH = 0.03
STEPS = 300
# The means of both sides are unit vectors, which are stretched to about the length of a token's state.
STRETCH = 6.0
# Beside the states of the token, of the one before it and of both sides: how long the sides are, and how alike.
FEATURES = 4 * DIMENSIONS + 3


@dataclass(frozen=True)
class Cut:
    """A further question may begin at the character ``place``; ``share`` is its probability."""

    place: int
    share: float


class Cutter:
    """Logistic regression over the words of a message, each with what stands before and behind it."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        """An untrained model; ``encoder``, by default the adapted one, gives the states."""
        self._encoder = encoder or adapted_encoder()
        self._weights: NDArray[np.float32] = np.zeros(FEATURES, dtype=np.float32)
        self._bias = -np.inf

    def fit(self, messages: Sequence[Joined]) -> None:
        """Learn from ``messages``; those without cuts teach where nothing begins."""
        from sklearn.linear_model import LogisticRegression

        rows, truth = [], []
        for message in messages:
            tokens = self._encoder.tokens(message.text)
            places, features = _features(message.text, tokens)
            begins = {next((place for place in places if place >= cut), None) for cut in message.cuts}
            rows.append(features)
            truth += [place in begins for place in places]
        model = LogisticRegression(C=STRENGTH, max_iter=STEPS, random_state=0)
        model.fit(np.vstack(rows), truth)
        self._weights, self._bias = model.coef_[0].astype(np.float32), float(model.intercept_[0])

    def cuts(self, text: str) -> list[Cut]:
        """The places of ``text`` at which a further question may begin, the likeliest first."""
        places, features = _features(text, self._encoder.tokens(text))
        scores = features @ self._weights + self._bias
        shares = 1 / (1 + np.exp(-scores))
        return [Cut(places[number], float(shares[number])) for number in np.argsort(-shares)]

    def save(self, folder: Path) -> None:
        """Keep the model in ``folder``."""
        np.savez_compressed(folder / WEIGHTS_FILE, weights=self._weights, bias=self._bias)

    @classmethod
    def load(cls, folder: Path, encoder: Encoder | None = None) -> Cutter:
        """The model kept in ``folder``."""
        model = cls(encoder)
        with np.load(folder / WEIGHTS_FILE, allow_pickle=False) as kept:
            model._weights, model._bias = kept["weights"], float(kept["bias"])
        return model


def _features(text: str, tokens: Tokens) -> tuple[list[int], NDArray[np.float32]]:
    """The places at which words and signs behind the first begin, and a row of features for each."""
    states = tokens.states
    numbers = list(_beginnings(text, tokens.spans))
    if not numbers:
        return [], np.zeros((0, FEATURES), dtype=np.float32)
    before = np.cumsum(states, axis=0)
    here = np.array(numbers)
    left, right = before[here - 1], before[-1] - before[here - 1]
    left /= np.linalg.norm(left, axis=1, keepdims=True)
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    lengths = np.stack([1 / here, 1 / (len(states) - here), 4 * (left * right).sum(axis=1)], axis=1)
    columns = [states[here], states[here - 1], STRETCH * left, STRETCH * right, lengths]
    return [tokens.spans[number][0] for number in numbers], np.hstack(columns).astype(np.float32)


def _beginnings(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The numbers of the tokens behind the first that begin a word or a sign."""
    for number in range(1, len(spans)):
        start, end = spans[number][0], spans[number - 1][1]
        if start > end or not (text[start].isalnum() and text[end - 1].isalnum()):
            yield number
