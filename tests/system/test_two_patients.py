"""Conversations about one patient and then another: nothing of the first is ever in an answer about the second."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest

from tests.system.conftest import Running

CONVERSATIONS = 200 if os.environ.get("FOOTNOTE_SOAK") else 20
pytestmark = pytest.mark.soak

# What is said of a patient, and the slot that it fills; the figures are drawn so that no two patients share one.
FACTS: dict[str, list[str]] = {
    "weight_kg": ["{weight} kg", "weighs {weight} kilos", "wt {weight}kg"],
    "age_years": ["{age} year old", "{age}yo", "aged {age} years"],
    "opioid_dose_mg_24h": ["on oxycodone {dose} mg/24h", "taking {dose} mg of morphine a day"],
    "pain_mechanism": ["neuropathic pain", "pain is nociceptive"],
    "psychosis": ["active psychosis", "no psychosis"],
    "raised_icp": ["?raised ICP", "raised intracranial pressure"],
    "raised_iop": ["known glaucoma", "no glaucoma"],
    "adjuvants_tried": ["failed gabapentin", "pregabalin did nothing"],
}
QUESTIONS = ("what dose of ketamine infusion?", "is she a candidate for ketamine?", "any contraindications here?")
AFTER = (
    "what dose of iv ketamine infusion for cancer pain?",
    "is ketamine recommended?",
    "show patient",
    "what to monitor?",
)


class Drawn:
    """A made-up patient: what is said of them, and the figures by which they would be known again."""

    def __init__(self, seed: random.Random, weights: range, ages: range, doses: range) -> None:
        figures = {"weight": seed.choice(weights), "age": seed.choice(ages), "dose": seed.choice(doses)}
        slots = seed.sample(sorted(FACTS), seed.randint(3, 6))
        self.slots = set(slots)
        self.told = ", ".join(seed.choice(FACTS[slot]).format(**figures) for slot in slots)
        self.figures = {str(figures[name]) for name, slot in _FIGURES.items() if slot in self.slots}


_FIGURES = {"weight": "weight_kg", "age": "age_years", "dose": "opioid_dose_mg_24h"}


@pytest.mark.parametrize("number", range(CONVERSATIONS))
def test_nothing_of_the_first_patient_is_known_of_the_second(assistant: Running, number: int) -> None:
    seed = random.Random(number)  # noqa: S311 a made-up patient is no secret
    first = Drawn(seed, range(41, 60), range(61, 75), range(110, 190, 10))
    second = Drawn(seed, range(76, 99), range(31, 40), range(210, 290, 10))
    talk = assistant.talk()
    told = talk.ask(f"{first.told}. {seed.choice(QUESTIONS)}")
    assert set(told["patient"]) & first.slots, "nothing was understood of the first patient"
    talk.ask("new patient")
    _knows_nothing_of(first, set(), talk.ask_all(seed.choice(AFTER)))
    later = talk.ask_all(f"{second.told}. {seed.choice(QUESTIONS)}")
    _knows_nothing_of(first, second.slots, later)
    _knows_nothing_of(first, second.slots, talk.ask_all("show patient"))


def _knows_nothing_of(first: Drawn, known: set[str], envelopes: list[dict[str, Any]]) -> None:
    for envelope in envelopes:
        stray = set(envelope["patient"]) - known - {"route", "setting"}
        assert not stray & first.slots, f"{stray} stays of the first patient"
        values = {str(one["value"]) for one in envelope["patient"].values()}
        assert not values & first.figures
        assert not any(f"{figure} kg" in (envelope["for_patient"] or "") for figure in first.figures)
        for one in envelope["calculations"]:
            assert one["weight_kg"] not in first.figures
