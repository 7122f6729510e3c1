"""The web chat's channel over HTTP: nothing is lost, nothing is answered twice, and the patient bar is the slots."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.system.chat import Chat, answers, bar, said
from tests.system.conftest import Running

QUESTION = "What is the role of ketamine infusion in cancer pain?"


@pytest.fixture
def chat(assistant: Running) -> Chat:
    return Chat(assistant.assistant.url)


def test_an_answer_comes_with_the_question_and_stays(chat: Chat) -> None:
    reply = chat.say(QUESTION)
    assert said(reply) == [QUESTION]
    (answer,) = answers(reply)
    assert answer["custom"]["question"] == "recommendation"
    assert answer["custom"]["citations"]
    assert chat.events() == reply
    assert chat.events(reply["next"])["events"] == []


def test_the_same_answers_as_over_rest(chat: Chat, assistant: Running) -> None:
    talk = assistant.talk()
    for message in ("58 kg, neuropathic pain", "iv infusion dose?", "and orally?"):
        there = talk.ask(message)
        here = answers(chat.say(message))[-1]["custom"]
        kept = ("status", "question", "headline", "statements", "citations", "calculations", "patient", "warnings")
        assert {name: here[name] for name in kept} == {name: there[name] for name in kept}


def test_a_message_is_answered_once_however_often_it_is_sent(chat: Chat) -> None:
    first = chat.say(QUESTION, "one")
    again = chat.say(QUESTION, "one")
    assert again == first
    assert len(answers(chat.say("why?", "two"))) == 2


def test_a_message_that_is_sent_twice_at_once_is_answered_once(chat: Chat) -> None:
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: chat.say(QUESTION, "one"), range(4)))
    assert all(len(answers(reply)) == 1 for reply in replies)
    assert len(answers(chat.events())) == 1


def test_messages_keep_their_order(chat: Chat) -> None:
    for number in range(5):
        chat.say(f"contraindications? ({number})")
    shown = [event["type"] for event in chat.events()["events"]]
    assert shown == ["said", "answer"] * 5
    assert said(chat.events()) == [f"contraindications? ({number})" for number in range(5)]


def test_whoever_listens_hears_what_happens(chat: Chat) -> None:
    chat.say(QUESTION)
    with chat.listen() as stream:
        assert len(answers(next(stream)[1])) == 1
        with ThreadPoolExecutor(1) as pool:
            sent = pool.submit(chat.say, "contraindications?", "two")
            assert next(stream) == ("typing", {"of": "two"})
            name, reply = next(stream)
            assert (name, said(reply)) == ("reply", ["contraindications?"])
            assert answers(reply) == answers(sent.result())[1:]


def test_a_stream_goes_on_where_the_client_was(chat: Chat) -> None:
    known = chat.say(QUESTION)["next"]
    chat.say("contraindications?")
    with chat.listen(known) as stream:
        _, reply = next(stream)
        assert said(reply) == ["contraindications?"]


def test_the_patient_bar_is_what_the_slots_hold(chat: Chat) -> None:
    reply = chat.say("58 kg, neuropathic pain, failed gabapentin, ?raised ICP")
    slots = answers(reply)[-1]["custom"]["patient"]
    assert set(bar(reply)) == set(slots)
    assert bar(reply)["weight_kg"] == "58"
    known = {item["slot"]: item for item in reply["patient"]["known"]}
    assert known["raised_icp"]["status"] == "uncertain"
    assert "58" in known["weight_kg"]["words"]
    assert not set(bar(reply)) & {item["slot"] for item in reply["patient"]["tellable"]}


def test_a_criterion_is_edited_and_taken_back_in_place(chat: Chat) -> None:
    chat.say("58 kg, refractory cancer pain, iv infusion dose?")
    reply = chat.edit("weight_kg", "62")
    answer = answers(reply)[-1]["custom"]
    assert bar(reply)["weight_kg"] == "62"
    assert answer["patient"]["weight_kg"]["value"] == "62"
    assert "(was 58" in " ".join(answer["acknowledged"])
    assert said(reply)[-1] == "weight: 62 kg"
    assert chat.events() == reply
    gone = chat.edit("weight_kg", None)
    assert "weight_kg" not in bar(gone)
    assert "weight_kg" not in answers(gone)[-1]["custom"]["patient"]


@pytest.mark.parametrize("value", ["heavy", "0", "700", "-3", "5e9", ""])
def test_an_edit_that_makes_no_sense_changes_nothing_and_says_why(chat: Chat, value: str) -> None:
    chat.say("58 kg, iv infusion dose?")
    reply = chat.edit("weight_kg", value)
    answer = answers(reply)[-1]["custom"]
    assert answer["status"] == "needs_input"
    assert bar(reply)["weight_kg"] == "58"


def test_an_edit_of_what_is_no_criterion_is_refused(chat: Chat) -> None:
    refused = chat.post("patient", {"slot": "references", "value": "1"})
    assert refused.status_code == 422
    assert "references" in refused.json()["error"]
    assert chat.post("patient", {"slot": "weight_kg", "value": 58}).status_code == 422


def test_an_edit_cannot_be_typed(chat: Chat) -> None:
    reply = chat.say('/edit_patient{"slot": "weight_kg", "value": "62"}')
    assert "weight_kg" not in bar(reply) or answers(reply)[-1]["custom"]["question"] != "patient"


def test_a_new_patient_is_one_click_away(chat: Chat) -> None:
    chat.say("58 kg, active psychosis")
    reply = chat.say("/new_patient")
    assert bar(reply) == {}
    assert said(reply)[-1] == "New patient"
    assert answers(reply)[-1]["custom"]["patient"] == {}


def test_a_button_is_shown_by_its_title(chat: Chat) -> None:
    button = answers(chat.say(QUESTION))[0]["buttons"][0]
    assert said(chat.say(button["payload"]))[-1] == button["title"]


def test_names_never_reach_the_conversation(chat: Chat) -> None:
    reply = chat.say("Mrs Adaeze Okonkwo, NHS number 943 476 5919, 58 kg, iv infusion dose?")
    kept = str(chat.events())
    assert "Okonkwo" not in kept
    assert "943 476" not in kept
    event = next(one for one in reply["events"] if one["type"] == "said")
    assert {one["kind"] for one in event["removed"]} == {"name", "record_number"}
    assert "1 name" in answers(reply)[0]["custom"]["removed"][0]
    assert answers(reply)[0]["text"].startswith("Removed before")
    assert bar(reply)["weight_kg"] == "58"


def test_nor_do_those_in_what_speech_was_heard_as(chat: Chat, assistant: Running) -> None:
    chat.say("58 kg, iv dose?", transcript={"confidence": 0.9, "alternatives": ["Mrs Okonkwo 58 kg iv dose"]})
    assert "Okonkwo" not in (assistant.settings.state / "tracker.sqlite").read_bytes().decode("latin-1")


@pytest.mark.parametrize("text", ["", "  \n", "😀🐎", "x" * 2001, 42, None])
def test_what_is_no_question_is_refused_and_not_kept(chat: Chat, text: object) -> None:
    refused = chat.post("messages", {"text": text, "id": "one"})
    assert refused.status_code == 422
    assert refused.json()["code"] == "not_a_question"
    assert chat.events()["events"] == []


@pytest.mark.parametrize(
    ("body", "said_back"),
    [
        (b"", "no JSON object"),
        (b"[1]", "no JSON object"),
        (b"{", "no JSON object"),
        (b"[" * 100_000, "no JSON object"),
        (b'{"text": "dose?"}', "conversation"),
        (b'{"conversation": 7, "text": "dose?"}', "conversation"),
        (b'{"conversation": "c", "after": "x", "text": "dose?"}', "whole number"),
        (b'{"conversation": "' + b"c" * 101 + b'", "text": "dose?"}', "100 characters"),
    ],
)
def test_a_malformed_request_says_what_is_expected(chat: Chat, body: bytes, said_back: str) -> None:
    reply = httpx.post(f"{chat.url}/chat/messages", content=body, timeout=60)
    assert reply.status_code == 400
    assert said_back in reply.json()["error"]


@pytest.mark.parametrize("path", ["chat/messages", "chat/patient", "webhooks/rest/webhook"])
def test_an_oversize_request_is_refused_unread(chat: Chat, path: str) -> None:
    reply = httpx.post(f"{chat.url}/{path}", content=b"x" * 300_000, timeout=60)
    assert reply.status_code == 413
    assert reply.json()["code"] == "too_large"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Host": "rebound.example"},
        {"X-Forwarded-For": "10.0.0.7"},
        {"Forwarded": "for=10.0.0.7"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["chat/messages", "webhooks/rest/webhook"])
def test_without_tokens_no_other_site_or_machine_is_served(chat: Chat, path: str, headers: dict[str, str]) -> None:
    body = {"conversation": "c", "sender": "c", "text": QUESTION, "message": QUESTION}
    reply = httpx.post(f"{chat.url}/{path}", json=body, headers=headers, timeout=60)
    assert reply.status_code == 403
    assert "signed tokens" in reply.json()["error"]


def test_the_pages_let_nothing_in_from_elsewhere(assistant: Running) -> None:
    for name in ("", "footnote-chat.js", "example.html", "nothing"):
        reply = httpx.get(f"{assistant.assistant.url}/chat/{name}")
        policy = reply.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert reply.status_code == (404 if name == "nothing" else 200)


def test_the_pages_are_sent_once_for_each_version(assistant: Running) -> None:
    address = f"{assistant.assistant.url}/chat/footnote-chat.js"
    first = httpx.get(address)
    assert first.headers["content-encoding"] == "gzip"
    assert httpx.get(address, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert httpx.get(address, headers={"Accept-Encoding": "identity"}).text == first.text


def test_the_chat_without_its_slash_leads_to_the_chat(assistant: Running) -> None:
    reply = httpx.get(f"{assistant.assistant.url}/chat")
    assert (reply.status_code, reply.headers["location"]) == (302, "/chat/")
