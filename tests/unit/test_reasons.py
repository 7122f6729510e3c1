"""Why an answer is as it is: for a trainee, by the statement that the topic names, and never in another's place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.answers.envelope import Envelope
from knowledge.answers.follow_up import shorter
from knowledge.answers.question import Audience, Last, Question
from knowledge.answers.registry import answer
from knowledge.answers.selection import LONGEST_ANSWER
from knowledge.checks import problems
from knowledge.content_files import Content, read_content
from knowledge.queries import KnowledgeBase
from knowledge.rendering.plain import plain
from knowledge.schema import QuestionKind
from knowledge.store import build, open_store
from tests.conftest import TEA
from tests.contract import check_envelope

WHY = "why: {dosing: bitter, recommendation: bitter, monitoring: watch-colour, contraindications: brew-boiling}\n"


def _written(folder: Path, why: str) -> Path:
    content = Path(shutil.copytree(TEA, folder / "content"))
    topic = content / "green-tea" / "topic.yml"
    topic.write_text(topic.read_text(encoding="utf-8") + why, encoding="utf-8")
    return content


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """The made-up topic with reasons: one beside the answer, one that is the answer, one that is disputed."""
    folder = tmp_path_factory.mktemp("explained")
    url = f"sqlite:///{folder / 'knowledge.sqlite'}"
    build(url, _written(folder, WHY))
    return KnowledgeBase(open_store(url))


def _ask(knowledge: KnowledgeBase, kind: QuestionKind, audience: Audience = "trainee", *concepts: str) -> Envelope:
    envelope = answer(knowledge, Question(kind=kind, audience=audience, concepts=concepts))
    check_envelope(envelope.dict(), plain(envelope))
    return envelope


def _shown(envelope: Envelope) -> list[str]:
    return [one.id for one in envelope.statements]


def test_a_trainee_reads_why_behind_the_answer_in_the_words_of_the_statement(explained: KnowledgeBase) -> None:
    clinician, trainee = _ask(explained, "dosing", "clinician"), _ask(explained, "dosing")
    assert _shown(trainee) == [*_shown(clinician), "bitter"]
    assert (trainee.why, clinician.why) == ("bitter", None)
    assert trainee.headline == clinician.headline
    (statement,) = explained.statements(["bitter"])
    assert f"• Why: {statement.text} [" in plain(trainee)
    assert "Why: " not in plain(clinician)


def test_a_lay_reader_reads_no_reason(explained: KnowledgeBase) -> None:
    lay = _ask(explained, "recommendation", "patient")
    assert (_shown(lay), lay.why) == (["brew-cool"], None)
    assert _ask(explained, "recommendation").why == "bitter"


def test_a_reason_that_is_in_the_answer_is_not_shown_twice(explained: KnowledgeBase) -> None:
    assert _shown(_ask(explained, "monitoring")) == ["watch-colour"]
    assert _ask(explained, "monitoring").why == "watch-colour"


def test_a_disputed_reason_comes_with_what_counters_it(explained: KnowledgeBase) -> None:
    assert _shown(_ask(explained, "contraindications")) == ["no-iron-pot", "brew-cool", "brew-boiling"]


def test_no_reason_stands_beside_what_is_said_of_another_setting(explained: KnowledgeBase) -> None:
    elsewhere = _ask(explained, "dosing", "trainee", "ceremony", "bowl")
    assert "ceremony-dose" in _shown(elsewhere)
    assert (elsewhere.why is None) is all(
        one.setting_id == "ceremony" for one in explained.statements(_shown(elsewhere))
    )


def test_a_kind_without_a_reason_has_none(explained: KnowledgeBase, tea: KnowledgeBase) -> None:
    assert _ask(explained, "interactions").why is None
    assert _ask(tea, "dosing").why is None


def test_an_answer_that_is_asked_for_in_short_gets_no_reason(explained: KnowledgeBase) -> None:
    last = Last("dosing", shown=("pot-dose", "brew-cool"))
    assert _shown(shorter(explained, Question(kind="meta", audience="trainee", last=last))) == ["pot-dose"]


def test_every_reason_of_the_product_reaches_a_trainee(knowledge: KnowledgeBase, content: Content) -> None:
    topic = content.topics[0].topic
    assert topic.why
    for kind, reason in topic.why.items():
        assert reason in _shown(_ask(knowledge, kind, "trainee", "ketamine")), kind


@pytest.mark.parametrize("concept", ["oral", "infusion", "children"])
def test_a_reason_takes_no_other_statements_place_and_no_ninth(
    knowledge: KnowledgeBase, content: Content, concept: str
) -> None:
    for kind in content.topics[0].topic.why:
        clinician = _ask(knowledge, kind, "clinician", "ketamine", concept)
        trainee = _ask(knowledge, kind, "trainee", "ketamine", concept)
        assert _shown(trainee)[: len(clinician.statements)] == _shown(clinician)
        listed = set(knowledge.general_answer(knowledge.topic().id, "dosing" if kind == "dose_check" else kind))
        if not listed or not listed <= set(_shown(clinician)):
            assert len(trainee.statements) <= max(LONGEST_ANSWER, len(clinician.statements)), kind


def test_a_reason_that_is_no_statement_is_named(tmp_path: Path) -> None:
    found = problems(read_content(_written(tmp_path, "why: {dosing: nowhere}\n")))
    assert found == ["topic green-tea: why names 'nowhere', which is not there; correct the id or add it"]
