"""The linear model below intents and statements: what it learns is told, kept and read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.intent_model import Example, IntentModel, Setup

LIGHT = Setup(meaning=0.0)
FRUIT = [Example(f"{how} apple", (), "fruit") for how in ("a red", "the green", "one more", "that small")]
TOOLS = [Example(f"{how} hammer", (), "tool") for how in ("a red", "the green", "one more", "that small")]
BIRDS = [Example(f"{how} sparrow", (), "bird") for how in ("a red", "the green", "one more", "that small")]


def _trained(*kinds: list[Example]) -> IntentModel:
    model = IntentModel(LIGHT)
    model.fit([example for kind in kinds for example in kind])
    return model


def test_two_intents_are_told_apart_as_well_as_three() -> None:
    for kinds in ((FRUIT, TOOLS), (FRUIT, TOOLS, BIRDS)):
        model = _trained(*kinds)
        assert model.rank(Example("hammer"))[0].intent == "tool"
        assert model.rank(Example("apple"))[0].intent == "fruit"


def test_the_shares_of_a_text_are_one_together() -> None:
    for kinds in ((FRUIT, TOOLS), (FRUIT, TOOLS, BIRDS)):
        ranking = _trained(*kinds).rank(Example("the red apple"))
        assert len(ranking) == len(kinds)
        assert abs(sum(one.confidence for one in ranking) - 1) < 1e-5


def test_a_kept_model_tells_the_same_as_before(tmp_path: Path) -> None:
    model = _trained(FRUIT, TOOLS, BIRDS)
    model.save(tmp_path)
    kept = IntentModel.load(tmp_path)
    texts = [Example("a small sparrow"), Example("hammer and apple"), Example("")]
    for before, after in zip(model.rank_all(texts), kept.rank_all(texts), strict=True):
        assert [one.intent for one in after] == [one.intent for one in before]
        assert [one.confidence for one in after] == pytest.approx([one.confidence for one in before], abs=1e-5)


def test_a_softer_model_is_less_sure_of_the_same(tmp_path: Path) -> None:
    examples = [*FRUIT, *TOOLS, *BIRDS]
    rankings = []
    for softness in (1.0, 2.0):
        model = IntentModel(Setup(meaning=0.0, softness=softness))
        model.fit(examples)
        model.save(tmp_path)
        rankings.append(IntentModel.load(tmp_path).rank(Example("the red apple")))
    sharp, soft = rankings
    assert [one.intent for one in soft] == [one.intent for one in sharp]
    assert 1 / 3 < soft[0].confidence < sharp[0].confidence - 0.05


def test_an_untrained_model_tells_nothing() -> None:
    assert IntentModel(LIGHT).rank(Example("apple")) == []
