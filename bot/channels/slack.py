"""The Slack channel: Events API and buttons in, Block Kit out."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_sdk.signature import SignatureVerifier

from bot.channels.connector import Connector, Desk, Json, Place, Said
from bot.channels.connector_wire import NotDelivered
from bot.channels.door import Refused, json_body
from knowledge.answers.envelope import Envelope
from knowledge.rendering.slack import escaped, slack

NOT_SIGNED = "The request is not signed by Slack, or too old."
EVENT_FORM = "Slack sends events and interactions here."
# What a user writes; other kinds of message are edits, deletions and notices of Slack itself.
WRITTEN = (None, "file_share", "thread_broadcast")
# <@U1|name>, <#C1|name>, <!here>, <https://…|label>: the label is what the user sees.
MARKED = re.compile(r"<([@#!]?)([^|>]*)(?:\|([^>]*))?>")


@dataclass(frozen=True)
class SlackSettings:
    """The app's signing secret and bot token; ``api_url`` is where Slack's Web API is."""

    signing_secret: str
    bot_token: str
    api_url: str = "https://slack.com/api"


class SlackChannel(Connector):
    """``POST /webhooks/slack/webhook``, for the app's events and for its interactivity."""

    Settings = SlackSettings
    _settings: SlackSettings

    @classmethod
    def name(cls) -> str:
        """The channel's name in URLs and trackers, as with Rasa's own."""
        return "slack"

    def add_routes(self, blueprint: Blueprint, desk: Desk) -> None:
        """The one address that Slack sends everything to."""
        verifier = SignatureVerifier(self._settings.signing_secret)

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            _check_signature(verifier, request)
            if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
                said = pressed_in(_interaction(request))
            else:
                body = json_body(request, EVENT_FORM)
                if body.get("type") == "url_verification":
                    return response.json({"challenge": body.get("challenge")})
                said = said_in(body)
            if said is not None:
                await desk.hear(request.app, said)
            return response.empty(200)

    def rendered(self, envelope: Envelope, place: Place) -> Sequence[Json]:
        """The answer in Block Kit."""
        return slack(envelope)

    def notice(self, words: str) -> Json:
        """A message without blocks."""
        return {"text": escaped(words)}

    async def post(self, place: Place, message: Json) -> None:
        """``chat.postMessage``; links are not unfolded."""
        url = f"{self._settings.api_url.rstrip('/')}/chat.postMessage"
        headers = {"Authorization": f"Bearer {self._settings.bot_token}"}
        body = {**place, **message, "unfurl_links": False, "unfurl_media": False}
        reply = await self.wire.send("POST", url, headers, body)
        if reply.get("ok") is not True:
            raise NotDelivered(str(reply.get("error")))


def _check_signature(verifier: SignatureVerifier, request: Request) -> None:
    try:
        genuine = verifier.is_valid_request(request.body, dict(request.headers))
    except (ValueError, TypeError):  # a time that is no number, a signature that is no ASCII
        genuine = False
    if not genuine:
        raise Refused(401, NOT_SIGNED)


def _interaction(request: Request) -> Json:
    try:
        payload = json.loads((request.form or {}).get("payload") or "")
    except ValueError as error:
        raise Refused(400, EVENT_FORM) from error
    if not isinstance(payload, dict):
        raise Refused(400, EVENT_FORM)
    return payload


def said_in(body: Json) -> Said | None:
    """The message in an event of Slack's, if it is one for the assistant: in a direct chat, or one that mentions it.

    Nobody is heard in a channel that is shared with another organisation.
    """
    event: Json = body.get("event") or {}
    direct = event.get("type") == "message" and event.get("channel_type") == "im"
    if not (direct or event.get("type") == "app_mention") or event.get("subtype") not in WRITTEN:
        return None
    if event.get("bot_id") or not event.get("user") or body.get("is_ext_shared_channel"):
        return None
    team, channel, sent = str(body.get("team_id")), str(event["channel"]), str(event["ts"])
    # In a channel each question opens a thread of its own; a direct chat has threads only where a user opens one.
    thread = str(event.get("thread_ts") or ("" if direct else sent))
    own = {one.get("user_id") for one in body.get("authorizations") or []}
    return Said(
        user=f"{team} {event['user']}",
        thread=(team, channel, thread),
        message_id=f"{channel} {sent}",
        text=_words(str(event.get("text") or ""), own),
        place=_place(channel, thread),
    )


def pressed_in(payload: Json) -> Said | None:
    """The press of a button in an interaction of Slack's."""
    action = next((one for one in payload.get("actions") or [] if one.get("type") == "button"), None)
    if payload.get("type") != "block_actions" or action is None or "value" not in action:
        return None
    team, channel = str((payload.get("team") or {}).get("id")), str(payload["channel"]["id"])
    message: Json = payload.get("message") or {}
    # An answer that somebody has opened a thread on still stands where it stood.
    thread = "" if message.get("thread_ts") == message.get("ts") else str(message.get("thread_ts") or "")
    return Said(
        user=f"{team} {payload['user']['id']}",
        thread=(team, channel, thread),
        message_id=f"{channel} {message.get('ts')} {action.get('action_ts')}",
        text=action["value"],
        place=_place(channel, thread),
        pressed=True,
    )


def _place(channel: str, thread: str) -> Place:
    return {"channel": channel, **({"thread_ts": thread} if thread else {})}


def _words(text: str, own: set[Any]) -> str:
    """``text`` as its writer sees it, without the mentions of the assistant itself, which are ``own``."""

    def seen(match: re.Match[str]) -> str:
        sign, target, label = match.groups()
        if sign == "@" and target in own:
            return ""
        return label or ("" if sign else target.removeprefix("mailto:").removeprefix("tel:"))

    return html.unescape(MARKED.sub(seen, text)).strip()
