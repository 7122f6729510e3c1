"""The Bot Framework's tokens: those that prove a request, and the one that the assistant shows in its turn."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from typing import Any
from urllib.parse import urlsplit

import jwt

from bot.channels.connector_wire import NotDelivered, Wire
from bot.settings import is_loopback

logger = logging.getLogger(__name__)

ALGORITHMS = ["RS256"]
LEEWAY_SECONDS = 300
KEYS_SECONDS = 24 * 3600
# A key that is not known may be a new one: that is looked up no more often, whoever sends such tokens.
ASK_AGAIN_SECONDS = 60
SPARE_SECONDS = 300
SCOPE = "https://api.botframework.com/.default"


class NotProven(Exception):
    """The token does not prove where the request comes from; the message says why."""


class Proof:
    """Checks that an activity was sent by the Bot Framework to this bot, for Teams."""

    def __init__(self, wire: Wire, metadata_url: str, app_id: str) -> None:
        """Trust the keys that the document at ``metadata_url`` leads to."""
        self._wire = wire
        self._metadata_url = metadata_url
        self._app_id = app_id
        self._keys: dict[str, dict[str, Any]] = {}
        self._issuer = ""
        self._asked_at = -math.inf
        self._asking = asyncio.Lock()

    async def check(self, authorization: str, activity: dict[str, Any]) -> None:
        """Raises :class:`NotProven` unless the bearer token in ``authorization`` was made for ``activity``."""
        scheme, _, token = authorization.partition(" ")
        if scheme.casefold() != "bearer":
            raise NotProven("no bearer token")
        try:
            key = await self._key(str(jwt.get_unverified_header(token).get("kid")))
            claims = jwt.decode(
                token,
                jwt.PyJWK(key, algorithm=ALGORITHMS[0]).key,
                algorithms=ALGORITHMS,
                audience=self._app_id,
                issuer=self._issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise NotProven(type(error).__name__) from error
        _check_channel(activity.get("channelId"), key.get("endorsements"))
        _check_service(str(activity.get("serviceUrl")), claims)

    async def _key(self, name: str) -> dict[str, Any]:
        async with self._asking:
            age = time.monotonic() - self._asked_at
            if age >= KEYS_SECONDS or (name not in self._keys and age >= ASK_AGAIN_SECONDS):
                self._asked_at = time.monotonic()
                await self._read()
        if name not in self._keys:
            raise NotProven("signed with an unknown key")
        return self._keys[name]

    async def _read(self) -> None:
        """Read the keys anew; where that fails, those that are known are kept."""
        try:
            metadata = await self._wire.send("GET", self._metadata_url, {})
            found = await self._wire.send("GET", str(metadata.get("jwks_uri")), {})
        except NotDelivered as error:
            logger.error("the keys of the Bot Framework cannot be read: %s", error)
            return
        self._issuer = str(metadata.get("issuer"))
        self._keys = {str(one.get("kid")): one for one in found.get("keys") or []}


def _check_channel(channel: object, endorsements: object) -> None:
    """A key that names channels signs for those alone."""
    if isinstance(endorsements, list) and channel not in endorsements:
        raise NotProven("signed with the key of another channel")


def _check_service(url: str, claims: dict[str, Any]) -> None:
    """The answer, and with it the assistant's own token, goes only where the signed claims say."""
    parts = urlsplit(url)
    if url.rstrip("/") != str(claims.get("serviceurl") or claims.get("serviceUrl")).rstrip("/"):
        raise NotProven("the token is for another service")
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise NotProven("the service is not reached by https")


class OwnToken:
    """The token by which the assistant may post."""

    def __init__(self, wire: Wire, url: str, app_id: str, app_password: str) -> None:
        """Ask for tokens at ``url`` as ``app_id``."""
        self._wire = wire
        self._url = url
        self._form = {
            "grant_type": "client_credentials",
            "client_id": app_id,
            "client_secret": app_password,
            "scope": SCOPE,
        }
        self._token = ""
        self._good_until = 0.0

    async def headers(self) -> dict[str, str]:
        """The header that carries the token. Raises :class:`~bot.channels.connector_wire.NotDelivered`."""
        if time.monotonic() >= self._good_until:
            reply = await self._wire.send("POST", self._url, {}, form=self._form)
            if not isinstance(reply.get("access_token"), str):
                raise NotDelivered("no access token")
            self._token = reply["access_token"]
            self._good_until = time.monotonic() + float(reply.get("expires_in") or 0) - SPARE_SECONDS
        return {"Authorization": f"Bearer {self._token}"}
