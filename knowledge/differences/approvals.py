"""Decisions of reviewers that an edit has voided."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.content_files import Content, ContentError, TopicContent
from knowledge.differences.marking import Said
from knowledge.differences.wording import DECISION
from knowledge.review import ReviewState, review_states
from knowledge.transfer.document import Document, unchecked

UNTOLD = "Whether earlier decisions of reviewers still hold cannot be told: one of the versions has another form"


def voided(old: Document, new: Document) -> Iterator[Said]:
    """The decisions that held in ``old`` and hold in ``new`` no more, because what they were taken on has changed."""
    if not any(topic.get("reviews") for topic in old.get("topics", [])):
        return
    try:
        before, after = unchecked(old), unchecked(new)
    except ContentError:
        yield Said(UNTOLD)
        return
    topics = {topic.topic.id: topic for topic in after.topics}
    for topic in before.topics:
        if topic.topic.id in topics:
            yield from _of_topic(before, topic, after, topics[topic.topic.id])


def _of_topic(old: Content, before: TopicContent, new: Content, after: TopicContent) -> Iterator[Said]:
    states = review_states(new, after)
    for name, held in review_states(old, before).items():
        current = states.get(name)
        if current is not None and current.void and not held.void and held.by is not None:
            yield Said(_void(name, held, _reason(old, before, new, after, name)))


def _void(name: str, held: ReviewState, reason: str) -> str:
    return f"{DECISION.get(held.status, 'Decision')} of {name} by {held.by} ({held.on}) is void: {reason}"


def _reason(old: Content, before: TopicContent, new: Content, after: TopicContent, name: str) -> str:
    was, now = (next(one for one in topic.statements if one.id == name) for topic in (before, after))
    if was.text != now.text:
        return "its wording changed"
    if was != now:
        return "the statement changed"
    if [one for one in before.regimens if one.statement == name] != [
        one for one in after.regimens if one.statement == name
    ]:
        return "its dose changed"
    cited = {support.source for support in now.sources}
    if {one.id: one for one in old.sources if one.id in cited} != {
        one.id: one for one in new.sources if one.id in cited
    }:
        return "a source that it cites changed"
    return "what it was taken on changed"
