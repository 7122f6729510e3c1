"""The Mattermost channel: outgoing webhooks, a slash command and buttons in, posts of a bot account out."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.connector import Connector, Desk, Json, Place, Said, is_token
from bot.channels.connector_wire import NotDelivered
from bot.channels.door import Refused, json_body
from knowledge.answers.envelope import Envelope, Offer
from knowledge.rendering.mattermost import mattermost, mattermost_text

FORM = "Mattermost sends what is said to the assistant here."
WRONG_TOKEN = "The request does not hold the token of a webhook or command that is set up."  # noqa: S105 - words
FORGED = "This button was not made by the assistant."
UNREACHABLE = "Mattermost could not be asked about the message."
ANSWERED = "The answer is in your direct messages with me."


@dataclass(frozen=True)
class MattermostSettings:
    """The server's ``url`` and the bot account's token; ``webhook_tokens`` of webhooks and commands, apart by spaces.

    ``assistant_url`` is where the Mattermost server reaches the assistant, for its buttons.
    """

    url: str
    bot_token: str
    webhook_tokens: str
    assistant_url: str


class MattermostChannel(Connector):
    """``POST /webhooks/mattermost/webhook``, ``/command`` and ``/button``."""

    Settings = MattermostSettings
    _settings: MattermostSettings
    _own_id = ""

    @classmethod
    def name(cls) -> str:
        """The channel's name in URLs and trackers, as with Rasa's own."""
        return "mattermost"

    def add_routes(self, blueprint: Blueprint, desk: Desk) -> None:
        """One address each for messages in channels, for the command and for buttons."""

        @blueprint.route("/webhook", methods=["POST"])
        async def webhook(request: Request) -> HTTPResponse:
            said = await self._said(self._checked(request))
            if said is not None:
                await desk.hear(request.app, said)
            return response.json({})

        @blueprint.route("/command", methods=["POST"])
        async def command(request: Request) -> HTTPResponse:
            await desk.hear(request.app, await self._commanded(self._checked(request)))
            return response.json({"response_type": "ephemeral", "text": ANSWERED})

        @blueprint.route("/button", methods=["POST"])
        async def button(request: Request) -> HTTPResponse:
            await desk.hear(request.app, self._pressed(json_body(request, FORM)))
            return response.json({})

    def rendered(self, envelope: Envelope, place: Place) -> Sequence[Json]:
        """The answer in Mattermost's markdown; its buttons are signed for the place where they stand."""

        def integration(offer: Offer) -> Json:
            context = {"payload": offer.payload, "root": place["root_id"], "proof": self._proof(place, offer.payload)}
            return {"url": f"{self._settings.assistant_url.rstrip('/')}/webhooks/mattermost/button", "context": context}

        return mattermost(envelope, integration)

    def notice(self, words: str) -> Json:
        """A post without buttons."""
        return {"message": mattermost_text(words)}

    async def post(self, place: Place, message: Json) -> None:
        """Post as the bot account, in the thread that was asked in."""
        await self._ask("POST", "posts", {**place, **message})

    async def _ask(self, method: str, path: str, body: Any = None) -> Json:
        headers = {"Authorization": f"Bearer {self._settings.bot_token}"}
        return await self.wire.send(method, f"{self._settings.url.rstrip('/')}/api/v4/{path}", headers, body)

    def _checked(self, request: Request) -> Json:
        is_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        body = {name: values[0] for name, values in (request.form or {}).items()} if is_form else None
        body = json_body(request, FORM) if body is None else body
        if not is_token(body.get("token"), self._settings.webhook_tokens):
            raise Refused(401, WRONG_TOKEN)
        return body

    async def _said(self, body: Mapping[str, Any]) -> Said | None:
        """The message that a webhook tells of, if it begins with the webhook's trigger word.

        Of the server itself comes what a webhook does not say: the thread, and whether a bot has posted it.
        """
        trigger = str(body.get("trigger_word") or "")
        if not trigger or not body.get("post_id"):
            return None
        try:
            post = await self._ask("GET", f"posts/{_id(body['post_id'])}")
        except NotDelivered as error:
            raise Refused(503, UNREACHABLE) from error
        props = post.get("props") or {}
        if post.get("user_id") != body.get("user_id") or props.get("from_bot") or props.get("from_webhook"):
            return None
        root, channel = str(post.get("root_id") or post["id"]), str(post["channel_id"])
        text = str(post.get("message") or "").removeprefix(trigger).strip()
        place = {"channel_id": channel, "root_id": root}
        return Said(str(post["user_id"]), (channel, root), str(post["id"]), text, place)

    async def _commanded(self, body: Mapping[str, Any]) -> Said:
        """What follows the command, to be answered in the direct chat of whoever gave it."""
        user = _id(body.get("user_id"))
        try:
            self._own_id = self._own_id or str((await self._ask("GET", "users/me"))["id"])
            channel = str((await self._ask("POST", "channels/direct", [self._own_id, user]))["id"])
        except NotDelivered as error:
            raise Refused(503, UNREACHABLE) from error
        message_id = str(body.get("trigger_id") or uuid4().hex)
        return Said(
            user, (channel, ""), message_id, str(body.get("text") or ""), {"channel_id": channel, "root_id": ""}
        )

    def _pressed(self, body: Mapping[str, Any]) -> Said:
        """The press of a button that the assistant has signed for this place."""
        context = body.get("context")
        context = context if isinstance(context, dict) else {}
        place = {"channel_id": str(body.get("channel_id")), "root_id": str(context.get("root"))}
        payload = str(context.get("payload"))
        if not is_token(context.get("proof"), self._proof(place, payload)):
            raise Refused(403, FORGED)
        user, message_id = _id(body.get("user_id")), str(body.get("trigger_id") or uuid4().hex)
        return Said(user, (place["channel_id"], place["root_id"]), message_id, payload, place, pressed=True)

    def _proof(self, place: Place, payload: str) -> str:
        signed = json.dumps([place["channel_id"], place["root_id"], payload])
        return hmac.new(self._settings.bot_token.encode(), signed.encode(), hashlib.sha256).hexdigest()


def _id(name: object) -> str:
    """``name`` as one of Mattermost's ids, which become part of addresses. Raises :class:`Refused`."""
    if not isinstance(name, str) or not name.isascii() or not name.isalnum():
        raise Refused(400, FORM)
    return name
