"""Calls of the homeserver: patient where it is busy or away, and soon done where it declines."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bot.channels.matrix import homeserver
from bot.channels.matrix.homeserver import Away, Declined, Homeserver
from bot.channels.matrix.settings import MatrixSettings
from bot.readiness import free_port


class Server:
    """A homeserver that replies as it is told, one reply after the other, and keeps what it was asked."""

    def __init__(self) -> None:
        self.replies: list[tuple[int, dict[str, Any]]] = []
        self.asked: list[tuple[str, str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                self.rfile.read(int(self.headers.get("content-length") or 0))
                server.asked.append((self.command, self.path, self.headers["authorization"]))
                status, body = server.replies.pop(0)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            do_GET = do_POST = do_PUT  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(homeserver, "PAUSES_SECONDS", (0.01, 0.01))
    started = Server()
    yield started
    started.http.shutdown()


def send(url: str) -> str:
    async def sending() -> str:
        home = Homeserver(MatrixSettings(url, "as", "hs"))
        try:
            return await home.send("!r:h", "m.room.message", "$e-0", {"body": "x"})
        finally:
            await home.close()

    return asyncio.run(sending())


SENT = (200, {"event_id": "$sent"})
BUSY = (429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 20})


@pytest.mark.parametrize(
    "troubles",
    [
        [],
        [BUSY],
        [(502, {})],
        [(404, {"message": "a proxy's word"})],
        [(200, [])],
        [BUSY, (500, {"errcode": "M_UNKNOWN"})],
    ],
)
def test_what_will_pass_is_waited_for_under_the_same_key(server: Server, troubles: list[tuple[int, Any]]) -> None:
    server.replies = [*troubles, SENT]
    assert send(server.url) == "$sent"
    assert len(server.asked) == len(troubles) + 1
    path = "/_matrix/client/v3/rooms/%21r%3Ah/send/m.room.message/%24e-0"
    assert set(server.asked) == {("PUT", path, "Bearer as")}


def test_what_is_declined_is_not_tried_again(server: Server) -> None:
    server.replies = [(403, {"errcode": "M_FORBIDDEN"}), SENT]
    with pytest.raises(Declined) as declined:
        send(server.url)
    assert declined.value.code == "M_FORBIDDEN"
    assert len(server.asked) == 1


@pytest.mark.parametrize("reply", [BUSY, (503, {}), (401, {"errcode": "M_UNKNOWN_TOKEN"})])
def test_a_homeserver_that_does_not_recover_is_away(server: Server, reply: tuple[int, Any]) -> None:
    server.replies = [reply] * 5
    with pytest.raises(Away):
        send(server.url)


def test_a_homeserver_that_is_not_there_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homeserver, "PAUSES_SECONDS", (0.01,))
    with pytest.raises(Away):
        send(f"http://127.0.0.1:{free_port()}")


def test_the_user_is_made_once_or_found(server: Server) -> None:
    server.replies = [(400, {"errcode": "M_USER_IN_USE"}), (200, {"user_id": "@footnote:h"}), (200, {})]

    async def twice() -> set[str]:
        home = Homeserver(MatrixSettings(server.url, "as", "hs"))
        found = {*await asyncio.gather(home.me(), home.me())}
        await home.close()
        return found

    assert asyncio.run(twice()) == {"@footnote:h"}
    assert [path for _, path, _ in server.asked][:2] == [
        "/_matrix/client/v3/register",
        "/_matrix/client/v3/account/whoami",
    ]
