"""The questions that the curated content gives for its statements, read as messages are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.nlu.clean_up import cleaner_of
from bot.nlu.vocabulary import Found, Matcher, terms_of
from knowledge.content_files import read_content
from knowledge.schema import Statement


@dataclass(frozen=True)
class CuratedQuestion:
    """A question that ``statement`` answers, cleaned, with the terms ``found`` in it."""

    text: str
    found: tuple[Found, ...]
    statement: Statement


def curated_questions(folder: Path) -> Iterator[CuratedQuestion]:
    """Every question of every statement of the content in ``folder``.

    Raises :class:`~knowledge.content_files.ContentError` where the content cannot be read.
    """
    content = read_content(folder)
    cleaner = cleaner_of(content, folder)
    matcher = Matcher(terms_of(content))
    for topic in content.topics:
        for statement in topic.statements:
            for asked in statement.asked:
                text = cleaner.clean(asked).text
                yield CuratedQuestion(text, tuple(matcher.find(text)), statement)
