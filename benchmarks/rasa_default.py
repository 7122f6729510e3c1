"""Trains Rasa's default pipeline and asks it questions: run by :mod:`benchmarks.intents` in the peer environment."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.utils.log_utils import configure_structlog
from ruamel.yaml import YAML

HERE = Path(__file__).parent
FALLBACK = "nlu_fallback"


async def ask(model: str, questions: list[str]) -> list[dict[str, str]]:
    """For each of ``questions`` the intent that ``model`` decides on, and the ``best`` one below its fallback."""
    agent = Agent.load(model)
    return [_told(await agent.parse_message(text)) for text in questions]


def _told(parsed: dict[str, Any]) -> dict[str, str]:
    ranking = [str(one["name"]) for one in parsed["intent_ranking"] if one["name"] != FALLBACK]
    decided = str(parsed["intent"]["name"])
    return {"decided": decided, "best": ranking[0] if ranking else decided}


def configuration(folder: Path, epochs: int | None) -> Path:
    """The default pipeline as a file in ``folder``, trained for ``epochs`` where that is given."""
    yaml = YAML()
    document = yaml.load((HERE / "rasa_default.yml").read_text(encoding="utf-8"))
    for component in document["pipeline"]:
        if epochs is not None and "epochs" in component:
            component["epochs"] = epochs
    path = folder / "config.yml"
    with path.open("w", encoding="utf-8") as stream:
        yaml.dump(document, stream)
    return path


def trained(model: Path, epochs: int | None) -> float:
    """Train the default pipeline and keep it as ``model``, if it is not there; returns the seconds that it took."""
    seconds = model.with_suffix(".seconds")
    if not model.exists():
        with tempfile.TemporaryDirectory() as folder:
            config = configuration(Path(folder), epochs)
            start = time.perf_counter()
            made = train_nlu(str(config), str(HERE.parent / "data" / "nlu"), folder)
            seconds.write_text(str(time.perf_counter() - start), encoding="utf-8")
            shutil.move(str(made), model)
    return float(seconds.read_text(encoding="utf-8"))


def main() -> None:
    """Read questions, epochs and model from the first file named, write intents and seconds into the second."""
    # Rasa's debugging output would show the test questions, half of which nobody is to look at.
    configure_structlog(logging.ERROR)
    task, answers = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2])
    model = Path(task["model"])
    seconds = trained(model, task["epochs"])
    intents = asyncio.run(ask(str(model), task["questions"]))
    answers.write_text(json.dumps({"intents": intents, "seconds": seconds}), encoding="utf-8")


if __name__ == "__main__":
    main()
