"""A message is one question or several; what it tells beside them is no question of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.question_reader import PARTS, RANKING, VOICE, QuestionReader
from bot.nlu.reading import EMERGENCY
from bot.nlu.vocabulary import Matcher, terms_of
from knowledge.content_files import read_content
from tests.conftest import TEA

CONTEXT: Any = None
EXAMPLES = {
    "ask_dosing": [
        "how many grams of leaves for each cup?",
        "how many leaves in a teapot",
        "how many leaves per bowl?",
        "what amount of leaf for a cup?",
        "how many grams in a bowl",
    ],
    "ask_monitoring": [
        "what should I watch while it brews?",
        "what colour should I watch for",
        "when do I stop, by which colour?",
        "what do I watch as it brews",
        "which colour should it turn?",
    ],
    "inform": [
        "the pot is old and he is thirsty",
        "he is thirsty and has an iron pot",
        "she has a bowl and is not thirsty",
        "the leaves are old and the pot is iron",
        "he is thirsty",
    ],
    "greet": ["hello there", "good morning", "hi", "good evening to you", "hello"],
    "out_of_scope": [
        "book me a train to the coast",
        "who won the football match?",
        "write a poem about cars",
        "when does the train leave?",
        "what is the capital of France?",
    ],
}
SETTINGS = {"silent": ["inform", "greet"], "telling": "inform", "foreign": ["out_of_scope"]}
WATCH = "What should I watch while it brews?"
AMOUNT = "How many grams of leaves for a cup?"
TOLD = "The pot is iron and he is thirsty"


def _config(**also: Any) -> dict[str, Any]:
    return {**QuestionReader.get_default_config(), **SETTINGS, **also}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds a model of the examples above."""
    return _trained(tmp_path_factory.mktemp("reader"), joined="data/joined_questions.yml")


def _trained(folder: Path, more: dict[str, list[str]] | None = None, **also: Any) -> Path:
    texts = {**EXAMPLES, **(more or {})}
    examples = [Message.build(text=text, intent=intent) for intent in texts for text in texts[intent]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOOTNOTE_CONTENT", str(TEA))
        component = QuestionReader.create(_config(**also), LocalModelStorage(folder), Resource("reader"), CONTEXT)
        component.train(TrainingData(examples))
    return folder


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(terms_of(read_content(TEA)))


def _processed(model: Path, matcher: Matcher, text: str, **also: Any) -> Message:
    component = QuestionReader.load(_config(**also), LocalModelStorage(model), Resource("reader"), CONTEXT)
    entities = [
        {"entity": one.term.entity, "value": one.term.value, "category": one.term.category} | _place(one.start, one.end)
        for one in matcher.find(text)
    ]
    (message,) = component.process([Message({TEXT: text, ENTITIES: entities})])
    return message


def _place(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end}


def _parts(message: Message) -> list[tuple[str, str]]:
    """The parts of ``message``: intent and words."""
    return [(part["intent"], message.get(TEXT)[part["start"] : part["end"]]) for part in message.get(PARTS)]


def _intent(message: Message) -> str:
    return str(message.get(INTENT)["name"])


@pytest.mark.parametrize(("text", "intent"), [(WATCH, "ask_monitoring"), (AMOUNT, "ask_dosing"), (TOLD, "inform")])
def test_one_question_is_one_part(model: Path, matcher: Matcher, text: str, intent: str) -> None:
    message = _processed(model, matcher, text)
    assert _parts(message) == [(intent, text)]
    assert message.get(INTENT) == {"name": intent, "confidence": message.get(PARTS)[0]["confidence"]}
    assert message.get(RANKING)[0] == message.get(INTENT)


def test_two_questions_are_two_parts_in_order(model: Path, matcher: Matcher) -> None:
    message = _processed(model, matcher, f"{AMOUNT} {WATCH}")
    assert _parts(message) == [("ask_dosing", AMOUNT), ("ask_monitoring", WATCH)]
    assert _intent(message) == "ask_dosing"


def test_background_before_a_question_is_no_part(model: Path, matcher: Matcher) -> None:
    one = _processed(model, matcher, f"{TOLD}. {WATCH}")
    assert _parts(one) == [("ask_monitoring", f"{TOLD}. {WATCH}")]
    two = _processed(model, matcher, f"{TOLD}. {AMOUNT} {WATCH}")
    assert _parts(two) == [("ask_dosing", AMOUNT), ("ask_monitoring", WATCH)]


def test_what_is_not_worded_as_a_question_is_none_though_it_reads_like_one(model: Path, matcher: Matcher) -> None:
    stated = "grams of leaves for a cup as ever"
    assert _intent(_processed(model, matcher, stated)) == "ask_dosing"
    worded: dict[str, Any] = {"both": 1.1}
    assert len(_parts(_processed(model, matcher, f"{stated}. {WATCH}", **worded))) == 1
    assert len(_parts(_processed(model, matcher, f"How many {stated}. {WATCH}", **worded))) == 2


def test_neighbours_that_ask_the_same_are_one_part(model: Path, matcher: Matcher) -> None:
    again = "How many leaves per bowl?"
    message = _processed(model, matcher, f"{AMOUNT} {again} {WATCH}")
    assert _parts(message) == [("ask_dosing", f"{AMOUNT} {again}"), ("ask_monitoring", WATCH)]
    confidences = [_processed(model, matcher, text).get(PARTS)[0]["confidence"] for text in (AMOUNT, again)]
    assert message.get(PARTS)[0]["confidence"] == pytest.approx(max(confidences), abs=1e-6)


def test_a_bare_elaboration_belongs_to_the_question_before_it(model: Path, matcher: Matcher) -> None:
    text = f"{AMOUNT} And what do I watch?"
    surest = {"part": 0.0, "bare_part": 1.01, "cut": 1.01}
    assert len(_parts(_processed(model, matcher, text, part=0.0, bare_part=0.0))) == 2
    assert _parts(_processed(model, matcher, text, **surest)) == [("ask_dosing", text)]
    # What names something needs less.
    named = f"{AMOUNT} And which colour do I watch?"
    assert [intent for intent, _ in _parts(_processed(model, matcher, named, **surest))] == [
        "ask_dosing",
        "ask_monitoring",
    ]


def test_a_part_must_be_sure_enough(model: Path, matcher: Matcher) -> None:
    assert len(_parts(_processed(model, matcher, f"{AMOUNT} Which colour do I watch?", part=1.01, both=1.01))) == 1


def test_what_is_worded_as_a_question_never_merely_tells(model: Path, matcher: Matcher) -> None:
    asked, told = "Is he thirsty from a bowl of leaves?", "He is thirsty from a bowl of leaves"
    assert _intent(_processed(model, matcher, asked, telling=None)) == "inform"
    message = _processed(model, matcher, asked)
    assert _intent(message) == "ask_dosing"
    assert _parts(message) == [("ask_dosing", asked)]
    assert [one["name"] for one in message.get(RANKING)].count("inform") == 1
    assert _intent(_processed(model, matcher, told)) == "inform"


def test_what_tells_asks_as_well_where_a_question_is_likely_enough(model: Path, matcher: Matcher) -> None:
    told = "He is thirsty from a bowl of leaves"
    assert _intent(_processed(model, matcher, told, asks_beside=0.0)) == "ask_dosing"
    assert _intent(_processed(model, matcher, told, asks_beside=1.01)) == "inform"
    assert _intent(_processed(model, matcher, "He is thirsty", asks_beside=0.0)) == "inform"


def test_what_opens_asks_as_well_where_it_is_worded_so_and_a_question_is_likely_enough(
    model: Path, matcher: Matcher
) -> None:
    asked = "Hello there, good evening to you, leaves?"
    assert _intent(_processed(model, matcher, asked)) == "greet"
    assert _intent(_processed(model, matcher, asked, opening="greet", asks_beside=0.0)).startswith("ask_")
    assert _intent(_processed(model, matcher, asked, opening="greet", asks_beside=1.01)) == "greet"
    told = asked.replace("?", ".")
    assert _intent(_processed(model, matcher, told, opening="greet", asks_beside=0.0)) == "greet"


def test_what_is_about_something_else_is_not_cut(model: Path, matcher: Matcher) -> None:
    text = f"Who won the football match? When does the train to the capital of France leave? {WATCH}"
    assert _parts(_processed(model, matcher, text, accept=0.75)) == [("out_of_scope", text)]


def test_small_talk_before_a_question_is_no_part(model: Path, matcher: Matcher) -> None:
    message = _processed(model, matcher, f"Good morning! {WATCH}")
    assert [intent for intent, _ in _parts(message)] == ["ask_monitoring"]
    assert _intent(message) == "ask_monitoring"


def test_danger_comes_before_every_question(model: Path, matcher: Matcher) -> None:
    text = f"She is not breathing. {AMOUNT} {WATCH}"
    message = _processed(model, matcher, text)
    assert _parts(message) == [(EMERGENCY, text)]
    assert message.get(INTENT) == {"name": EMERGENCY, "confidence": 1.0}


def test_danger_need_not_be_the_likeliest_reading(matcher: Matcher, tmp_path: Path) -> None:
    folder = _trained(tmp_path, {EMERGENCY: ["she is scalded", "the kettle is on fire", "he burnt his hand"]})
    assert _intent(_processed(folder, matcher, WATCH, emergency=1.1)) == "ask_monitoring"
    assert _intent(_processed(folder, matcher, WATCH, emergency=0.0)) == EMERGENCY


def test_the_voice_is_told_by_words(model: Path, matcher: Matcher) -> None:
    told = [_processed(model, matcher, text).get(VOICE) for text in ("my mum is thirsty", "I am a nurse", WATCH)]
    assert told == ["lay", "professional", None]


def test_a_message_without_text_has_no_intent(model: Path, matcher: Matcher) -> None:
    message = _processed(model, matcher, "")
    assert (_parts(message), message.get(INTENT)) == ([], {"name": None, "confidence": 0.0})


def test_a_piece_joined_to_a_question_is_one_where_it_is_surely_read_as_one(model: Path, matcher: Matcher) -> None:
    text = "grams of leaves for a cup, and what should I watch while it brews?"
    both = [("ask_dosing", "grams of leaves for a cup"), ("ask_monitoring", "what should I watch while it brews?")]
    sure: dict[str, Any] = {"part": 0.1, "bare_part": 0.1, "accept": 0.1, "both": 1.1}
    assert _parts(_processed(model, matcher, text, unworded=0.1, **sure)) == both
    assert len(_parts(_processed(model, matcher, text, unworded=1.1, **sure))) == 1
    apart = text.replace(", and", ".")
    assert len(_parts(_processed(model, matcher, apart, unworded=0.1, **sure))) == 1


def test_the_groups_of_terms_that_put_a_text_on_the_subject(model: Path, matcher: Matcher) -> None:
    text = "does the iron pot go to the coast by train"
    categories = {one.term.category for one in matcher.find(text)}
    strict: dict[str, Any] = {"accept": 1.1, "accept_on_subject": 0.0}
    assert _intent(_processed(model, matcher, text, on_subject=[["subject"]], **strict)) == "out_of_scope"
    named = [["subject"], sorted(categories)]
    assert _intent(_processed(model, matcher, text, on_subject=named, **strict)) != "out_of_scope"
    beyond = [[*sorted(categories), "subject"]]
    assert _intent(_processed(model, matcher, text, on_subject=beyond, **strict)) == "out_of_scope"


def test_questions_without_a_questions_wording_are_two_where_a_further_one_begins(
    model: Path, matcher: Matcher
) -> None:
    text = "old pot. grams of leaves per cup + colour to watch"
    both = [
        ("ask_dosing", "old pot. grams of leaves per cup"),
        ("ask_monitoring", "colour to watch"),
    ]
    sure: dict[str, Any] = {"accept": 0.1}
    assert _parts(_processed(model, matcher, text, both=0.1, **sure)) == both
    assert len(_parts(_processed(model, matcher, text, both=1.1, **sure))) == 1
    assert len(_parts(_processed(model, matcher, text, both=0.1, cut=1.1, **sure))) == 1


def test_a_question_with_what_it_tells_is_one_where_its_sides_are_alike(model: Path, matcher: Matcher) -> None:
    text = "old pot. grams of leaves per cup + colour to watch"
    sure: dict[str, Any] = {"accept": 0.1, "both": 0.1}
    assert len(_parts(_processed(model, matcher, text, **sure))) == 2
    assert len(_parts(_processed(model, matcher, text, alike=["ask_dosing", "ask_monitoring"], **sure))) == 1


def test_without_messages_to_learn_from_nothing_is_cut_but_by_its_wording(matcher: Matcher, tmp_path: Path) -> None:
    folder = _trained(tmp_path, joined=None)
    text = "old pot. grams of leaves per cup + colour to watch"
    assert len(_parts(_processed(folder, matcher, text, accept=0.1, both=0.0, cut=0.01))) == 1
    assert len(_parts(_processed(folder, matcher, f"{AMOUNT} {WATCH}"))) == 2


def test_what_asks_nothing_in_words_is_no_further_question(model: Path, matcher: Matcher) -> None:
    text = "old pot. grams of leaves per cup + colour to watch"
    sure: dict[str, Any] = {"accept": 0.1, "both": 0.1}
    assert len(_parts(_processed(model, matcher, text, **sure))) == 2
    assert len(_parts(_processed(model, matcher, text, wordless=["ask_monitoring"], **sure))) == 1


def test_a_further_question_that_names_nothing_has_to_be_surer(model: Path, matcher: Matcher) -> None:
    text = "old pot. grams of leaves per cup + which to watch while it goes"
    sure: dict[str, Any] = {"accept": 0.1, "both": 0.1}
    assert len(_parts(_processed(model, matcher, text, bare_side=0.0, **sure))) == 2
    assert len(_parts(_processed(model, matcher, text, bare_side=1.01, **sure))) == 1


def test_what_is_a_question_that_names_others_as_a_whole_is_not_cut(model: Path, matcher: Matcher) -> None:
    text = "old pot. grams of leaves per cup + colour to watch"
    sure: dict[str, Any] = {"accept": 0.1, "both": 0.1}
    read = _intent(_processed(model, matcher, text, accept=0.1, both=1.1))
    assert len(_parts(_processed(model, matcher, text, undivided=[read], **sure))) == 1
    assert len(_parts(_processed(model, matcher, text, undivided=["greet"], **sure))) == 2
