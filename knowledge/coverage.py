"""Which statements carry each factual sentence of the article that set a topic's scope."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from knowledge.content_files import Content, TopicContent

HEAD = """# Article coverage

Each factual sentence of the article that set a topic's scope, by its first words, and the statements that carry it.
Written by `footnote knowledge coverage > docs/article-coverage.md`; a test holds the two together.
"""


def as_markdown(content: Content) -> str:
    """The whole table for every topic of ``content``."""
    return "\n".join([HEAD, *(line for topic in content.topics for line in _topic(topic))]) + "\n"


def _topic(content: TopicContent) -> Iterator[str]:
    yield f"## {content.topic.title}"
    for section, sentences in groupby(content.article, key=lambda sentence: sentence.section):
        yield from ("", f"### {section}", "", "| sentence | carried by |", "|---|---|")
        for sentence in sentences:
            keys = [f"`topic.yml` {key}" for key in sentence.topic]
            yield f"| {sentence.begins} … | {', '.join([*(f'`{name}`' for name in sentence.statements), *keys])} |"
