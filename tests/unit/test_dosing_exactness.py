"""There is no float: not in the code of dose arithmetic, and not in the content."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from knowledge.content_files import ContentError, read_content
from knowledge.dosing import exact
from knowledge.language import read_language
from tests.conftest import TEA

PACKAGE = Path(exact.__file__).parent
# Functions of the standard library that give a float.
INEXACT = frozenset({"float", "sqrt", "log", "log10", "log2", "exp", "pow", "fsum", "hypot", "ldexp"})


def inexact(source: str) -> Iterator[str]:
    """The places of ``source`` at which a float comes in."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
            yield f"{node.lineno}: {node.value!r}"
        elif isinstance(node, (ast.Name, ast.Attribute)):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in INEXACT:
                yield f"{node.lineno}: {name}"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            sides = (node.left, node.right)
            if all(isinstance(side, ast.Constant) and isinstance(side.value, int) for side in sides):
                yield f"{node.lineno}: a division of integers"


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: str(path.name))
def test_no_float_in_the_code(path: Path) -> None:
    assert list(inexact(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("planted", ["x = 0.5", "float(1)", "math.sqrt(2)", "1 / 3", "1e3"])
def test_a_planted_float_is_found(planted: str) -> None:
    assert list(inexact(planted))


FLOATS = {
    'low: "1.5"': ("low: 1.5", "green-tea/doses.yml: pot-dose: key 'low' must be text"),
    'high: "2.5"': ("high: 2.5", "green-tea/doses.yml: pot-dose: key 'high' must be text"),
    "cap: null": ("cap: 2.5", "green-tea/doses.yml: pot-dose: key 'cap' must be text"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the made-up content, which the commands take for the product's."""
    copied = Path(shutil.copytree(TEA, tmp_path / "content"))
    monkeypatch.setenv("FOOTNOTE_CONTENT", str(copied))
    monkeypatch.setenv("FOOTNOTE_STATE", str(tmp_path / "state"))
    return copied


@pytest.mark.parametrize("old", FLOATS)
def test_a_float_in_the_doses_fails_the_check(old: str, folder: Path) -> None:
    assert CliRunner().invoke(app, ["knowledge", "check"]).exit_code == 0
    new, problem = FLOATS[old]
    doses = folder / "green-tea" / "doses.yml"
    doses.write_text(doses.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        read_content(folder)
    assert any(problem in one for one in refused.value.problems)
    assert CliRunner().invoke(app, ["knowledge", "check"]).exit_code == 1


def test_a_float_in_the_limits_is_refused(tmp_path: Path) -> None:
    (tmp_path / "language").mkdir()
    limit = (
        "- {id: a, kind: weight, unit: kg, low: 0.4, high: null, from_age: null, reason: far too light, "
        "origin: product-safety}"
    )
    (tmp_path / "language" / "limits.yml").write_text(limit, encoding="utf-8")
    with pytest.raises(ContentError, match="a: key 'low' must be text"):
        read_language(tmp_path)
