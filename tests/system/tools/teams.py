"""Microsoft Teams: sign-in and keys of the Bot Framework, its connector service, and the activities that it sends."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.system.tools.people import Place, Tool, number
from tests.system.tools.shapes import TEAMS
from tests.system.tools.stand_in import Json, Server
from tests.visible import teams_visible

APP = "7c2e0d5a-1111-4222-8333-944455566677"
PASSWORD = "the bot's password"
TENANT = "0f1e2d3c-aaaa-4bbb-8ccc-9ddd0eee1fff"
ISSUER = "https://api.botframework.com"
BOT = f"28:{APP}"
OWN_TOKEN = "a token of the stand-in"


class Teams(Tool):
    name = "teams"

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.tokens_given = 0
        add = server.app.router
        add.add_post(f"/login/{TENANT}/oauth2/v2.0/token", self._token)
        add.add_get("/openid", self._openid)
        add.add_get("/keys", self._keys)
        add.add_post("/teams/v3/conversations/{conversation}/activities", self._post)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "FOOTNOTE_TEAMS_APP_ID": APP,
            "FOOTNOTE_TEAMS_APP_PASSWORD": PASSWORD,
            "FOOTNOTE_TEAMS_TENANT_ID": TENANT,
            "FOOTNOTE_TEAMS_LOGIN_URL": f"{self.server.url}/login",
            "FOOTNOTE_TEAMS_OPENID_URL": f"{self.server.url}/openid",
        }

    def new_id(self) -> str:
        return f"19:{number()}-{'x' * 80}@thread.tacv2"

    def request(self, place: Place, text: str, message_id: str, mention: bool) -> Json:
        thread = f";messageid={place.thread or message_id}" if not place.direct else ""
        kind = "personal" if place.direct else "channel"
        mentions = [{"type": "mention", "text": "<at>Footnote</at>", "mentioned": {"id": BOT, "name": "Footnote"}}]
        mentioned = mention and not place.direct
        return {
            "type": "message",
            "id": message_id,
            "channelId": "msteams",
            "serviceUrl": f"{self.server.url}/teams/",
            "from": {"id": f"29:{place.user}", "aadObjectId": place.user, "name": "Somebody"},
            "recipient": {"id": BOT, "name": "Footnote"},
            "conversation": {"id": f"{place.room}{thread}", "conversationType": kind, "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "textFormat": "plain",
            "text": f"<at>Footnote</at> {text}" if mentioned else text,
            "entities": mentions if mentioned else [],
        }

    def press_request(self, place: Place, button: Json) -> Json:
        back = button["data"]["msteams"]
        pressed = self.request(place, back["text"], self.new_message(), False)
        conversation = {**pressed["conversation"], "id": self.state.posted[-1]["conversation"]["id"]}
        return {**pressed, "value": back["value"], "conversation": conversation}

    def send(self, body: Json) -> httpx.Response:
        return self._send(body, self._signed(body))

    def forged(self, body: Json) -> list[httpx.Response]:
        ways = [
            "",
            "not a token",
            self._signed(body, aud="another-app"),
            self._signed(body, iss="https://sts.windows.net/elsewhere/"),
            self._signed(body, serviceurl="https://collector.example/"),
            self._signed(body, exp=int(time.time()) - 3600),
            self._signed(body, key=self._stranger),
            self._signed(body, kid="unheard-of"),
            self._signed(body, kid="directline"),
            jwt.encode(self._claims(body), "", algorithm="none", headers={"kid": "teams"}),
            jwt.encode(self._claims(body), "x" * 32, algorithm="HS256", headers={"kid": "teams"}),
        ]
        elsewhere = {**body, "serviceUrl": "http://collector.example/"}
        other = {**body, "channelData": {"tenant": {"id": "another"}}}
        return [
            *(self._send(body, way) for way in ways),
            self._send(elsewhere, self._signed(elsewhere)),
            self._send(other, self._signed(other)),
        ]

    def visible(self, message: Json) -> str:
        return teams_visible(message)

    def buttons(self, message: Json) -> list[tuple[str, Json]]:
        if "attachments" not in message:
            return []
        body = message["attachments"][0]["content"]["body"]
        return [(one["title"], one) for block in body if block["type"] == "ActionSet" for one in block["actions"]]

    def threaded(self, message: Json) -> str:
        return str(message["conversation"]["id"])

    def _send(self, body: Json, token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.post(f"{self.assistant}/webhooks/teams/webhook", json=body, headers=headers, timeout=60)

    def _claims(self, body: Json) -> Json:
        now = int(time.time())
        return {"iss": ISSUER, "aud": APP, "nbf": now - 5, "exp": now + 3600, "serviceurl": body["serviceUrl"]}

    def _signed(self, body: Json, key: Any = None, kid: str = "teams", **claims: Any) -> str:
        return jwt.encode(self._claims(body) | claims, key or self._key, algorithm="RS256", headers={"kid": kid})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        wanted = {"client_id": APP, "client_secret": PASSWORD, "scope": "https://api.botframework.com/.default"}
        if any(form.get(name) != value for name, value in wanted.items()):
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens_given += 1
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": OWN_TOKEN})

    async def _openid(self, _: web.Request) -> web.Response:
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.server.url}/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        endorsed = [("teams", ["msteams"]), ("directline", ["directline"])]
        keys = [{**public, "use": "sig", "kid": kid, "endorsements": channels} for kid, channels in endorsed]
        return web.json_response({"keys": keys})

    async def _post(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {OWN_TOKEN}":
            return web.Response(status=401)
        message = await request.json()
        if request.match_info["conversation"] != message["conversation"]["id"]:
            return web.Response(status=404)
        return self.state.take(message, TEAMS, web.json_response({"id": self.new_message()}, status=201))
