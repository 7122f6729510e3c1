"""The sentence encoder gives the same vector however a text reaches it, and the adapted one knows what is asked."""

from __future__ import annotations

import numpy as np
import pytest

from bot.encoder import adapted_encoder
from bot.encoder.examples import texts
from bot.evaluation.training_examples import read_examples
from knowledge.content_files import CONTENT, Content
from knowledge.embeddings import DIMENSIONS, Encoder, shared_encoder

# More than are remembered, with one that stands twice.
TEXTS = ["How hot?", "how hot", "", "Watch the colour.", "tea " * 300, "Wie heiß?", "1.5 g", "a", "b", "How hot?"]

# A question, the same in other words, and another one in like words.
ALIKE = [
    ["whom must we never start on it", "list the conditions that rule it out", "who may start it on our unit"],
    ["was it any better than placebo", "what came of the trial", "is it better started low"],
    ["which patients must not get it", "contraindications", "which patients benefit most"],
    ["what is checked while it runs", "obs during the infusion", "what is checked before I trust this answer"],
    ["who says so", "the reference please", "who may prescribe it"],
    ["is 0.3 too much to begin with", "dose right for a start?", "is it too early to begin with it"],
]


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


def test_the_states_of_the_tokens_say_where_each_stands(encoder: Encoder) -> None:
    text = "How hot, unfathomably?"
    tokens = encoder.tokens(text)
    words = [text[start:end] for start, end in tokens.spans]
    assert words[:3] == ["How", "hot", ","]
    assert "".join(words) == text.replace(" ", "")
    assert tokens.states.shape == (len(words), 384)


def test_a_process_has_one_encoder_of_each_kind() -> None:
    assert shared_encoder() is shared_encoder()
    assert adapted_encoder() is adapted_encoder()


def test_the_adapted_encoder_goes_by_what_is_asked_more_than_by_words() -> None:
    def margin(encoder: Encoder) -> float:
        """How much nearer the same question in other words is than another question in like words, on average."""
        asked, same, other = (encoder.encode_all(column) for column in zip(*ALIKE, strict=True))
        return float(((asked * same).sum(axis=1) - (asked * other).sum(axis=1)).mean())

    assert margin(adapted_encoder()) > margin(shared_encoder()) + 0.05


def test_the_encoder_is_adapted_to_examples_and_to_every_statement(content: Content) -> None:
    found = list(texts(CONTENT))
    assert {one.statement for one in found if one.statement} == {
        statement.id for topic in content.topics for statement in topic.statements
    }
    assert not any(one.intent and one.statement for one in found)
    joined = [one for one in found if one.intent is None and one.statement is None]
    assert any(one.cuts for one in joined)
    assert all(one.cuts is not None for one in joined)
    assert {one.intent for one in found if one.intent} == {one.intent for one in read_examples()}
