"""Rasa runs without TensorFlow, by whichever door it is entered."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from bot import without_tensorflow
from knowledge.settings import ROOT


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, cwd="/")


@pytest.mark.parametrize(
    "module",
    ["rasa.core.policies.policy", "rasa.engine.recipes.default_recipe", "rasa.core.agent", "rasa.model_training",
     "rasa.validator", "rasa.nlu.test"],
)  # fmt: skip
def test_a_fresh_python_imports_rasa_without_tensorflow(module: str) -> None:
    code = f"import {module}, sys; print(sorted(m for m in sys.modules if m.split('.')[0] == 'tensorflow'))"
    result = _python(code)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]"


def test_plain_rasa_works_as_well() -> None:
    rasa = Path(sys.executable).parent / "rasa"
    result = subprocess.run([rasa, "train", "--help"], capture_output=True, text=True, cwd="/")
    assert result.returncode == 0, result.stderr
    assert "usage: rasa train" in result.stdout


def test_a_component_that_needs_tensorflow_says_so() -> None:
    code = "from rasa.nlu.classifiers.diet_classifier import DIETClassifier; DIETClassifier()"
    result = _python(code)
    assert result.returncode != 0
    assert "DIETClassifier needs TensorFlow" in result.stderr


def test_the_shim_stays_away_where_tensorflow_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", [])
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: ModuleSpec(name, None))
    without_tensorflow.install()
    assert sys.meta_path == []


def test_the_shim_is_installed_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", [])
    monkeypatch.setattr(without_tensorflow, "tensorflow_is_missing", lambda: True)
    without_tensorflow.install()
    without_tensorflow.install()
    assert len(sys.meta_path) == 1


def test_every_process_of_the_environment_installs_it() -> None:
    assert "bot.without_tensorflow.install()" in (ROOT / "footnote_tensorflow_free.pth").read_text()
