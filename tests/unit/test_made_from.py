"""A component is trained anew whenever anything that it is made from has changed, Rasa's cache or not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.nlu import made_from as module
from bot.nlu.intent_model import __file__ as model_source
from bot.nlu.question_reader import QuestionReader
from knowledge.settings import ROOT


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of our components' sources, which they are told to be made from."""
    shutil.copytree(ROOT / "bot" / "nlu", tmp_path / "bot" / "nlu")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path


def test_a_change_of_what_a_component_is_built_on_changes_its_fingerprint(copied: Path) -> None:
    before = QuestionReader.fingerprint_addon({})
    assert QuestionReader.fingerprint_addon({}) == before
    path = copied / Path(model_source).relative_to(ROOT)
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert QuestionReader.fingerprint_addon({}) != before


def test_a_new_version_of_a_package_changes_it_too(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = QuestionReader.fingerprint_addon({})
    monkeypatch.setattr(module, "version", lambda _: "0.0.0")
    assert QuestionReader.fingerprint_addon({}) != before
