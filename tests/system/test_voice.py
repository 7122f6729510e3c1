"""The voice webhook: answers in pages, the words that steer them, silence, interruptions, and nothing asked twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.system.calls import Call, envelope
from tests.system.chat import Chat, answers, bar, said
from tests.system.conftest import Running

QUESTION = "what is the role of ketamine infusion in cancer pain"
WARNED = "58 kg active psychosis iv infusion dose"


@pytest.fixture
def call(assistant: Running) -> Call:
    return Call(assistant.assistant.url)


def rest_of(call: Call, reply: dict[str, Any]) -> list[str]:
    """The speech of ``reply`` and of every page behind it."""
    said = [reply["speech"]]
    while reply["more"]:
        reply = call.say("go on")
        said.append(reply["speech"])
    return said


def test_an_answer_is_said_page_by_page(call: Call) -> None:
    first = call.say(QUESTION)
    assert first["speech"] == envelope(first)["speech"]
    assert first["ssml"] == envelope(first)["ssml"]
    assert (first["listen"], first["page"]["number"]) == (True, 1)
    pages = rest_of(call, first)
    assert len(pages) == first["page"]["of"] == len(set(pages))
    # Where nothing more is left, "more" is a message like any other.
    beyond = call.say("more")
    assert envelope(beyond)["answer_id"] != envelope(first)["answer_id"]


def test_the_same_answers_as_over_rest(call: Call, assistant: Running) -> None:
    talk = assistant.talk()
    kept = ("status", "question", "headline", "statements", "citations", "calculations", "patient", "warnings")
    for words in ("58 kg neuropathic pain", "iv infusion dose", "is my patient a candidate", "no", "yes"):
        here, there = envelope(call.say(words)), talk.ask(words)
        assert {name: here[name] for name in kept} == {name: there[name] for name in kept}


def test_what_is_said_again_and_more_slowly(call: Call) -> None:
    call.say(QUESTION)
    second = call.say("say more")
    again = call.say("Repeat that, please.")
    assert (again["speech"], again["page"]) == (second["speech"], second["page"])
    assert again["messages"] == []
    slower = call.say("slower please")
    assert slower["speech"] == second["speech"]
    assert 'rate="slow"' in slower["ssml"]
    # It stays slow.
    assert 'rate="slow"' in call.say("go on")["ssml"]


def test_a_command_is_one_only_where_it_is_all_that_was_said(call: Call) -> None:
    call.say(QUESTION)
    assert len(call.say("say more about the side effects of ketamine")["messages"]) == 1
    assert len(call.say("stop ketamine before surgery or continue")["messages"]) == 1


def test_a_command_before_any_answer_is_a_message(call: Call) -> None:
    assert len(call.say("more")["messages"]) == 1


def test_stop_is_silent_and_keeps_the_patient(call: Call) -> None:
    answer = call.say(WARNED)
    stopped = call.say("stop")
    assert (stopped["speech"], stopped["listen"], stopped["messages"]) == ("", True, [])
    assert call.say("go on")["speech"] == answer["speech"]
    assert envelope(call.say("what about by mouth"))["patient"]["weight_kg"]["value"] == "58"


def test_silence_is_asked_about_once_and_then_ends_the_call(call: Call) -> None:
    call.say(QUESTION)
    asked = call.silence()
    assert asked["speech"].startswith("Are you still there?")
    assert asked["listen"]
    ended = call.say("")
    assert ended["speech"].endswith("Goodbye.")
    assert not ended["listen"]
    # Whoever speaks after all is answered, and may be silent again.
    assert call.say("contraindications")["messages"]
    assert call.silence()["listen"]


def test_silence_before_anything_was_said_is_asked_about(call: Call) -> None:
    assert call.silence()["listen"]
    assert not call.silence()["listen"]


def test_a_question_is_asked_again_after_silence(call: Call) -> None:
    call.say("she weighs fifteen kilograms", 0.85)
    assert call.silence()["speech"] == "Are you still there? Did you say fifteen or fifty kilograms?"
    assert envelope(call.say("the second"))["patient"]["weight_kg"]["value"] == "50"


def test_what_was_not_heard_is_said_on_going_on(call: Call) -> None:
    whole = call.say(WARNED)
    assert whole["warns"]
    sentences = whole["speech"].split(". ")
    assert len(sentences) > 1
    silent = call.interrupt(len(sentences[0]) + 10)
    assert (silent["speech"], silent["more"]) == ("", True)
    rest = call.say("go on")
    assert whole["speech"].endswith(rest["speech"])
    assert rest["speech"] == whole["speech"][len(sentences[0]) + 2 :]
    assert call.say("go on")["page"]["number"] == 2


def test_a_warning_that_was_cut_off_comes_before_the_next_answer(call: Call) -> None:
    warned = call.say(WARNED)
    warnings = [one["text"] for one in envelope(warned)["warnings"]]
    following = call.say("thank you", interrupted={"characters": 20})
    assert envelope(following)["warnings"] == []
    assert following["speech"].startswith("Contraindication:")
    pages = rest_of(call, following)
    assert sum(page.count("Contraindication:") for page in pages) == len(warnings)
    assert pages[-1].endswith(envelope(following)["speech"])
    # It has been heard now.
    after = call.say("thank you")
    assert after["speech"] == envelope(after)["speech"]


def test_a_warning_that_was_heard_is_not_repeated(call: Call) -> None:
    rest_of(call, call.say(WARNED))
    following = call.say("which guidelines speak of ketamine", interrupted={"characters": 5})
    assert following["speech"] == envelope(following)["speech"]


def test_nothing_is_said_before_an_emergency(call: Call) -> None:
    call.say(WARNED)
    urgent = call.say("she has stopped breathing", 0.3, interrupted={"characters": 3})
    assert envelope(urgent)["status"] == "emergency"
    assert urgent["speech"].startswith("If this is happening now, call your emergency team first")


def test_an_emergency_is_no_command(call: Call) -> None:
    call.say(QUESTION)
    urgent = call.say("stop", 0.6, "she stopped breathing")
    assert envelope(urgent)["status"] == "emergency"


def test_an_answer_is_handed_over_in_writing(call: Call, assistant: Running) -> None:
    answer = call.say(WARNED)
    sent = call.say("send me that")
    assert sent["handover"] == {"text": answer["messages"][0]["text"], "conversation": call.call}
    assert sent["speech"]
    # The chat opens the same conversation.
    chat = Chat(assistant.assistant.url, call.call)
    assert said(chat.events()) == [WARNED]
    assert answers(chat.events())[0]["text"] == answer["messages"][0]["text"]
    assert bar(chat.say("and by mouth?"))["weight_kg"] == "58"


def test_several_questions_are_one_run_of_pages(call: Call) -> None:
    reply = call.say("what are the contraindications and what are the side effects")
    assert len(reply["messages"]) == 2
    pages = rest_of(call, reply)
    assert sum("There is another answer: say more." in page for page in pages) == 1
    assert all(len(page.replace("-", " ").split()) <= 60 for page in pages)


def test_an_utterance_that_is_sent_again_is_the_same(call: Call) -> None:
    first = call.say(QUESTION, id="one")
    assert call.say(QUESTION, id="one") == first
    second = call.say("go on", id="two")
    assert call.say("go on", id="two") == second
    assert call.say("go on", id="three")["page"]["number"] == 3


def test_an_utterance_that_is_sent_twice_at_once_is_answered_once(call: Call, assistant: Running) -> None:
    with ThreadPoolExecutor(3) as pool:
        replies = list(pool.map(lambda _: call.say(QUESTION, id="one"), range(3)))
    assert [one["speech"] for one in replies] == [replies[0]["speech"]] * 3
    assert len({envelope(one)["answer_id"] for one in replies}) == 1
    assert len(answers(Chat(assistant.assistant.url, call.call).events())) == 1


def test_a_call_is_greeted(call: Call) -> None:
    greeting = call.send({"event": "start"})
    assert envelope(greeting)["question"] == "meta"
    assert greeting["speech"].startswith("Hello.")


@pytest.mark.parametrize(
    ("body", "said_back"),
    [
        ({"call": ""}, "names no call"),
        ({"call": 7}, "names no call"),
        ({"call": "c" * 101}, "100 characters"),
        ({"event": "hangup"}, "start, silence"),
        ({"transcript": "more", "interrupted": 7}, "characters"),
        ({"transcript": "more", "interrupted": {"characters": "all"}}, "characters"),
        ({"transcript": "more", "interrupted": {"characters": -1}}, "characters"),
    ],
)
def test_a_malformed_request_says_what_is_expected(call: Call, body: dict[str, Any], said_back: str) -> None:
    response = call.post(body)
    assert response.status_code == 400
    assert said_back in response.json()["error"]


@pytest.mark.parametrize("transcript", [7, ["more"], {"text": "more"}, "x" * 3000, "😀🐎", "/restart"])
def test_whatever_is_sent_as_words_is_answered(call: Call, transcript: Any) -> None:
    reply = call.send({"transcript": transcript, "confidence": 0.9})
    assert reply["speech"]
    assert reply["messages"]


def test_what_is_no_question_moves_nothing(call: Call) -> None:
    first = call.say(QUESTION)
    for _ in range(2):
        assert "3,000 characters" in envelope(call.say("x" * 3000, id="long"))["headline"]
    assert call.say("repeat")["speech"] == first["speech"]


def test_the_channel_stands_behind_the_door(call: Call) -> None:
    call.headers = {"Origin": "https://elsewhere.example"}
    assert call.post({"transcript": QUESTION}).status_code == 403


def test_what_is_kept_of_a_call_holds_no_word_of_it(call: Call, assistant: Running) -> None:
    call.say("Mrs Okonkwo weighs 58 kg", 0.99, "Mrs Okonkwo weighs 58 kilos")
    call.say("repeat")
    kept = (assistant.settings.state / "tracker.sqlite").read_bytes().decode("latin-1")
    assert "Okonkwo" not in kept
