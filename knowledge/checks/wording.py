"""What is printed in an answer: nothing in it looks like a citation that it is not, and every character can be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from knowledge.content_files import Content, TopicContent

CITATION = re.compile(r"\[\d+\]")


def wording(content: Content) -> Iterator[str]:
    """Problems of texts that an answer prints as they are."""
    for source in content.sources:
        printed = {"label": source.label, "title": source.title, "url": source.url, "read": source.read}
        yield from _problems(f"source {source.id}", {**printed, "superseded_note": source.superseded_note})
    for topic in content.topics:
        yield from _of_topic(topic)


def _of_topic(topic: TopicContent) -> Iterator[str]:
    yield from _problems(f"topic {topic.topic.id}", {"title": topic.topic.title, "disclaimer": topic.topic.disclaimer})
    for statement in topic.statements:
        where = f"statement {statement.id}"
        yield from _problems(where, {"text": statement.text, "plain": statement.plain})
        for support in statement.sources:
            yield from _problems(where, {"locator": support.locator})
    for conflict in topic.conflicts:
        yield from _problems(f"conflict {conflict.id}", {"text": conflict.text})
    for trap in topic.near_traps:
        yield from _problems(f"near trap {trap.id}", {"say": trap.say})


def _problems(where: str, texts: dict[str, str | None]) -> Iterator[str]:
    for key, text in texts.items():
        found = CITATION.search(text or "")
        if found:
            yield f"{where}: {key} holds '{found[0]}', which reads as a citation; write it without square brackets"
        if any(unicodedata.category(one) == "Cc" and not one.isspace() for one in text or ""):
            yield f"{where}: {key} holds a control character; remove it"
