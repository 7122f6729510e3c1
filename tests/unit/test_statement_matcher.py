"""Each question of a message is matched with the statements that the content gives such questions for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.curated_questions import curated_questions
from bot.nlu.question_reader import PARTS
from bot.nlu.statement_matcher import STATEMENTS, StatementMatcher
from tests.conftest import TEA

CONTEXT: Any = None
# Some of the questions that each statement is given.
ASKED = {
    "pot-dose": [
        "how many grams of leaves for each cup?",
        "how many leaves per cup in a teapot?",
        "what amount of leaf for a cup?",
    ],
    "watch-colour": [
        "what colour should I watch for?",
        "when do I stop, by which colour?",
        "what should I watch while it brews?",
    ],
    "no-iron-pot": [
        "may I use an iron pot?",
        "is a cast-iron pot suitable?",
        "which pot is not suitable?",
    ],
}
COLOUR = "which colour do I watch for while it brews?"
AMOUNT = "how many grams of leaves for a cup?"


def _with_questions(content: Path, asked: dict[str, list[str]]) -> Path:
    """A copy of the made-up content at ``content``, with the questions ``asked`` for its statements."""
    shutil.copytree(TEA, content)
    path = content / "green-tea" / "statements" / "all.yml"
    text = path.read_text(encoding="utf-8")
    for statement, questions in asked.items():
        assert f"- id: {statement}\n" in text
        text = text.replace(f"- id: {statement}\n", f"- id: {statement}\n  asked: {json.dumps(questions)}\n")
    path.write_text(text, encoding="utf-8")
    return content


def _config(**also: Any) -> dict[str, Any]:
    return {**StatementMatcher.get_default_config(), **also}


def _trained(at: Path, content: Path, patch: pytest.MonkeyPatch) -> Path:
    """A folder that holds a model of ``content``."""
    model = at / "model"
    model.mkdir()
    patch.setenv("FOOTNOTE_CONTENT", str(content))
    StatementMatcher.create(_config(), LocalModelStorage(model), Resource("matcher"), CONTEXT).train(TrainingData())
    return model


def _load(model: Path, **also: Any) -> StatementMatcher:
    return StatementMatcher.load(_config(**also), LocalModelStorage(model), Resource("matcher"), CONTEXT)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _with_questions(tmp_path_factory.mktemp("asked") / "content", ASKED)


@pytest.fixture(scope="module")
def model(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        return _trained(tmp_path_factory.mktemp("trained"), content, patch)


def _message(*questions: str, entities: list[dict[str, Any]] | None = None) -> Message:
    """A message of ``questions``, each a part of it."""
    parts, text = [], ""
    for question in questions:
        start = len(text) + bool(text)
        text = f"{text} {question}".strip()
        parts.append({"intent": "ask_search", "confidence": 1.0, "start": start, "end": len(text)})
    return Message({TEXT: text, PARTS: parts, ENTITIES: entities or []})


def _matched(component: StatementMatcher, message: Message) -> list[dict[str, float]]:
    """The shares of the statements of each part, in the order in which they are told."""
    (processed,) = component.process([message])
    return [{one["id"]: one["share"] for one in part[STATEMENTS]} for part in processed.get(PARTS)]


def test_questions_are_read_as_messages_are(tmp_path: Path) -> None:
    folder = _with_questions(tmp_path / "content", {"pot-dose": ["how many  leafs in a TEAPOT?", "how much?"]})
    first, second = curated_questions(folder)
    assert (first.statement.id, second.statement.id) == ("pot-dose", "pot-dose")
    named = [(one.term.value, first.text[one.start : one.end].casefold()) for one in first.found]
    assert [concept for concept, _ in named] == ["leaves", "pot"]
    assert named[1] == ("pot", "teapot")
    assert (second.text, second.found) == ("how much?", ())


def test_content_without_questions_gives_none() -> None:
    assert list(curated_questions(TEA)) == []


def test_each_part_gets_the_statements_that_it_resembles_best_first(model: Path) -> None:
    amount, colour = _matched(_load(model), _message(AMOUNT, COLOUR))
    assert (next(iter(amount)), next(iter(colour))) == ("pot-dose", "watch-colour")
    for shares in (amount, colour):
        assert set(shares) == set(ASKED)
        assert list(shares.values()) == sorted(shares.values(), reverse=True)
        assert sum(shares.values()) == pytest.approx(1, abs=1e-5)


def test_the_parts_are_kept_and_given_out(model: Path) -> None:
    (message,) = _load(model).process([_message(COLOUR)])
    (part,) = message.get(PARTS)
    expected = {"intent": "ask_search", "confidence": 1.0, "start": 0, "end": len(COLOUR)}
    assert {key: value for key, value in part.items() if key != STATEMENTS} == expected
    assert json.loads(json.dumps(message.as_dict(only_output_properties=True)[PARTS])) == message.get(PARTS)


def test_no_more_are_told_than_the_length_says(model: Path) -> None:
    (all_,) = _matched(_load(model), _message(COLOUR))
    (two,) = _matched(_load(model, length=2), _message(COLOUR))
    assert list(two.items()) == list(all_.items())[:2]


def test_a_foreign_text_resembles_none_much(model: Path) -> None:
    (known,) = _matched(_load(model), _message(COLOUR))
    (foreign,) = _matched(_load(model), _message("Zum Bahnhof bitte, und zwar schnell."))
    assert max(foreign.values()) < 0.6 < 0.8 < max(known.values())


def test_what_a_part_names_tells_statements_apart(model: Path) -> None:
    words = "is this fine?"
    (bare,) = _matched(_load(model), _message(words))
    entity = {"entity": "concept", "value": "iron-pot", "start": 3, "end": 7}
    (named,) = _matched(_load(model), _message(words, entities=[entity]))
    (elsewhere,) = _matched(_load(model), _message(words, entities=[{**entity, "start": 40, "end": 44}]))
    (untelling,) = _matched(_load(model), _message(words, entities=[{**entity, "entity": "other_drug"}]))
    assert named["no-iron-pot"] > bare["no-iron-pot"] + 0.05
    assert elsewhere == untelling == bare


def test_a_message_without_parts_gets_none(model: Path) -> None:
    (message,) = _load(model).process([Message({})])
    assert message.get(PARTS) == []


def test_the_trained_component_and_the_loaded_one_agree(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_CONTENT", str(content))
    trained = StatementMatcher.create(_config(), LocalModelStorage(tmp_path), Resource("matcher"), CONTEXT)
    assert trained.train(TrainingData()) == Resource("matcher")
    monkeypatch.setenv("FOOTNOTE_CONTENT", str(tmp_path / "gone"))
    for question in (AMOUNT, COLOUR, "may I use this pot?"):
        (before,), (after,) = _matched(trained, _message(question)), _matched(_load(tmp_path), _message(question))
        assert list(before) == list(after)
        assert list(before.values()) == pytest.approx(list(after.values()), abs=1e-6)


@pytest.mark.parametrize("asked", [{}, {"pot-dose": ASKED["pot-dose"]}])
def test_fewer_than_two_statements_with_questions_match_nothing(
    asked: dict[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = _trained(tmp_path, _with_questions(tmp_path / "content", asked), monkeypatch)
    assert _matched(_load(model), _message(AMOUNT, COLOUR)) == [{}, {}]


def test_before_training_nothing_is_matched(tmp_path: Path) -> None:
    component = StatementMatcher.create(_config(), LocalModelStorage(tmp_path), Resource("matcher"), CONTEXT)
    assert _matched(component, _message(COLOUR)) == [{}]


def test_a_changed_question_makes_rasa_train_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fingerprints = []
    for name, questions in (("one", ASKED), ("same", ASKED), ("other", {**ASKED, "bitter": ["why is it bitter?"]})):
        monkeypatch.setenv("FOOTNOTE_CONTENT", str(_with_questions(tmp_path / name, questions)))
        fingerprints.append(StatementMatcher.fingerprint_addon({}))
    assert fingerprints[0] == fingerprints[1] != fingerprints[2]
