"""The ``footnote`` command, as it is typed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.upkeep import bring_up_to_date
from bot.readiness import LOOPBACK, free_port
from bot.training import MODEL
from knowledge.queries import KnowledgeBase
from knowledge.settings import ROOT
from knowledge.store import open_store
from tests.conftest import TEA
from tests.system.conftest import Running, settings_in

FOOTNOTE = Path(sys.executable).parent / "footnote"


def footnote(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "160", **variables}
    return subprocess.run([FOOTNOTE, *arguments], capture_output=True, text=True, env=environment, cwd="/", timeout=120)


@pytest.fixture
def served(tmp_path: Path, assistant: Running) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`footnote run`, started as a user would, once the model is there."""
    port = free_port()
    process = subprocess.Popen(
        [FOOTNOTE, "run", "--port", str(port)],
        env={**os.environ, "FOOTNOTE_STATE": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
    )
    assert f"http://{LOOPBACK}:{port}/" in _wait_until_served(process)
    yield process, port
    # Killed, it would leave its two parts behind.
    process.terminate()
    process.communicate(timeout=30)


def _wait_until_served(process: subprocess.Popen[str]) -> str:
    """Read what the command prints until it says where it answers."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "answers at" in line:
            return said
    pytest.fail(f"footnote run did not come up: {said}")


def _children(process: subprocess.Popen[str]) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(child) for child in listed.split()]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_run_says_where_and_stops_both_parts(served: tuple[subprocess.Popen[str], int], how: signal.Signals) -> None:
    process, _ = served
    children = _children(process)
    assert len(children) == 2
    process.send_signal(how)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Stopped." in output
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_run_ends_when_one_part_dies(served: tuple[subprocess.Popen[str], int]) -> None:
    process, _ = served
    children = _children(process)
    os.kill(children[0], signal.SIGKILL)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "The action server ended with code -9" in output
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_only_loopback_is_served(served: tuple[subprocess.Popen[str], int]) -> None:
    _, port = served
    own = socket.gethostbyname(socket.gethostname())
    if own.startswith("127."):
        own = "127.0.0.2"
    with pytest.raises(ConnectionRefusedError), socket.create_connection((own, port), timeout=2):
        pass


def test_ask_prints_an_answer(assistant: Running) -> None:
    port = assistant.assistant.url.rsplit(":", 1)[1]
    result = footnote("ask", "What is the role of ketamine infusion in cancer pain?", "--port", port)
    assert result.returncode == 0, result.stderr
    printed = " ".join(result.stdout.replace("│", " ").split())
    for expected in ("not", "ESMO 2018", "Level II, Grade D", "https://doi.org/", "pending review"):
        assert expected in printed


def test_ask_without_an_assistant_says_how_to_start_one() -> None:
    result = footnote("ask", "hello", "--port", str(free_port()))
    assert result.returncode == 1
    assert "make run" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_busy_port_is_one_clear_line(assistant: Running, tmp_path: Path) -> None:
    port = assistant.assistant.url.rsplit(":", 1)[1]
    result = footnote("run", "--port", port, FOOTNOTE_STATE=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr.strip() == f"Port {port} is busy: stop what listens there, or choose another (PORT=5006)."


def test_broken_content_is_said_line_by_line_and_nothing_starts(tmp_path: Path) -> None:
    content = Path(shutil.copytree(TEA, tmp_path / "content"))
    (content / "green-tea" / "doses.yml").write_text("- id: pot-dose\n  low: 1.5\n")
    result = footnote("run", "--port", str(free_port()), FOOTNOTE_STATE=str(tmp_path), FOOTNOTE_CONTENT=str(content))
    assert result.returncode == 1
    assert "content: green-tea/doses.yml: pot-dose: key 'low' must be text; put quotes around it" in result.stderr
    assert "Traceback" not in result.stderr


def test_training_happens_only_when_something_has_changed(assistant: Running, tmp_path: Path) -> None:
    before = MODEL.stat().st_mtime_ns
    result = footnote("train", FOOTNOTE_STATE=str(tmp_path))
    assert (result.returncode, result.stdout.strip()) == (0, "The model is up to date.")
    assert MODEL.stat().st_mtime_ns == before


def test_the_store_is_built_once(tmp_path: Path) -> None:
    said = [footnote("knowledge", "build", FOOTNOTE_STATE=str(tmp_path)).stdout.strip() for _ in range(2)]
    assert re.fullmatch(r"Knowledge base built\. Embedded [1-9]\d* texts in [\d.]+ s, \d+ a second\.", said[0])
    assert said[1] == "The knowledge base is up to date."


def test_any_rasa_command_passes_through() -> None:
    result = footnote("rasa", "--version")
    assert result.returncode == 0, result.stderr
    assert "3.6.21" in result.stdout


def test_rasa_tests_the_stories(assistant: Running, tmp_path: Path) -> None:
    arguments = ["rasa", "test", "core", "--model", str(MODEL), "--stories", str(ROOT / "data" / "stories")]
    result = footnote(*arguments, "--fail-on-prediction-errors", "--out", str(tmp_path), FOOTNOTE_STATE=str(tmp_path))
    assert result.returncode == 0, result.stdout + result.stderr


def test_what_an_assistant_is_started_from_is_made_where_nothing_is_there(tmp_path: Path, assistant: Running) -> None:
    settings = settings_in(tmp_path)
    bring_up_to_date(settings)
    statements = KnowledgeBase(open_store(settings.knowledge_url)).statements(["seed-no-routine-use"])
    assert [one.id for one in statements] == ["seed-no-routine-use"]
