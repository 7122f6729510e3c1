"""What the sentence encoder is adapted to, as JSON: ``python -m bot.encoder.examples FILE``.

Written apart from the adaptation, which runs in an environment of its own without Rasa.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.evaluation.cross_validation import examples_as_trained
from bot.nlu.curated_questions import curated_questions
from bot.nlu.joined import joined_messages
from knowledge.content_files import read_content
from knowledge.settings import Settings


@dataclass(frozen=True)
class Text:
    """A cleaned text with the intent that it has, or the id of the statement that answers it.

    ``cuts`` are the characters at which further questions begin; ``None`` where it is no question.
    """

    text: str
    intent: str | None = None
    statement: str | None = None
    cuts: tuple[int, ...] | None = ()


def texts(folder: Path) -> Iterator[Text]:
    """The training examples, the questions of the content in ``folder`` and its statements, and joined questions.

    Raises :class:`~knowledge.content_files.ContentError` where the content cannot be read.
    """
    examples = examples_as_trained(folder)
    yield from (Text(one.text, intent=one.intent) for one in examples)
    yield from (Text(one.text, statement=one.statement.id) for one in curated_questions(folder))
    statements = (one for topic in read_content(folder).topics for one in topic.statements)
    yield from (Text(one.text, statement=one.id, cuts=None) for one in statements)
    yield from (Text(one.text, cuts=one.cuts) for one in joined_messages(folder, examples))


def main() -> None:
    """Write the texts to the file that is named on the command line."""
    found = [asdict(one) for one in texts(Settings.from_environment().content)]
    Path(sys.argv[1]).write_text(json.dumps(found, ensure_ascii=False, indent=0), encoding="utf-8")


if __name__ == "__main__":
    main()
