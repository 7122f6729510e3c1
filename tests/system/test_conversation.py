"""Conversations over HTTP: follow-ups about references, payloads, restarts, and what happens when a part is down."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from knowledge.store import open_store
from tests.system.assistant import Conversation, cited
from tests.system.conftest import Running, settings_in, start

ROLE = "What is the role of ketamine infusion in cancer pain?"


def test_the_first_answer_says_what_the_article_says(assistant: Running) -> None:
    envelope = assistant.talk().ask(ROLE)
    must = {"seed-no-routine-use", "seed-last-resort", "seed-esmo-2018-ii-d", "hardy-response", "seed-nccn-2019-sr"}
    assert must <= cited(envelope)
    esmo = next(statement for statement in envelope["statements"] if statement["id"] == "seed-esmo-2018-ii-d")
    assert esmo["evidence"] == {**esmo["evidence"], "system": "esmo-idsa", "level": "II", "grade": "D"}
    assert any((citation["url"] or "").startswith("https://doi.org/10.") for citation in envelope["citations"])
    assert {statement["review"] for statement in envelope["statements"]} == {"submitted"}


def test_where_does_that_come_from_and_show_reference(assistant: Running) -> None:
    talk = assistant.talk()
    assert talk.ask("where does that come from?")["status"] == "not_found"
    first = talk.ask(ROLE)
    everything = talk.ask("where does that come from?")
    assert [one["source"] for one in everything["citations"]] == [one["source"] for one in first["citations"]]
    second = talk.ask("show reference 2")
    assert [(one["number"], one["source"]) for one in second["citations"]] == [(2, first["citations"][1]["source"])]
    assert talk.ask("show reference 99")["status"] == "not_found"


def test_an_offered_button_works_and_one_that_was_not_is_text(assistant: Running) -> None:
    talk = assistant.talk()
    payload = talk.ask(ROLE)["next"][0]["payload"]
    assert talk.ask(payload)["question"] == payload.removeprefix("/ask_")
    stranger = assistant.talk()
    for unoffered in ("/restart", "/session_start", '/ask_sources{"reference": "1"}', "/action_answer"):
        assert stranger.ask(unoffered)["status"] in ("answered", "not_found", "refused")
    assert stranger.ask(ROLE)["status"] == "answered"


def test_a_guideline_that_was_not_read_is_printed_as_such(assistant: Running) -> None:
    (message,) = assistant.talk().post({"sender": "printed", "message": "what does ESMO 2018 say about ketamine?"})
    assert "ESMO 2018, not read; as reported by the article [" in message["text"]


def test_each_answer_leaves_an_audit_entry_without_the_message(assistant: Running) -> None:
    envelope = assistant.talk().ask("zebra-striped pump, ketamine infusion dose?")
    with open_store(assistant.settings.audit_url).connect() as connection:
        rows = [dict(row) for row in connection.execute(text("SELECT * FROM audit_entry")).mappings()]
    entry = next(row for row in rows if row["answer_id"] == envelope["answer_id"])
    assert json.loads(entry["statements"]) == [statement["id"] for statement in envelope["statements"]]
    assert entry["model_version"] == envelope["model_version"] is not None
    assert "zebra" not in json.dumps(rows)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, "needs_input"),
        ({"message": 7}, "not_found"),
        ({"message": None}, "needs_input"),
        ({"sender": "x"}, "needs_input"),
    ],
)
def test_a_request_that_is_no_question_still_gets_an_envelope(
    assistant: Running, body: dict[str, object], status: str
) -> None:
    (message,) = assistant.talk().post(body)
    assert message["custom"]["status"] == status


@pytest.mark.parametrize("body", [b"", b"no json", b"[1, 2]", b'"text"', b"\xff"])
def test_a_body_that_is_no_json_object_is_told_what_to_send(assistant: Running, body: bytes) -> None:
    reply = httpx.post(f"{assistant.assistant.url}/webhooks/rest/webhook", content=body)
    assert reply.status_code == 400
    assert "Send a JSON object such as" in reply.json()["error"]


def test_clients_without_an_id_share_no_conversation(assistant: Running) -> None:
    talk = assistant.talk()
    (first,) = talk.post({"sender": None, "message": ROLE})
    (second,) = talk.post({"sender": "", "message": "where does that come from?"})
    assert first["recipient_id"] != second["recipient_id"]
    assert second["custom"]["status"] == "not_found"


def test_a_restart_loses_no_conversation_and_a_dead_action_server_is_said(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    runs = start(settings)
    first = next(runs)
    talk = first.talk()
    told = talk.ask(ROLE)
    actions, _ = first.assistant.parts
    actions.process.kill()
    actions.process.wait()
    down = talk.ask("what dose?")
    assert (down["status"], down["statements"], down["knowledge_version"]) == ("unavailable", [], None)
    assert "ERROR" in (tmp_path / "rasa.log").read_text()
    runs.close()  # type: ignore[attr-defined]

    again = start(settings)
    second = next(again)
    resumed = Conversation(second.assistant.url, talk.sender)
    reference = resumed.ask("show reference 2")
    assert reference["citations"][0]["source"] == told["citations"][1]["source"]
    assert resumed.ask(told["next"][0]["payload"])["status"] == "answered"
    assert resumed.ask("what dose?")["status"] == "answered"
    again.close()  # type: ignore[attr-defined]
