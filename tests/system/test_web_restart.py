"""The server dies while it answers: no question is lost, and none is answered twice."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from bot.readiness import free_port
from bot.server import running
from bot.training import train
from knowledge.store import build
from tests.system.chat import Chat, answers, bar, said
from tests.system.conftest import settings_in

KILLS = 20 if os.environ.get("FOOTNOTE_SOAK") else 2
QUESTION = "58 kg, refractory cancer pain, iv infusion dose?"


@pytest.mark.soak
def test_a_server_that_dies_while_it_answers_loses_nothing(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    build(settings.knowledge_url, settings.content)
    train(settings, Console())
    port = free_port()
    chat = Chat(f"http://127.0.0.1:{port}")
    for number in range(KILLS):
        with running(settings, port) as assistant, ThreadPoolExecutor(1) as pool:
            chat.events()
            sent = pool.submit(chat.post, "messages", {"text": QUESTION, "id": f"message {number}"})
            # From before the message is read to after its answer is kept.
            time.sleep(0.4 * number / KILLS)
            os.kill(assistant.parts[1].process.pid, signal.SIGKILL)
            with suppress(httpx.TransportError):
                sent.result(timeout=30)
        with running(settings, port):
            reply = chat.say(QUESTION, f"message {number}")
            assert said(reply) == [QUESTION] * (number + 1)
            assert len(answers(reply)) == number + 1
            assert bar(reply)["weight_kg"] == "58"
