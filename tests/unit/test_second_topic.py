"""Two topics in one store: every kind of question is answered from the topic that it is about, without any Python."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.channels.door import Refused
from bot.channels.web_patient import PatientBar
from knowledge.answers.question import AUDIENCES, Audience, Question
from knowledge.answers.registry import REGISTRY, answer
from knowledge.checks import check
from knowledge.content_files import CONTENT, Content, TopicContent, read_content
from knowledge.queries import KnowledgeBase
from knowledge.rendering.plain import plain
from knowledge.schema import QuestionKind
from knowledge.store import load, open_store
from knowledge.transfer.yaml_folder import SHARED_FOLDER
from tests.conftest import TEA
from tests.contract import check_envelope

MADE_UP = "green-tea"
SHARED_FORM = "young people"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The product's content with the made-up topic beside it, as a hospital would add one."""
    folder = tmp_path_factory.mktemp("both") / "content"
    shutil.copytree(CONTENT, folder)
    shutil.copytree(TEA / MADE_UP, folder / MADE_UP)
    # Both topics know this form, and a form belongs to one concept: the check says so, and an editor keeps it in one.
    glossary = folder / MADE_UP / "glossary.yml"
    text = glossary.read_text(encoding="utf-8")
    assert SHARED_FORM in text
    glossary.write_text(text.replace(SHARED_FORM, "young tea drinkers"), encoding="utf-8")
    for path in sorted((TEA / "sources").iterdir()):
        _add(path, folder / "sources" / path.name)
    for path in sorted((TEA / SHARED_FOLDER).glob("*.yml")):
        _add(path, folder / SHARED_FOLDER / path.name)
    content = read_content(folder)
    check(content)
    return content


def _add(source: Path, target: Path) -> None:
    """Append the records of ``source`` to ``target``, as an editor would."""
    held = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(f"{held}\n{source.read_text(encoding='utf-8')}", encoding="utf-8")


@pytest.fixture(scope="module")
def engine(both: Content, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'knowledge.sqlite'}")
    load(engine, both, "both")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def knowledge(engine: Engine) -> KnowledgeBase:
    return KnowledgeBase(engine)


def test_both_topics_are_there(both: Content) -> None:
    assert len(both.topics) == len(read_content(CONTENT).topics) + 1


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_every_kind_is_answered_from_the_topic_that_is_named(
    both: Content, knowledge: KnowledgeBase, kind: QuestionKind, audience: Audience
) -> None:
    for topic in both.topics:
        own = {statement.id for statement in topic.statements}
        for subject in topic.topic.subjects:
            envelope = answer(knowledge, Question(kind=kind, concepts=(subject,), audience=audience))
            check_envelope(envelope.dict(), plain(envelope))
            assert envelope.topic == topic.topic.id
            assert {statement.id for statement in envelope.statements} <= own
            if _has_general_answer(topic, kind) and audience == "clinician":
                assert envelope.status == "answered", kind


@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_a_question_that_names_nothing_stays_with_the_topic_of_the_conversation(
    both: Content, knowledge: KnowledgeBase, kind: QuestionKind
) -> None:
    for topic in both.topics:
        envelope = answer(knowledge, Question(kind=kind, topic=topic.topic.id))
        check_envelope(envelope.dict(), plain(envelope))
        assert envelope.topic == topic.topic.id
        if _has_general_answer(topic, kind):
            assert envelope.statements[0].id == topic.topic.answers[kind][0]


def test_both_topics_have_a_general_answer_to_most_kinds(both: Content) -> None:
    for topic in both.topics:
        assert sum(_has_general_answer(topic, kind) for kind in REGISTRY) >= 12


def _has_general_answer(topic: TopicContent, kind: QuestionKind) -> bool:
    """Whether a question of ``kind`` needs no more than its topic; one about sources needs an answer before it."""
    return kind != "sources" and bool(topic.topic.answers.get(kind))


def test_the_patient_bar_takes_the_criteria_of_the_conversations_topic(both: Content, engine: Engine) -> None:
    first, second = both.topics
    bar = PatientBar(engine)
    for topic, other in ((first, second), (second, first)):
        own = next(one.slot for one in topic.criteria if one.slot not in {taken.slot for taken in other.criteria})
        slots = {"topic": topic.topic.id}
        payload, _ = asyncio.run(bar.edit(slots, {"slot": own, "value": None}))
        assert own in payload
        with pytest.raises(Refused, match=own):
            asyncio.run(bar.edit({"topic": other.topic.id}, {"slot": own, "value": None}))
