"""A value that is set or taken back by itself: read as a payload, checked, and answered as a correction is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer
from knowledge.answers.edits import EditRefused, edited
from knowledge.content_files import Content
from knowledge.patient import Known
from knowledge.schema import Criterion
from knowledge.store import build
from tests.contract import check_message

GIVEN = "given"


class Conversation:
    """Says one message after another to the action, which finds in the slots what it kept there."""

    def __init__(self, action: ActionAnswer) -> None:
        self._action = action
        self.slots: dict[str, Any] = {}

    def say(self, payload: str) -> dict[str, Any]:
        """The envelope that answers ``payload``."""
        parsed = YAMLStoryReader.unpack_regex_message(Message({TEXT: payload})).as_dict()
        last = Tracker("c1", dict(self.slots), {**parsed, "metadata": {}}, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        for event in self._action.run(dispatcher, last, {}):
            self.slots[event["name"]] = event["value"]
        (message,) = dispatcher.messages
        return check_message(message)

    def edit(self, slot: str, *value: Any) -> dict[str, Any]:
        """The envelope that answers an edit of ``slot``, without ``value`` one that takes it back."""
        return self.say(f"/edit_patient{json.dumps(dict(zip(('slot', 'value'), (slot, *value), strict=False)))}")


@pytest.fixture(scope="module")
def action(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ActionAnswer]:
    """The action over a store of the product's content, opened once."""
    state: Path = tmp_path_factory.mktemp("state")
    build(f"sqlite:///{state / 'knowledge.sqlite'}")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FOOTNOTE_STATE", str(state))
        yield ActionAnswer()


@pytest.fixture
def talk(action: ActionAnswer) -> Conversation:
    return Conversation(action)


@pytest.mark.parametrize(
    ("slot", "value", "known"),
    [
        ("weight_kg", "62.5", {"value": "62.5", "status": GIVEN}),
        ("age_years", "71", {"value": "71", "status": GIVEN}),
        ("opioid_dose_mg_24h", "120", {"value": "120", "status": GIVEN}),
        ("psychosis", "present", {"value": True, "status": GIVEN}),
        ("psychosis", "absent", {"value": False, "status": GIVEN}),
        ("psychosis", "uncertain", {"value": True, "status": "uncertain"}),
        ("psychosis", "historical", {"value": True, "status": "historical"}),
        ("psychosis", "unknown", {"value": None, "status": "unknown"}),
        ("weight_kg", "unknown", {"value": None, "status": "unknown"}),
        ("adjuvants_tried", "unknown", {"value": None, "status": "unknown"}),
        ("route", "oral", {"value": "oral", "status": GIVEN}),
        ("opioid", " Morphine ", {"value": "morphine", "status": GIVEN}),
        ("opioid", "morphine?", {"value": "morphine", "status": "uncertain"}),
        (
            "adjuvants_tried",
            '[{"drug": "gabapentin", "outcome": "failed"}]',
            {"value": [{"drug": "gabapentin", "outcome": "failed"}], "status": GIVEN},
        ),
    ],
)
def test_a_value_is_set_and_acknowledged(talk: Conversation, slot: str, value: str, known: dict[str, Any]) -> None:
    envelope = talk.edit(slot, value)
    assert (envelope["status"], envelope["patient"]) == ("answered", {slot: known})
    assert envelope["acknowledged"][0].startswith("Noted: ")
    assert talk.say("/show_patient")["patient"] == {slot: known}


def test_an_edit_corrects_without_asking_whether_it_is_the_same_patient(talk: Conversation) -> None:
    talk.edit("weight_kg", "58")
    envelope = talk.edit("weight_kg", "85")
    assert envelope["status"] == "answered"
    assert envelope["acknowledged"] == ["Changed: weight, kg: 85 (was 58)."]


def test_without_a_value_the_slot_is_emptied(talk: Conversation) -> None:
    talk.edit("weight_kg", "58")
    envelope = talk.edit("weight_kg")
    assert (envelope["acknowledged"], envelope["patient"]) == (["Taken back: weight, kg (was 58)."], {})
    assert talk.slots["weight_kg"] is None
    again = talk.edit("weight_kg")
    assert (again["status"], again["acknowledged"]) == ("answered", [])


def test_edited_treatments_take_the_place_of_the_list(talk: Conversation) -> None:
    talk.edit("adjuvants_tried", '[{"drug": "gabapentin", "outcome": "failed"}]')
    envelope = talk.edit("adjuvants_tried", '[{"drug": "duloxetine", "outcome": "ongoing"}]')
    assert envelope["patient"]["adjuvants_tried"]["value"] == [{"drug": "duloxetine", "outcome": "ongoing"}]
    assert talk.edit("adjuvants_tried", "[]")["patient"] == {}


@pytest.mark.parametrize(
    ("slot", "value", "said"),
    [
        ("weight_kg", "700", "hardly possible"),
        ("weight_kg", "0", "above 0 kg"),
        ("weight_kg", "sixty", "expected is a number in kg"),
        ("weight_kg", "62 kg", "expected is a number in kg"),
        ("weight_kg", "-62", "expected is a number in kg"),
        ("weight_kg", "6e1", "expected is a number in kg"),
        ("weight_kg", "٦٢", "expected is a number in kg"),
        ("weight_kg", "", "expected is a number in kg"),
        ("weight_kg", 62.5, "expected is a number in kg"),
        ("weight_kg", None, "expected is a number in kg"),
        ("weight_kg", ["62", "63"], "expected is a number in kg"),
        ("age_years", "700", "hardly possible"),
        ("opioid_dose_mg_24h", "0", "expected is a number in mg"),
        ("psychosis", "maybe", "expected is one of present, absent, uncertain, historical, unknown"),
        ("psychosis", True, "expected is one of present"),
        ("route", "by drone", "expected is one of intravenous"),
        ("opioid", "coffee", "expected is one of morphine"),
        ("adjuvants_tried", "gabapentin", "expected is a list"),
        ("adjuvants_tried", '{"drug": "gabapentin", "outcome": "failed"}', "expected is a list"),
        ("adjuvants_tried", '[{"drug": "coffee", "outcome": "failed"}]', "expected is a list"),
        ("adjuvants_tried", '[{"drug": "gabapentin", "outcome": "splendid"}]', "expected is a list"),
        ("adjuvants_tried", '[{"drug": ["gabapentin"], "outcome": "failed"}]', "expected is a list"),
        ("adjuvants_tried", '[{"drug": "gabapentin", "outcome": []}]', "expected is a list"),
        ("adjuvants_tried", "[" * 400, "expected is a list"),
        ("shoe_size", "44", "What can be changed: opioids optimised;"),
    ],
)
def test_a_value_that_cannot_be_taken_changes_nothing(talk: Conversation, slot: str, value: Any, said: str) -> None:
    talk.edit("weight_kg", "58")
    envelope = talk.edit(slot, value)
    assert envelope["status"] == "needs_input"
    assert envelope["headline"].startswith("Nothing was changed. ")
    assert said in envelope["headline"]
    assert (envelope["acknowledged"], list(envelope["patient"])) == ([], ["weight_kg"])
    assert envelope["patient"]["weight_kg"]["value"] == "58"


@pytest.mark.parametrize("payload", ["/edit_patient", "/edit_patient{}", '/edit_patient{"slot": weight_kg}'])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_payload_that_names_no_slot_changes_nothing(talk: Conversation, payload: str) -> None:
    talk.edit("weight_kg", "58")
    envelope = talk.say(payload)
    assert (envelope["status"], list(envelope["patient"])) == ("needs_input", ["weight_kg"])


def test_a_weight_is_judged_by_the_age_that_is_known(talk: Conversation) -> None:
    talk.edit("age_years", "60")
    adult = talk.edit("weight_kg", "5")
    assert (adult["status"], adult["ask"]) == ("needs_input", "weight")
    assert [one["title"] for one in adult["next"]] == ["What do you know of the patient?"]
    talk.edit("age_years", "0.3")
    assert talk.edit("weight_kg", "5")["patient"]["weight_kg"] == {"value": "5", "status": GIVEN}


def test_a_rare_weight_is_taken_by_the_button_that_confirms_it(talk: Conversation) -> None:
    asked = talk.edit("weight_kg", "200")
    assert (asked["status"], asked["patient"]) == ("needs_input", {})
    assert asked["next"][0]["title"] == "Yes, 200 kg is right"
    taken = talk.say(asked["next"][0]["payload"])
    assert taken["patient"]["weight_kg"]["value"] == "200"
    dose = talk.say('/ask_dosing{"concept": "intravenous"}')
    assert (dose["status"], bool(dose["calculations"])) == ("answered", True)


def test_a_dose_that_was_answered_last_is_worked_out_again(talk: Conversation) -> None:
    talk.edit("weight_kg", "58")
    first = talk.say('/ask_dosing{"concept": "intravenous"}')
    second = talk.edit("weight_kg", "85")
    assert (second["question"], second["for_patient"]) == ("dosing", "weight, kg: 85")
    assert second["acknowledged"] == ["Changed: weight, kg: 85 (was 58)."]
    assert second["calculations"] != first["calculations"]
    withheld = talk.edit("psychosis", "present")
    assert (withheld["question"], withheld["calculations"]) == ("dosing", [])
    assert withheld["withheld"]
    assert talk.edit("psychosis")["calculations"] == second["calculations"]


def test_an_edit_that_is_refused_leaves_the_last_answer_to_go_back_to(talk: Conversation) -> None:
    talk.edit("weight_kg", "58")
    talk.say('/ask_dosing{"concept": "intravenous"}')
    assert talk.edit("weight_kg", "5800")["question"] == "patient"
    assert talk.edit("weight_kg", "60")["question"] == "dosing"


def test_a_verdict_is_given_again_and_the_open_question_goes_on(talk: Conversation) -> None:
    talk.edit("psychosis", "absent")
    before = talk.say("/ask_eligibility")
    after = talk.edit("pregnancy", "present")
    assert (before["verdict"]["value"], after["verdict"]["value"]) == ("more-needed", "not-recommended")
    asking = next(one for one in before["criteria"] if one["id"] == before["ask"])
    assert asking["status"] == "unknown"


def test_an_edit_of_what_was_asked_answers_it(talk: Conversation) -> None:
    asked = talk.say('/ask_eligibility{"choice": "start"}')["ask"]
    assert asked == "opioid-optimised"
    following = talk.edit("opioid_optimised", "present")
    assert (following["status"], following["question"]) == ("needs_input", "eligibility")
    assert following["ask"] not in (None, asked)


def test_the_question_that_is_open_stays_so_where_an_edit_is_refused(talk: Conversation) -> None:
    asked = talk.say('/ask_eligibility{"choice": "start"}')["ask"]
    refused = talk.edit("psychosis", "maybe")
    assert (refused["status"], refused["ask"]) == ("needs_input", asked)


def test_a_medicine_that_was_told_in_other_words_can_be_edited(content: Content) -> None:
    criteria = content.topics[0].criteria
    criterion = _of(criteria, "adjuvants_tried")
    held = {"adjuvants_tried": Known([{"drug": "a tricyclic", "outcome": "ongoing"}], "given")}
    value = '[{"drug": "a tricyclic", "outcome": "failed"}]'
    assert edited(criterion, value, criteria, held, confirmed=False) == Known(json.loads(value), "given")
    with pytest.raises(EditRefused, match="expected is a list"):
        edited(criterion, value, criteria, {}, confirmed=False)


def _of(criteria: list[Criterion], slot: str) -> Criterion:
    return next(one for one in criteria if one.slot == slot)
