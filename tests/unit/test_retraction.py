"""A message that was removed or edited: the patient is as if it had never been said."""

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
from knowledge.answers.retraction import NOTHING, WITHDRAWN
from knowledge.store import build
from tests.contract import check_message

GABAPENTIN = {"drug": "gabapentin", "outcome": "failed"}


class Conversation:
    """A tracker that grows with each message."""

    def __init__(self, action: ActionAnswer) -> None:
        self._action = action
        self.events: list[dict[str, Any]] = []
        self.slots: dict[str, Any] = {}

    def say(self, payload: str, message_id: str = "", **also: Any) -> dict[str, Any]:
        """The envelope that answers ``payload``."""
        parsed = {**YAMLStoryReader.unpack_regex_message(Message({TEXT: payload})).as_dict(), "metadata": {}, **also}
        self.events.append({"event": "user", "text": payload, "message_id": message_id, "parse_data": parsed})
        last = Tracker("c1", dict(self.slots), parsed, list(self.events), False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        for event in self._action.run(dispatcher, last, {}):
            self.slots[event["name"]] = event["value"]
            self.events.append(event)
        return check_message(dispatcher.messages[-1])

    def tell(self, message_id: str, slot: str, value: object) -> dict[str, Any]:
        text = value if isinstance(value, str) else json.dumps(value)
        return self.say(f"/edit_patient{json.dumps({'slot': slot, 'value': text})}", message_id)

    def retract(self, message_id: str) -> dict[str, Any]:
        return self.say(f"/retract_message{json.dumps({'value': message_id})}", f"retract {message_id}")

    @property
    def known(self) -> dict[str, Any]:
        """What is known by now, as the assistant says it."""
        patient: dict[str, Any] = self.say("/show_patient")["patient"]
        return {slot: known["value"] for slot, known in patient.items()}


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


def test_what_it_told_is_withdrawn_without_being_repeated(talk: Conversation) -> None:
    talk.tell("a", "weight_kg", "58")
    talk.tell("b", "psychosis", "absent")
    envelope = talk.retract("a")
    assert envelope["headline"] == WITHDRAWN
    assert envelope["acknowledged"] == ["Withdrawn: weight, kg."]
    assert (envelope["status"], envelope["question"]) == ("answered", "patient")
    assert talk.known == {"psychosis": False}


def test_what_it_corrected_is_again_as_it_was(talk: Conversation) -> None:
    talk.tell("a", "weight_kg", "58")
    talk.tell("b", "weight_kg", "85")
    assert talk.retract("b")["acknowledged"] == ["As it was before: weight, kg."]
    assert talk.known == {"weight_kg": "58"}


@pytest.mark.parametrize("later", ["58", "61"])
def test_what_was_said_later_stays(talk: Conversation, later: str) -> None:
    talk.tell("a", "weight_kg", "58")
    talk.tell("b", "weight_kg", later)
    assert talk.retract("a")["headline"] == NOTHING
    assert talk.known == {"weight_kg": later}


def test_of_a_list_only_its_own_part_goes(talk: Conversation) -> None:
    talk.tell("a", "adjuvants_tried", [GABAPENTIN])
    talk.tell("b", "weight_kg", "58")
    text = "failed pregabalin"
    place = {"category": "drug", "start": 7, "end": 17}
    finding = {"concept": "pregabalin", "assertion": "present", "treatment": "failed", **place}
    entity = {"entity": "concept", "value": "pregabalin", **place}
    told = {"text": text, "intent": {"name": "inform"}, "entities": [entity], "findings": [finding]}
    talk.say(text, "c", **told)
    assert {one["drug"] for one in talk.slots["adjuvants_tried"]} == {"gabapentin", "pregabalin"}
    talk.retract("a")
    assert [one["drug"] for one in talk.slots["adjuvants_tried"]] == ["pregabalin"]
    talk.retract("c")
    assert talk.known == {"weight_kg": "58"}


def test_another_patient_never_comes_back(talk: Conversation) -> None:
    talk.tell("a", "weight_kg", "58")
    talk.say("/new_patient", "b")
    talk.tell("c", "psychosis", "absent")
    talk.retract("b")
    assert talk.known == {"psychosis": False}
    talk.retract("a")
    assert talk.known == {"psychosis": False}


def test_one_after_the_other(talk: Conversation) -> None:
    talk.tell("a", "weight_kg", "58")
    talk.tell("b", "weight_kg", "85")
    talk.retract("a")
    assert talk.known == {"weight_kg": "85"}
    # Once it was taken back, the tracker holds no more than that there was a message.
    talk.events[0]["parse_data"] = {"intent": {"name": "edit_patient"}, "entities": [], "text": "[removed]"}
    talk.retract("b")
    assert talk.known == {}


@pytest.mark.parametrize("unknown", ["", "nothing", "$x:hospital.example"])
def test_a_message_that_told_nothing_changes_nothing(talk: Conversation, unknown: str) -> None:
    talk.tell("a", "weight_kg", "58")
    envelope = talk.retract(unknown)
    assert (envelope["headline"], envelope["acknowledged"], envelope["next"]) == (NOTHING, [], [])
    assert talk.known == {"weight_kg": "58"}


def test_no_follow_up_goes_back_to_it(talk: Conversation) -> None:
    talk.say("/ask_dosing", "a")
    assert talk.slots["last"] is not None
    talk.retract("a")
    assert talk.slots["last"] is None
    talk.say("/ask_dosing", "b")
    talk.say("/ask_contraindications", "c")
    kept = talk.slots["last"]
    talk.retract("b")
    assert talk.slots["last"] == kept


def test_a_question_that_it_began_is_not_asked_any_more(talk: Conversation) -> None:
    talk.tell("a", "weight_kg", "58")
    envelope = talk.say('/ask_eligibility{"choice": "start"}', "b")
    assert envelope["ask"] is not None
    assert talk.retract("a")["ask"] == envelope["ask"], "the interview goes on"
    talk.say('/ask_eligibility{"choice": "start"}', "c")
    assert talk.retract("c")["ask"] is None


def test_a_reply_to_an_open_question_is_taken_back(talk: Conversation) -> None:
    talk.say('/ask_eligibility{"choice": "start"}', "a")
    first = talk.slots["asking"]
    talk.say("/affirm", "b")
    told = {slot for slot, value in talk.known.items() if value is not None}
    assert told
    talk.retract("b")
    assert talk.known == {}
    assert first
