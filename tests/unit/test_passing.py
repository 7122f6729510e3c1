"""A near trap that is only said in passing refuses nothing; what the drug is wanted for always does."""

from __future__ import annotations

from functools import cache

import pytest

from bot.nlu.clinical_terms import NEAR_TRAP
from bot.nlu.passing import MATTER, Passing
from bot.nlu.vocabulary import Matcher, terms_of
from knowledge.content_files import read_content
from knowledge.cues import read_cues

WANTED = [
    "ketamine to treat PTSD",
    "is ketamine any use in bipolar depression",
    "sarcoma and pain on morphine, ketamine infusion for her OCD",
    "pain from lung cancer is fine on oxycodone, fibromyalgia protocol please",
    "migraine, how much",
    "cluster headache ketamine dose",
    # What is acute is passed over only as history, however much speaks for the topic.
    "bone mets, pain on methadone, dislocated shoulder, ketamine please",
    "myeloma with pain on fentanyl, hip replacement tomorrow, ketamine bolus",
    # Cancer alone is not pain from it.
    "survivor of lymphoma, fibromyalgia, ketamine drip",
]
PASSING = [
    "history of depression, pain from pancreatic carcinoma not held by morphine, ketamine",
    "her brother has bipolar disorder; pain from a chest wall sarcoma, start ketamine",
    "no migraine, no seizures, rib mets, ketamine start dose",
    "intubated in 2021, tumour pain, ketamine drip rate",
    "his son is a vet; bladder cancer, effects of ketamine",
    "her son is bipolar, she herself well, oxycodone rotated to methadone, ketamine next?",
    "wheezy at baseline, oesophageal cancer, ketamine infusion",
]
ASKED = [
    "is PTSD a contraindication to ketamine",
    "OCD: is ketamine off limits",
    "suicidal just now, so ketamine a no-go?",
    "bipolar disorder - must ketamine be avoided",
    "morphine fails his cancer pain, depressed as well, ketamine",
]


@cache
def product() -> tuple[Matcher, Passing]:
    content = read_content()
    return Matcher(terms_of(content)), Passing.of(content, read_cues())


def counts_as(text: str) -> set[str | None]:
    matcher, passing = product()
    found = matcher.find(text)
    return {passing.entity_of(text, one, found) for one in found if one.term.entity == NEAR_TRAP}


@pytest.mark.parametrize("text", WANTED)
def test_what_the_drug_is_wanted_for_stays_a_trap(text: str) -> None:
    assert NEAR_TRAP in counts_as(text)


@pytest.mark.parametrize("text", PASSING)
def test_history_and_what_is_said_of_others_is_passed_over(text: str) -> None:
    assert counts_as(text) == {None}


@pytest.mark.parametrize("text", ASKED)
def test_an_illness_that_is_asked_about_is_no_trap(text: str) -> None:
    assert counts_as(text) == {MATTER}


def test_a_form_of_a_trap_is_refused_wherever_it_stands() -> None:
    assert counts_as("history of cancer pain, he has had a lethal dose before") == {NEAR_TRAP}


def test_nothing_is_passed_over_without_rules() -> None:
    matcher, _ = product()
    text = "history of depression, pain from carcinoma"
    (found,) = (one for one in matcher.find(text) if one.term.entity == NEAR_TRAP)
    assert Passing().entity_of(text, found, [found]) == NEAR_TRAP
