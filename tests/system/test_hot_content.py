"""A running assistant goes over to new content without a restart, or goes on with the old where that cannot be."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.content_files import CONTENT
from tests.system.conftest import Running, settings_in, start
from tests.system.test_command import footnote

QUESTION = "max oral ketamine per dose?"
DOSING = "ketamine-cancer-pain/statements/dosing.yml"
GLOSSARY = "ketamine-cancer-pain/glossary.yml"
OLD, NEW = "is capped at 50 mg per dose", "has a cap of 50 mg per dose"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, assistant: Running) -> Iterator[Running]:
    """An assistant with content of its own, which the tests edit while it runs."""
    folder = tmp_path_factory.mktemp("hot")
    content = Path(shutil.copytree(CONTENT, folder / "content"))
    yield from start(replace(settings_in(folder), content=content))


def _change(served: Running, name: str, old: str, new: str) -> None:
    path = served.settings.content / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _said(served: Running, *arguments: str) -> str:
    result = footnote("knowledge", *arguments, **served.settings.as_environment())
    return " ".join((result.stdout + result.stderr).split())


def _answer(served: Running) -> tuple[str, str]:
    envelope = served.talk().ask(QUESTION)
    return envelope["knowledge_version"], " ".join(statement["text"] for statement in envelope["statements"])


def test_a_reworded_statement_is_served_without_a_restart(served: Running) -> None:
    before, _ = _answer(served)
    _change(served, DOSING, OLD, NEW)
    assert "can go live without a restart" in _said(served, "check")
    assert _answer(served)[0] == before
    assert "Knowledge base built." in _said(served, "build")
    after, text = _answer(served)
    assert after != before
    assert NEW in text


def test_broken_content_never_reaches_the_assistant(served: Running) -> None:
    before = _answer(served)
    _change(served, DOSING, "kind: dosing", "kind: guess")
    assert "key 'kind': unexpected value" in _said(served, "build")
    assert _answer(served) == before
    _change(served, DOSING, "kind: guess", "kind: dosing")


def test_a_new_synonym_waits_for_a_training_while_the_old_version_serves(served: Running) -> None:
    before = _answer(served)
    _change(served, GLOSSARY, "synonyms: [", "synonyms: [zzketazz, ")
    assert "the model has to learn them too" in _said(served, "check")
    assert "the old version goes on serving" in _said(served, "build")
    assert _answer(served) == before
