"""The Microsoft Teams channel: Bot Framework activities in, Adaptive Cards out."""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.connector import Connector, Desk, Json, Place, Said
from bot.channels.door import Refused, json_body
from bot.channels.teams_token import NotProven, OwnToken, Proof
from knowledge.answers.envelope import Envelope
from knowledge.rendering.teams import teams

logger = logging.getLogger(__name__)

ACTIVITY_FORM = "The Bot Framework sends activities here."
NOT_PROVEN = "The request is not proven to come from Teams."
OTHER_TENANT = "This bot serves another organisation."
CHANNEL = "msteams"
MENTION = re.compile(r"<at[^>]*>.*?</at>", re.DOTALL)


@dataclass(frozen=True)
class TeamsSettings:
    """The bot's registration and the one organisation (tenant) that it serves; the URLs are Microsoft's."""

    app_id: str
    app_password: str
    tenant_id: str
    login_url: str = "https://login.microsoftonline.com"
    openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"


class TeamsChannel(Connector):
    """``POST /webhooks/teams/webhook``, the bot's messaging endpoint."""

    Settings = TeamsSettings
    _settings: TeamsSettings

    def __init__(self, settings: TeamsSettings | None) -> None:
        """Speak with Teams as ``settings`` say; ``None``: not at all."""
        super().__init__(settings)
        if settings is not None:
            url = f"{settings.login_url.rstrip('/')}/{quote(settings.tenant_id, safe='')}/oauth2/v2.0/token"
            self._own = OwnToken(self.wire, url, settings.app_id, settings.app_password)
            self._proof = Proof(self.wire, settings.openid_url, settings.app_id)

    @classmethod
    def name(cls) -> str:
        """The channel's name in URLs and trackers."""
        return "teams"

    def add_routes(self, blueprint: Blueprint, desk: Desk) -> None:
        """The messaging endpoint."""

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            activity = json_body(request, ACTIVITY_FORM)
            try:
                await self._proof.check(request.headers.get("authorization", ""), activity)
            except NotProven as error:
                logger.warning("an activity was refused: %s", error)
                raise Refused(401, NOT_PROVEN) from error
            if _tenant(activity) != self._settings.tenant_id:
                raise Refused(403, OTHER_TENANT)
            said = said_in(activity)
            if said is not None:
                await desk.hear(request.app, said)
            return response.empty(200)

    def rendered(self, envelope: Envelope, place: Place) -> Sequence[Json]:
        """The answer as Adaptive Cards."""
        return teams(envelope)

    def notice(self, words: str) -> Json:
        """A message of plain text."""
        return {"type": "message", "textFormat": "plain", "text": words}

    async def post(self, place: Place, message: Json) -> None:
        """Send an activity to the conversation, as an answer to the one that asked."""
        conversation = quote(place["conversation"], safe="")
        url = f"{place['service'].rstrip('/')}/v3/conversations/{conversation}/activities"
        body = {
            **message,
            "from": {"id": place["bot"]},
            "conversation": {"id": place["conversation"]},
            "replyToId": place["asked"],
        }
        await self.wire.send("POST", url, await self._own.headers(), body)


def _tenant(activity: Json) -> object:
    channel_data: Json = activity.get("channelData") or {}
    conversation: Json = activity.get("conversation") or {}
    return (channel_data.get("tenant") or {}).get("id") or conversation.get("tenantId")


def said_in(activity: Json) -> Said | None:
    """The message in an activity, if it is one for the assistant: said in a direct chat, to its name, or by a press."""
    if activity.get("type") != "message" or activity.get("channelId") != CHANNEL:
        return None
    sender, conversation, bot = activity.get("from") or {}, activity.get("conversation") or {}, _bot(activity)
    if not sender.get("id") or sender.get("role") == "bot" or sender["id"] == bot:
        return None
    payload = _pressed(activity.get("value"))
    if payload is None and conversation.get("conversationType") != "personal" and not _mentioned(activity, bot):
        return None
    user, tenant = str(sender.get("aadObjectId") or sender["id"]), str(_tenant(activity))
    return Said(
        user=f"{tenant} {user}",
        # The id of a conversation in a channel names the thread as well.
        thread=(tenant, str(conversation.get("id"))),
        message_id=str(activity.get("id")),
        text=_words(str(activity.get("text") or "")) if payload is None else payload,
        place={
            "service": str(activity.get("serviceUrl")),
            "conversation": str(conversation.get("id")),
            "bot": bot,
            "asked": str(activity.get("id")),
        },
        pressed=payload is not None,
    )


def _bot(activity: Json) -> str:
    return str((activity.get("recipient") or {}).get("id"))


def _mentioned(activity: Json, bot: str) -> bool:
    mentions = (one for one in activity.get("entities") or [] if one.get("type") == "mention")
    return any((one.get("mentioned") or {}).get("id") == bot for one in mentions)


def _pressed(value: Any) -> str | None:
    """The payload of a pressed button; some clients send what it holds as text."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    payload = value.get("payload") if isinstance(value, dict) else None
    return payload if isinstance(payload, str) else None


def _words(text: str) -> str:
    """``text`` as its writer sees it, without mentions: Teams sends these in tags, and some characters as entities."""
    return html.unescape(MENTION.sub(" ", text)).strip()
