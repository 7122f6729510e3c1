"""Editorial review: a decision holds for exactly what was seen, and the log only ever grows."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from sqlalchemy import text

from knowledge.answers.question import Question
from knowledge.answers.registry import answer
from knowledge.content_files import Content, ContentError, read_content
from knowledge.queries import KnowledgeBase
from knowledge.review import ReviewState, review_states
from knowledge.review_log import Decision, decide, lost_entries
from knowledge.store import build, open_store
from tests.conftest import TEA

ON = date(2026, 5, 1)
STATEMENTS = "green-tea/statements/all.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEA, tmp_path / "content"))


def _decide(folder: Path, statement: str, decision: Decision = "approved", why: str | None = None) -> None:
    decide(folder, statement, decision, by="Dr Leaf, consultant", on=ON, policy="house rules", why=why)


def _state(folder: Path, statement: str) -> ReviewState:
    content = read_content(folder)
    return review_states(content, content.topics[0])[statement]


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_nothing_is_approved_before_somebody_approves_it(folder: Path) -> None:
    content = read_content(folder)
    assert {state.status for state in review_states(content, content.topics[0]).values()} == {"submitted"}


def test_nothing_ships_as_approved(content: Content) -> None:
    states = [state for topic in content.topics for state in review_states(content, topic).values()]
    assert {state.status for state in states} == {"submitted"}


def test_a_decision_is_kept_with_who_when_policy_and_why(folder: Path) -> None:
    _decide(folder, "pot-dose", "under_review")
    _decide(folder, "pot-dose", "returned", why="Name the leaf: whole or cut?")
    assert _state(folder, "pot-dose") == ReviewState(
        "returned", "Dr Leaf, consultant", ON, "Name the leaf: whole or cut?"
    )
    (topic,) = read_content(folder).topics
    assert [(entry.decision, entry.policy) for entry in topic.reviews] == [
        ("under_review", "house rules"),
        ("returned", "house rules"),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (STATEMENTS, "use 1.5 to 2.5 g of leaves", "use 1.5 to 2.4 g of leaves"),
        ("green-tea/doses.yml", '"2.5"', '"2.4"'),
        ("sources/books.yml", "title: How to brew\n", "title: How to steep\n"),
        ("sources/books.yml", "read: full text", "read: abstract only"),
    ],
)
def test_an_edit_of_what_was_approved_voids_the_approval(folder: Path, name: str, old: str, new: str) -> None:
    _decide(folder, "pot-dose")
    assert _state(folder, "pot-dose").status == "approved"
    _change(folder / name, old, new)
    state = _state(folder, "pot-dose")
    assert (state.status, state.void) == ("submitted", True)


def test_an_edit_elsewhere_leaves_the_approval_alone(folder: Path) -> None:
    _decide(folder, "pot-dose")
    _change(folder / STATEMENTS, "boiling water.", "water at the boil.")
    assert _state(folder, "pot-dose").status == "approved"


def test_the_same_decision_is_not_taken_twice(folder: Path) -> None:
    _decide(folder, "pot-dose")
    with pytest.raises(ContentError, match="approved already, by Dr Leaf"):
        _decide(folder, "pot-dose")


def test_a_decision_on_nothing_is_refused(folder: Path) -> None:
    with pytest.raises(ContentError, match="no statement has the id 'pot-dosis'"):
        _decide(folder, "pot-dosis")


def test_the_log_stays_readable_yaml_with_its_earlier_lines_as_they_were(folder: Path) -> None:
    log = folder / "green-tea" / "reviews.yml"
    log.write_text("# The log.\n[]\n")
    _decide(folder, "pot-dose", "under_review")
    before = log.read_text()
    _decide(folder, "bitter", "returned", why='Says "bitter": how bitter?')
    assert log.read_text().startswith(before)
    assert [entry["statement"] for entry in YAML(typ="safe").load(log)] == ["pot-dose", "bitter"]


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def _commit(folder: Path) -> None:
    _git(folder, "add", "-A")
    _git(folder, "commit", "-m", "content")


def test_an_entry_that_was_removed_or_rewritten_is_found_in_the_history(folder: Path) -> None:
    log = folder / "green-tea" / "reviews.yml"
    _git(folder, "init")
    _decide(folder, "pot-dose")
    _commit(folder)
    _decide(folder, "bitter")
    assert lost_entries(folder) == []
    _commit(folder)
    assert lost_entries(folder) == []
    _change(log, "by: Dr Leaf, consultant", "by: Dr Twig, consultant")
    (problem,) = lost_entries(folder)
    assert "pot-dose" in problem
    assert "the work tree" in problem
    _commit(folder)
    assert len(lost_entries(folder)) == 1


def test_branches_that_both_add_decisions_can_be_merged(folder: Path) -> None:
    log = folder / "green-tea" / "reviews.yml"
    _git(folder, "init", "-b", "main")
    _decide(folder, "pot-dose")
    _commit(folder)
    _git(folder, "checkout", "-b", "other")
    _decide(folder, "bitter")
    _commit(folder)
    theirs = log.read_text()
    _git(folder, "checkout", "main")
    _decide(folder, "fresh-leaves")
    _commit(folder)
    common = log.read_text()
    _git(folder, "merge", "other", "-s", "ours")
    log.write_text(common + theirs[theirs.index("- statement: bitter") :])
    _git(folder, "commit", "-a", "--amend", "--no-edit")
    assert lost_entries(folder) == []
    log.write_text(common)
    assert len(lost_entries(folder)) == 1


def test_a_folder_outside_git_has_no_history_to_lose(folder: Path) -> None:
    assert lost_entries(folder) == []


@pytest.fixture
def approved_only(folder: Path, tmp_path: Path) -> KnowledgeBase:
    for statement in ("pot-dose", "brew-boiling", "watch-colour"):
        _decide(folder, statement)
    url = f"sqlite:///{tmp_path / 'approved.sqlite'}"
    build(url, folder)
    return KnowledgeBase(open_store(url), approved_only=True)


def test_a_hospital_can_serve_approved_statements_only(approved_only: KnowledgeBase) -> None:
    answered = answer(approved_only, Question(kind="monitoring"))
    assert [(one.id, one.review) for one in answered.statements] == [("watch-colour", "approved")]
    for kind in ("adverse_effects", "summary", "comparison"):
        shown = answer(approved_only, Question(kind=kind)).statements
        assert {one.id for one in shown} <= {"pot-dose", "watch-colour"}


def test_an_approved_dose_is_not_served_without_the_verdict_that_belongs_to_it(approved_only: KnowledgeBase) -> None:
    assert answer(approved_only, Question(kind="dosing", concepts=("pot",))).statements == []


def test_a_disputed_statement_is_not_served_without_what_conflicts_with_it(approved_only: KnowledgeBase) -> None:
    assert answer(approved_only, Question(kind="recommendation", concepts=("boiling",))).statements == []


def test_a_withdrawn_statement_leaves_its_decisions_in_the_log(folder: Path, tmp_path: Path) -> None:
    _decide(folder, "ceremony-dose")
    path = folder / STATEMENTS
    records = path.read_text().split("\n\n")
    path.write_text("\n\n".join(record for record in records if not record.startswith("- id: ceremony-dose")))
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    assert build(url, folder)
    with open_store(url).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM review_entry")).scalar_one() == 0
