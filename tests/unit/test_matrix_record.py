"""A message is erased from Rasa's tracker store: its words, what was read in them, and the answers."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Engine

from bot.channels.exchange import events_of
from bot.channels.matrix.record import ERASED, Kept, Record, conversation, user_of
from bot.channels.timeline import answers_to
from tests.conftest import url_of

ROOM, ADA, BO = "!ward:hospital.example", "@ada:hospital.example", "@bo:hospital.example"
NOW = 1_796_000_000.0
SENDER = conversation(ROOM, None, ADA, NOW)
ENVELOPE = {"type": "answer", "answer_id": "01", "status": "answered", "headline": "For 58 kg", "patient": {"w": "58"}}


def asked(text: str, message_id: str, edits: str | None = None, **read: Any) -> UserUttered:
    place = {"thread": None, "anchor": edits or message_id, "edits": edits}
    parsed = {"intent": {"name": "inform"}, "entities": [], "text": text, "manner": [], **read}
    return UserUttered(text, parse_data=parsed, message_id=message_id, metadata={"matrix": place, "shown": text})


def answered() -> BotUttered:
    return BotUttered("For 58 kg", data={"custom": ENVELOPE, "buttons": [{"title": "58 kg", "payload": "/x"}]})


def words(*said: str) -> list[dict[str, str]]:
    return [{"slot": one.split()[0], "words": one} for one in said]


EVENTS: list[Event] = [
    SessionStarted(),
    asked("neuropathic", "$before"),
    SlotSet("pain", "neuropathic"),
    SlotSet("words", words("pain")),
    answered(),
    asked("a violinist of 58 kg", "$told", quantities=[{"low": "58"}]),
    SlotSet("pain", "neuropathic"),
    SlotSet("weight_kg", "58"),
    SlotSet("words", words("pain", "weight violinist")),
    SlotSet("last", {"amounts": ["58"]}),
    answered(),
    asked("failed gabapentin", "$after"),
    SlotSet("weight_kg", "58"),
    SlotSet("words", words("pain", "weight violinist", "tried")),
    BotUttered("Noted.", data={"custom": {"answer_id": "02"}}),
    asked(
        "/retract_message",
        "$gone",
        intent={"name": "retract_message"},
        entities=[{"entity": "value", "value": "$told"}],
    ),
    SlotSet("weight_kg", None),
    SlotSet("words", words("pain", "tried")),
    BotUttered("Withdrawn.", data={"custom": {"answer_id": "03"}}),
    asked("58 kg", "$again"),
    SlotSet("weight_kg", "58"),
]


@pytest.fixture
def store(engine: Engine) -> SQLTrackerStore:
    url = engine.url
    if engine.dialect.name == "sqlite":
        store = SQLTrackerStore(Domain.empty(), db=url.database)
    else:
        store = SQLTrackerStore(
            Domain.empty(), "postgresql", url.host, url.port, url.database, url.username, url.password, query=url.query
        )
    tracker = DialogueStateTracker.from_events(SENDER, EVENTS)
    asyncio.run(store.save(tracker))
    return store


def _events(store: SQLTrackerStore) -> list[dict[str, Any]]:
    return events_of(asyncio.run(store.retrieve_full_tracker(SENDER)))


def test_what_was_said_and_read_is_gone_and_the_rest_stays(store: SQLTrackerStore, engine: Engine) -> None:
    before = _events(store)
    record = Record(url_of(engine))
    (kept,) = record.versions(ROOM, "$told")
    record.erase(kept)
    after = _events(store)
    assert "violinist" not in json.dumps(after)
    assert "For 58 kg" not in json.dumps(after[5:11])
    assert "58" not in json.dumps([one["value"] for one in after[5:16] if one["event"] == "slot"])
    assert [one["event"] for one in after] == [one["event"] for one in before]
    # What was said before, in between and later is as it was.
    assert after[:5] == before[:5]
    assert after[11] == before[11]
    assert after[16:] == before[16:]
    assert [one["words"] for one in after[13]["value"]] == ["pain", "tried"]


def test_it_is_still_known_that_it_was_answered(store: SQLTrackerStore, engine: Engine) -> None:
    record = Record(url_of(engine))
    record.erase(record.versions(ROOM, "$told")[0])
    after = _events(store)
    assert [one["text"] for one in answers_to(after, "$told")] == [ERASED]
    assert after[5]["metadata"]["retracted"] is True
    assert record.versions(ROOM, "$told") == []


def test_a_file_holds_no_trace(store: SQLTrackerStore, engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        assert b"violinist" in path.read_bytes()
        record = Record(url_of(engine))
        record.erase(record.versions(ROOM, "$told")[0])
        assert b"violinist" not in path.read_bytes()


def test_what_was_only_taken_when_it_was_confirmed_is_gone_as_well(store: SQLTrackerStore, engine: Engine) -> None:
    told = [
        asked("85 kg, a violinist", "$other"),
        SlotSet("pending", {"why": "same-patient", "message": {"text": "85 kg, a violinist"}}),
        BotUttered("The same patient?", data={"custom": {"answer_id": "04"}}),
        asked("yes", "$yes"),
        SlotSet("pending", None),
        SlotSet("weight_kg", "85"),
        SlotSet("words", words("weight violinist")),
        BotUttered("Noted.", data={"custom": {"answer_id": "05"}}),
    ]
    asyncio.run(store.save(DialogueStateTracker.from_events(SENDER, [*EVENTS, *told])))
    record = Record(url_of(engine))
    record.erase(record.versions(ROOM, "$other")[0])
    after = json.dumps(_events(store)[len(EVENTS) :])
    assert "violinist" not in after
    assert not re.search(r"\b85\b", after)


def test_every_version_of_a_message_is_found(store: SQLTrackerStore, engine: Engine) -> None:
    tracker = DialogueStateTracker.from_events(
        conversation(ROOM, "$before", BO, NOW), [asked("85 kg", "$first"), asked("58 kg", "$second", edits="$first")]
    )
    asyncio.run(store.save(tracker))
    record = Record(url_of(engine))
    assert [one.message_id for one in record.versions(ROOM, "$first")] == ["$first", "$second"]
    assert [one.message_id for one in record.versions(ROOM, "$second")] == ["$second"]
    assert record.versions("!other:hospital.example", "$first") == []
    assert record.versions(ROOM, "%") == []
    assert record.versions(ROOM, "$fir") == []


def test_conversations_are_apart() -> None:
    names = [
        conversation(room, thread, user, NOW)
        for room in (ROOM, "!b:h")
        for thread in (None, "$t", "$u")
        for user in (ADA, BO)
    ]
    assert len(set(names)) == len(names)
    assert all(name.startswith("@matrix/") for name in names)
    assert user_of(conversation(ROOM, None, ADA, NOW), ADA)
    assert not user_of(conversation(ROOM, None, ADA, NOW), BO)
    assert conversation("!a/b:h", None, "@c:h", NOW) != conversation("!a:h", None, "@b/c:h", NOW)


def test_a_direct_chat_begins_anew_each_week_and_a_thread_never_does() -> None:
    week = 7 * 24 * 3600
    assert conversation(ROOM, None, ADA, NOW) == conversation(ROOM, None, ADA, NOW + 3600)
    assert conversation(ROOM, None, ADA, NOW) != conversation(ROOM, None, ADA, NOW + week)
    assert conversation(ROOM, "$t", ADA, NOW) == conversation(ROOM, "$t", ADA, NOW + week)


def test_a_name_fits_into_the_tracker_store() -> None:
    long = conversation("!" + "r" * 250 + ":h", "$" + "t" * 250, "@" + "ü" * 120 + ":h", NOW)
    assert len(long) <= 255
    assert long != conversation("!" + "r" * 251 + ":h", "$" + "t" * 250, "@" + "ü" * 120 + ":h", NOW)


def test_what_is_not_there_cannot_be_erased(store: SQLTrackerStore, engine: Engine) -> None:
    before = _events(store)
    Record(url_of(engine)).erase(Kept(SENDER, "$nothing", {}))
    assert _events(store) == before
