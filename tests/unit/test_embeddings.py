"""The sentence encoder gives the same vector however a text reaches it."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.embeddings import DIMENSIONS, Encoder, shared_encoder

# More than are remembered, with one that stands twice.
TEXTS = ["How hot?", "how hot", "", "Watch the colour.", "tea " * 300, "Wie heiß?", "1.5 g", "a", "b", "How hot?"]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def test_all_texts_are_encoded_as_each_is(encoder: Encoder) -> None:
    together = encoder.encode_all(TEXTS)
    other = Encoder(remembered=0)
    alone = np.stack([other.encode(text) for text in TEXTS])
    assert together.shape == (len(TEXTS), DIMENSIONS)
    assert together.dtype == np.float32
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(encoder.encode_all(TEXTS[1:2]), together[1:2])
    assert len({row.tobytes() for row in together}) > len(TEXTS) // 2


def test_no_texts_have_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_all([]).shape == (0, DIMENSIONS)


def test_vectors_have_the_length_one(encoder: Encoder) -> None:
    assert np.linalg.norm(encoder.encode_all(TEXTS), axis=1) == pytest.approx(1, abs=1e-5)


def test_a_remembered_vector_cannot_be_changed(encoder: Encoder) -> None:
    vector = encoder.encode("How hot?")
    with pytest.raises(ValueError, match="read-only"):
        vector[0] = 1.0
    assert encoder.encode("How hot?") is vector


def test_a_process_has_one_encoder() -> None:
    assert shared_encoder() is shared_encoder()
