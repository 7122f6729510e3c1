"""Where a further question begins is learnt from marked messages, and from examples that are joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.cutter import Cutter
from bot.nlu.intent_model import Example
from bot.nlu.joined import JOINED, MARK, Joined, Joiner, joined_messages, marked_messages
from knowledge.content_files import CONTENT
from tests.conftest import TEA

SUBJECTS = ["the pot", "the kettle", "a small bowl", "green leaves", "the lid", "hot water", "the cup", "milk"]
TWO = [f"how hot is {one} and how long for {other}" for one in SUBJECTS for other in SUBJECTS]
ONE = [f"is {one} and {other} good to have" for one in SUBJECTS for other in SUBJECTS]


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    model = Cutter()
    model.fit([*(Joined(text, (text.index("and"),)) for text in TWO), *(Joined(text) for text in ONE)])
    return model


def test_the_likeliest_place_is_where_the_further_question_begins(cutter: Cutter) -> None:
    text = "how hot is the tray and how long for a spoon"
    first = cutter.cuts(text)[0]
    assert (text[first.place :], first.share > 0.5) == ("and how long for a spoon", True)
    assert cutter.cuts("is the tray and a spoon good to have")[0].share < 0.5


def test_the_places_come_with_the_likeliest_first_and_none_twice(cutter: Cutter) -> None:
    cuts = cutter.cuts("how hot is the tray, and how long for a spoon?")
    assert [cut.share for cut in cuts] == sorted((cut.share for cut in cuts), reverse=True)
    assert len({cut.place for cut in cuts}) == len(cuts) > 1


@pytest.mark.parametrize("text", ["", "tea", " ", "\u200b", "teapot"])
def test_a_text_of_one_word_has_no_place(cutter: Cutter, text: str) -> None:
    assert cutter.cuts(text) == []


def test_a_kept_model_reads_as_the_trained_one_does(cutter: Cutter, tmp_path: Path) -> None:
    cutter.save(tmp_path)
    assert Cutter.load(tmp_path).cuts(TWO[3]) == cutter.cuts(TWO[3])


def test_an_untrained_model_finds_no_place_likely() -> None:
    assert {cut.share for cut in Cutter().cuts(TWO[0])} == {0.0}


def _messages(folder: Path, *messages: str) -> Path:
    path = folder / "joined.yml"
    path.write_text("messages:\n" + "".join(f"  - '{message}'\n" for message in messages), encoding="utf-8")
    return path


def test_marks_become_places_in_the_cleaned_text(tmp_path: Path) -> None:
    path = _messages(tmp_path, f"pt 58kg. sc dose {MARK} + obs? {MARK} refs", f"dose {MARK}, and obs", "dose and obs")
    three, comma, one = marked_messages(CONTENT, path)
    assert [three.text[cut:] for cut in three.cuts] == ["+ obs? refs", "refs"]
    assert three.text.startswith("patient 58kg. subcutaneous dose + obs")
    assert [comma.text[cut:] for cut in comma.cuts] == [", and obs"]
    assert one == Joined("dose and obs", ())


def test_every_mark_of_the_product_stands_before_a_word() -> None:
    marks = sum(line.count(MARK) for line in JOINED.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    found = marked_messages(CONTENT)
    assert sum(len(message.cuts) for message in found) == marks
    assert all(0 < cut < len(message.text) for message in found for cut in message.cuts)


EXAMPLES = [
    Example("how much", intent="ask_dosing"),
    Example("what to watch?", intent="ask_monitoring"),
    Example("58 kg", intent="inform"),
    Example("hello", intent="greet"),
]


def test_joined_examples_are_two_questions_of_different_intents() -> None:
    joiner = Joiner(EXAMPLES, ["and", "also"])
    for message in joiner.twos(200):
        (cut,) = message.cuts
        assert {"how much", "what to watch"} == {
            words for words in ("how much", "what to watch") if words in message.text
        }
        before = min(message.text.index("how much"), message.text.index("what to watch"))
        assert before < cut <= max(message.text.index("how much"), message.text.index("what to watch"))
        assert "hello" not in message.text


def test_a_history_before_a_question_is_no_question() -> None:
    messages = list(Joiner(EXAMPLES, ["and"]).ones(50))
    assert {message.cuts for message in messages} == {()}
    assert all("58 kg" in message.text for message in messages)


def test_the_same_messages_are_joined_each_time() -> None:
    assert joined_messages(TEA, EXAMPLES) == joined_messages(TEA, EXAMPLES)
