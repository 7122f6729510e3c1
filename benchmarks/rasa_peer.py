"""Trains and asks Rasa's default pipeline in the environment that has TensorFlow, which it brings up to date itself."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.evaluation.training_examples import example_files
from knowledge.settings import ROOT, Settings

PEER = ROOT / ".venv-peer"


def told_by_the_default(asked: Sequence[str], epochs: int | None) -> tuple[list[str], list[str], float]:
    """What Rasa's default pipeline makes of ``asked``: its best intents, its decisions, and the seconds of training.

    It is trained for ``epochs`` (``None``: as many as is its default), once for the same examples.
    """
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(PEER)}
    uv = next(path for path in (ROOT / ".tools" / "bin" / "uv", Path("uv")) if path.name == str(path) or path.exists())
    subprocess.run([uv, "sync", "--locked", "--quiet", "--group", "peer"], cwd=ROOT, env=environment, check=True)
    with tempfile.TemporaryDirectory() as folder:
        task, answers = Path(folder) / "task.json", Path(folder) / "answers.json"
        model = _model_of_the_peer(epochs)
        document = {"questions": list(asked), "epochs": epochs, "model": str(model)}
        task.write_text(json.dumps(document), encoding="utf-8")
        python: list[str | Path] = [PEER / "bin" / "python", "-W", "ignore"]
        quiet = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false", "TQDM_DISABLE": "1"}
        subprocess.run(
            [*python, "-m", "benchmarks.rasa_default", task, answers],
            cwd=ROOT,
            env=quiet,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        told = json.loads(answers.read_text(encoding="utf-8"))
    intents = told["intents"]
    return [one["best"] for one in intents], [one["decided"] for one in intents], told["seconds"]


def _model_of_the_peer(epochs: int | None) -> Path:
    """Where the peer's model is kept that was trained on the present examples and configuration."""
    digest = hashlib.sha256(str(epochs).encode())
    for path in [ROOT / "benchmarks" / "rasa_default.yml", *(path for _, path in example_files())]:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    folder = Settings.from_environment().state / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"rasa-default-{digest.hexdigest()[:16]}.tar.gz"
