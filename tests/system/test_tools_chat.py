"""Slack, Microsoft Teams, Mattermost and Rocket.Chat: people write in stand-ins, the real assistant answers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.channels.connector import NOT_OFFERED
from bot.channels.exchange import EMPTY
from knowledge.answers.envelope import Envelope
from knowledge.rendering.arrange import document
from knowledge.rendering.packing import GOES_ON
from tests.system.conftest import Running, settings_in, start
from tests.system.tools.mattermost import Mattermost
from tests.system.tools.people import Tool, button, text_of
from tests.system.tools.rocketchat import BOT as ROCKET_BOT
from tests.system.tools.rocketchat import RocketChat
from tests.system.tools.slack import Slack
from tests.system.tools.stand_in import Json, Server
from tests.system.tools.teams import BOT as TEAMS_BOT
from tests.system.tools.teams import Teams

TOOLS = ("slack", "teams", "mattermost", "rocketchat")
QUESTION = "max oral ketamine per dose?"
ASK_PATIENT = "What do you know of the patient?"
LONG = "Give me a summary of ketamine for cancer pain"
# Ten turns and more; a title in brackets is a button of the last answer.
CONVERSATION = (
    "58 kg woman with metastatic breast cancer, still in pain although opioids are optimised",
    "Is she a candidate?",
    "[Yes]",
    "no",
    "[Don’t know]",
    "[Stop]",
    "What dose as an infusion?",
    "Is 0.8 mg/kg/h too much?",
    "no psychosis, no raised intracranial pressure",
    "What is monitored?",
    "What does ESMO 2018 say?",
    "thank you",
)


@dataclass(frozen=True)
class Tools:
    """The assistant, set up for every tool at once."""

    running: Running
    all: dict[str, Tool]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    server = Server()
    all_tools: list[Tool] = [Slack(server), Teams(server), Mattermost(server), RocketChat(server)]
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        for tool in all_tools:
            for name, value in tool.environment.items():
                patch.setenv(name, value)
        for running in start(settings_in(tmp_path_factory.mktemp("tools"))):
            for tool in all_tools:
                tool.assistant = running.assistant.url
            yield Tools(running, {tool.name: tool for tool in all_tools})
    server.stop()


@pytest.fixture(scope="module")
def over_rest(tools: Tools) -> list[list[dict[str, Any]]]:
    """The answers to each turn of the conversation, as any client gets them."""
    talk, turns = tools.running.talk(), list[list[dict[str, Any]]]()
    for turn in CONVERSATION:
        offers = {f"[{offer['title']}]": offer["payload"] for one in turns[-1:] for offer in one[-1]["next"]}
        turns.append(talk.ask_all(offers[turn] if turn.startswith("[") else turn))
    return turns


@pytest.fixture(params=TOOLS)
def tool(tools: Tools, request: pytest.FixtureRequest) -> Iterator[Tool]:
    found = tools.all[request.param]
    yield found
    assert not found.state.refused, found.state.refused
    assert not found.state.failing


def _words(envelopes: list[dict[str, Any]]) -> str:
    """What every format shows of ``envelopes``."""
    sections = (section for one in envelopes for section in document(Envelope.parse_obj(one)).sections)
    return "\n".join(
        line for section in sections for line in (section.title, *(one.text for one in section.lines)) if line
    )


def _shown(tool: Tool, messages: list[Json]) -> str:
    lines = text_of(tool, messages).splitlines()
    return "\n".join(line for line in lines if line != GOES_ON.lines[0].text)


def test_the_conversation_holds_an_interview_and_a_dose(over_rest: list[list[dict[str, Any]]]) -> None:
    answers = [one for turn in over_rest for one in turn]
    assert sum(one["ask"] is not None for one in answers) >= 3
    assert any(one["calculations"] for one in answers)
    assert any(one["dose_check"] for one in answers)
    assert any(one["criteria"] for one in answers)


def test_a_conversation_says_what_it_says_over_rest(over_rest: list[list[dict[str, Any]]], tool: Tool) -> None:
    place, messages = tool.direct(), list[Json]()
    for turn, answers in zip(CONVERSATION, over_rest, strict=True):
        title = turn.strip("[]")
        messages = tool.press(place, button(tool, messages, title)) if title != turn else tool.say(place, turn)
        assert _shown(tool, messages) == _words(answers), turn


@pytest.fixture(scope="module")
def offered(tools: Tools) -> dict[str, str]:
    """What each button of the answer to the question brings, by its title, in the words of every format."""
    talk = tools.running.talk()
    return {offer["title"]: _words(talk.ask_all(offer["payload"])) for offer in talk.ask(QUESTION)["next"]}


def test_a_button_brings_back_what_it_offered(offered: dict[str, str], tool: Tool) -> None:
    place = tool.direct()
    asked = tool.say(place, QUESTION)
    assert offered
    for title, words in offered.items():
        assert _shown(tool, tool.press(place, button(tool, asked, title))) == words


def test_an_answer_is_judged_by_its_own_buttons(tool: Tool) -> None:
    place = tool.direct()
    first = tool.say(place, QUESTION)
    tool.say(place, "Who is a candidate?")
    reply = tool.press(place, button(tool, first, "👎"))
    assert "Not what I asked" in [title for message in reply for title, _ in tool.buttons(message)]


def test_nobody_presses_the_buttons_of_another(tool: Tool) -> None:
    asking = tool.room()
    asked = tool.say(asking, QUESTION)
    other = replace(asking, user=tool.new_id())
    [notice] = tool.press(other, button(tool, asked, tool.buttons(asked[-1])[0][0]))
    assert tool.visible(notice) == NOT_OFFERED


def test_in_a_room_it_answers_in_a_thread_and_only_to_its_name(tool: Tool) -> None:
    place = tool.room()
    assert tool.say(place, QUESTION, mention=False) == []
    opening = tool.new_message()
    asked = tool.say(place, QUESTION, opening)
    assert {tool.threaded(message) for message in asked} == {tool.threaded(asked[0])}
    assert opening in tool.threaded(asked[0])
    below = tool.say(replace(place, thread=opening), "Who is a candidate?")
    assert {tool.threaded(message) for message in below} == {tool.threaded(asked[0])}
    again = tool.say(place, QUESTION)
    assert tool.threaded(again[0]) != tool.threaded(asked[0])


def test_a_patient_stays_with_who_told_of_it_and_where(tool: Tool) -> None:
    opening = tool.new_message()
    teller = tool.room()
    tool.say(teller, "58 kg woman with refractory cancer pain", opening)
    assert "58" in text_of(tool, tool.say(replace(teller, thread=opening), ASK_PATIENT))
    for place in (replace(teller, user=tool.new_id(), thread=opening), teller):
        assert "58" not in text_of(tool, tool.say(place, ASK_PATIENT))


def test_what_is_not_proven_is_refused(tool: Tool) -> None:
    place, before = tool.direct(), len(tool.state.posted)
    responses = tool.forged(tool.request(place, QUESTION, tool.new_message(), True))
    assert responses
    assert {response.status_code for response in responses} <= {401, 403}
    assert len(tool.state.posted) == before


@pytest.mark.parametrize("tool", ["slack", "mattermost"], indirect=True)
def test_a_forged_press_is_refused(tool: Tool) -> None:
    place = tool.direct()
    asked = tool.say(place, QUESTION)
    pressed = tool.press_request(place, tool.buttons(asked[-1])[0][1])
    before = len(tool.state.posted)
    assert {response.status_code for response in tool.forged(pressed)} <= {401, 403}
    assert len(tool.state.posted) == before


def test_a_message_that_comes_again_is_answered_once(tool: Tool) -> None:
    place, message_id = tool.direct(), tool.new_message()
    body = tool.request(place, QUESTION, message_id, True)
    before = len(tool.state.posted)
    with ThreadPoolExecutor() as threads:
        assert {response.status_code for response in threads.map(tool.send, [body] * 4)} == {200}
    assert tool.send(body).status_code == 200
    shown = text_of(tool, tool.state.posted[before:])
    assert shown.count("References") == 1


def test_an_answer_that_was_not_delivered_comes_with_the_next_try(tool: Tool) -> None:
    place, message_id = tool.direct(), tool.new_message()
    tool.state.failing = [400]
    assert tool.send(tool.request(place, QUESTION, message_id, True)).status_code == 503
    assert "References" in text_of(tool, tool.say(place, QUESTION, message_id))


def test_a_server_that_is_busy_is_asked_again(tool: Tool) -> None:
    tool.state.failing = [503, 429]
    assert text_of(tool, tool.say(tool.direct(), QUESTION)).count("References") == 1


def test_a_long_answer_is_told_over_several_messages(tools: Tools, tool: Tool) -> None:
    messages = tool.say(tool.direct(), LONG)
    assert _shown(tool, messages) == _words(tools.running.talk().ask_all(LONG))
    for message in messages[:-1]:
        assert tool.visible(message).endswith(GOES_ON.lines[0].text)
        assert not tool.buttons(message)
    assert tool.buttons(messages[-1])
    if tool.name == "rocketchat":
        assert len(messages) > 1


def test_what_names_a_patient_is_not_kept(tools: Tools, tool: Tool) -> None:
    shown = text_of(tool, tool.say(tool.direct(), "Mrs Adaeze Okonkwo, 58 kg: which dose as an infusion?"))
    assert "removed" in shown.lower()
    assert "Okonkwo" not in (tools.running.settings.state / "tracker.sqlite").read_bytes().decode("latin-1")
    assert "Okonkwo" not in (tools.running.settings.state / "rasa.log").read_text()


def test_a_message_without_words_is_answered(tool: Tool) -> None:
    [message] = tool.say(tool.direct(), " ")
    assert EMPTY in tool.visible(message)


NOT_FOR_IT: dict[str, list[Json]] = {
    "slack": [
        {"event": {"bot_id": "B1"}},
        {"event": {"subtype": "message_changed"}},
        {"event": {"subtype": "bot_message"}},
        {"event": {"user": None}},
        {"is_ext_shared_channel": True},
    ],
    "teams": [{"from": {"id": TEAMS_BOT}}, {"from": {"role": "bot"}}, {"type": "messageUpdate"}],
    "rocketchat": [{"user_id": ROCKET_BOT}, {"bot": {"i": "integration"}}, {"isEdited": True}],
}


@pytest.mark.parametrize("tool", list(NOT_FOR_IT), indirect=True)
def test_what_bots_write_or_people_edit_is_not_answered(tool: Tool) -> None:
    body, before = tool.request(tool.direct(), QUESTION, tool.new_message(), True), len(tool.state.posted)
    for change in NOT_FOR_IT[tool.name]:
        changed = {
            name: {**body[name], **new} if isinstance(new, dict) and name in body and name != "bot" else new
            for name, new in change.items()
        }
        assert tool.send({**body, **changed}).status_code == 200
    assert len(tool.state.posted) == before


def test_mattermost_tells_what_bots_post(tools: Tools) -> None:
    mattermost = tools.all["mattermost"]
    assert isinstance(mattermost, Mattermost)
    body, before = (
        mattermost.request(mattermost.room(), QUESTION, mattermost.new_message(), True),
        len(mattermost.state.posted),
    )
    mattermost.mark_as_bots(body["post_id"])
    assert mattermost.send(body).status_code == 200
    assert len(mattermost.state.posted) == before


def test_slack_hears_what_is_seen_and_answers_its_challenge(tools: Tools) -> None:
    slack = tools.all["slack"]
    marked = "is <https://nice.org.uk|NICE> in favour where INR &gt; 4 &amp; age &lt; 18? <@U0BOT>"
    slack.say(slack.direct(), marked)
    kept = (tools.running.settings.state / "tracker.sqlite").read_bytes().decode("latin-1")
    assert "is NICE in favour where INR > 4 & age < 18?" in kept
    reply = slack.send({"type": "url_verification", "challenge": "3eZbrw1aB"})
    assert reply.json() == {"challenge": "3eZbrw1aB"}


def test_teams_asks_for_its_own_token_once(tools: Tools) -> None:
    teams = tools.all["teams"]
    assert isinstance(teams, Teams)
    teams.say(teams.direct(), QUESTION)
    teams.say(teams.direct(), QUESTION)
    assert teams.tokens_given == 1
