"""The real assistant on free ports, with its state in a folder of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

from bot.readiness import free_port
from bot.server import Assistant, running
from bot.training import train
from knowledge.embed import embed_missing
from knowledge.settings import Settings
from knowledge.store import build, open_store
from tests.system.assistant import Conversation


@dataclass(frozen=True)
class Running:
    """A running assistant with the settings that it was started with."""

    assistant: Assistant
    settings: Settings

    def talk(self, audience: str = "clinician") -> Conversation:
        return Conversation.start(self.assistant.url, audience)


def start(settings: Settings) -> Iterator[Running]:
    """Bring everything up to date and run the assistant with ``settings``."""
    build(settings.knowledge_url, settings.content)
    embed_missing(open_store(settings.knowledge_url))
    train(settings, Console())
    with running(settings, free_port()) as assistant:
        yield Running(assistant, settings)


def settings_in(folder: Path) -> Settings:
    return Settings.from_environment({"FOOTNOTE_STATE": str(folder)})


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The assistant that most tests ask."""
    yield from start(settings_in(tmp_path_factory.mktemp("state")))
