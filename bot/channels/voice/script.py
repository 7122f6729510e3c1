"""Answers as one run of pages, and what of it has not been heard."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.exchange import Message
from knowledge.answers.envelope import Envelope
from knowledge.rendering.speech import pages
from knowledge.rendering.speech.paging import LONGEST, MORE
from knowledge.rendering.speech.punctuation import sentences, word_count
from knowledge.rendering.speech.script import script

NEXT_ANSWER = "There is another answer: say more."
CUT_OFF = "You had not heard that warning to its end. Now to what you said."


def envelope_of(message: Message) -> Envelope:
    """The envelope of a message as a channel has it."""
    return Envelope(**{name: value for name, value in message["custom"].items() if name not in ("speech", "ssml")})


def run_of(envelopes: Sequence[Envelope]) -> tuple[str, ...]:
    """All pages of the answers; each but the last ends by offering more."""
    run: list[str] = []
    for number, envelope in enumerate(envelopes, 1):
        said = list(pages(envelope))
        run += said if number == len(envelopes) else [*said[:-1], *_leading_on(said[-1])]
    return tuple(run)


def _leading_on(page: str) -> list[str]:
    """The last ``page`` of an answer with the offer of the next one; two where that makes it too long."""
    kept = sentences(page)
    moved: list[str] = []
    while word_count(" ".join([*kept, NEXT_ANSWER])) > LONGEST and len(kept) > 1:
        moved.insert(0, kept.pop())
    if not moved:
        return [" ".join([*kept, NEXT_ANSWER])]
    return [" ".join([*kept, MORE]), " ".join([*moved, NEXT_ANSWER])]


def warnings_again(envelope: Envelope, following: Sequence[Envelope]) -> list[Envelope]:
    """What an answer warns of and none of the ``following`` ones does, as something to say before them."""
    repeated = {one.text for other in following for one in other.warnings}
    owed = [one for one in envelope.warnings if one.text not in repeated]
    if not owed:
        return []
    behind = {one.statement for one in owed}
    again = Envelope(
        status="answered",
        question=envelope.question,
        audience=envelope.audience,
        headline=CUT_OFF,
        warnings=owed,
        statements=[one for one in envelope.statements if one.id in behind],
        citations=envelope.citations,
    )
    return [again]


def heard_of(run: Sequence[str], page: int, characters: int) -> str:
    """What has been heard of a run by character ``characters`` of its page ``page``."""
    return " ".join([*run[:page], run[page][:characters]])


def is_warned(envelopes: Sequence[Envelope], heard: str) -> bool:
    """Whether every warning of the answers was ``heard`` to its end."""
    blocks = (block for envelope in envelopes for block in script(envelope) if block.is_warning)
    return all(_end_of(block.text) in heard for block in blocks)


def _end_of(text: str) -> str:
    """The last words of a warning: a page may cut it in front of them."""
    return " ".join(text.split()[-3:])


def sentence_at(page: str, character: int) -> int:
    """Where the sentence begins in which ``character`` of ``page`` is."""
    start = 0
    for one in sentences(page):
        place = page.index(one, start)
        if place + len(one) > character:
            return place
        start = place + len(one)
    return start
