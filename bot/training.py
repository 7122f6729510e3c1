"""Trains the Rasa model, and only when something it depends on has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from bot.nlu.made_from import made_from
from bot.readiness import Unready
from knowledge.settings import ROOT, Settings

MODEL = ROOT / "models" / "footnote.tar.gz"
MARK = ROOT / "models" / "footnote.trained-from"
LOG = "train.log"
TRAINED_FROM = ("config.yml", "domain.yml", "data/**/*.yml")


def rasa_environment(settings: Settings) -> dict[str, str]:
    """The environment of every Rasa process: no telemetry, no noise, and these settings."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TQDM_DISABLE": "1",
        "PYTHONWARNINGS": "ignore",
        **settings.as_environment(),
    }


def trained_from(settings: Settings) -> str:
    """A hash of everything the model is made of: configuration, domain, data, our components, content, packages."""
    return made_from(settings, TRAINED_FROM)


def train(settings: Settings, console: Console, force: bool = False) -> bool:
    """Train the model if it is missing or out of date; returns whether it was trained.

    Raises :class:`~bot.readiness.Unready` with the end of Rasa's log where the training fails.
    """
    current = trained_from(settings)
    if not force and MODEL.exists() and MARK.exists() and MARK.read_text().strip() == current:
        return False
    log = settings.state / LOG
    log.parent.mkdir(parents=True, exist_ok=True)
    MARK.unlink(missing_ok=True)
    command = [sys.executable, "-m", "rasa", "train", "--fixed-model-name", MODEL.name, "--out", str(MODEL.parent)]
    with console.status("Training the model …"), log.open("w") as output:
        result = subprocess.run(command, cwd=ROOT, env=rasa_environment(settings), stdout=output, stderr=output)
    if result.returncode != 0 or not MODEL.exists():
        raise Unready(f"The training failed. The end of {_shown(log)}:\n{_tail(log)}")
    MARK.write_text(current)
    return True


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
