"""Starts the action server and Rasa together, waits until both answer, and stops both when either ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

import httpx

from bot.auth import KeyUnusable, Verifier
from bot.readiness import LOOPBACK, Unready, free_port, refuse_busy_port
from bot.settings import Access, is_loopback
from bot.training import MODEL, rasa_environment
from knowledge.settings import ROOT, Settings

PATIENCE_SECONDS = 120.0
STOP_SECONDS = 10.0
ANY = "0.0.0.0"  # noqa: S104 - served only where tokens are checked


@dataclass(frozen=True)
class Part:
    """One of the two processes: its name, the process, its log and the URL at which it says that it is there."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    health: str


@dataclass(frozen=True)
class Assistant:
    """The running assistant. ``url`` is where its channels answer."""

    url: str
    parts: tuple[Part, ...]

    def wait(self) -> NoReturn:
        """Wait for as long as both parts run. Raises :class:`~bot.readiness.Unready` when one of them ends."""
        while True:
            _refuse_ended(self.parts)
            time.sleep(0.5)


@dataclass(frozen=True)
class _Place:
    """Where Rasa listens. ``near`` is an address of it that this machine reaches."""

    interface: str
    port: int

    @property
    def near(self) -> str:
        return LOOPBACK if self.interface == ANY else self.interface


@contextmanager
def running(
    settings: Settings, port: int, interface: str = LOOPBACK, access: Access | None = None
) -> Iterator[Assistant]:
    """Start the assistant on ``port`` of ``interface`` and stop it on leaving, however that comes about.

    ``access`` is who may speak to it; as the environment says where it is not given. Raises
    :class:`~bot.readiness.Unready` where it is to serve other machines without tokens, the port is busy, the model
    missing, or a part does not come up.
    """
    access = access or _access()
    _refuse_strangers(interface, access)
    refuse_busy_port(port, interface)
    if not MODEL.exists():
        raise Unready("There is no trained model yet: run `footnote train` (or `make train`) first.")
    parts: list[Part] = []
    previous = {number: signal.signal(number, _leave) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        actions_port = free_port()
        parts.append(_start_actions(settings, actions_port))
        parts.append(_start_rasa(settings, _Place(interface, port), access, actions_port))
        for part in parts:
            _wait_until_there(part, parts)
        yield Assistant(f"http://{_Place(interface, port).near}:{port}", tuple(parts))
    finally:
        _stop(parts)
        for number, handler in previous.items():
            signal.signal(number, handler)


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _start_actions(settings: Settings, port: int) -> Part:
    command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)]
    environment = {**rasa_environment(settings), "SANIC_HOST": LOOPBACK}
    return _start("action server", command, environment, settings, f"http://{LOOPBACK}:{port}/health")


def _access() -> Access:
    try:
        return Access.from_environment()
    except ValueError as error:
        raise Unready(str(error)) from error


def _refuse_strangers(interface: str, access: Access) -> None:
    if access.has_key:
        try:
            Verifier(access)
        except KeyUnusable as error:
            raise Unready(str(error)) from error
    elif not is_loopback(interface):
        raise Unready(
            f"Without signed tokens only this machine is served, not {interface}: set FOOTNOTE_TOKEN_SECRET, _KEY_FILE "
            "or _KEY_SET (docs/deployment.md)."
        )


def _start_rasa(settings: Settings, place: _Place, access: Access, actions_port: int) -> Part:
    command = [sys.executable, "-m", "rasa", "run", "--interface", place.interface, "--port", str(place.port)]
    command += ["--cors", *access.origins] if access.origins else []
    command += ["--model", str(MODEL), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    environment = {
        **rasa_environment(settings),
        **access.as_environment(),
        "FOOTNOTE_ACTIONS_URL": f"http://{LOOPBACK}:{actions_port}/webhook",
    }
    return _start("Rasa", command, environment, settings, f"http://{place.near}:{place.port}/webhooks/rest/")


def _start(name: str, command: list[str], environment: dict[str, str], settings: Settings, health: str) -> Part:
    settings.state.mkdir(parents=True, exist_ok=True)
    log = settings.state / f"{name.replace(' ', '-').lower()}.log"
    with log.open("wb") as output:
        # A session of its own: Ctrl-C reaches this process alone, which then stops both parts in order.
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    return Part(name, process, log, health)


def _wait_until_there(part: Part, parts: list[Part]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        _refuse_ended(tuple(parts))
        try:
            if httpx.get(part.health, timeout=2).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise Unready(f"The {part.name} did not answer within {PATIENCE_SECONDS:.0f} s; its log is {part.log}.")


def _refuse_ended(parts: tuple[Part, ...]) -> None:
    for part in parts:
        if part.process.poll() is not None:
            tail = "\n".join(part.log.read_text(errors="replace").splitlines()[-8:])
            raise Unready(f"The {part.name} ended with code {part.process.returncode}. The end of {part.log}:\n{tail}")


def _stop(parts: list[Part]) -> None:
    for part in reversed(parts):
        part.process.terminate()
    for part in reversed(parts):
        try:
            part.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            part.process.kill()
            part.process.wait()
