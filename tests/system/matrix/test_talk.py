"""Clinicians talk to the assistant in rooms of a real homeserver."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

from bot.channels.matrix.rooms import ENCRYPTED
from bot.channels.matrix.talk import ONLY_TEXT, PASSED
from bot.server import Assistant
from knowledge.answers.retraction import WITHDRAWN
from knowledge.settings import Settings
from tests.system.assistant import Conversation
from tests.system.matrix.homeserver import Clinician, until
from tests.system.matrix.talking import (
    WHOLE,
    Service,
    all_replies,
    ask,
    edit,
    in_thread,
    is_gone,
    joined,
    mention,
    react,
    reactions,
    replies,
    reply,
    text_of,
)

ENCRYPTION = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}


def _with(keys: list[str], key: str) -> list[str] | None:
    return keys if key in keys else None


def test_an_answer_in_a_direct_chat(ada: Clinician, service: Service, direct: str) -> None:
    answer = ask(ada, service, direct, WHOLE)["content"]
    assert answer["msgtype"] == "m.text"
    assert "2.9–29 mg/h" in answer["body"]
    assert "2.9–29 mg/h" in answer["formatted_body"]
    assert '<a href="https://doi.org/10.1111/pme.12182">' in answer["formatted_body"]
    assert answer["m.relates_to"]["rel_type"] == "m.reference"
    assert ada.do("typing", room=direct)
    keys = until(lambda: _with(reactions(ada, service, direct), "👎"), "the last reaction")
    assert keys[:2] == ["1️⃣", "2️⃣"]
    assert keys[-2:] == ["👍", "👎"]


TURNS = (
    "what is the role of ketamine infusion in cancer pain?",
    "my patient has neuropathic cancer pain, 62 kg, failed gabapentin",
    "is she a candidate?",
    "yes",
    "no",
    "what is the iv infusion dose for her?",
    "sorry, 58 kg",
    "any contraindications?",
    "why?",
    "what do you know of the patient?",
)


def test_ten_turns_say_the_same_as_over_rest(
    ada: Clinician, service: Service, direct: str, assistant: Assistant
) -> None:
    rest = Conversation.start(assistant.url)
    envelopes = []
    for text in TURNS:
        expected = rest.answers(text)
        sent = all_replies(ada, service, direct, ada.say(direct, text), len(expected))
        assert [text_of(one) for one in sent] == [one.text for one in expected], text
        for one, answer in zip(sent, expected, strict=True):
            _says_all(one["content"]["formatted_body"], answer.envelope)
        envelopes += [one.envelope for one in expected]
    assert any(one["calculations"] for one in envelopes), "no dose was worked out in the whole conversation"
    assert any(one["ask"] and one["criteria"] for one in envelopes), "nothing was asked of the clinician"


def _says_all(markup: str, envelope: dict[str, Any]) -> None:
    """Whether ``markup`` shows what ``envelope`` states, cites and works out."""
    visible = unescape(re.sub("<[^>]+>", "", markup))
    for statement in envelope["statements"]:
        cited = "".join(f"[{number}]" for number in statement["citations"])
        assert f"{statement['text']} {cited}" in visible
    for citation in envelope["citations"]:
        assert f"[{citation['number']}] {citation['label']}" in visible
        assert citation["url"] is None or f'href="{escape(citation["url"])}"' in markup
    for calculation in envelope["calculations"]:
        assert calculation["arithmetic"] in visible


def test_in_a_room_it_answers_when_it_is_mentioned_and_in_a_thread(
    ada: Clinician, bo: Clinician, service: Service, ward: str
) -> None:
    unheard = ada.say(ward, "what dose of iv ketamine infusion for cancer pain?")
    root = ada.say(ward, f"@footnote {WHOLE}", **mention(service))
    answer = reply(ada, service, ward, root)
    assert answer["content"]["m.relates_to"]["rel_type"] == "m.thread"
    assert answer["content"]["m.relates_to"]["event_id"] == root
    assert "2.9–29 mg/h" in answer["content"]["body"]

    follow_up = ask(ada, service, ward, "what do you know of the patient?", **in_thread(root))
    assert "58" in follow_up["content"]["body"]

    aside = bo.say(ward, "what do you know of the patient?", **in_thread(root))
    others = ask(bo, service, ward, "Footnote: what do you know of the patient?", **in_thread(root))
    assert "58" not in text_of(others), "what one clinician told was taken for another's patient"

    elsewhere = ask(ada, service, ward, "footnote, what do you know of the patient?")
    assert "58" not in text_of(elsewhere), "a new thread knows the patient of another one"
    assert elsewhere["content"]["m.relates_to"]["event_id"] != root
    to_bo = ada.say(ward, "what would you do?", **{**in_thread(root), "m.mentions": {"user_ids": [bo.id]}})
    ask(ada, service, ward, "and orally?", **in_thread(root))
    for ignored in (unheard, aside, to_bo):
        assert not replies(ada, service, ward, ignored)


def test_choices_are_made_by_number_and_by_reaction(
    ada: Clinician, service: Service, direct: str, assistant: Assistant
) -> None:
    rest = Conversation.start(assistant.url)
    first = rest.answers("contraindications to ketamine?")[0]
    answer = ask(ada, service, direct, "contraindications to ketamine?")
    by_number = ask(ada, service, direct, "2")
    assert text_of(by_number) == rest.answers(first.buttons[1]["payload"])[0].text

    late = reply(ada, service, direct, react(ada, direct, answer["event_id"], "1️⃣"))
    assert late["content"]["body"] == PASSED
    judged = reply(ada, service, direct, react(ada, direct, answer["event_id"], "👍"))
    assert "hank" in text_of(judged)

    again = ask(ada, service, direct, "contraindications to ketamine?")
    by_reaction = reply(ada, service, direct, react(ada, direct, again["event_id"], "1️⃣"))
    assert text_of(by_reaction) == rest.answers(first.buttons[0]["payload"])[0].text


def test_a_removed_message_is_withdrawn_and_erased(
    ada: Clinician, service: Service, direct: str, settings: Settings
) -> None:
    told = ada.say(direct, "she is a violinist of 58 kg with neuropathic cancer pain, iv infusion dose?")
    answer = reply(ada, service, direct, told)
    ask(ada, service, direct, "she has failed gabapentin")
    assert "violinist" in _tracker(settings)
    ada.do("redact", room=direct, event=told)
    until(lambda: is_gone(ada, direct, answer["event_id"]), "the answer is gone")
    notice = until(
        lambda: [one for one in ada.seen(direct, service.id) if WITHDRAWN in one["content"].get("body", "")], "a notice"
    )
    assert "58" not in text_of(notice[0])
    known = text_of(ask(ada, service, direct, "what do you know of the patient?"))
    assert "58" not in known
    assert "gabapentin" in known, "what was said later is kept"
    assert "violinist" not in _tracker(settings)


def _tracker(settings: Settings) -> str:
    return (settings.state / "tracker.sqlite").read_bytes().decode("latin-1")


def test_an_edited_message_is_answered_anew(ada: Clinician, service: Service, direct: str) -> None:
    original = ada.say(direct, "85 kg, refractory cancer pain, iv infusion dose?")
    answer = reply(ada, service, direct, original)
    assert "4.25–42.5 mg/h" in text_of(answer)
    anew = ask(ada, service, direct, f"* {WHOLE}", **edit(original, WHOLE))
    assert "2.9–29 mg/h" in text_of(anew)
    assert is_gone(ada, direct, answer["event_id"])
    again = ask(ada, service, direct, "* 60 kg", **edit(original, "60 kg, refractory cancer pain, iv infusion dose?"))
    assert "3–30 mg/h" in text_of(again)
    assert is_gone(ada, direct, anew["event_id"])
    ada.do("redact", room=direct, event=original)
    until(lambda: is_gone(ada, direct, again["event_id"]), "the last version's answer is gone as well")
    assert "60" not in text_of(ask(ada, service, direct, "what do you know of the patient?"))


def test_nobody_edits_what_another_has_said(ada: Clinician, bo: Clinician, service: Service, ward: str) -> None:
    root = ada.say(ward, f"footnote: {WHOLE}")
    answer = reply(ada, service, ward, root)
    bo.say(ward, "* no", **edit(root, "footnote: 85 kg, iv infusion dose?"))
    ask(bo, service, ward, "footnote: contraindications?")
    assert not is_gone(ada, ward, answer["event_id"])


def test_strangers_are_not_served(ada: Clinician, stranger: Clinician, service: Service, ward: str) -> None:
    room = stranger.room(service.id)
    ada.do("invite", room=ward, other=stranger.id)
    stranger.do("join", room=ward)
    asked = stranger.say(ward, "footnote: contraindications?")
    ask(ada, service, ward, "footnote: contraindications?")
    assert not replies(ada, service, ward, asked)
    assert service.id not in stranger.do("members", room=room)


def test_an_encrypted_room_is_declined_once(ada: Clinician, service: Service, direct: str) -> None:
    encrypted = ada.room(service.id, state=[ENCRYPTION])
    until(lambda: ada.seen(encrypted, service.id), "a word about encryption")
    until(lambda: service.id not in ada.do("members", room=encrypted), "the assistant has left")
    assert [one["content"]["body"] for one in ada.seen(encrypted, service.id)] == [ENCRYPTED]
    ada.do("state", room=direct, kind=ENCRYPTION["type"], content=ENCRYPTION["content"])
    until(lambda: service.id not in ada.do("members", room=direct), "the assistant has left")
    assert ada.seen(direct, service.id)[-1]["content"]["body"] == ENCRYPTED


def test_a_room_that_was_replaced_is_left(ada: Clinician, service: Service, direct: str) -> None:
    successor = ada.room(public=True)
    ada.do("state", room=direct, kind="m.room.tombstone", content={"body": "moved", "replacement_room": successor})
    joined(ada, service, successor)
    until(lambda: service.id not in ada.do("members", room=direct), "the assistant has left")
    assert "2.9–29 mg/h" in text_of(ask(ada, service, successor, WHOLE))


def test_what_is_no_text_is_said_to_be_unread(ada: Clinician, bo: Clinician, service: Service, ward: str) -> None:
    root = ada.say(ward, "footnote: contraindications?")
    reply(ada, service, ward, root)
    picture = {"msgtype": "m.image", "body": "chart.png", "url": "mxc://hospital.example/chart"}
    shown = ada.send(ward, "m.room.message", {**picture, **in_thread(root)})
    assert reply(ada, service, ward, shown)["content"]["body"] == ONLY_TEXT
    unheard = [
        bo.send(ward, "m.room.message", picture),
        bo.send(ward, "m.room.message", {"msgtype": "m.notice", "body": "footnote: dose?", **mention(service)}),
    ]
    ask(bo, service, ward, "footnote: contraindications?")
    assert not [one for event in unheard for one in replies(ada, service, ward, event)]


def test_after_it_was_removed_from_a_room_others_are_answered(
    ada: Clinician, service: Service, ward: str, direct: str
) -> None:
    ada.do("kick", room=ward, other=service.id)
    assert "2.9–29 mg/h" in text_of(ask(ada, service, direct, WHOLE))


def test_identifiers_are_taken_out_of_what_is_said(
    ada: Clinician, service: Service, direct: str, settings: Settings
) -> None:
    answer = ask(ada, service, direct, "Mrs Adaeze Okonkwo, NHS number 943 476 5919, 58 kg, iv infusion dose?")
    assert answer["content"]["body"].startswith("Removed before")
    assert "Okonkwo" not in _tracker(settings)
    assert "Okonkwo" not in (settings.state / "rasa.log").read_text()
