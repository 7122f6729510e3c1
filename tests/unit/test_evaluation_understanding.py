"""Intents: all of a question's, in order; F1, cross-validation and thresholds by hand-made readings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.evaluation.cross_validation import FOLDS, cross_validate
from bot.evaluation.questions import TestQuestion
from bot.evaluation.shares import Share
from bot.evaluation.thresholds import IN_SCOPE, threshold_curve
from bot.evaluation.understanding import SEVERAL, Reading, TrainedReader, intent_figures, macro_f1
from bot.nlu.intent_model import Example, IntentModel, Setup
from tests.unit.test_evaluation_slots import question

SPARSE = Setup(meaning=0.0)
KINDS = {
    "ask_tea": [f"how {word} do I brew the tea" for word in ("long", "hot", "strong", "gently", "often", "weak")],
    "ask_cup": [f"which {word} cup holds more" for word in ("big", "small", "old", "new", "blue", "round")],
    "out_of_scope": [f"play a {word} song tonight" for word in ("loud", "soft", "slow", "quick", "sad", "long")],
}
EXAMPLES = [Example(text, (), intent) for intent, texts in KINDS.items() for text in texts]


def asking(name: str, *intents: str, tags: tuple[str, ...] = ()) -> TestQuestion:
    return replace(question(name, None), intents=intents, tags=tags)


def read(*intents: str) -> Reading:
    return Reading("", intents, ())


def test_all_intents_of_a_question_count_in_their_order() -> None:
    questions = [
        asking("right", "ask_tea", tags=("short",)),
        asking("both", "ask_tea", "ask_cup", tags=("short", "two")),
        asking("reversed", "ask_tea", "ask_cup", tags=("two",)),
        asking("split", "ask_cup"),
        asking("half", "ask_tea", "ask_cup"),
        asking("states none"),
    ]
    readings = {
        "right": read("ask_tea"),
        "both": read("ask_tea", "ask_cup"),
        "reversed": read("ask_cup", "ask_tea"),
        "split": read("ask_cup", "ask_tea"),
        "half": read("ask_tea"),
        "states none": read("ask_tea"),
    }
    figures = intent_figures(questions, readings)
    assert figures.accuracy == Share(2, 5)
    assert figures.by_tag == {"short": Share(2, 2), "two": Share(1, 2)}
    assert figures.confusion == {"ask_tea": {"ask_tea": 1}, "ask_cup": {SEVERAL: 1}}
    assert set(figures.wrong) == {"reversed", "split", "half"}


def test_macro_f1_is_the_mean_over_the_true_intents() -> None:
    pairs = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("c", "x")]
    # a: precision 1, recall 2/3; b: precision 1/2, recall 1; c: nothing.
    assert macro_f1(pairs) == pytest.approx((4 / 5 + 2 / 3 + 0) / 3)
    assert macro_f1([("a", "a"), ("b", "b")]) == 1


def test_every_example_is_read_once_by_a_model_that_has_not_seen_it() -> None:
    first, again = cross_validate(EXAMPLES, SPARSE), cross_validate(EXAMPLES, SPARSE)
    assert first == again
    assert (first.folds, first.accuracy.all) == (FOLDS, len(EXAMPLES))
    assert first.accuracy.value > 0.9
    # A text that stands alone in its intent in nothing but its label cannot be told without having been seen.
    shuffled = [replace(one, intent=("x", "y")[place % 2]) for place, one in enumerate(EXAMPLES)]
    assert cross_validate(shuffled, SPARSE).accuracy.value < 0.8


def test_a_higher_threshold_accepts_less_and_declines_more() -> None:
    model = IntentModel(SPARSE)
    model.fit(EXAMPLES)
    config = {"foreign": ["out_of_scope"], "accept": 0.75, "accept_on_subject": 0.5}
    questions = [asking("how long do I brew"), asking("which cup")]
    far = [replace(asking(text, tags=("far",)), status="refused") for text in ("play a song", "tonight")]
    readings = {one.id: Reading(one.id, (), ()) for one in (*questions, *far)}
    curve = threshold_curve([*questions, *far], readings, TrainedReader(model, config))
    accepted, declined = curve.lines[IN_SCOPE], curve.lines["far out of scope, declined"]
    assert set(curve.lines) == {IN_SCOPE, "far out of scope, declined"}
    assert (accepted[0], declined[0]) == (1, 0)
    assert (accepted[-1], declined[-1]) == (0, 1)
    assert accepted == sorted(accepted, reverse=True)
    assert declined == sorted(declined)
    assert any(one == other == 1 for one, other in zip(accepted, declined, strict=True))
    assert curve.chosen == {"accept": 0.75, "accept_on_subject": 0.5}
