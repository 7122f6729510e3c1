"""Which of the statements that the trained model suggests answer a question, and when they answer it alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from knowledge.answers.question import Question, Reference, Suggestion
from knowledge.answers.registry import REGISTRY, answer
from knowledge.answers.selection import SINGLE, SURELY, narrows, select_statements
from knowledge.answers.suggestions import (
    APART,
    CLOSE,
    FIGURE,
    HINTED,
    LEADING,
    LIKELY,
    MOST,
    OVERRIDES,
    SURE,
    TELLING,
    leading,
    meant,
    of_each_source,
    suggested,
)
from knowledge.queries import KnowledgeBase
from knowledge.schema import QuestionKind
from knowledge.store import build, open_store
from tests.conftest import TEA
from tests.unit.test_checks import CEREMONY_DOSE

TOPIC = "green-tea"
GLAZED = """

- id: glazed-iron-pot
  kind: contraindication
  text: A glazed iron pot may be used.
  plain: null
  evidence: {system: null, level: null, grade: null}
  certainty: verified-primary
  applies_to: [adults]
  setting: at-home
  answers: [contraindications]
  about: [iron-pot]
  sources:
    - {source: kettle-2020, locator: chapter 3}
  note: null
"""
QUIET = """

- id: quiet-room
  kind: pitfall
  text: A ceremony needs a quiet room.
  plain: null
  evidence: {system: null, level: null, grade: null}
  certainty: verified-primary
  applies_to: [adults]
  setting: ceremony
  answers: [pitfalls]
  about: [bowl]
  sources:
    - {source: kettle-2020, locator: chapter 3}
  note: null
"""
WATCHED = GLAZED.replace("glazed-iron-pot", "watch-iron").replace("kind: contraindication", "kind: monitoring")
WATCHED = WATCHED.replace("answers: [contraindications]", "answers: [monitoring]").replace("glazed iron", "hot iron")
Shares = dict[str, float]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The made-up topic, with a dose in its closed setting as well, and two statements about one contraindication."""
    at = tmp_path_factory.mktemp("suggestions")
    folder = Path(shutil.copytree(TEA, at / "content"))
    _append(folder / TOPIC / "doses.yml", f"\n{CEREMONY_DOSE}")
    _append(folder / TOPIC / "statements" / "all.yml", GLAZED)
    _append(folder / TOPIC / "statements" / "all.yml", QUIET)
    _append(folder / TOPIC / "statements" / "all.yml", WATCHED)
    url = f"sqlite:///{at / 'knowledge.sqlite'}"
    build(url, folder)
    opened = open_store(url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def tea(store: Engine) -> KnowledgeBase:
    return KnowledgeBase(store)


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _asked(kind: QuestionKind, shares: Shares, **also: Any) -> Question:
    return Question(kind=kind, suggestions=tuple(Suggestion(*one) for one in shares.items()), **also)


def _suggested(
    knowledge: KnowledgeBase,
    kind: QuestionKind,
    shares: Shares,
    sources: tuple[str, ...] = (),
    topic: str = TOPIC,
    only_doses: bool = False,
    **also: Any,
) -> list[str]:
    question = _asked(kind, shares, **also)
    concepts = knowledge.concepts(TOPIC, question.concepts)
    narrowing = [concept for concept in concepts if narrows(concept, kind)]
    return suggested(knowledge, topic, question, concepts, narrowing, sources, only_doses)


def _chosen(knowledge: KnowledgeBase, kind: QuestionKind, shares: Shares, **also: Any) -> list[str]:
    selection = select_statements(knowledge, TOPIC, _asked(kind, shares, **also))
    return [statement.id for statement in selection.statements]


@pytest.mark.parametrize("kind", sorted(set(REGISTRY) - {"meta", "sources"}))
@pytest.mark.parametrize("concepts", [(), ("pot",), ("water",)])
def test_of_unsure_suggestions_the_likeliest_may_join_and_nothing_else_changes(
    tea: KnowledgeBase, kind: QuestionKind, concepts: tuple[str, ...]
) -> None:
    unsure = {"fresh-leaves": SURE - 0.01, "watch-colour": SURE - 0.02, "pot-dose": 0.1}
    asked: dict[str, Any] = {"concepts": concepts, "confidence": 0.0}
    assert set(_chosen(tea, kind, {}, **asked)) ^ set(_chosen(tea, kind, unsure, **asked)) <= {"fresh-leaves"}


def test_a_sure_suggestion_answers_alone(tea: KnowledgeBase) -> None:
    assert _chosen(tea, "recommendation", {}) == ["brew-cool", "brew-boiling", "kettle-cool"]
    shares = {"brew-cool": SINGLE, "bitter": SINGLE * CLOSE - 0.01}
    assert _chosen(tea, "recommendation", shares) == ["brew-cool"]


def test_a_general_question_gets_its_general_answer_unless_the_model_is_sure_of_one_part(tea: KnowledgeBase) -> None:
    general = _chosen(tea, "recommendation", {})
    assert _chosen(tea, "recommendation", {"brew-cool": SINGLE - 0.01}, confidence=SURELY) == general
    assert _chosen(tea, "recommendation", {"brew-cool": SINGLE - 0.01}, confidence=SURELY - 0.01) == ["brew-cool"]


def test_a_general_answer_begins_with_what_is_likeliest_meant(tea: KnowledgeBase) -> None:
    general = _chosen(tea, "recommendation", {})
    assert general == ["brew-cool", "brew-boiling", "kettle-cool"]
    assert LEADING == 2
    likely = {"brew-boiling": LIKELY + 0.02, "kettle-cool": LIKELY + 0.01, "fresh-leaves": LIKELY}
    assert _chosen(tea, "recommendation", likely) == ["brew-cool", "brew-boiling", "kettle-cool"]
    assert _chosen(tea, "comparison", {"kettle-2010-boil": LIKELY}) == ["kettle-2010-boil", "kettle-cool"]
    assert _chosen(tea, "comparison", {"kettle-2010-boil": LIKELY - 0.01}) == ["kettle-cool", "kettle-2010-boil"]
    assert _chosen(tea, "comparison", {"bitter": LIKELY, "pot-dose": LIKELY}) == ["kettle-cool", "kettle-2010-boil"]
    lay = _chosen(tea, "comparison", {"kettle-2010-boil": LIKELY}, audience="patient")
    assert lay == ["kettle-cool", "kettle-2010-boil"]


def test_a_general_question_what_rules_it_out_gets_the_whole_list(tea: KnowledgeBase) -> None:
    whole = _chosen(tea, "contraindications", {})
    standing_out = {"glazed-iron-pot": SURE}
    assert whole
    assert "glazed-iron-pot" not in whole
    assert set(whole) < set(_chosen(tea, "contraindications", standing_out))
    one = _chosen(tea, "contraindications", standing_out, checks_one=True)
    assert one == ["glazed-iron-pot"]


def test_what_belongs_to_a_closed_setting_leads_no_general_answer(tea: KnowledgeBase) -> None:
    shares = {"quiet-room": LIKELY + 0.1}
    assert leading(tea, _asked("pitfalls", shares)) == []
    assert leading(tea, _asked("pitfalls", shares, concepts=("ceremony",))) == ["quiet-room"]


def test_a_history_beside_another_question_about_the_subject_does_not_keep_it_from_its_answer(
    tea: KnowledgeBase,
) -> None:
    told: dict[str, Any] = {"concepts": ("green-tea", "milk"), "of_patient": ("milk",)}
    assert _chosen(tea, "adverse_effects", {}, **told) == _chosen(tea, "adverse_effects", {}, concepts=("green-tea",))
    assert _chosen(tea, "adverse_effects", {}, **told, source_names=("nobody",)) == []
    assert _chosen(tea, "adverse_effects", {}, concepts=("green-tea", "milk")) == []
    assert _chosen(tea, "adverse_effects", {}, concepts=("milk",), of_patient=("milk",)) == []
    assert _chosen(tea, "interactions", {}, **told) == []


def test_who_asks_for_the_source_of_figures_gets_the_statement_that_holds_them(tea: KnowledgeBase) -> None:
    (dose,) = tea.statements(["pot-dose"])
    first, second = FIGURE.findall(dose.text)[:2]
    shares = {"bitter": 0.2, "pot-dose": 0.1}
    asked = _asked("sources", shares, words=f"reference for {first} to {second} please", confidence=0.9)
    assert answer(tea, asked).statements[0].id == "pot-dose"
    for words in (f"reference for {first} please", f"reference for {first} to 977 please"):
        assert answer(tea, _asked("sources", shares, words=words)).statements[0].id != "pot-dose"


def test_what_a_patient_takes_is_no_part_of_a_question_about_effects(tea: KnowledgeBase) -> None:
    told: dict[str, Any] = {"concepts": ("green-tea", "bitterness", "milk"), "of_patient": ("milk",)}
    assert _chosen(tea, "adverse_effects", {}, **told) == ["bitter"]


def test_what_is_to_be_watched_with_an_illness_comes_before_what_holds_for_everybody(store: Engine) -> None:
    tea = KnowledgeBase(store)
    general = _chosen(tea, "monitoring", {}, concepts=("green-tea",))
    told: dict[str, Any] = {"concepts": ("green-tea", "iron-pot"), "of_patient": ("iron-pot",)}
    assert general == ["watch-colour"]
    assert _chosen(tea, "monitoring", {}, **told) == ["watch-iron", *general]
    assert _chosen(tea, "monitoring", {}, concepts=("green-tea", "iron-pot")) == ["watch-iron"]


def test_a_suggestion_about_a_named_source_is_shown_though_the_kind_is_sure(tea: KnowledgeBase) -> None:
    shares = {"kettle-2010-boil": SURE}
    named: dict[str, Any] = {"source_names": ("kettle board",), "confidence": SURELY}
    assert "kettle-2010-boil" in _chosen(tea, "comparison", shares, years=("2020",), **named)


def test_one_of_two_compared_sources_alone_is_no_comparison(tea: KnowledgeBase) -> None:
    shares = {"bitter": 0.99}
    several: dict[str, Any] = {"source_names": ("kettle board", "teapot blog")}
    assert meant(tea, _asked("comparison", shares, **several)).kind == "comparison"
    assert meant(tea, _asked("comparison", shares, source_names=("kettle board",))).kind != "comparison"


def test_of_each_named_source_the_likeliest_suggestion_is_told(tea: KnowledgeBase) -> None:
    named: dict[str, Any] = {"source_names": ("kettle board",), "years": ("2010",)}
    assert of_each_source(tea, _asked("comparison", {"bitter": 0.5, "kettle-2010-boil": LIKELY}, **named)) == [
        "kettle-2010-boil"
    ]
    assert of_each_source(tea, _asked("comparison", {"kettle-2010-boil": LIKELY - 0.01}, **named)) == []


def test_a_year_in_a_comparison_is_that_of_the_other_side_where_it_is_not_that_of_the_name(tea: KnowledgeBase) -> None:
    def missing(kind: QuestionKind, year: str) -> tuple[str, ...]:
        asked = _asked(kind, {}, source_names=("teapot blog",), years=(year,))
        return select_statements(tea, TOPIC, asked).missing_sources

    assert missing("evidence", "2010") == ("teapot blog",)
    assert missing("comparison", "2010") == ()
    assert missing("comparison", "1850") == ("teapot blog",)


def test_where_a_named_source_stands_is_not_said_by_another_one(tea: KnowledgeBase) -> None:
    shares = {"bitter": SURE}
    assert _chosen(tea, "sources", shares) == ["bitter"]
    assert "bitter" not in _chosen(tea, "sources", shares, source_names=("kettle board",), years=("2010",))


def test_a_suggestion_that_is_nearly_certain_says_what_kind_of_question_it_is(tea: KnowledgeBase) -> None:
    question = _asked("titration", {"bitter": TELLING}, confidence=0.9, concepts=("green-tea",))
    assert meant(tea, question).kind == "adverse_effects"
    assert [one.id for one in answer(tea, question).statements] == ["bitter"]
    assert meant(tea, _asked("titration", {"bitter": TELLING - 0.01})).kind == "titration"
    assert meant(tea, _asked("dose_check", {"pot-dose": 0.99})).kind == "dose_check"
    assert meant(tea, _asked("sources", {"bitter": 0.99})).kind == "adverse_effects"
    previous = (Reference(number=1, source="kettle-2020"),)
    assert meant(tea, _asked("sources", {"bitter": 0.99}, previous=previous)).kind == "sources"
    assert meant(tea, _asked("summary", {"bitter": 0.99})).kind == "summary"
    assert meant(tea, _asked("titration", {"nowhere": 0.99})).kind == "titration"
    # How sure the message was of another kind says nothing of this one: no general answer follows.
    assert meant(tea, _asked("titration", {"bitter": 0.99}, confidence=0.9)).confidence == pytest.approx(0.1)
    assert meant(tea, _asked("titration", {})).kind == "titration"


def test_a_lower_share_will_do_where_it_stands_out(tea: KnowledgeBase) -> None:
    assert _suggested(tea, "search", {"bitter": HINTED, "fresh-leaves": HINTED * CLOSE - 0.001}) == ["bitter"]
    assert _suggested(tea, "search", {"bitter": HINTED, "fresh-leaves": HINTED / APART + 0.01}) == []
    assert _suggested(tea, "search", {"bitter": HINTED - 0.01}) == []


def test_the_next_ones_within_reach_join_best_first_and_few(tea: KnowledgeBase) -> None:
    near = {"brew-cool": SURE * CLOSE + 0.01, "bitter": SURE, "fresh-leaves": SURE * CLOSE - 0.01}
    assert _suggested(tea, "search", near) == ["bitter", "brew-cool"]
    many = {"watch-colour": 0.18, "bitter": 0.2, "kettle-cool": 0.19, "fresh-leaves": SURE}
    assert _suggested(tea, "search", many) == ["fresh-leaves", "bitter", "kettle-cool"]
    assert len(many) > MOST == 3


@pytest.mark.parametrize(("confidence", "found"), [(0.1, ["bitter", "watch-colour"]), (0.5, []), (1.0, [])])
def test_what_answers_another_kind_counts_less_the_surer_the_kind_is(
    tea: KnowledgeBase, confidence: float, found: list[str]
) -> None:
    shares = {"bitter": 0.5, "watch-colour": 0.11}
    assert _suggested(tea, "monitoring", shares, confidence=confidence) == found
    assert _suggested(tea, "adverse_effects", shares, confidence=confidence)[0] == "bitter"


def test_the_weighed_shares_decide_which_comes_first(tea: KnowledgeBase) -> None:
    shares = {"bitter": SURE + 0.1, "watch-colour": SURE}
    assert _suggested(tea, "monitoring", shares, confidence=0.5) == ["watch-colour", "bitter"]
    assert _suggested(tea, "monitoring", shares, confidence=1.0) == ["watch-colour"]
    assert _suggested(tea, "search", shares, confidence=1.0) == ["bitter", "watch-colour"]


def test_checking_a_dose_asks_for_what_dosing_asks(tea: KnowledgeBase) -> None:
    assert _suggested(tea, "dose_check", {"pot-dose": 0.9}) == ["pot-dose"]


def test_a_dose_of_a_closed_setting_appears_only_where_it_is_asked_for(tea: KnowledgeBase) -> None:
    shares = {"ceremony-dose": 0.9}
    assert _suggested(tea, "dosing", shares) == []
    assert _suggested(tea, "dosing", shares, concepts=("bowl",)) == []
    assert _suggested(tea, "dosing", shares, sources=("teapot-blog",)) == []
    assert _suggested(tea, "dosing", shares, concepts=("ceremony",)) == ["ceremony-dose"]
    assert _suggested(tea, "dosing", shares, sources=("kettle-2020",)) == ["ceremony-dose"]
    assert "ceremony-dose" not in _chosen(tea, "dosing", shares)
    assert _chosen(tea, "dosing", shares, source_names=("kettle board",), years=("2020",)) == ["ceremony-dose"]


def test_what_is_said_of_a_closed_setting_joins_only_where_it_is_asked_for(tea: KnowledgeBase) -> None:
    shares = {"watch-colour": 0.7, "quiet-room": 0.3}
    assert _suggested(tea, "search", shares) == ["watch-colour"]
    assert _suggested(tea, "search", shares, concepts=("ceremony",)) == ["watch-colour", "quiet-room"]
    assert _suggested(tea, "search", {"quiet-room": 0.9}) == ["quiet-room"]


def test_a_named_concept_excludes_what_is_not_about_it_and_doses_always(tea: KnowledgeBase) -> None:
    sure = {"watch-colour": OVERRIDES - 0.01}
    assert _suggested(tea, "search", sure, concepts=("bitterness",)) == []
    assert _suggested(tea, "search", sure, concepts=("colour",)) == ["watch-colour"]
    assert _suggested(tea, "search", {"watch-colour": OVERRIDES}, concepts=("bitterness",)) == ["watch-colour"]
    assert _suggested(tea, "dosing", {"pot-dose": 0.99}, concepts=("bowl",)) == []
    assert _suggested(tea, "dosing", {"pot-dose": 0.99}, concepts=("pot",)) == ["pot-dose"]


def test_an_overriding_share_is_the_weighed_one(tea: KnowledgeBase) -> None:
    shares = {"watch-colour": OVERRIDES + 0.1}
    assert _suggested(tea, "adverse_effects", shares, concepts=("bitterness",), confidence=0.3) == []


def test_ids_that_the_topic_does_not_hold_are_ignored(tea: KnowledgeBase) -> None:
    shares = {"nowhere": 0.6, "bitter": 0.35}
    assert _suggested(tea, "search", shares) == ["bitter"]
    assert _suggested(tea, "search", shares, topic="black-tea") == []
    assert _suggested(tea, "search", {"nowhere": 1.0}) == []
    assert _suggested(tea, "search", {}) == []


def test_what_nobody_approved_is_not_suggested_in_approved_only_mode(store: Engine, tea: KnowledgeBase) -> None:
    approved_only = KnowledgeBase(store, approved_only=True)
    assert _suggested(tea, "search", {"bitter": 0.9}) == ["bitter"]
    assert _suggested(approved_only, "search", {"bitter": 0.9}) == []
    assert _chosen(approved_only, "adverse_effects", {"bitter": 0.9}) == []


def test_a_disputed_statement_brings_the_one_that_binds(tea: KnowledgeBase) -> None:
    assert _suggested(tea, "recommendation", {"brew-boiling": 0.9}) == ["brew-boiling"]
    assert _chosen(tea, "recommendation", {"brew-boiling": 0.9}) == ["brew-cool", "brew-boiling"]


def test_a_dose_is_followed_by_the_verdict_unless_it_is_another_settings(tea: KnowledgeBase) -> None:
    assert _chosen(tea, "dosing", {"pot-dose": 0.9}) == ["pot-dose", "brew-cool"]
    elsewhere = {"ceremony-dose": 0.9}
    assert _chosen(tea, "dosing", elsewhere, concepts=("ceremony",)) == ["ceremony-dose"]
    both = {"ceremony-dose": SURE, "pot-dose": SURE - 0.1}
    assert _chosen(tea, "dosing", both, concepts=("ceremony",)) == ["ceremony-dose", "pot-dose", "brew-cool"]


def test_what_holds_no_dose_is_not_followed_by_the_verdict(tea: KnowledgeBase) -> None:
    assert _chosen(tea, "dosing", {"fresh-leaves": 0.9}, confidence=0.1) == ["fresh-leaves"]


def test_what_is_found_without_a_dose_is_not_followed_by_the_verdict_either(tea: KnowledgeBase) -> None:
    asked: dict[str, Any] = {"concepts": ("iron-pot", "water")}
    for kind in ("titration", "dosing"):
        found = _chosen(tea, kind, {}, **asked)
        assert ("brew-cool" in found) == bool(tea.dosed(found))


def test_where_something_comes_from_is_answered_by_whatever_says_it(tea: KnowledgeBase) -> None:
    assert _suggested(tea, "sources", {"pot-dose": 0.9}) == ["pot-dose"]
    shares = {"pot-dose": HINTED}
    assert answer(tea, _asked("sources", shares)).statements[0].id == "pot-dose"
    previous = (Reference(1, "kettle-2020"),)
    assert answer(tea, _asked("sources", shares, previous=previous)).statements == []
    assert answer(tea, _asked("sources", shares, reference=4)).status == "not_found"
    assert answer(tea, _asked("sources", {"pot-dose": HINTED - 0.01})).status == "not_found"


def test_where_only_doses_will_do_nothing_else_about_what_is_named_answers(tea: KnowledgeBase) -> None:
    shares = {"no-iron-pot": 0.9}
    assert _suggested(tea, "search", shares, concepts=("iron-pot",)) == ["no-iron-pot"]
    assert _suggested(tea, "search", shares, concepts=("iron-pot",), only_doses=True) == []
    assert _suggested(tea, "dosing", {"pot-dose": 0.9}, concepts=("pot",), only_doses=True) == ["pot-dose"]
    assert _suggested(tea, "dosing", {"pot-dose": 0.9}, concepts=("bowl",), only_doses=True) == []


def test_the_dose_of_a_medicine_is_never_that_of_something_else(tea: KnowledgeBase) -> None:
    shares = {"pot-dose": 0.9}
    assert _chosen(tea, "dosing", shares, concepts=("milk", "pot")) == []
    assert _chosen(tea, "dosing", shares, concepts=("milk", "pot", "green-tea"), dosed=("milk",)) == []
    both = _chosen(tea, "dosing", shares, concepts=("milk", "pot", "green-tea"), dosed=("green-tea",))
    assert both == ["pot-dose", "brew-cool"]


def test_is_x_one_is_answered_by_what_is_sure_though_x_is_not_known(tea: KnowledgeBase) -> None:
    assert _chosen(tea, "contraindications", {}, checks_one=True) == []
    assert _chosen(tea, "contraindications", {"no-iron-pot": 0.9}, checks_one=True) == ["no-iron-pot"]


def test_what_several_sources_say_is_shown_though_the_model_is_sure_of_one(tea: KnowledgeBase) -> None:
    shares = {"kettle-cool": 0.9}
    assert _chosen(tea, "evidence", shares, source_names=("kettle board",), years=("2020",)) == ["kettle-cool"]
    two: dict[str, Any] = {"source_names": ("kettle board", "teapot blog"), "years": ("2020",)}
    said: dict[QuestionKind, set[str]] = {
        "evidence": {"brew-cool", "brew-boiling"},
        "comparison": {"kettle-2010-boil"},
    }
    for kind, beside in said.items():
        shown = _chosen(tea, kind, shares, **two)
        assert shown[0] == "kettle-cool"
        assert beside < set(shown)
        assert len(set(shown)) == len(shown)


def test_a_comparison_is_never_answered_by_one_side_alone(tea: KnowledgeBase) -> None:
    general = _chosen(tea, "comparison", {})
    assert general == ["kettle-cool", "kettle-2010-boil"]
    assert _chosen(tea, "comparison", {"kettle-2010-boil": 0.9}) == ["kettle-2010-boil", "kettle-cool"]


def test_of_a_named_contraindication_everything_is_shown(tea: KnowledgeBase) -> None:
    shares = {"glazed-iron-pot": 0.9}
    assert _chosen(tea, "contraindications", shares) == ["glazed-iron-pot"]
    assert _chosen(tea, "contraindications", shares, concepts=("iron-pot",)) == ["glazed-iron-pot", "no-iron-pot"]


def test_a_sure_suggestion_is_no_reason_to_answer_for_another_medicines_dose(tea: KnowledgeBase) -> None:
    asked = _asked("dosing", {"pot-dose": 1.0}, concepts=("green-tea",), other_drug="coffee", dosed=("coffee",))
    refused = answer(tea, asked)
    assert (refused.status, refused.statements) == ("refused", [])
    assert "coffee" in refused.headline
