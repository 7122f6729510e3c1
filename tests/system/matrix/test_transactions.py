"""What the homeserver sends is answered once, whoever dies in between, and nobody else is listened to."""

from __future__ import annotations

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import create_engine, text

from bot.channels.matrix.talk import TOO_OLD
from bot.server import Assistant
from knowledge.settings import Settings
from tests.system.matrix.conftest import prepared, serving
from tests.system.matrix.homeserver import Clinician, Synapse
from tests.system.matrix.talking import WHOLE, Service, ask, joined, replies, reply, text_of

KILLS = 50 if os.environ.get("FOOTNOTE_SOAK") else 5
# From before the message is read to after its answer has been sent, on a machine with other work.
SECONDS = 1.2


def push(service: Service, *events: dict[str, Any], token: str | None = None, key: str | None = None) -> httpx.Response:
    """Send a transaction as the homeserver does."""
    address = f"http://127.0.0.1:{service.port}/_matrix/app/v1/transactions/{key or uuid4().hex}"
    headers = {"Authorization": f"Bearer {token or service.token('hs_token')}"}
    return httpx.put(address, json={"events": list(events)}, headers=headers, timeout=60)


def event_of(user: Clinician, room: str, event: str) -> dict[str, Any]:
    """An event of ``user``, as the homeserver pushes it."""
    return {"room_id": room, **user.do("event", room=room, event=event)}


@pytest.mark.usefixtures("assistant")
def test_nobody_but_the_homeserver_is_listened_to(service: Service) -> None:
    root = f"http://127.0.0.1:{service.port}/_matrix/app/v1"
    ours = {"Authorization": f"Bearer {service.token('hs_token')}"}
    wrong = {"Authorization": f"Bearer {service.token('as_token')}"}
    for method, path in (
        ("PUT", "transactions/1"),
        ("POST", "ping"),
        ("GET", f"users/{service.id}"),
        ("GET", "rooms/%23ward:hospital.example"),
    ):
        assert httpx.request(method, f"{root}/{path}").status_code == 401
        refused = httpx.request(method, f"{root}/{path}", headers=wrong)
        assert (refused.status_code, refused.json()["errcode"]) == (403, "M_FORBIDDEN")
        token = service.token("hs_token")
        assert httpx.request(method, f"{root}/{path}", params={"access_token": token}).status_code == 401
    assert httpx.post(f"{root}/ping", json={"transaction_id": "1"}, headers=ours).json() == {}
    assert httpx.get(f"{root}/users/{service.id}", headers=ours).status_code == 200
    assert httpx.get(f"{root}/users/@else:hospital.example", headers=ours).status_code == 404
    assert httpx.get(f"{root}/rooms/%23ward:hospital.example", headers=ours).status_code == 404


@pytest.mark.usefixtures("assistant")
@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"events": 3}', b"[" * 10_000],
    ids=["nothing", "a list", "no events", "no list", "too deep"],
)
def test_what_is_no_transaction_is_refused(service: Service, body: bytes) -> None:
    address = f"http://127.0.0.1:{service.port}/_matrix/app/v1/transactions/1"
    reply = httpx.put(address, content=body, headers={"Authorization": f"Bearer {service.token('hs_token')}"})
    assert (reply.status_code, reply.json()["errcode"]) == (400, "M_BAD_JSON")


def test_events_that_make_no_sense_hold_nothing_up(ada: Clinician, service: Service, direct: str) -> None:
    common = {"room_id": direct, "event_id": "$odd", "sender": ada.id, "origin_server_ts": "soon"}
    odd: list[dict[str, Any]] = [
        {},
        {"type": "m.room.message"},
        {**common, "type": "m.room.message", "content": {"msgtype": 7, "body": ["dose?"], "m.relates_to": "x"}},
        {**common, "type": "m.room.message", "content": {"msgtype": "m.text", "body": "dose?", "m.mentions": 3}},
        {**common, "type": "m.room.message", "content": None},
        {**common, "type": "m.reaction", "content": {"m.relates_to": {"key": "1️⃣", "event_id": "$none"}}},
        {**common, "type": "m.room.redaction", "content": {}, "redacts": {}},
        {**common, "type": "m.room.member", "content": {}},
        {**common, "type": "m.room.tombstone", "content": {}, "sender": 5},
    ]
    # More than any other channel reads at once.
    large = {**common, "type": "m.large", "content": {"body": "x" * 60_000}}
    question = ada.say(direct, WHOLE)
    reply(ada, service, direct, question)
    assert push(service, *odd[:-1], *([large] * 90), event_of(ada, direct, question)).status_code == 200


def test_what_is_sent_again_is_answered_once(
    ada: Clinician, service: Service, direct: str, synapse: Synapse, settings: Settings
) -> None:
    question = ada.say(direct, WHOLE)
    reply(ada, service, direct, question)
    event = event_of(ada, direct, question)
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda key: push(service, event, key=key), ["a", "a", "b", "c"]))
    assert {one.status_code for one in again} == {200}
    # A homeserver that was started anew has forgotten which keys were used, and still has the events.
    synapse.stop()
    assert push(service, event).status_code == 503
    synapse.start()
    assert push(service, event).status_code == 200
    ask(ada, service, direct, "contraindications?")
    assert len(replies(ada, service, direct, question)) == 1
    assert times_said(settings, question) == 1


def test_a_message_from_long_ago_is_not_answered_as_if_it_were_new(
    ada: Clinician, service: Service, direct: str
) -> None:
    notice = ada.send(direct, "m.room.message", {"msgtype": "m.notice", "body": WHOLE})
    old = event_of(ada, direct, notice)
    old["content"]["msgtype"] = "m.text"
    old["origin_server_ts"] = (time.time() - 25 * 3600) * 1000
    assert push(service, old).status_code == 200
    assert push(service, old).status_code == 200
    assert reply(ada, service, direct, notice)["content"]["body"] == TOO_OLD
    ask(ada, service, direct, "contraindications?")
    assert len(replies(ada, service, direct, notice)) == 1


@pytest.mark.soak
def test_an_assistant_that_dies_while_it_answers_loses_nothing(
    ada: Clinician, spare: Service, synapse: Synapse, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = prepared(tmp_path_factory.mktemp("spare"))
    questions: list[str] = []
    room = ada.room(spare.id)
    for number in range(KILLS):
        with serving(settings, spare, synapse) as assistant:
            joined(ada, spare, room)
            if questions:
                reply(ada, spare, room, questions[-1])
            questions.append(ada.say(room, f"{WHOLE} ({number})"))
            time.sleep(SECONDS * number / KILLS)
            _kill(assistant)
    with serving(settings, spare, synapse):
        for question in questions:
            assert "2.9–29 mg/h" in text_of(reply(ada, spare, room, question))
        ask(ada, spare, room, "contraindications?")
    assert [len(replies(ada, spare, room, one)) for one in questions] == [1] * KILLS
    assert [times_said(settings, one) for one in questions] == [1] * KILLS


def _kill(assistant: Assistant) -> None:
    """Rasa first: with nothing to answer by, it would say so."""
    for part in sorted(assistant.parts, key=lambda one: one.name != "Rasa"):
        part.process.kill()
        part.process.wait()


def times_said(settings: Settings, event: str) -> int:
    """How often the tracker holds the message ``event``."""
    engine = create_engine(settings.tracker_url, future=True)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT data FROM events WHERE type_name = 'user'")).scalars().all()
    engine.dispose()
    return sum(json.loads(one)["message_id"] == event for one in rows)
