"""Slack: its Web API, and the events and interactions that it signs and sends."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import httpx
from aiohttp import web

from tests.system.tools.people import Place, Tool, number
from tests.system.tools.shapes import SLACK
from tests.system.tools.stand_in import Json, Server
from tests.visible import slack_visible

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-stand-in"
TEAM = "T0001"
BOT = "U0BOT"


class Slack(Tool):
    name = "slack"

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        server.app.router.add_post("/slack/chat.postMessage", self._post)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "FOOTNOTE_SLACK_SIGNING_SECRET": SECRET,
            "FOOTNOTE_SLACK_BOT_TOKEN": TOKEN,
            "FOOTNOTE_SLACK_API_URL": f"{self.server.url}/slack",
        }

    def new_id(self) -> str:
        return f"D{number():09}"

    def new_message(self) -> str:
        return f"{1_700_000_000 + number()}.000100"

    def request(self, place: Place, text: str, message_id: str, mention: bool) -> Json:
        event = {"user": place.user, "ts": message_id, "channel": place.room, "event_ts": message_id}
        event |= {"thread_ts": place.thread} if place.thread else {}
        if place.direct:
            event |= {"type": "message", "channel_type": "im", "text": text}
        elif mention:
            event |= {"type": "app_mention", "text": f"<@{BOT}> {text}"}
        else:
            event |= {"type": "message", "channel_type": "channel", "text": text}
        authorizations = [{"team_id": TEAM, "user_id": BOT, "is_bot": True}]
        return {"type": "event_callback", "team_id": TEAM, "event": event, "authorizations": authorizations}

    def press_request(self, place: Place, button: Json) -> Json:
        last = self.state.posted[-1]
        message = {"ts": self.new_message(), **({"thread_ts": last["thread_ts"]} if "thread_ts" in last else {})}
        return {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": place.user, "team_id": TEAM},
            "channel": {"id": place.room},
            "message": message,
            "actions": [{**button, "block_id": "next", "action_ts": self.new_message()}],
        }

    def send(self, body: Json) -> httpx.Response:
        content, kind = _written(body)
        return self._send(content, kind, _signed(content, int(time.time())))

    def forged(self, body: Json) -> list[httpx.Response]:
        content, kind = _written(body)
        now = int(time.time())
        ways = [
            {},
            {**_signed(content, now), "X-Slack-Signature": f"v0={'0' * 64}"},
            {**_signed(content, now), "X-Slack-Signature": "v0=ümlaut".encode()},
            _signed(content, now - 301),
            _signed(content, now, "another secret"),
            {**_signed(content, now), "X-Slack-Request-Timestamp": str(now + 1)},
            {**_signed(content, now), "X-Slack-Request-Timestamp": "soon"},
        ]
        return [self._send(content, kind, way) for way in ways]

    def visible(self, message: Json) -> str:
        return slack_visible(message)

    def buttons(self, message: Json) -> list[tuple[str, Json]]:
        actions = (block for block in message.get("blocks") or [] if block["type"] == "actions")
        return [(one["text"]["text"], one) for block in actions for one in block["elements"]]

    def threaded(self, message: Json) -> str:
        return f"{message['channel']} {message.get('thread_ts', '')}".strip()

    def _send(self, content: bytes, kind: str, headers: Json) -> httpx.Response:
        url = f"{self.assistant}/webhooks/slack/webhook"
        return httpx.post(url, content=content, headers={"Content-Type": kind, **headers}, timeout=60)

    async def _post(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return self.state.take(await request.json(), SLACK, web.json_response({"ok": True, "ts": self.new_message()}))


def _written(body: Json) -> tuple[bytes, str]:
    if body["type"] == "block_actions":
        return urlencode({"payload": json.dumps(body)}).encode(), "application/x-www-form-urlencoded"
    return json.dumps(body).encode(), "application/json"


def _signed(content: bytes, at: int, secret: str = SECRET) -> Json:
    digest = hmac.new(secret.encode(), f"v0:{at}:".encode() + content, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={digest}"}
