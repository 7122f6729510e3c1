"""Envelope → pages of speech: each short enough to be kept in mind, and none ends as if nothing followed."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers.envelope import Envelope
from knowledge.rendering.speech.cutting import cut
from knowledge.rendering.speech.punctuation import word_count
from knowledge.rendering.speech.script import Block, question_of, script
from knowledge.rendering.speech.speaker import spoken
from knowledge.settings import Settings

LONGEST = 60
MORE = "Say more to hear the rest."
MORE_WARNINGS = "More on the warnings: say more."
OR_ANSWER = "{more}, or answer: {question}"


def pages(envelope: Envelope) -> tuple[str, ...]:
    """The whole answer as it is spoken, in pages of at most :data:`LONGEST` words; there is at least one.

    Every page but the last ends by offering more. The question back, if there is one, is the last thing of the first
    page where there is room for it, and of the last page.
    """
    question = question_of(envelope)
    waiting = [*script(envelope), *([Block(question)] if question else [])]
    said: list[str] = []
    while waiting:
        page, waiting = _page(waiting, question if not said else "")
        said.append(page)
    return tuple(said)


def _page(waiting: Sequence[Block], question: str) -> tuple[str, list[Block]]:
    """One page, and what is left for others."""
    if _words(waiting) <= LONGEST:
        return _join(waiting), []
    for asked in dict.fromkeys([question, ""]):
        closing = max(word_count(_offer(asked, is_warning=kind)) for kind in (True, False))
        fitting = _fitting(waiting, LONGEST - closing)
        if fitting:
            rest = list(waiting[fitting:])
            offer = _offer(asked, is_warning=any(block.is_warning for block in rest))
            return f"{_join(waiting[:fitting])} {offer}", rest
    page, rest_of_first = cut(waiting[0], LONGEST, spoken(Settings.from_environment().content))
    return page, [rest_of_first, *waiting[1:]]


def _offer(question: str, *, is_warning: bool) -> str:
    more = MORE_WARNINGS if is_warning else MORE
    return OR_ANSWER.format(more=more.rstrip("."), question=question) if question else more


def _fitting(blocks: Sequence[Block], room: int) -> int:
    """How many of ``blocks``, from the first on, fit into ``room`` words."""
    return max((count for count in range(1, len(blocks)) if _words(blocks[:count]) <= room), default=0)


def _words(blocks: Sequence[Block]) -> int:
    return word_count(_join(blocks))


def _join(blocks: Sequence[Block]) -> str:
    return " ".join(block.spoken for block in blocks)
