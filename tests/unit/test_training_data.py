"""The training examples keep to what docs/intents.md says, and hold nothing of the test questions."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from ruamel.yaml import YAML

from bot.evaluation.questions import QUESTIONS, TestQuestion, read_questions
from bot.evaluation.training_examples import (
    TrainingExample,
    example_files,
    examples_of,
    near_copies,
    read_examples,
    wording,
)
from bot.nlu.joined import marked_messages
from knowledge.content_files import CONTENT, read_content
from knowledge.settings import ROOT

FEWEST = 40
MOST_IN_A_FILE = 400
# Families of test questions that are told by their form and not by what they ask.
WITHOUT_TRAINING = {
    "article": "sentences of the article: each is asked about under the intent that it belongs to",
    "bad_input": "messages without words of their own: nothing can be learnt from them",
    "spoken": "dictated forms of other families' questions: the clean-up writes them out, and no model learns them",
}
# Sent by a client as a payload, never typed: there is nothing to learn.
PAYLOAD_ONLY = frozenset({"edit_patient", "read_back", "retract_message"})
# Below this number of words a text cannot be worded in another way ("hi", "thank you", an emoji).
FEWEST_WORDS = 3


@pytest.fixture(scope="module")
def examples() -> list[TrainingExample]:
    return read_examples()


@pytest.fixture(scope="module")
def intents() -> list[str]:
    domain = YAML(typ="safe", pure=True).load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return [name for entry in domain["intents"] for name in entry if name not in PAYLOAD_ONLY]


def test_every_intent_has_enough_different_examples(examples: list[TrainingExample], intents: list[str]) -> None:
    wordings = {(example.intent, wording(example.text)) for example in examples}
    count = Counter(intent for intent, _ in wordings)
    assert {intent: count[intent] for intent in intents if count[intent] < FEWEST} == {}
    assert set(count) == set(intents)


def test_every_family_has_its_test_questions() -> None:
    trained = {family for family, _ in example_files()}
    asked = {path.stem for path in QUESTIONS.glob("*.yml")}
    assert trained - asked == set()
    assert asked - trained == set(WITHOUT_TRAINING)


def test_no_file_is_too_long_to_be_read() -> None:
    lengths = {path.name: len(examples_of(path, family)) for family, path in example_files()}
    assert {name: length for name, length in lengths.items() if length > MOST_IN_A_FILE} == {}


def test_no_example_is_listed_under_two_intents(examples: list[TrainingExample]) -> None:
    listed: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        listed[wording(example.text)].add(example.intent)
    assert {text: places for text, places in listed.items() if len(places) > 1} == {}


def test_every_intent_is_described(intents: list[str]) -> None:
    described = (ROOT / "docs" / "intents.md").read_text(encoding="utf-8")
    assert [intent for intent in intents if f"| `{intent}` |" not in described] == []


def test_no_test_question_is_in_the_training_data(examples: list[TrainingExample]) -> None:
    asked = _worded(read_questions())
    curated = (text for topic in read_content().topics for one in topic.statements for text in one.asked)
    joined = (message.text for message in marked_messages(CONTENT))
    found = near_copies(asked, [*(example.text for example in examples), *curated, *joined])
    # Which question it is, and not its text: half of them are not to be looked at.
    copies = [(asked[one.one], one.other, round(one.cosine, 3), round(one.distance, 3)) for one in found]
    assert copies == []


def test_a_near_copy_is_found_by_its_spelling_and_by_its_meaning() -> None:
    kept = ["how is green tea brewed", "where are the harbour lights"]
    spelt, meant, other = "How is green tea brewd?", "how do you brew green tea", "how much does a kettle cost"
    found = near_copies([spelt, meant, other], kept)
    assert {(one.one, one.other) for one in found} == {(spelt, kept[0]), (meant, kept[0])}
    assert near_copies([], kept) == []


def _worded(questions: list[TestQuestion]) -> dict[str, str]:
    """The messages of ``questions`` that say something of their own, each with the id of a question."""
    turns = ((turn, question.id) for question in questions for turn in question.turns)
    return {turn: name for turn, name in turns if isinstance(turn, str) and len(wording(turn).split()) >= FEWEST_WORDS}
