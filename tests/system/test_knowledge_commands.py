"""``footnote knowledge …``, as a curator types it, on the made-up topic."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import TEA
from tests.system.test_command import footnote

STATEMENTS = "green-tea/statements/all.yml"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A curator's desk: a content folder and a state of their own, built once."""
    shutil.copytree(TEA, tmp_path / "content")
    assert "Knowledge base built." in _said(tmp_path, "build")
    return tmp_path


def _run(desk: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    variables = {"FOOTNOTE_STATE": str(desk / "state"), "FOOTNOTE_CONTENT": str(desk / "content")}
    return footnote("knowledge", *arguments, **variables)


def _said(desk: Path, *arguments: str, code: int = 0) -> str:
    result = _run(desk, *arguments)
    assert result.returncode == code, result.stdout + result.stderr
    return " ".join((result.stdout + result.stderr).split())


def _change(desk: Path, name: str, old: str, new: str) -> None:
    path = desk / "content" / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_check_and_stats_count_the_content(desk: Path) -> None:
    assert "The content is sound" in _said(desk, "check")
    counted = _said(desk, "stats")
    assert "1 conflicts" in counted
    assert "100%" in counted


def test_show_tells_everything_behind_a_statement(desk: Path) -> None:
    shown = _said(desk, "show", "brew-cool")
    for expected in ("Grade three in Leaf stars", "three: good", "Kettle Board 2020", "chapter 1", "read: full text"):
        assert expected in shown
    for expected in (
        "Disagrees in wording with brew-boiling",
        "How cool is cooled a little?",
        "pending review",
        "Knowledge version:",
    ):
        assert expected in shown
    assert "the store has no statement 'brew-hot'" in _said(desk, "show", "brew-hot", code=1)


def test_a_review_is_listed_served_and_voided_by_an_edit(desk: Path) -> None:
    assert "approved, Dr Leaf" in _said(desk, "review", "approve", "pot-dose", "--by", "Dr Leaf")
    assert "1.5" in _said(desk, "show", "pot-dose")
    assert "Knowledge base built." in _said(desk, "build")
    assert "approved by Dr Leaf, policy docs/editorial-policy.md" in _said(desk, "show", "pot-dose")
    _change(desk, STATEMENTS, "In a pot at home use", "In any pot at home use")
    assert "is void: the statement was edited" in _said(desk, "review", "list")
    assert "missing" in _said(desk, "review", "return", "bitter", "--by", "Dr Leaf", code=2).lower()
    assert "returned, Dr Leaf" in _said(desk, "review", "return", "bitter", "--by", "Dr Leaf", "--why", "How bitter?")


def test_versions_are_kept_and_compared_in_words(desk: Path) -> None:
    first = _said(desk, "versions").split()[0]
    _change(desk, "green-tea/doses.yml", 'high: "2.5"', 'high: "2.4"')
    _change(desk, STATEMENTS, "use 1.5 to 2.5 g", "use 1.5 to 2.4 g")
    told = _said(desk, "diff", first)
    assert "2.5 → 2.4" in told
    assert "Knowledge base built." in _said(desk, "build")
    assert first in _said(desk, "versions")
    assert _said(desk, "diff", first) == told
    assert "was never loaded into this store" in _said(desk, "diff", "0123456789abcdef", code=1)


def test_a_git_revision_can_be_compared_with(desk: Path) -> None:
    content = desk / "content"
    identity = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org")
    for arguments in (("init",), ("add", "-A"), (*identity, "commit", "-m", "first")):
        subprocess.run(["git", "-C", str(content), *arguments], check=True, capture_output=True)
    assert _said(desk, "diff", "HEAD") == "No difference."
    _change(desk, STATEMENTS, "Only fresh leaves", "Only very fresh leaves")
    assert "fresh-leaves" in _said(desk, "diff", "HEAD")


def test_content_is_exported_and_imported_whole_or_not_at_all(desk: Path) -> None:
    version = _said(desk, "versions").split()[0]
    for target in ("content.json", "sheets"):
        assert f"Version {version} written" in _said(desk, "export", str(desk / target))
        new = desk / f"from-{target}"
        assert f"Version {version} written" in _said(desk, "import", str(desk / target), "--into", str(new))
    document = json.loads((desk / "content.json").read_text())
    (desk / "broken.json").write_text(json.dumps({**document, "content": {}}))
    _said(desk, "import", str(desk / "broken.json"), "--into", str(desk / "nothing"), code=1)
    assert not (desk / "nothing").exists()
    assert "not empty" in _said(desk, "import", str(desk / "content.json"), "--into", str(desk / "content"), code=1)


def test_gaps_are_listed_and_exported(desk: Path) -> None:
    assert "question" in _said(desk, "gaps")
    assert "0 gap(s) written" in _said(desk, "gaps", "--output", str(desk / "gaps.csv"))
    assert (desk / "gaps.csv").read_text() == "question,terms,count,first,last\n"
