"""A real Synapse on loopback, in an environment of its own, with real clients as clinicians."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import httpx

from bot.readiness import free_port
from tests.environments import PROJECTS, ready

SERVER_NAME = "hospital.example"
PASSWORD = "no secret: loopback only"
READY_SECONDS = 60.0
PATIENCE_SECONDS = 30.0
Found = TypeVar("Found")


def until(look: Callable[[], Found | None], what: str, patience: float = PATIENCE_SECONDS) -> Found:
    """Look again and again until there is something."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {patience:.0f} s")


@dataclass
class Synapse:
    """A homeserver: its address, folder, process, and its clients."""

    python: Path
    folder: Path
    url: str
    process: subprocess.Popen[bytes] | None = None
    clients: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def configuration(self) -> Path:
        return self.folder / "homeserver.yaml"

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = (self.folder / "output.log").open("ab")
        command = [str(self.python), "-m", "synapse.app.homeserver", "-c", str(self.configuration)]
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        until(self._answers, "Synapse is ready", READY_SECONDS)

    def stop(self) -> None:
        """Stop it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)

    def clinician(self, name: str) -> Clinician:
        """A new user ``name``, signed in."""
        user = Clinician(self._client(), name)
        user.id = user.do("register", password=PASSWORD)
        return user

    def _client(self) -> Client:
        if not self.clients:
            command = [str(self.python), str(PROJECTS / "matrix" / "clinician.py"), self.url]
            log = (self.folder / "clients.log").open("wb")
            self.clients.append(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
            )
        return Client(self.clients[0])

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "output.log").read_text()[-2000:]
        try:
            return httpx.get(f"{self.url}/health").is_success
        except httpx.TransportError:
            return False


@dataclass
class Client:
    """The process that holds the clinicians' clients."""

    process: subprocess.Popen[str]
    lock: Lock = field(default_factory=Lock)

    def ask(self, command: dict[str, Any]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with self.lock:
            self.process.stdin.write(json.dumps(command) + "\n")
            self.process.stdin.flush()
            reply = json.loads(self.process.stdout.readline())
        assert "error" not in reply, reply["error"]
        return reply["result"]


@dataclass
class Clinician:
    """Somebody with a Matrix client."""

    client: Client
    name: str
    id: str = ""

    def do(self, what: str, **arguments: Any) -> Any:
        return self.client.ask({"do": what, "user": self.name, **arguments})

    def room(self, *invited: str, state: Sequence[dict[str, Any]] = (), public: bool = False) -> str:
        """A new room with ``invited``."""
        room: str = self.do("create", invite=list(invited), state=list(state), public=public)
        return room

    def say(self, room: str, text: str, **content: Any) -> str:
        """Send a message and return its id."""
        return self.send(room, "m.room.message", {"msgtype": "m.text", "body": text, **content})

    def send(self, room: str, kind: str, content: dict[str, Any]) -> str:
        event: str = self.do("send", room=room, kind=kind, content=content)
        return event

    def seen(self, room: str, sender: str, kind: str = "m.room.message") -> list[dict[str, Any]]:
        """The events of ``sender`` that came to the client, in their order."""
        events: list[dict[str, Any]] = self.do("seen", room=room)
        return [one for one in events if one["sender"] == sender and one["type"] == kind]


@contextmanager
def running_synapse(folder: Path, registrations: Sequence[str]) -> Iterator[Synapse]:
    """A Synapse with its state in ``folder`` and the application services of ``registrations``."""
    python = ready("matrix")
    port = free_port()
    synapse = Synapse(python, folder, f"http://127.0.0.1:{port}")
    _configure(synapse, port, registrations)
    try:
        synapse.start()
        yield synapse
    finally:
        for client in synapse.clients:
            client.kill()
            client.wait()
        synapse.stop()


def _configure(synapse: Synapse, port: int, registrations: Sequence[str]) -> None:
    files = [synapse.folder / f"registration-{number}.yaml" for number in range(len(registrations))]
    for path, registration in zip(files, registrations, strict=True):
        path.write_text(registration)
    free = {"per_second": 1000, "burst_count": 1000}
    listener = {"port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "resources": [{"names": ["client"]}]}
    configuration = {
        "server_name": SERVER_NAME,
        "listeners": [listener],
        "database": {"name": "sqlite3", "args": {"database": str(synapse.folder / "homeserver.db")}},
        "signing_key_path": str(synapse.folder / "signing.key"),
        "media_store_path": str(synapse.folder / "media"),
        "macaroon_secret_key": "no secret: loopback only",
        "report_stats": False,
        "trusted_key_servers": [],
        "enable_registration": True,
        "enable_registration_without_verification": True,
        "app_service_config_files": [str(path) for path in files],
        "rc_message": free,
        "rc_registration": free,
        "rc_login": {"address": free, "account": free, "failed_attempts": free},
        "rc_joins": {"local": free, "remote": free},
        "rc_invites": {"per_room": free, "per_user": free, "per_issuer": free},
        "rc_room_creation": free,
    }
    # JSON is YAML as well; the signing key is made at the first start.
    synapse.configuration.write_text(json.dumps(configuration))
