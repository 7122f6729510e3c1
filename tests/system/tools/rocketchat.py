"""Rocket.Chat: its REST API, and the outgoing webhooks that it sends."""

from __future__ import annotations

import httpx
from aiohttp import web

from tests.system.tools.people import Place, Tool, number
from tests.system.tools.shapes import ROCKETCHAT
from tests.system.tools.stand_in import Json, Server
from tests.visible import rocketchat_visible

BOT = "rocketBotUserId01"
NAME = "footnote.bot"
ACCESS_TOKEN = "a personal access token"
WEBHOOK_TOKENS = ("tokenofrooms", "tokenofdirectchats")


class RocketChat(Tool):
    name = "rocketchat"

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        server.app.router.add_post("/rocketchat/api/v1/chat.postMessage", self._post)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "FOOTNOTE_ROCKETCHAT_URL": f"{self.server.url}/rocketchat/",
            "FOOTNOTE_ROCKETCHAT_USER_NAME": NAME,
            "FOOTNOTE_ROCKETCHAT_USER_ID": BOT,
            "FOOTNOTE_ROCKETCHAT_ACCESS_TOKEN": ACCESS_TOKEN,
            "FOOTNOTE_ROCKETCHAT_WEBHOOK_TOKENS": " ".join(WEBHOOK_TOKENS),
        }

    def new_id(self) -> str:
        return f"rc{number():015}"

    def new_message(self) -> str:
        return self.new_id()

    def request(self, place: Place, text: str, message_id: str, mention: bool) -> Json:
        words = f"@{NAME} {text}" if mention and not place.direct else text
        body: Json = {
            "token": WEBHOOK_TOKENS[place.direct],
            "bot": False,
            "channel_id": place.room,
            "message_id": message_id,
            "timestamp": "2026-11-23T22:10:04.123Z",
            "user_id": place.user,
            "user_name": "somebody",
            "text": words,
            "siteUrl": self.server.url,
        }
        body |= {} if place.direct else {"channel_name": "ward"}
        return body | ({"tmid": place.thread} if place.thread else {})

    def press_request(self, place: Place, button: Json) -> Json:
        thread = self.state.posted[-1].get("tmid", "")
        pressed = self.request(Place(place.user, place.room, place.direct, thread), "", self.new_message(), False)
        return {**pressed, "text": button["msg"]}

    def send(self, body: Json) -> httpx.Response:
        return httpx.post(f"{self.assistant}/webhooks/rocketchat/webhook", json=body, timeout=60)

    def forged(self, body: Json) -> list[httpx.Response]:
        tokens = ["", None, "another", " ".join(WEBHOOK_TOKENS), [WEBHOOK_TOKENS[0]]]
        return [self.send({**body, "token": token}) for token in tokens]

    def visible(self, message: Json) -> str:
        return rocketchat_visible(message)

    def buttons(self, message: Json) -> list[tuple[str, Json]]:
        return [(one["text"], one) for row in message.get("attachments") or [] for one in row["actions"]]

    def threaded(self, message: Json) -> str:
        return f"{message['roomId']} {message.get('tmid', '')}".strip()

    async def _post(self, request: web.Request) -> web.Response:
        if request.headers.get("X-Auth-Token") != ACCESS_TOKEN or request.headers.get("X-User-Id") != BOT:
            return web.json_response({"status": "error", "message": "You must be logged in"}, status=401)
        return self.state.take(await request.json(), ROCKETCHAT, web.json_response({"success": True}))
