"""Mattermost: its API version 4, and the webhooks, commands and presses that it sends."""

from __future__ import annotations

from typing import Any

import httpx
from aiohttp import web

from tests.system.tools.people import Place, Tool, number
from tests.system.tools.shapes import MATTERMOST
from tests.system.tools.stand_in import Json, Server
from tests.visible import mattermost_visible

BOT_TOKEN = "9xuqwrwgstrb3mzrxb83nb357a"
WEBHOOK_TOKEN = "tokenofthewebhook"
COMMAND_TOKEN = "tokenofthecommand"
BOT = f"{'b' * 26}"
TRIGGER = "@footnote"


class Mattermost(Tool):
    name = "mattermost"

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self._written: dict[str, Json] = {}
        add = server.app.router
        add.add_post("/mattermost/api/v4/posts", self._post)
        add.add_get("/mattermost/api/v4/posts/{post}", self._read)
        add.add_get("/mattermost/api/v4/users/me", self._me)
        add.add_post("/mattermost/api/v4/channels/direct", self._direct)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "FOOTNOTE_MATTERMOST_URL": f"{self.server.url}/mattermost",
            "FOOTNOTE_MATTERMOST_BOT_TOKEN": BOT_TOKEN,
            "FOOTNOTE_MATTERMOST_WEBHOOK_TOKENS": f"{WEBHOOK_TOKEN} {COMMAND_TOKEN}",
            "FOOTNOTE_MATTERMOST_ASSISTANT_URL": "http://footnote.internal:5005",
        }

    def new_id(self) -> str:
        return f"{number():026}"

    def new_message(self) -> str:
        return self.new_id()

    def request(self, place: Place, text: str, message_id: str, mention: bool) -> Json:
        if place.direct:
            common = {"token": COMMAND_TOKEN, "command": "/footnote", "trigger_id": message_id}
            return {**common, "user_id": place.user, "channel_id": self.new_id(), "text": text}
        words = f"{TRIGGER} {text}" if mention else text
        post = {"id": message_id, "channel_id": place.room, "user_id": place.user, "root_id": place.thread}
        self._written[message_id] = {**post, "message": words, "props": {}}
        body = {"token": WEBHOOK_TOKEN, "channel_id": place.room, "post_id": message_id, "user_id": place.user}
        return {**body, "text": words, "trigger_word": TRIGGER if mention else ""}

    def press_request(self, place: Place, button: Json) -> Json:
        pressed = {"user_id": place.user, "channel_id": self.state.posted[-1]["channel_id"], "post_id": self.new_id()}
        return {**pressed, "trigger_id": self.new_id(), "type": "button", "context": button["integration"]["context"]}

    def send(self, body: Json) -> httpx.Response:
        if "command" in body:
            return httpx.post(self._url("command"), data=body, timeout=60)
        return httpx.post(self._url("button" if "context" in body else "webhook"), json=body, timeout=60)

    def forged(self, body: Json) -> list[httpx.Response]:
        if "context" in body:
            context = body["context"]
            ways: list[Json] = [
                {**body, "context": {**context, "payload": "/clear_patient"}},
                {**body, "context": {**context, "root": self.new_id()}},
                {**body, "context": {**context, "proof": ""}},
                {**body, "context": None},
                {**body, "channel_id": self.new_id()},
            ]
        else:
            ways = [{**body, "token": token} for token in ("", "another", f"{WEBHOOK_TOKEN} {COMMAND_TOKEN}")]
            ways += [{name: value for name, value in body.items() if name != "token"} | {"token": None}]
        return [self.send(way) for way in ways]

    def visible(self, message: Json) -> str:
        return mattermost_visible(message)

    def buttons(self, message: Json) -> list[tuple[str, Json]]:
        attachments: list[Any] = (message.get("props") or {}).get("attachments") or []
        return [(one["name"], one) for attachment in attachments for one in attachment["actions"]]

    def threaded(self, message: Json) -> str:
        return f"{message['channel_id']} {message.get('root_id', '')}".strip()

    def mark_as_bots(self, message_id: str) -> None:
        """Let the post be one that a bot has written."""
        self._written[message_id]["props"] = {"from_bot": "true"}

    def _url(self, path: str) -> str:
        return f"{self.assistant}/webhooks/mattermost/{path}"

    def _allowed(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bearer {BOT_TOKEN}":
            raise web.HTTPUnauthorized

    async def _post(self, request: web.Request) -> web.Response:
        self._allowed(request)
        return self.state.take(await request.json(), MATTERMOST, web.json_response({"id": self.new_id()}, status=201))

    async def _read(self, request: web.Request) -> web.Response:
        self._allowed(request)
        post = self._written.get(request.match_info["post"])
        return web.json_response(post or {"id": "api.context.404.app_error"}, status=200 if post else 404)

    async def _me(self, request: web.Request) -> web.Response:
        self._allowed(request)
        return web.json_response({"id": BOT, "username": "footnote", "is_bot": True})

    async def _direct(self, request: web.Request) -> web.Response:
        self._allowed(request)
        own, user = await request.json()
        assert own == BOT
        # The direct channel of two people is always the same one.
        return web.json_response({"id": f"{'d' * 10}{user[-16:]}", "type": "D"}, status=201)
