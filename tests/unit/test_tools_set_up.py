"""How the chat tools are set up, what they send again, and what proves that Microsoft has sent a request."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import fields
from typing import Any

import httpx
import pytest
from rasa.shared.exceptions import InvalidConfigException

from bot.channels import connector_wire
from bot.channels.connector import Connector, Said
from bot.channels.connector_settings import settings_from
from bot.channels.connector_wire import NotDelivered, Wire
from bot.channels.mattermost import MattermostChannel
from bot.channels.rocketchat import RocketChatChannel
from bot.channels.slack import SlackChannel, SlackSettings, said_in
from bot.channels.teams import TeamsChannel
from bot.channels.teams_token import NotProven, OwnToken, Proof

CHANNELS = (SlackChannel, TeamsChannel, MattermostChannel, RocketChatChannel)


async def _never(_: Any) -> None:
    raise AssertionError("nothing was said")


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_tool_that_is_not_set_up_has_no_routes(channel: type[Connector]) -> None:
    blueprint = channel.from_credentials({}).blueprint(_never)
    assert not blueprint._future_routes


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_tool_that_is_set_up_by_half_says_what_is_missing(
    channel: type[Connector], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (f"FOOTNOTE_{channel.name()}_{field.name}".upper() for field in fields(channel.Settings)[:2])
    monkeypatch.setenv(first, "something")
    with pytest.raises(InvalidConfigException) as raised:
        channel.from_credentials({})
    assert second in str(raised.value)
    assert "something" not in str(raised.value)


def test_blank_variables_are_none() -> None:
    assert settings_from(SlackSettings, "slack", {"FOOTNOTE_SLACK_BOT_TOKEN": " "}) is None


def test_what_has_a_default_need_not_be_set() -> None:
    environment = {"FOOTNOTE_SLACK_BOT_TOKEN": "xoxb", "FOOTNOTE_SLACK_SIGNING_SECRET": "s"}
    settings = settings_from(SlackSettings, "slack", environment)
    assert settings == SlackSettings("s", "xoxb", "https://slack.com/api")


def test_conversations_are_told_apart_by_place_thread_and_user() -> None:
    said = [
        Said(user, thread, "1", "text", {})
        for user in ("u", "v")
        for thread in (("c", "t"), ("c", "s"), ("d", "t"), ("c t", ""))
    ]
    senders = {one.conversation("slack") for one in said} | {said[0].conversation("teams")}
    assert len(senders) == len(said) + 1
    assert not any("/" in sender for sender in senders)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<@U0BOT> what dose?", "what dose?"),
        ("INR &gt; 4 &amp; age &lt; 18", "INR > 4 & age < 18"),
        ("&amp;lt;", "&lt;"),
        ("see <https://nice.org.uk/ng61|NG61> or <https://nice.org.uk>", "see NG61 or https://nice.org.uk"),
        ("<mailto:a@b.example|a@b.example> <tel:+491701234567>", "a@b.example +491701234567"),
        ("<@U1> said so in <#C1|ward> <!here>", "said so in ward"),
    ],
)
def test_slack_is_heard_as_it_is_seen(text: str, seen: str) -> None:
    event = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.1", "text": text}
    said = said_in({"team_id": "T1", "event": event, "authorizations": [{"user_id": "U0BOT"}]})
    assert said is not None
    assert " ".join(str(said.text).split()) == seen


def _wire(answer: Callable[[httpx.Request], httpx.Response]) -> Wire:
    wire = Wire()
    wire._client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return wire


def _now(doing: Awaitable[Any]) -> Any:
    async def run() -> Any:
        return await doing

    return asyncio.run(run())


@pytest.mark.parametrize(("status", "tries"), [(400, 1), (401, 1), (404, 1), (429, 4), (500, 4), (503, 4)])
def test_what_may_go_through_later_is_sent_again(status: int, tries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connector_wire, "WAITS_SECONDS", (0.0, 0.0, 0.0))
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(status)

    with pytest.raises(NotDelivered, match=str(status)):
        _now(_wire(answer).send("POST", "https://tool.example", {}, {"text": "words"}))
    assert len(asked) == tries


def test_a_server_that_cannot_be_reached_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connector_wire, "WAITS_SECONDS", (0.0,))
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if len(asked) == 1:
            raise httpx.ConnectError("down")
        return httpx.Response(200, json={"ok": True})

    assert _now(_wire(answer).send("POST", "https://tool.example", {}, {})) == {"ok": True}


def test_tokens_with_unknown_keys_do_not_make_it_ask_microsoft_each_time() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        keys = {"issuer": "https://api.botframework.com", "jwks_uri": "https://login.example/keys", "keys": []}
        return httpx.Response(200, json=keys)

    async def several() -> None:
        proof = Proof(_wire(answer), "https://login.example/openid", "app")
        header = "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6Im5ldyJ9.e30.AAAA"
        for _ in range(5):
            with pytest.raises(NotProven, match="unknown key"):
                await proof.check(header, {})

    asyncio.run(several())
    assert asked == ["/openid", "/keys"]


def test_a_token_of_its_own_is_renewed_before_it_ends() -> None:
    lives = iter([3600, 200, 3600])

    def answer(_: httpx.Request) -> httpx.Response:
        life = next(lives)
        return httpx.Response(200, json={"access_token": f"token of {life}", "expires_in": life})

    async def several() -> list[dict[str, str]]:
        own = OwnToken(_wire(answer), "https://login.example/token", "app", "password")
        first = [await own.headers(), await own.headers()]
        own._good_until = 0.0
        return [*first, await own.headers(), await own.headers()]

    given = [header["Authorization"] for header in asyncio.run(several())]
    assert given == ["Bearer token of 3600", "Bearer token of 3600", "Bearer token of 200", "Bearer token of 3600"]
