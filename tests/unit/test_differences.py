"""What a committee is told about two versions, on the made-up topic."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from knowledge.content_files import Content, read_content
from knowledge.differences import Change, as_text, differences
from knowledge.review import ReviewHashes
from knowledge.transfer import to_document
from tests.conftest import TEA

Edit = Callable[[dict[str, Any], dict[str, Any]], object]


@pytest.fixture(scope="module")
def tea_content() -> Content:
    return read_content(TEA)


def _changes(content: Content, edit: Edit) -> list[Change]:
    old = to_document(content)
    new = copy.deepcopy(old)
    edit(new, new["topics"][0])
    return differences(old, new)


def _by_id(records: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(record for record in records if record["id"] == name)


CASES: dict[str, tuple[Edit, str]] = {
    "a limit falls": (
        lambda _, tea: _by_id(tea["regimens"], "pot-dose").update(high="2"),
        "Dose pot-dose (pot, at home, adults): upper limit 2.5 → 2 g/cup",
    ),
    "a limit comes": (
        lambda _, tea: _by_id(tea["regimens"], "pot-dose").update(cap="3", cap_unit="g/cup"),
        "Dose pot-dose (pot, at home, adults): cap none → 3 g/cup",
    ),
    "certainty": (
        lambda _, tea: _by_id(tea["statements"], "brew-cool").update(certainty="verified-abstract"),
        "Statement brew-cool: now certainty 'verified-abstract', abstract only (was: checked against the source ",
    ),
    "wording": (
        lambda _, tea: _by_id(tea["statements"], "brew-cool").update(text="Brew green tea with water that is cold."),
        "Statement brew-cool reworded:",
    ),
    "grade": (
        lambda _, tea: _by_id(tea["statements"], "brew-cool")["evidence"].update(grade="one"),
        "Statement brew-cool: now grade one in leaf-stars (was: grade three in leaf-stars)",
    ),
    "citation": (
        lambda _, tea: _by_id(tea["statements"], "brew-cool")["sources"][0].update(locator="chapter 2"),
        "Statement brew-cool: now cites Kettle Board 2020 at “chapter 2”",
    ),
    "about": (
        lambda _, tea: _by_id(tea["statements"], "brew-cool")["about"].append("taste"),
        "Statement brew-cool: about: added taste",
    ),
    "a new statement": (
        lambda _, tea: tea["statements"].append({**tea["statements"][0], "id": "brew-again"}),
        "New statement brew-again (recommendation, checked against the source itself): “Brew green tea",
    ),
    "a statement goes": (
        lambda _, tea: tea["statements"].remove(_by_id(tea["statements"], "no-iron-pot")),
        "Removed: statement no-iron-pot (contraindication, ",
    ),
    "superseded": (
        lambda new, _: _by_id(new["sources"], "teapot-blog").update(superseded_by="kettle-2020"),
        "Source Teapot Blog 2021 is now superseded by Kettle Board 2020",
    ),
    "a new source": (
        lambda new, _: new["sources"].append({**new["sources"][0], "id": "cup", "label": "Cup 2030"}),
        "New source Cup 2030: How to brew",
    ),
    "binds": (
        lambda _, tea: tea["conflicts"][0].update(binds=None),
        "Conflict water-temperature: now neither side binds (was: brew-cool)",
    ),
    "criterion": (
        lambda _, tea: tea["criteria"][0].update(ask="Are the leaves green and fresh?"),
        "Criterion leaves-fresh: question reworded:",
    ),
    "synonym": (
        lambda _, tea: _by_id(tea["glossary"], "pot")["synonyms"].append("kettle"),
        "Synonym 'kettle' added to pot",
    ),
    "how absolute a criterion is": (
        lambda _, tea: tea["criteria"][0].update(relative="bitter"),
        "Criterion leaves-fresh: statement on how absolute it is none → bitter",
    ),
    "what meets a criterion": (
        lambda _, tea: tea["criteria"][0].update(met_by=["failed"]),
        "Criterion leaves-fresh: met by: added failed",
    ),
    "what completes a step": (
        lambda _, tea: _by_id(tea["pathway"], "choose-leaves")["done_when"]["any_of"][0].update(equals=False),
        "Pathway step choose-leaves: done, any of: added slot leaves_fresh; equals no",
    ),
    "what rules a step out": (
        lambda _, tea: _by_id(tea["pathway"], "brew").update(ruled_out_by=[]),
        "Pathway step brew: verdicts that rule it out: removed not-recommended",
    ),
    "a verdict": (
        lambda _, tea: tea["topic"]["verdicts"].update({"may-be-considered": "bitter"}),
        "Topic Brewing green tea: statement of each verdict on a patient, may-be-considered brew-cool → bitter",
    ),
    "order": (
        lambda _, tea: tea["pathway"].reverse(),
        "Pathway steps in another order; these moved: ",
    ),
    "general answer": (
        lambda _, tea: tea["topic"]["answers"]["summary"].remove("bitter"),
        "Topic Brewing green tea: general answer, summary: removed bitter",
    ),
    "a key without words of its own": (
        lambda _, tea: _by_id(tea["statements"], "brew-cool").update(shelf="top"),
        "Statement brew-cool: shelf not recorded → top",
    ),
    "a kind of record without words of its own": (
        lambda new, _: new.update(songs=[{"id": "cup-song"}]),
        "New songs cup-song",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_told_in_the_words_of_a_committee(tea_content: Content, case: str) -> None:
    edit, expected = CASES[case]
    changes = _changes(tea_content, edit)
    assert any(change.text.startswith(expected) for change in changes), as_text(changes)


def test_a_reworded_statement_shows_both_sentences_and_marks_the_words(tea_content: Content) -> None:
    (change,) = _changes(tea_content, CASES["wording"][0])
    assert change.details == (
        "was: Brew green tea with water that has cooled a little.",
        "now: Brew green tea with water that is cold.",
        "marked: Brew green tea with water that [-has cooled a little.-] {+is cold.+}",
    )


@pytest.mark.parametrize(
    ("case", "needs_training"),
    [("a limit falls", False), ("wording", False), ("superseded", False), ("about", False), ("synonym", True),
     ("criterion", True), ("a new source", True), ("what completes a step", False), ("a verdict", False)],
)  # fmt: skip
def test_each_change_says_whether_it_goes_live_with_a_build(
    tea_content: Content, case: str, needs_training: bool
) -> None:
    changes = _changes(tea_content, CASES[case][0])
    assert {change.needs_training for change in changes} == {needs_training}
    assert ("[needs training]" if needs_training else "[hot]") in as_text(changes)


def test_the_most_dangerous_change_comes_first(tea_content: Content) -> None:
    def edit(new: dict[str, Any], tea: dict[str, Any]) -> None:
        for case in ("synonym", "superseded", "about", "certainty", "criterion"):
            CASES[case][0](new, tea)
        tea["regimens"][0].update(low="1", high="5")

    changes = _changes(tea_content, edit)
    assert [change.text.split(":")[1] for change in changes[:2]] == [
        " upper limit 2.5 → 5 g/cup",
        " lower limit 1.5 → 1 g/cup",
    ]
    headings = [line for line in as_text(changes).splitlines()[1:] if line and line[0] not in "• "]
    assert headings == [
        "Doses, contraindications and safety",
        "Recommendations",
        "Criteria",
        "Sources and grading systems",
        "Vocabulary",
    ]


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (CASES["wording"][0], "its wording changed"),
        (CASES["certainty"][0], "the statement changed"),
        (lambda new, _: _by_id(new["sources"], "kettle-2020").update(read="in part"), "a source that it cites changed"),
    ],
)
def test_an_approval_that_an_edit_voids_is_told(tea_content: Content, edit: Edit, reason: str) -> None:
    topic = tea_content.topics[0]
    entry = {
        "statement": "brew-cool", "decision": "approved", "on": "2026-02-03", "by": "Dr Pot", "policy": None,
        "why": None, "hash": ReviewHashes(tea_content, topic).of(topic.statements[0]),
    }  # fmt: skip
    old = to_document(tea_content)
    old["topics"][0]["reviews"].append(entry)
    new = copy.deepcopy(old)
    assert [change.text for change in differences(tea_content, old)] == ["brew-cool approved by Dr Pot (2026-02-03)"]
    edit(new, new["topics"][0])
    assert f"Approval of brew-cool by Dr Pot (2026-02-03) is void: {reason}" in as_text(differences(old, new))
    assert "which should only grow: brew-cool approved" in as_text(differences(old, tea_content))


def test_the_same_version_has_no_differences(tea_content: Content) -> None:
    assert differences(tea_content, to_document(tea_content)) == []
    assert as_text([]) == "No difference."
