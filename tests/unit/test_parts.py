"""A message is cut where a second question may start, and a piece is told to ask by its wording."""

from __future__ import annotations

import pytest

from bot.nlu.parts import Splitter
from knowledge.cues import Cues


@pytest.fixture(scope="module")
def splitter() -> Splitter:
    cues = Cues(
        origin="product-safety",
        emergency=["on fire"],
        unless="was",
        lay=["my kettle"],
        professional="i am a tea master",
        joiners=["and", "and also", "&"],
        openers=["what", "how", "is", "what's"],
        readers={},
    )
    return Splitter(cues)


@pytest.mark.parametrize(
    "piece",
    [
        "what to watch",
        "How much for a bowl",
        "What's in it",
        "and how much",
        "AND ALSO is it hot",
        "& what then",
        "so, what now",
        "the bowl?",
        "and by the bowl?",
    ],
)
def test_a_piece_asks_by_its_first_word_or_its_mark(splitter: Splitter, piece: str) -> None:
    assert splitter.asks(piece)


@pytest.mark.parametrize(
    "piece",
    [
        "",
        "the pot is iron",
        "whatever it takes",
        "issues with the pot",
        "a bowl and how much",
        "and the bowl",
        "tell what to watch",
        "really? it was iron",
    ],
)
def test_a_piece_that_only_tells_does_not(splitter: Splitter, piece: str) -> None:
    assert not splitter.asks(piece)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The pot is iron. What to watch and how much?", ["The pot is iron", "What to watch", "how much?"]),
        ("What to watch? And how much", ["What to watch?", "how much"]),
        ("the pot is iron, is it hot", ["the pot is iron", "is it hot"]),
        ("the pot is iron; what now", ["the pot is iron", "what now"]),
        ("iron pot – what now", ["iron pot", "what now"]),
        ("leaves and water", ["leaves and water"]),
        ("use 1.5 g a cup", ["use 1.5 g a cup"]),
        ("The pot costs 6. What now?", ["The pot costs 6", "What now?"]),
        ("Thanks. What to watch?", ["What to watch?"]),
        ("Hot? Then wait", ["Hot?", "Then wait"]),
        ("?", []),
        ("", []),
    ],
)
def test_a_text_is_cut_where_another_question_may_start(splitter: Splitter, text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in splitter.spans(text)] == pieces


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("How much? She has an iron pot now, is it hot", ["How much?", "She has an iron pot now, is it hot"]),
        ("How much? She has an iron pot now, is the water in it hot", ["How much?", "is the water in it hot"]),
        ("She has an iron pot now, is it hot", ["is it hot"]),
        ("How much? Is it hot?", ["How much?", "Is it hot?"]),
        ("She has an iron pot", []),
    ],
)
def test_a_brief_question_after_another_asks_about_what_was_told_in_between(
    splitter: Splitter, text: str, questions: list[str]
) -> None:
    assert [text[start:end] for start, end in splitter.questions(splitter.pieces(text), text)] == questions


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("How much and the pot hot", []),
        ("The pot hot, and what to watch", ["The pot hot"]),
        ("What to watch? And the pot hot", ["And the pot hot"]),
        ("What to watch? The pot hot", []),
        ("The pot hot. What to watch", []),
        ("What to watch + how much", []),
    ],
)
def test_a_piece_is_joined_to_a_question_by_a_word_that_joins(splitter: Splitter, text: str, joined: list[str]) -> None:
    found = [text[piece.start : piece.end] for piece in splitter.pieces(text) if piece.joined and not piece.asks]
    assert found == joined


@pytest.mark.parametrize(
    ("before", "behind", "sides"),
    [
        ("a small bowl ", "+ minutes", ("a small bowl", "minutes")),
        ("how hot? ", "and the colour", ("how hot?", "the colour")),
        ("how hot ", ", and also the colour", ("how hot", "the colour")),
        ("how hot and", " the colour", ("how hot", "the colour")),
        ("the pot (iron) ", "/ & minutes?", ("the pot (iron)", "minutes?")),
        ("3 % ", "sand and water", ("3 %", "sand and water")),
        ("what then ", "?the pot", ("what then", "?the pot")),
    ],
)
def test_the_sides_of_a_place_come_without_what_joins_them(
    splitter: Splitter, before: str, behind: str, sides: tuple[str, str]
) -> None:
    text = before + behind
    found = splitter.sides(text, len(before))
    assert found is not None
    assert tuple(text[start:end] for start, end in found) == sides


@pytest.mark.parametrize(("before", "behind"), [("tea ", "and"), ("", "the pot"), (", and ", "the pot"), ("tea", "?")])
def test_where_a_side_says_nothing_there_are_no_sides(splitter: Splitter, before: str, behind: str) -> None:
    assert splitter.sides(before + behind, len(before)) is None
