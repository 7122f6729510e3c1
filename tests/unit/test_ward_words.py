"""A new word of wards needs no Python: what the language files list is what is understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from actions.giving import Giving
from bot.nlu.around_terms import Around
from bot.nlu.quantities.reader import QuantityReader
from bot.nlu.quantities.readings import Readings
from knowledge.content_files import CONTENT, read_one
from knowledge.language import Language, read_language
from knowledge.ward_words import TERMS, TermWords, any_of, either_quote

LANGUAGE = read_language()
COFFEE = {"coffee": "coffee"}


def with_patient_words(**more: Sequence[str]) -> Language:
    lists = {name: [*getattr(LANGUAGE.patients, name), *words] for name, words in more.items()}
    return replace(LANGUAGE, patients=LANGUAGE.patients.copy(update=lists))


def with_medicine_words(**more: Sequence[str]) -> Language:
    lists = {name: [*getattr(LANGUAGE.medicines, name), *words] for name, words in more.items()}
    return replace(LANGUAGE, medicines=LANGUAGE.medicines.copy(update=lists))


def with_measures(**more: Sequence[str]) -> Language:
    lists = {name: [*getattr(LANGUAGE.measures, name), *words] for name, words in more.items()}
    return replace(LANGUAGE, measures=LANGUAGE.measures.copy(update=lists))


def around(**more: Sequence[str]) -> Around:
    words = read_one(CONTENT, TERMS, TermWords)
    return Around(words.copy(update={name: [*getattr(words, name), *new] for name, new in more.items()}))


def giving(language: Language = LANGUAGE) -> Giving:
    return Giving(language.measures, language.medicines)


def read(text: str, language: Language = LANGUAGE) -> list[tuple[str, str, tuple[str, ...]]]:
    found = QuantityReader(language, COFFEE).find(text)
    return [(one.kind, str(one.low), one.flags) for one in found]


def test_a_new_relative_is_not_the_patient() -> None:
    assert read("her landlord weighs 92 kg") == [("weight", "92", ())]
    heard = with_patient_words(relatives=["landlord"])
    assert read("her landlord weighs 92 kg", heard) == [("weight", "92", ("another's",))]


def test_a_new_word_for_a_grown_up_tells_an_age() -> None:
    assert ("age", "58", ()) not in read("fella 58, sore throat")
    assert ("age", "58", ()) in read("fella 58, sore throat", with_patient_words(grown_ups=["fella"]))


def test_a_new_word_for_what_is_to_be_ignored() -> None:
    assert read("strike 71 kg") == [("weight", "71", ())]
    assert read("strike 71 kg", with_patient_words(disregard=["strike"])) == [("weight", "71", ("another's",))]


def test_a_new_word_that_ends_what_is_said_of_a_medicine() -> None:
    text = "coffee scuppered 10 mg"
    assert QuantityReader(LANGUAGE, COFFEE).find(text)[0].drug == "coffee"
    ended = with_medicine_words(no_form=["scuppered"])
    assert QuantityReader(ended, COFFEE).find(text)[0].drug is None


@pytest.mark.parametrize(
    ("name", "word", "is_said"),
    [
        ("on_top", "at a pinch", lambda it: it.is_on_top("coffee 1 cup at a pinch", 0, 6)),
        ("as_rescue", "emergencies", lambda it: it.is_on_top("coffee for emergencies", 0, 6)),
        ("ahead", "spares", lambda it: it.is_on_top("2 spares: coffee", 10, 16)),
        ("had", "drunk", lambda it: it.is_sole("she only ever drunk coffee", 20)),
        ("hardly", "scarcely", lambda it: it.is_now(["scarcely touching"], "coffee", 0)),
        ("failing", "flagging", lambda it: it.is_now(["flagging"], "coffee", 0)),
        ("moved", "swung", lambda it: it.is_now([], "she swung from tea to coffee", 22)),
        ("ended", "ditched", lambda it: it.has_ended(["ditched it"])),
        ("ended_beginnings", "jettison", lambda it: it.has_ended(["jettisoned"])),
        ("before_route", "swallowed", lambda it: it.goes_by("coffee swallowed by mouth", 6, 20)),
        ("after_route", "cuppa", lambda it: it.goes_before("hot cuppa strong coffee", 3, 17)),
    ],
)
def test_a_new_word_around_a_medicine(name: str, word: str, is_said: Callable[[Giving], bool]) -> None:
    assert not is_said(giving())
    assert is_said(giving(with_medicine_words(**{name: [word]})))


def test_a_new_word_that_corrects_a_number() -> None:
    assert read("weight 60 oops 66 kg") != [("weight", "66", ())]
    assert read("weight 60 oops 66 kg", with_measures(corrections=["oops"])) == [("weight", "66", ())]


def test_a_new_word_that_follows_one_that_corrects_a_number() -> None:
    assert read("weight 60 no clearly 66 kg") != [("weight", "66", ())]
    assert read("weight 60 no clearly 66 kg", with_measures(correction_links=["clearly"])) == [("weight", "66", ())]


def test_a_new_word_that_makes_a_weight_one_of_the_past() -> None:
    text = "67 kg, used to be 95 kg back in may"
    assert ("weight", "95", ()) in read(text)
    assert ("weight", "95", ()) not in read(text, with_patient_words(been=["be"], once=["back"]))


def test_a_new_word_that_makes_a_number_a_limit() -> None:
    assert read("10 mg tops") == [("dose", "10", ())]
    assert read("10 mg tops", with_measures(limits_behind=["tops"])) == [("dose", "10", ("bound",))]


def test_a_new_word_that_supposes_a_reading() -> None:
    text = "supposing the bp is 180/100"
    assert Readings(LANGUAGE.measures).find(text)
    assert not Readings(with_measures(supposed=["supposing"]).measures).find(text)


@pytest.mark.parametrize("text", ["target bp cut off 180/100", "cut off bp 180/100", "cutoff bp 180/100"])
def test_what_is_only_aimed_at_is_no_reading(text: str) -> None:
    assert not Readings(LANGUAGE.measures).find(text)


def test_a_new_word_around_a_term() -> None:
    assert not around().is_a_numeral("iv", "echelon iv", 8)
    assert around(numbered=["echelon"]).is_a_numeral("iv", "echelon iv", 8)
    assert not around().asks_for_the_dose("ration of tea", 10, 13)
    assert around(dose=["ration"]).asks_for_the_dose("ration of tea", 10, 13)
    assert [[one[0] for one in words] for words in around().denied("no milk or sugar; tea")] == [["milk", "sugar"]]
    assert not list(around().denied("sugar zilch, tea"))
    (words,) = around(denied_by=["zilch"]).denied("sugar zilch, tea")
    assert [one[0] for one in words] == ["sugar"]
    assert [one[1] for one in around(references=["item"]).references("open item 7")] == ["7"]


def test_words_are_matched_with_either_apostrophe() -> None:
    assert either_quote(["she's", "he"]) == {"she's", "she’s", "he"}
    assert any_of(["as", "as needed", "that's"]).startswith("(?:as needed|")
