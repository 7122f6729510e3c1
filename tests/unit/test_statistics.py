"""The counts of the content, and the share of it that can be traced to a place in a source."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from knowledge.content_files import Content, read_content
from knowledge.review import ReviewHashes
from knowledge.schema import ReviewEntry
from knowledge.statistics import by_topic, stats
from tests.conftest import TEA


@pytest.fixture(scope="module")
def made_up() -> Content:
    return read_content(TEA)


def test_everything_is_counted(made_up: Content) -> None:
    counts = stats(made_up)
    assert (counts.statements, counts.sources, counts.conflicts, counts.doses) == (10, 3, 1, 1)
    assert counts.by_kind["dosing"] == 2
    assert counts.by_kind["safety"] == 0
    assert counts.by_certainty["conflict"] == 1
    assert counts.by_review == {"submitted": 10, "under_review": 0, "approved": 0, "returned": 0}
    assert sum(counts.by_kind.values()) == sum(counts.by_certainty.values()) == counts.statements


def test_an_approval_is_counted_as_long_as_it_stands(made_up: Content) -> None:
    topic = made_up.topics[0]
    statement = topic.statements[0]
    hash_ = ReviewHashes(made_up, topic).of(statement)
    for seen, expected in ((hash_, 1), ("0" * 16, 0)):
        entry = ReviewEntry(
            statement=statement.id,
            decision="approved",
            on=date(2026, 1, 2),
            by="T. Pot",
            policy=None,
            why=None,
            hash=seen,
        )
        reviewed = dataclasses.replace(made_up, topics=[dataclasses.replace(topic, reviews=[entry])])
        assert stats(reviewed).by_review["approved"] == expected


def test_the_share_with_a_place_or_a_reason_is_told(made_up: Content) -> None:
    topic = made_up.topics[0]
    bare = [support.copy(update={"locator": None}) for support in topic.statements[0].sources]
    without = topic.statements[0].copy(update={"sources": bare})
    for note, placed in (("the page was not numbered", 1.0), (None, 0.9)):
        statements = [without.copy(update={"note": note}), *topic.statements[1:]]
        changed = dataclasses.replace(made_up, topics=[dataclasses.replace(topic, statements=statements)])
        assert stats(changed).placed == pytest.approx(placed)


def test_each_topic_is_counted_by_itself(made_up: Content) -> None:
    assert by_topic(made_up) == {"green-tea": stats(made_up)}
    with pytest.raises(KeyError):
        stats(made_up, "black-tea")


def test_the_product_says_where_every_statement_comes_from(content: Content) -> None:
    counts = stats(content)
    assert counts.placed == 1.0
    assert counts.statements == sum(len(topic.statements) for topic in content.topics) > 0
