"""What each kind of question is answered with, on the made-up topic."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from knowledge.answers import compose
from knowledge.answers.conversation import SMALL_TALK, other_language, review_status, small_talk
from knowledge.answers.envelope import Envelope
from knowledge.answers.question import Question, Reference, Suggestion
from knowledge.answers.registry import REGISTRY, answer
from knowledge.queries import KnowledgeBase
from knowledge.rendering.plain import plain
from knowledge.schema import QuestionKind
from knowledge.store import build, open_store
from tests.conftest import TEA
from tests.contract import check_envelope


def _answer(knowledge: KnowledgeBase, **asked: Any) -> Envelope:
    return _checked(answer(knowledge, Question(**asked)))


def _checked(envelope: Envelope) -> Envelope:
    check_envelope(envelope.dict(), plain(envelope))
    return envelope


def _ids(envelope: Envelope) -> list[str]:
    return [statement.id for statement in envelope.statements]


@pytest.mark.parametrize("kind", sorted(set(REGISTRY) - {"meta", "sources", "search"}))
def test_every_kind_answers_its_general_form(tea: KnowledgeBase, kind: QuestionKind) -> None:
    envelope = _answer(tea, kind=kind)
    assert envelope.status == "answered"
    assert envelope.question == kind
    assert envelope.headline == envelope.statements[0].text


def test_a_disputed_statement_follows_the_one_that_binds(tea: KnowledgeBase) -> None:
    envelope = _answer(tea, kind="recommendation", concepts=("boiling",))
    assert _ids(envelope) == ["brew-cool", "brew-boiling"]
    assert [conflict.binds for conflict in envelope.conflicts] == ["brew-cool"]


def test_a_named_concept_narrows_the_answer(tea: KnowledgeBase) -> None:
    assert _ids(_answer(tea, kind="contraindications", concepts=("iron-pot",), checks_one=True)) == ["no-iron-pot"]


def test_a_concept_that_nothing_is_curated_about_is_not_found(tea: KnowledgeBase) -> None:
    envelope = _answer(tea, kind="contraindications", concepts=("lead-pot",), checks_one=True)
    assert (envelope.status, envelope.statements) == ("not_found", [])


def test_is_x_one_without_a_known_x_is_not_answered_by_the_list(tea: KnowledgeBase) -> None:
    assert _answer(tea, kind="contraindications", checks_one=True).status == "not_found"


def test_what_is_curated_elsewhere_is_offered(tea: KnowledgeBase) -> None:
    envelope = _answer(tea, kind="monitoring", concepts=("bitterness",))
    assert envelope.status == "not_found"
    assert envelope.next[0].payload == '/ask_about{"concept": "bitterness"}'


def test_an_open_question_is_answered_by_what_else_is_said_about_it(tea: KnowledgeBase) -> None:
    assert _ids(_answer(tea, kind="recommendation", concepts=("bitterness",))) == ["bitter"]
    assert _answer(tea, kind="interactions", concepts=("bitterness",)).status == "not_found"


def test_background_never_rules_an_answer_out(tea: KnowledgeBase) -> None:
    assert _ids(_answer(tea, kind="monitoring", concepts=("thirst",))) == ["watch-colour"]


def test_another_setting_is_shown_only_when_asked_for(tea: KnowledgeBase) -> None:
    assert "ceremony-dose" not in _ids(_answer(tea, kind="dosing"))
    assert _ids(_answer(tea, kind="dosing", concepts=("bowl",))) == []
    assert _ids(_answer(tea, kind="dosing", concepts=("bowl", "ceremony")))[0] == "ceremony-dose"


def test_a_dose_never_comes_without_the_verdict(tea: KnowledgeBase) -> None:
    for concepts in ((), ("pot",)):
        assert "brew-cool" in _ids(_answer(tea, kind="dosing", concepts=concepts))


def test_a_contraindication_named_beside_a_dose_is_read_first(tea: KnowledgeBase) -> None:
    envelope = _answer(tea, kind="dosing", concepts=("pot", "iron-pot"))
    assert _ids(envelope)[:2] == ["no-iron-pot", "pot-dose"]
    assert [(one.severity, one.statement) for one in envelope.warnings] == [("contraindication", "no-iron-pot")]
    text = plain(envelope)
    assert text.startswith("CONTRAINDICATION: ")
    assert text.count(envelope.warnings[0].text) == 1
    assert envelope.headline == envelope.statements[1].text


def test_what_an_answer_does_not_speak_of_is_said(tea: KnowledgeBase) -> None:
    envelope = _answer(tea, kind="dosing", concepts=("pot", "bitterness"))
    assert envelope.statements[0].id == "pot-dose"
    assert [(one.severity, one.statement) for one in envelope.warnings] == [("context", None)]
    assert "bitterness" in envelope.warnings[0].text


def test_a_message_about_something_else_is_not_looked_up(tea: KnowledgeBase) -> None:
    assert _answer(tea, kind="search", off_topic=True, concepts=("bitterness",)).status == "not_found"
    assert _answer(tea, kind="search", off_topic=True, concepts=("bitterness", "green-tea")).status == "not_found"
    assert _answer(tea, kind="search", concepts=("bitterness", "green-tea")).status == "answered"


def test_another_language_is_not_looked_up(tea: KnowledgeBase) -> None:
    envelope = _checked(other_language(tea, Question(kind="search", concepts=("pot",))))
    assert (envelope.status, envelope.statements) == ("not_found", [])
    assert "English" in envelope.headline


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"kind": "search", "off_topic": True, "other_drug": "coffee", "dosed": ("coffee",)}, "refused"),
        ({"concepts": ("milk",), "dosed": ("milk",)}, "refused"),
        ({"concepts": ("milk",)}, "refused"),
        # What else a question names has a dose, but that of something else.
        ({"concepts": ("milk", "pot"), "dosed": ("milk",)}, "refused"),
        ({"concepts": ("milk", "pot")}, "refused"),
        ({"concepts": ("milk", "pot", "green-tea"), "dosed": ("milk",)}, "refused"),
        ({"concepts": ("milk", "pot", "green-tea")}, "answered"),
        ({"concepts": ("milk", "green-tea"), "dosed": ("green-tea",)}, "answered"),
        ({"concepts": ("milk", "green-tea")}, "answered"),
        ({"concepts": ("milk", "green-tea"), "dosed": ("milk",)}, "refused"),
        ({"other_drug": "coffee"}, "refused"),
        ({"other_drug": "coffee", "concepts": ("green-tea",)}, "answered"),
        ({"other_drug": "coffee", "concepts": ("green-tea",), "dosed": ("coffee",)}, "refused"),
        ({"near_trap": "iced-tea", "concepts": ("green-tea",)}, "refused"),
    ],
)
def test_the_dose_of_something_else_is_refused(tea: KnowledgeBase, asked: dict[str, Any], status: str) -> None:
    envelope = _answer(tea, **{"kind": "dosing", **asked})
    assert envelope.status == status


def test_an_interaction_with_an_unknown_drug_is_not_answered_by_the_list(tea: KnowledgeBase) -> None:
    asked: dict[str, Any] = {"other_drug": "coffee", "concepts": ("green-tea",)}
    assert _answer(tea, kind="interactions", **asked).status == "not_found"
    assert _answer(tea, kind="recommendation", **asked).status == "answered"
    assert _answer(tea, kind="recommendation", other_drug="coffee").status == "not_found"


@pytest.mark.parametrize("kind", ["contraindications", "interactions", "population"])
def test_what_nothing_is_known_of_is_not_answered_by_what_is_said_of_others(tea: KnowledgeBase, kind: str) -> None:
    assert _answer(tea, kind=kind, concepts=("green-tea",)).status == "answered"
    for named in ({"other_matters": ("gout",)}, {"unknown_name": True}):
        assert _answer(tea, kind=kind, concepts=("green-tea",), **named).status == "not_found"


def test_a_property_of_which_nothing_is_said_is_not_answered_by_other_things(tea: KnowledgeBase) -> None:
    asked: dict[str, Any] = {"kind": "mechanism", "concepts": ("green-tea",), "other_properties": ("half-life",)}
    assert _answer(tea, **asked).status == "not_found"
    sure = (Suggestion("bitter", 0.9),)
    assert _answer(tea, **asked, suggestions=sure).status == "answered"


def test_in_a_long_message_an_unknown_name_is_not_what_is_asked_about(tea: KnowledgeBase) -> None:
    asked: dict[str, Any] = {"kind": "contraindications", "concepts": ("green-tea",), "unknown_name": True}
    assert _answer(tea, words="may he drink it with grukh", **asked).status == "not_found"
    long = "he came in this morning with his wife and grukh in his hand and may he drink it"
    assert _answer(tea, words=long, **asked).status == "answered"


def test_what_is_known_beside_it_is_answered_and_the_rest_is_said_to_be_missing(tea: KnowledgeBase) -> None:
    envelope = _answer(tea, kind="contraindications", concepts=("iron-pot",), other_matters=("gout",))
    assert _ids(envelope) == ["no-iron-pot"]
    assert "gout" in envelope.warnings[-1].text


def test_a_few_words_are_about_what_they_name(tea: KnowledgeBase) -> None:
    asked: dict[str, Any] = {"kind": "recommendation", "concepts": ("green-tea",), "other_matters": ("gout",)}
    assert _answer(tea, **asked, words="green tea in gout?").status == "not_found"
    told = "he has gout and thirst and would like to know whether green tea is recommended"
    assert _answer(tea, **asked, words=told).status == "answered"


def test_a_source_that_nothing_cites_is_not_answered_by_other_sources(tea: KnowledgeBase) -> None:
    asked: dict[str, Any] = {"kind": "evidence", "concepts": ("green-tea",), "other_sources": ("Samovar Council",)}
    assert _answer(tea, **asked).status == "not_found"
    beside = _answer(tea, **asked, source_names=("kettle board",))
    assert beside.status == "answered"
    assert "Samovar Council" in beside.warnings[-1].text


def test_an_exchange_of_two_medicines_is_refused(tea: KnowledgeBase) -> None:
    asked: dict[str, Any] = {"kind": "pathway", "concepts": ("milk",), "other_drug": "coffee"}
    assert _answer(tea, **asked, converts=True).status == "refused"
    assert _answer(tea, **{**asked, "concepts": ("milk", "green-tea")}, converts=True).status != "refused"


def test_a_guideline_is_found_by_name_and_year(tea: KnowledgeBase) -> None:
    named = _answer(tea, kind="evidence", source_names=("kettle board",), years=("2010",))
    assert _ids(named) == ["kettle-2010-boil"]
    assert "kettle-cool" in _ids(_answer(tea, kind="evidence", source_names=("kettle board",)))
    assert _ids(_answer(tea, kind="evidence", years=("2010",))) == ["kettle-2010-boil"]


def test_an_edition_that_is_not_held_names_those_that_are(tea: KnowledgeBase) -> None:
    envelope = _answer(tea, kind="evidence", source_names=("kettle board",), years=("2015",))
    assert envelope.status == "not_found"
    assert "Kettle Board 2020, Kettle Board 2010" in envelope.headline


def test_one_year_beside_two_names_belongs_to_one_of_them(tea: KnowledgeBase) -> None:
    envelope = _answer(tea, kind="comparison", source_names=("kettle board", "teapot blog"), years=("2020",))
    assert set(_ids(envelope)) == {"kettle-2010-boil", "kettle-cool"}


def test_an_unread_source_is_printed_as_such(tea: KnowledgeBase) -> None:
    text = plain(_answer(tea, kind="evidence", years=("2010",)))
    assert "[1] Kettle Board 2010, not read; as reported by the article [2]" in text
    assert "superseded by a later edition" in text


def test_a_grade_is_shown_with_its_own_system(tea: KnowledgeBase) -> None:
    assert "Grade three in Leaf stars" in plain(_answer(tea, kind="summary"))


def test_search_answers_by_concept_alone(tea: KnowledgeBase) -> None:
    assert _ids(_answer(tea, kind="search", concepts=("bitterness",))) == ["bitter"]
    assert _answer(tea, kind="search").status == "not_found"


def test_the_references_of_the_last_answer_can_be_asked_for(tea: KnowledgeBase) -> None:
    previous = (Reference(1, "kettle-2020"), Reference(2, "teapot-blog"))
    everything = _answer(tea, kind="sources", previous=previous)
    assert [citation.number for citation in everything.citations] == [1, 2]
    second = _answer(tea, kind="sources", previous=previous, reference=2)
    assert [citation.source for citation in second.citations] == ["teapot-blog"]
    assert _answer(tea, kind="sources", previous=previous, reference=9).status == "not_found"
    assert _answer(tea, kind="sources", reference=2).status == "not_found"


def test_the_review_status_is_told_with_its_dates(tea: KnowledgeBase) -> None:
    envelope = _checked(review_status(tea, Question(kind="sources")))
    assert "pending human review" in envelope.headline
    assert "2026-01-01" in envelope.headline


@pytest.mark.parametrize("about", sorted(SMALL_TALK))
def test_small_talk_quotes_no_statement(tea: KnowledgeBase, about: str) -> None:
    envelope = _checked(small_talk(tea, Question(kind="meta"), about))
    assert (envelope.status, envelope.question, envelope.statements) == ("answered", "meta", [])


def test_a_patient_reads_plain_language_and_nothing_disputed(tea: KnowledgeBase) -> None:
    envelope = _answer(tea, kind="recommendation", audience="patient")
    assert [statement.text for statement in envelope.statements] == ["Let the water cool first."]
    assert _answer(tea, kind="monitoring", audience="patient").status == "refused"


def test_eligibility_lists_its_criteria_unjudged(tea: KnowledgeBase) -> None:
    criteria = _answer(tea, kind="eligibility").criteria
    assert [(criterion.id, criterion.status) for criterion in criteria] == [("leaves-fresh", "unknown")]


def test_every_answer_carries_the_versions_behind_it(tea: KnowledgeBase) -> None:
    envelope = _answer(tea, kind="summary", model_version="m1")
    assert (envelope.knowledge_version, envelope.model_version) == (tea.version(), "m1")


def test_in_a_comparison_a_source_that_compares_nothing_is_heard_all_the_same(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TEA, tmp_path / "content"))
    path = folder / "green-tea" / "statements" / "all.yml"
    cited = "locator: null, via: teapot-blog}\n    - {source: teapot-blog, locator: second post}"
    path.write_text(path.read_text().replace(cited, "locator: page 3}"))
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    build(url, folder)
    knowledge = KnowledgeBase(open_store(url))
    envelope = _answer(knowledge, kind="comparison", source_names=("kettle board", "teapot blog"))
    assert {"kettle-cool", "kettle-2010-boil", "brew-boiling"} <= set(_ids(envelope))


def test_two_statements_of_the_same_words_both_keep_their_citations(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TEA, tmp_path / "content"))
    path = folder / "green-tea" / "statements" / "all.yml"
    records = path.read_text().split("\n\n")
    place = next(number for number, record in enumerate(records) if record.startswith("- id: watch-colour"))
    same = "text: Only fresh leaves are worth a careful brew."
    records[place] = (
        records[place]
        .replace("chapter 1", "chapter 2")
        .replace("text: Watch the colour and stop when it turns yellow.", same)
    )
    path.write_text("\n\n".join(records))
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    build(url, folder)
    knowledge = KnowledgeBase(open_store(url))
    both = knowledge.statements(["fresh-leaves", "watch-colour"])
    envelope = _checked(compose.answered(knowledge, Question(kind="search"), both))
    assert [one.citations for one in envelope.statements] == [[1], [2]]
    assert plain(envelope).count(same.removeprefix("text: ")) == 2
