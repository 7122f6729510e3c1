"""A local server in place of the chat tools' own: it checks what is posted as they do, and keeps it."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from typing import Any

import jsonschema
from aiohttp import web

from bot.readiness import LOOPBACK
from tests.system.tools.shapes import check

Json = dict[str, Any]


@dataclass
class StandIn:
    """The server of one tool: what was ``posted`` to it, and what it ``refused``, with the reason.

    The next requests to post are answered with ``failing``, an HTTP status each.
    """

    posted: list[Json] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failing: list[int] = field(default_factory=list)

    def take(self, message: Json, schema: Json, accepted: web.Response) -> web.Response:
        """Keep ``message`` and answer ``accepted``, unless the server fails or the message is not of its shape."""
        if self.failing:
            return web.Response(status=self.failing.pop(0), headers={"Retry-After": "1"})
        try:
            check(message, schema)
        except (jsonschema.ValidationError, AssertionError) as error:
            self.refused.append(str(error))
            return web.json_response({"ok": False, "error": "invalid_blocks"}, status=400)
        self.posted.append(message)
        return accepted


class Server:
    """Serves the routes of all stand-ins on a port of its own, in a thread."""

    def __init__(self) -> None:
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.app = web.Application(client_max_size=2**22)

    def start(self) -> None:
        self._thread.start()
        assert self._started.wait(10), "the stand-in did not start"

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        runner = web.AppRunner(self.app)
        self._loop.run_until_complete(runner.setup())
        site = web.TCPSite(runner, LOOPBACK, 0)
        self._loop.run_until_complete(site.start())
        assert site._server is not None
        self.url = f"http://{LOOPBACK}:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[attr-defined]
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
