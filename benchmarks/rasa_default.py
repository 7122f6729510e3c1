"""Trains Rasa's default pipeline and asks it questions: run by :mod:`benchmarks.intents` in the peer environment."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

from rasa.core.agent import Agent
from rasa.model_training import train_nlu

HERE = Path(__file__).parent


async def ask(model: str, questions: list[str]) -> list[str]:
    """The intent that ``model`` gives each of ``questions``."""
    agent = Agent.load(model)
    return [str((await agent.parse_message(text))["intent"]["name"]) for text in questions]


def main() -> None:
    """Read questions from the first file named, write intents and the seconds of training into the second."""
    questions, answers = Path(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        model = train_nlu(str(HERE / "rasa_default.yml"), str(HERE.parent / "data" / "nlu"), folder)
        seconds = time.perf_counter() - start
        intents = asyncio.run(ask(str(model), json.loads(questions.read_text())))
    answers.write_text(json.dumps({"intents": intents, "seconds": seconds}))


if __name__ == "__main__":
    main()
