"""The Rocket.Chat channel: outgoing webhooks in, messages of a bot user out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.connector import Connector, Desk, Json, Place, Said, is_token
from bot.channels.connector_wire import NotDelivered
from bot.channels.door import Refused, json_body
from knowledge.answers.envelope import Envelope
from knowledge.rendering.rocketchat import PRESSED, rocketchat, rocketchat_text, sign

FORM = "Rocket.Chat sends what is said to the assistant here."
WRONG_TOKEN = "The request does not hold the token of a webhook that is set up."  # noqa: S105 - words for people


@dataclass(frozen=True)
class RocketChatSettings:
    """The server's ``url``, and the bot user's name, id and personal access token.

    ``webhook_tokens`` are those of the outgoing webhooks, apart by spaces.
    """

    url: str
    user_name: str
    user_id: str
    access_token: str
    webhook_tokens: str


class RocketChatChannel(Connector):
    """``POST /webhooks/rocketchat/webhook``."""

    Settings = RocketChatSettings
    _settings: RocketChatSettings

    @classmethod
    def name(cls) -> str:
        """The channel's name in URLs and trackers, as with Rasa's own."""
        return "rocketchat"

    def add_routes(self, blueprint: Blueprint, desk: Desk) -> None:
        """The one address of the outgoing webhooks."""

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            body = json_body(request, FORM)
            if not is_token(body.get("token"), self._settings.webhook_tokens):
                raise Refused(401, WRONG_TOKEN)
            said = self._said(body)
            if said is not None:
                await desk.hear(request.app, said)
            return response.empty(200)

    def rendered(self, envelope: Envelope, place: Place) -> Sequence[Json]:
        """The answer in Rocket.Chat's markdown."""
        return rocketchat(envelope, self._mention)

    def notice(self, words: str) -> Json:
        """A message without buttons."""
        return {"text": rocketchat_text(words)}

    def payload(self, text: object, offered: Mapping[str, str]) -> str | None:
        """The payload whose button has sent ``text``: in Rocket.Chat a button writes words in its user's name."""
        pressed = PRESSED.search(str(text))
        return next((one for one in offered if pressed and sign(one) == pressed[1]), None)

    async def post(self, place: Place, message: Json) -> None:
        """``chat.postMessage`` as the bot user; links are not unfolded."""
        url = f"{self._settings.url.rstrip('/')}/api/v1/chat.postMessage"
        headers = {"X-User-Id": self._settings.user_id, "X-Auth-Token": self._settings.access_token}
        reply = await self.wire.send("POST", url, headers, {**place, **message, "parseUrls": False})
        if reply.get("success") is not True:
            raise NotDelivered(str(reply.get("errorType") or reply.get("error")))

    @property
    def _mention(self) -> str:
        return f"@{self._settings.user_name}"

    def _said(self, body: Mapping[str, Any]) -> Said | None:
        """The message that a webhook tells of, if it is one for the assistant: said in a direct chat, or to its name.

        An edited message is not answered again.
        """
        text, direct = str(body.get("text") or ""), not body.get("channel_name")
        mention = re.compile(rf"{re.escape(self._mention)}(?![\w.-])", re.IGNORECASE)
        if not body.get("user_id") or body["user_id"] == self._settings.user_id or body.get("bot"):
            return None
        if body.get("isEdited") or not (direct or mention.search(text)):
            return None
        room, sent = str(body.get("channel_id")), str(body.get("message_id"))
        # In a room each question opens a thread of its own; a direct chat has threads only where a user opens one.
        thread = str(body.get("tmid") or ("" if direct else sent))
        words = mention.sub("", text).strip()
        place = {"roomId": room, **({"tmid": thread} if thread else {})}
        pressed = PRESSED.search(words) is not None
        return Said(str(body["user_id"]), (room, thread), sent, words, place, pressed)
