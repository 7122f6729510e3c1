"""Matrix: what is read of a room's events, and what is sent into the room."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from bot.channels.matrix.choices import choice_by_key, choice_by_number
from bot.channels.matrix.incoming import Said, names_me, names_others, number_in, read_message, without_my_name
from bot.channels.matrix.outgoing import CHOOSE, LARGEST_BYTES, choices_of, contents
from bot.channels.matrix.settings import MatrixSettings, MatrixUnusable
from bot.cli import app
from knowledge.answers.conversation import without_knowledge
from knowledge.rendering.plain import plain
from tests.golden import names, recorded

ME = "@footnote:hospital.example"
NAME = "Footnote"
SET = {
    "FOOTNOTE_MATRIX_HOMESERVER": "https://matrix.hospital.example/",
    "FOOTNOTE_MATRIX_AS_TOKEN": "a",
    "FOOTNOTE_MATRIX_HS_TOKEN": "h",
}


def event(content: object, **also: Any) -> dict[str, Any]:
    common = {"type": "m.room.message", "room_id": "!r", "event_id": "$e", "sender": "@ada:h", "origin_server_ts": 2000}
    return {**common, "content": content, **also}


def said(text: str, **also: Any) -> Said:
    found = read_message(event({"msgtype": "m.text", "body": text, **also}))
    assert found is not None
    return found


def test_a_message_is_read_with_its_place() -> None:
    assert said("dose?") == Said("!r", "$e", "@ada:h", 2.0, "dose?")
    threaded = said("dose?", **{"m.relates_to": {"rel_type": "m.thread", "event_id": "$root"}})
    assert threaded.thread == "$root"
    new = {"msgtype": "m.text", "body": "dose now?", "m.mentions": {"user_ids": [ME]}}
    edited = said("* x", **{"m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": "$o"}})
    assert (edited.edits, edited.text, edited.mentions) == ("$o", "dose now?", frozenset({ME}))


def test_what_a_reply_quotes_is_not_said() -> None:
    replied = {"m.relates_to": {"m.in_reply_to": {"event_id": "$o"}}}
    assert said("> <@bo:h> 58 kg\n> iv\n\nand orally?", **replied).text == "and orally?"
    assert said("> 58 kg is what it says").text == "> 58 kg is what it says"


@pytest.mark.parametrize("kind", ["m.image", "m.file", "m.audio", "m.video"])
def test_what_is_no_text_has_none(kind: str) -> None:
    found = read_message(event({"msgtype": kind, "body": "chart.png"}))
    assert found is not None
    assert found.text is None
    assert read_message(event({"body": "hello"}, type="m.sticker")) is not None


@pytest.mark.parametrize(
    "content",
    [None, [], {}, {"msgtype": "m.text"}, {"msgtype": "m.text", "body": 5}, {"msgtype": "m.notice", "body": "x"}],
)
def test_what_no_person_says_is_nothing(content: object) -> None:
    assert read_message(event(content)) is None


@pytest.mark.parametrize(
    ("text", "named", "asked"),
    [
        ("Footnote: what dose?", True, "what dose?"),
        ("footnote, what dose?", True, "what dose?"),
        ("@footnote what dose?", True, "what dose?"),
        ("@footnote:hospital.example what dose?", True, "what dose?"),
        ("what dose, @footnote:hospital.example?", True, "what dose,  ?"),
        ("Footnotes are long", False, "Footnotes are long"),
        ("what does the footnote say?", False, "what does the footnote say?"),
        ("footnote", True, "footnote"),
    ],
)
def test_it_knows_when_it_is_called(text: str, named: bool, asked: str) -> None:
    assert names_me(said(text), ME, NAME) is named
    if named:
        assert without_my_name(text, ME, NAME).split() == asked.split()


def test_mentions_count_and_others_do_not() -> None:
    pill = said("Footnote what dose?", **{"m.mentions": {"user_ids": [ME]}})
    assert names_me(pill, ME, NAME)
    to_bo = said("what dose?", **{"m.mentions": {"user_ids": ["@bo:h"]}})
    assert not names_me(to_bo, ME, NAME)
    assert names_others(to_bo, ME)
    assert not names_others(said("what dose?", **{"m.mentions": {}}), ME)


@pytest.mark.parametrize(
    ("text", "number"), [("2", 2), (" 2. ", 2), ("2️⃣", 2), ("🔟", 10), ("2)", 2), ("2 kg", None), ("58", 58), ("", None)]
)
def test_a_number_is_one_only_by_itself(text: str, number: int | None) -> None:
    assert number_in(text) == number


def message(headline: str = "An answer.", *titles: str, feedback: bool = False, **envelope: Any) -> dict[str, Any]:
    offers = [{"title": one, "payload": f"/ask_{one}"} for one in titles]
    update = {"next": offers, **envelope}
    if feedback:
        update["feedback"] = [{"title": one, "payload": f"/give_feedback {one}"} for one in ("👍", "👎")]
    whole = without_knowledge("answered", headline, "search", "clinician", None).copy(update=update)
    document = json.loads(json.dumps({**whole.dict(), **update}))
    return {"text": plain(whole), "buttons": offers, "custom": document}


def test_choices_are_numbered_over_all_answers() -> None:
    answers = [message("One.", "a", "b", feedback=True), message("Two.", "c")]
    choices = choices_of(answers)
    assert [(one.number, one.key) for one in choices] == [(1, "1️⃣"), (2, "2️⃣"), (None, "👍"), (None, "👎"), (3, "3️⃣")]
    second = answers[1]["custom"]["answer_id"]
    (content,) = contents(answers[1], [one for one in choices if one.answer == second])
    assert content["body"] == f"Two.\n\n{CHOOSE}\n3. c"
    assert '<ol start="3"><li>c</li></ol>' in content["formatted_body"]


def test_what_is_offered_is_text_and_no_markup() -> None:
    answer = message("<b>5 < 6 & *so*</b>", "<script>")
    (content,) = contents(answer, choices_of([answer]))
    assert "<b>" not in content["formatted_body"]
    assert "<script>" not in content["formatted_body"]
    assert "<b>5 < 6 & *so*</b>" in content["body"]


@pytest.mark.parametrize("name", names())
def test_the_plain_text_of_an_event_says_all_of_the_answer(name: str) -> None:
    envelope = recorded(name)
    answer = {"text": plain(envelope), "buttons": [], "custom": envelope.dict()}
    bodies = [one["body"].replace("The answer goes on in the next message.", "") for one in contents(answer, [])]
    assert " ".join("".join(bodies).split()) == " ".join(plain(envelope).split())


def test_an_answer_that_is_too_long_for_an_event_is_sent_in_parts() -> None:
    words = " ".join(f"Statement {number} “é” & more." for number in range(3000))
    answer = message(words, "why")
    sent = contents(answer, choices_of([answer]))
    assert len(sent) > 1
    assert all(len(json.dumps(one, ensure_ascii=False).encode()) < 65_536 - 10_000 for one in sent)
    bodies = [one["body"].removesuffix(f"\n\n{CHOOSE}\n1. why") for one in sent]
    shown = "".join(body.partition("\n\nThe answer goes on")[0] for body in bodies)
    assert shown.split() == words.split()
    assert [CHOOSE in one["body"] for one in sent] == [False] * (len(sent) - 1) + [True]
    assert sum(one["formatted_body"].count("&amp;") for one in sent) == 3000
    assert LARGEST_BYTES < 65_536


def asked(message_id: str, text: str = "x", **metadata: Any) -> dict[str, Any]:
    return {"event": "user", "text": text, "message_id": message_id, "metadata": metadata}


def answered(answer: dict[str, Any]) -> dict[str, Any]:
    return {"event": "bot", "text": answer["text"], "data": {"buttons": answer["buttons"], "custom": answer["custom"]}}


def test_a_number_chooses_of_the_last_answer() -> None:
    first, last = message("One.", "a", "b"), message("Two.", "c")
    events = [asked("1"), answered(first), asked("2"), answered(last)]
    assert choice_by_number(events, "1") == choices_of([last])[0]
    assert choice_by_number(events, "2") is None
    assert choice_by_number(events, "one") is None
    assert choice_by_number([], "1") is None


def test_a_number_is_no_choice_where_a_figure_was_asked_for() -> None:
    weight = message("What weight?", "why", ask="weight")
    assert choice_by_number([asked("1"), answered(weight)], "1") is None
    reply = message("Is it so?", "why", ask="pregnancy")
    reply["buttons"][0]["payload"] = "/affirm"
    assert choice_by_number([asked("1"), answered(reply)], "1") is not None


def test_what_was_taken_back_offers_nothing() -> None:
    first, erased, silent = message("One.", "a"), message("[removed]"), message("Nothing came of it.")
    events = [asked("1"), answered(first), asked("2", retracted=True), answered(erased)]
    events += [asked("3", '/retract_message{"value": "2"}'), answered(silent)]
    assert choice_by_number(events, "1") == choices_of([first])[0]


def test_a_reaction_chooses_of_the_last_answer_and_judges_any() -> None:
    first, last = message("One.", "a", feedback=True), message("Two.", "b", feedback=True)
    events = [asked("1"), answered(first), asked("2"), answered(last)]
    old, new = first["custom"]["answer_id"], last["custom"]["answer_id"]
    assert choice_by_key(events, new, "1️⃣") == choices_of([last])[0]
    assert choice_by_key(events, old, "1️⃣") is None
    judged = choice_by_key(events, old, "👎")
    assert judged is not None
    assert judged.answer == old


def test_it_is_off_unless_it_is_set_up() -> None:
    assert MatrixSettings.from_environment({}) is None
    settings = MatrixSettings.from_environment(SET)
    assert settings is not None
    assert (settings.homeserver, settings.user) == ("https://matrix.hospital.example", "footnote")


@pytest.mark.parametrize("missing", list(SET))
def test_half_a_setup_says_what_is_missing(missing: str) -> None:
    with pytest.raises(MatrixUnusable, match=missing):
        MatrixSettings.from_environment({**SET, missing: ""})


def test_the_homeserver_is_an_address() -> None:
    with pytest.raises(MatrixUnusable, match="https"):
        MatrixSettings.from_environment({**SET, "FOOTNOTE_MATRIX_HOMESERVER": "matrix.hospital.example"})


@pytest.mark.parametrize(
    ("servers", "users", "user", "allowed"),
    [
        ("", "", "@ada:hospital.example", True),
        ("", "", "@ada:elsewhere.example", False),
        ("*.example", "", "@ada:elsewhere.example", True),
        ("elsewhere.example", "", "@ada:hospital.example", False),
        ("", "@dr-*:hospital.example", "@dr-ada:hospital.example", True),
        ("", "@dr-*:hospital.example", "@ada:hospital.example", False),
        ("elsewhere.example", "@dr-*:hospital.example", "@dr-ada:hospital.example", True),
        ("hospital.example", "", "@ada:hospital.example.evil", False),
        ("hospital.example", "", "@ada:evil:hospital.example", False),
        ("", "@dr-*:hospital.example", "@dr-ada:evil:hospital.example", False),
        ("", "*", "@ada:hospital.example", False),
    ],
)
def test_who_may_speak(servers: str, users: str, user: str, allowed: bool) -> None:
    settings = MatrixSettings.from_environment(
        {**SET, "FOOTNOTE_MATRIX_SERVERS": servers, "FOOTNOTE_MATRIX_USERS": users}
    )
    assert settings is not None
    assert settings.allows(user, "hospital.example") is allowed


def test_a_registration_has_new_tokens_and_the_least_rights() -> None:
    first, second = (CliRunner().invoke(app, ["matrix", "registration", "--url", "http://bot:5005"]) for _ in range(2))
    registration, other = (YAML(typ="safe", pure=True).load(one.stdout) for one in (first, second))
    tokens = {one[name] for one in (registration, other) for name in ("as_token", "hs_token")}
    assert len(tokens) == 4
    assert all(len(token) >= 40 for token in tokens)
    assert (registration["id"], registration["url"], registration["sender_localpart"]) == (
        "footnote",
        "http://bot:5005",
        "footnote",
    )
    spaces = registration["namespaces"]
    assert spaces == {"users": [{"exclusive": True, "regex": "@footnote:.*"}], "aliases": [], "rooms": []}
    assert f"FOOTNOTE_MATRIX_HS_TOKEN={registration['hs_token']}" in first.stderr


def test_a_user_that_cannot_be_is_refused() -> None:
    result = CliRunner().invoke(app, ["matrix", "registration", "--user", "Foot Note'"])
    assert result.exit_code != 0
    assert not result.stdout
