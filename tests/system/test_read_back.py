"""What may have been misheard is read back and confirmed before anything is answered, over REST and in the web chat."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.contract import check_message
from tests.system.assistant import Conversation
from tests.system.chat import Chat, answers, bar, said
from tests.system.conftest import Running

CLEAR = 0.97
QUESTION = "what is the role of ketamine infusion in cancer pain"


def speak(talk: Conversation, text: object, transcript: object) -> dict[str, Any]:
    """Say ``text`` as it was heard, and return the envelope of its one answer."""
    (message,) = talk.post({"sender": talk.sender, "message": text, "metadata": {"transcript": transcript}})
    return check_message(message)


def heard(confidence: object, *alternatives: str) -> dict[str, Any]:
    return {"confidence": confidence, "alternatives": list(alternatives)}


@pytest.fixture
def talk(assistant: Running) -> Conversation:
    return assistant.talk()


def test_what_was_heard_clearly_is_answered_and_spoken(talk: Conversation) -> None:
    envelope = speak(talk, QUESTION, heard(CLEAR, QUESTION.replace("in cancer", "and cancer"), f"um {QUESTION}"))
    assert envelope["status"] == "answered"
    assert envelope["statements"]
    assert envelope["speech"]
    assert envelope["ssml"].startswith("<speak")
    assert "speech" not in talk.ask("why?")


def test_a_number_that_sounds_like_another_waits_for_a_choice(talk: Conversation) -> None:
    asked = speak(talk, "she weighs fifteen kilograms", heard(0.85))
    assert (asked["status"], asked["ask"]) == ("needs_input", "confirm")
    assert asked["headline"] == "Did you say fifteen or fifty kilograms?"
    assert asked["speech"] == "Did you say fifteen or fifty kilograms?"
    assert [one["title"] for one in asked["next"]] == ["fifteen kilograms", "fifty kilograms", "None of these"]
    assert asked["patient"] == {}
    settled = talk.ask("fifty")
    assert settled["patient"]["weight_kg"]["value"] == "50"


def test_a_spoken_choice_that_may_be_misheard_again_is_confirmed(talk: Conversation) -> None:
    speak(talk, "she weighs fifteen kilograms", heard(0.85))
    again = speak(talk, "fifteen", heard(0.7))
    assert again["ask"] == "confirm"
    assert "one five" in again["headline"]
    assert again["patient"] == {}
    assert speak(talk, "yes", heard(0.7))["patient"]["weight_kg"]["value"] == "15"


def test_alternatives_that_disagree_on_a_medicine_are_read_back(talk: Conversation) -> None:
    asked = speak(talk, QUESTION, heard(CLEAR, QUESTION.replace("ketamine", "morphine")))
    assert asked["headline"] == "Did you say ketamine or morphine?"
    assert asked["statements"] == []
    settled = talk.ask(asked["next"][0]["payload"])
    assert settled["status"] == "answered"
    assert settled["statements"]


def test_a_negation_that_may_have_been_lost_is_read_back(talk: Conversation) -> None:
    asked = speak(talk, "she has no psychosis", heard(CLEAR, "she has known psychosis"))
    assert asked["headline"] == "Did you say no or known psychosis?"
    # "No" may be the choice as well as a no.
    assert speak(talk, "no", heard(CLEAR))["ask"] == "confirm"
    assert speak(talk, "the first", heard(CLEAR))["patient"]["psychosis"]["value"] is False


def test_low_confidence_is_read_back_as_a_whole(talk: Conversation) -> None:
    asked = speak(talk, "neuropathic pain and she is not pregnant", heard(0.3))
    assert asked["headline"] == "I heard: “neuropathic pain and she is not pregnant”. Is that right?"
    assert asked["patient"] == {}
    settled = speak(talk, "yes that's right", heard(0.8))
    assert settled["patient"]["pregnancy"]["value"] is False
    assert settled["speech"]


def test_a_no_asks_to_say_it_again_and_keeps_nothing(talk: Conversation) -> None:
    speak(talk, "she weighs 58 kg", heard(0.4))
    again = speak(talk, "no", heard(0.4))
    assert (again["status"], again["ask"]) == ("needs_input", "question")
    assert again["headline"] == "Please say it again."
    # Nothing waits any more.
    assert talk.ask("yes")["patient"] == {}


def test_an_unclear_yes_is_asked_again(talk: Conversation) -> None:
    speak(talk, "she weighs 58 kg", heard(0.6))
    for transcript in (heard(0.1), heard(CLEAR, "no")):
        asked = speak(talk, "yes", transcript)
        assert asked["headline"] == "Please say yes or no. I heard: “she weighs 58 kg”. Is that right?"
    assert speak(talk, "yes", heard(0.6))["patient"]["weight_kg"]["value"] == "58"


def test_something_else_is_a_message_of_its_own(talk: Conversation) -> None:
    speak(talk, "she weighs 15 kg", heard(0.6))
    assert talk.ask("she weighs 62 kg")["patient"]["weight_kg"]["value"] == "62"
    speak(talk, "she weighs 15 kg", heard(0.6))
    assert speak(talk, QUESTION, heard(CLEAR))["status"] == "answered"
    assert talk.ask("what do you know of the patient?")["patient"]["weight_kg"]["value"] == "62"


def test_an_old_button_says_what_it_cannot_do(talk: Conversation) -> None:
    button = speak(talk, "she weighs 15 kg", heard(0.6))["next"][1]
    talk.ask("she weighs 62 kg")
    stale = talk.ask(button["payload"])
    assert (stale["status"], stale["ask"]) == ("needs_input", "question")
    assert stale["patient"]["weight_kg"]["value"] == "62"


def test_an_emergency_waits_for_nothing(talk: Conversation) -> None:
    for text, transcript in (
        ("she has stopped breathing", heard(0.2)),
        ("she has stopped breathing she weighs fifteen kilos", heard(0.6, "she has stopped breathing fifty kilos")),
        ("she is not reading", heard(CLEAR, "she is not breathing")),
    ):
        envelope = speak(talk, text, transcript)
        assert envelope["status"] == "emergency"
        assert envelope["headline"].startswith("If this is happening now, call your emergency team first.")
        assert "emergency team" in envelope["speech"]
        # Nothing is kept of it until it is confirmed.
        assert envelope["ask"] == "confirm"
        assert envelope["patient"] == {}


def test_what_was_no_emergency_is_answered_once_it_is_confirmed(talk: Conversation) -> None:
    urgent = speak(talk, "she weighs 58 kg", heard(CLEAR, "she is not breathing at 58 kg"))
    assert urgent["status"] == "emergency"
    settled = talk.ask(urgent["next"][0]["payload"])
    assert settled["status"] != "emergency"
    assert settled["patient"]["weight_kg"]["value"] == "58"


def test_a_cry_for_help_is_no_misheard_reply(talk: Conversation) -> None:
    for text, transcript in (
        ("patient is crashing", heard(0.3)),
        ("yes", heard(0.9, "she stopped breathing")),
    ):
        speak(talk, "she weighs 58 kg", heard(0.6))
        assert speak(talk, text, transcript)["status"] == "emergency"


def test_a_short_reply_that_was_misheard_is_asked_again(talk: Conversation) -> None:
    asked = speak(talk, "raised iop", heard(CLEAR, "raised icp"))
    again = speak(talk, "i owe pee", heard(0.5))
    assert again["headline"] == f"Please say the first or the second. {asked['headline']}"
    assert speak(talk, "the second", heard(0.6))["patient"]["raised_icp"]["value"] is True


def test_an_interview_goes_on_where_it_was(talk: Conversation) -> None:
    asked = talk.ask("is my patient a candidate? 58 kg, neuropathic cancer pain")["ask"]
    assert asked not in (None, "confirm")
    assert speak(talk, "yes", heard(0.3))["ask"] == "confirm"
    assert speak(talk, "yes", heard(0.9))["ask"] not in (None, "confirm", asked)


def test_another_patient_is_still_asked_for_after_a_read_back(talk: Conversation) -> None:
    talk.ask("58 kg, active psychosis")
    assert talk.ask("85 kg")["ask"] == "confirm"
    assert "I heard" in speak(talk, "yes the same", heard(0.2))["headline"]
    assert speak(talk, "yes", heard(0.9))["patient"]["weight_kg"]["value"] == "85"


@pytest.mark.parametrize(
    "transcript",
    [
        {},
        [],
        "yes",
        7,
        {"confidence": "high"},
        {"confidence": True, "alternatives": None},
        {"confidence": 1.01},
        {"confidence": -1},
        {"confidence": None, "alternatives": "no list"},
        {"confidence": 0.99, "alternatives": [{"transcript": "she weighs 50 kg"}, 7]},
        {"confidence": 0.99, "alternatives": ["x" * 3000]},
        {"confidence": {"a": [1]}, "alternatives": [["she weighs 50 kg"]]},
    ],
)
def test_a_bad_transcript_counts_as_low_confidence(talk: Conversation, transcript: object) -> None:
    asked = speak(talk, "she weighs 58 kg", transcript)
    assert asked["ask"] == "confirm"
    assert asked["patient"] == {}


def test_no_number_at_all_is_one(talk: Conversation, assistant: Running) -> None:
    body = b'{"sender": "nan", "message": "she weighs 58 kg", "metadata": {"transcript": {"confidence": NaN}}}'
    import httpx

    reply = httpx.post(f"{assistant.assistant.url}/webhooks/rest/webhook", content=body, timeout=60)
    assert reply.json()[0]["custom"]["ask"] == "confirm"


def test_a_great_many_alternatives_take_no_longer(talk: Conversation) -> None:
    many = [f"she weighs 58 kg {'now ' * (number % 9)}" for number in range(5000)]
    assert speak(talk, "she weighs 58 kg", heard(CLEAR, *many))["patient"]["weight_kg"]["value"] == "58"


def test_an_alternative_is_never_obeyed(talk: Conversation) -> None:
    asked = speak(talk, "she weighs 15 kg", heard(CLEAR, "/restart", "/edit_patient 15 kg"))
    for one in asked["next"]:
        assert not one["title"].startswith("/")
    settled = talk.ask(asked["next"][1]["payload"])
    assert settled["status"] != "unavailable"


def test_empty_words_are_answered_in_speech(talk: Conversation) -> None:
    envelope = speak(talk, " ", heard(0.0))
    assert (envelope["status"], envelope["ask"]) == ("needs_input", "question")
    assert envelope["speech"]


# The web chat


def test_the_web_chat_shows_what_was_heard_and_asks(assistant: Running) -> None:
    chat = Chat(assistant.assistant.url)
    reply = chat.say("she weighs 15 kg", transcript=heard(0.85))
    (asked,) = answers(reply)
    assert said(reply) == ["she weighs 15 kg"]
    assert asked["custom"]["headline"] == "Did you say fifteen or fifty kilograms?"
    assert bar(reply) == {}
    settled = chat.say(asked["buttons"][1]["payload"])
    assert said(settled)[-1] == "50 kg"
    assert bar(settled)["weight_kg"] == "50"
    assert "speech" not in answers(settled)[-1]["custom"]


def test_the_web_chat_reads_back_once_for_each_message(assistant: Running) -> None:
    chat = Chat(assistant.assistant.url)
    first = chat.say("she weighs 15 kg", "one", transcript=heard(0.85))
    assert chat.say("she weighs 15 kg", "one", transcript=heard(0.85)) == first
    settled = chat.say("fifty", "two")
    assert chat.say("fifty", "two") == settled
    assert bar(settled)["weight_kg"] == "50"


def test_names_are_read_back_as_placeholders(assistant: Running) -> None:
    chat = Chat(assistant.assistant.url)
    reply = chat.say("Mrs Okonkwo weighs 15 kg", transcript=heard(0.4, "Mrs Okonkwo weighs 50 kg"))
    assert "Removed" in answers(reply)[0]["custom"]["removed"][0]
    button = answers(reply)[0]["buttons"][0]["payload"]
    chat.say(button, transcript=heard(0.9, "Mrs Okonkwo weighs 50 kg"))
    assert "Okonkwo" not in str(chat.events())
    assert "Okonkwo" not in (assistant.settings.state / "tracker.sqlite").read_bytes().decode("latin-1")


def test_a_transcript_beside_a_button_is_kept_without_names(assistant: Running) -> None:
    chat = Chat(assistant.assistant.url, uuid4().hex)
    button = answers(chat.say(QUESTION))[0]["buttons"][0]["payload"]
    chat.say(button, transcript=heard(0.9, "Mrs Adaeze Okonkwo", "NHS number 943 476 5919"))
    kept = (assistant.settings.state / "tracker.sqlite").read_bytes().decode("latin-1")
    assert "Adaeze" not in kept
    assert "943 476" not in kept
