"""A homeserver with the assistant as an application service, and clinicians."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.cli import app
from bot.readiness import free_port
from bot.server import Assistant, running
from bot.training import train
from knowledge.embed import embed_missing
from knowledge.settings import Settings
from knowledge.store import build, open_store
from tests.system.conftest import settings_in
from tests.system.matrix.homeserver import SERVER_NAME, Clinician, Synapse, running_synapse
from tests.system.matrix.talking import Service, joined

# Clinicians are whose name begins so; all others of the server are strangers.
ALLOWED = f"@dr-*:{SERVER_NAME}"


def environment_of(service: Service, synapse: Synapse) -> dict[str, str]:
    """What the assistant is told of its registration."""
    return {
        "FOOTNOTE_MATRIX_HOMESERVER": synapse.url,
        "FOOTNOTE_MATRIX_ID": service.user,
        "FOOTNOTE_MATRIX_USER": service.user,
        "FOOTNOTE_MATRIX_AS_TOKEN": service.token("as_token"),
        "FOOTNOTE_MATRIX_HS_TOKEN": service.token("hs_token"),
        "FOOTNOTE_MATRIX_USERS": ALLOWED,
    }


def registered(user: str) -> Service:
    """A service by the command that administrators use."""
    port = free_port()
    arguments = ["matrix", "registration", "--url", f"http://127.0.0.1:{port}", "--id", user, "--user", user]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return Service(user, port, result.stdout)


@contextmanager
def serving(settings: Settings, service: Service, synapse: Synapse) -> Iterator[Assistant]:
    """The assistant, which the homeserver reaches."""
    with patch.dict(os.environ, environment_of(service, synapse)), running(settings, service.port) as assistant:
        yield assistant


def prepared(folder: Path) -> Settings:
    """Settings of an assistant with everything up to date."""
    settings = settings_in(folder)
    build(settings.knowledge_url, settings.content)
    embed_missing(open_store(settings.knowledge_url))
    train(settings, Console())
    return settings


@pytest.fixture(scope="session")
def service() -> Service:
    """The service of the assistant that most tests talk to."""
    return registered("footnote")


@pytest.fixture(scope="session")
def spare() -> Service:
    """Another service of the same homeserver, for an assistant that is killed."""
    return registered("spare")


@pytest.fixture(scope="session")
def synapse(service: Service, spare: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    registrations = [service.registration, spare.registration]
    with running_synapse(tmp_path_factory.mktemp("synapse"), registrations) as started:
        yield started


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return prepared(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="session")
def assistant(settings: Settings, service: Service, synapse: Synapse) -> Iterator[Assistant]:
    with serving(settings, service, synapse) as started:
        yield started


@pytest.fixture(scope="session")
def ada(synapse: Synapse) -> Clinician:
    return synapse.clinician("dr-ada")


@pytest.fixture(scope="session")
def bo(synapse: Synapse) -> Clinician:
    return synapse.clinician("dr-bo")


@pytest.fixture(scope="session")
def stranger(synapse: Synapse) -> Clinician:
    return synapse.clinician("visitor")


@pytest.fixture
def direct(ada: Clinician, service: Service, assistant: Assistant) -> str:
    """A direct chat with the assistant."""
    return joined(ada, service, ada.room(service.id))


@pytest.fixture
def ward(ada: Clinician, bo: Clinician, service: Service, assistant: Assistant) -> str:
    """A room with two clinicians and the assistant."""
    room = joined(ada, service, ada.room(service.id, bo.id))
    bo.do("join", room=room)
    return room
