"""Requests to a chat tool's server, sent again where that may help."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import httpx

# It writes every address into the log, and with it who has spoken to the assistant where.
logging.getLogger("httpx").setLevel(logging.WARNING)

TIMEOUT_SECONDS = 10.0
# Before each further try. Tools give a message up after some seconds, and may send it again.
WAITS_SECONDS = (0.5, 1.0, 2.0)
LONGEST_WAIT_SECONDS = 10.0


class NotDelivered(Exception):
    """The tool's server did not take a request; the message says why, and nothing of what was sent."""


class Wire:
    """Speaks JSON with a tool's server."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(timeout=TIMEOUT_SECONDS)

    async def send(
        self, method: str, url: str, headers: Mapping[str, str], body: Any = None, form: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """What the server answers to ``body`` (as JSON) or ``form``. Raises :class:`NotDelivered`."""
        reason = ""
        for wait in (0.0, *WAITS_SECONDS):
            await asyncio.sleep(wait)
            try:
                response = await self._client.request(method, url, headers=dict(headers), json=body, data=form)
            except httpx.HTTPError as error:
                reason = type(error).__name__
                continue
            if response.is_success:
                return _object_in(response)
            reason = f"HTTP {response.status_code}"
            if response.status_code != HTTPStatus.TOO_MANY_REQUESTS and not response.is_server_error:
                break
            await asyncio.sleep(_asked_to_wait(response))
        raise NotDelivered(reason)

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()


def _object_in(response: httpx.Response) -> dict[str, Any]:
    try:
        content = response.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _asked_to_wait(response: httpx.Response) -> float:
    seconds = response.headers.get("retry-after", "")
    return min(float(seconds), LONGEST_WAIT_SECONDS) if seconds.isdecimal() else 0.0
