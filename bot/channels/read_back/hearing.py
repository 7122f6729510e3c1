"""A message as Rasa is to see it: answered at once, read back first, or the reply to what was read back."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.channels.read_back.doubt import Doubts, Understand, is_emergency
from bot.channels.read_back.question import ONE_OF_THESE, YES_OR_NO, ReadBack, whole
from bot.channels.read_back.reply import Replies, Reply
from bot.channels.read_back.transcript import Transcript
from knowledge.answers.read_back import PAYLOAD, SAY_AGAIN
from knowledge.cues import read_cues
from knowledge.voice import voice_of_the_product

# A reply that comes later replies to nothing.
WAITING_SECONDS = 15 * 60


@dataclass(frozen=True)
class Heard:
    """A message's ``text``, and what is kept beside it: ``told``.

    ``title`` is that of the button that it is the payload of; ``transcript`` is there where it was spoken.
    """

    text: str
    told: Mapping[str, Any]
    title: str | None = None
    transcript: Transcript | None = None


def waiting_in(events: Sequence[Mapping[str, Any]]) -> ReadBack | None:
    """What the last message of a conversation's ``events`` left waiting to be confirmed."""
    said: Iterator[Mapping[str, Any]] = (one for one in reversed(events) if one.get("event") == "user")
    last = next(said, {})
    kept = (last.get("metadata") or {}).get("read_back")
    late = time.time() - float(last.get("timestamp") or 0) > WAITING_SECONDS
    waiting = ReadBack.from_json(kept) if kept and not late else None
    return waiting if waiting is not None and waiting.text else None


async def hear(heard: Heard, events: Sequence[Mapping[str, Any]], understand: Understand) -> Heard:
    """What Rasa is to see of ``heard``, the next message of the conversation that ``events`` tell.

    Only what was spoken is ever read back, and only a reply to that takes what waits; what else is said instead is a
    message of its own.
    """
    voice = voice_of_the_product()
    waiting = waiting_in(events)
    reply = _reply(heard, waiting, Replies(voice)) if waiting is not None else None
    if waiting is not None and reply is not None and not await _may_be_urgent(heard, reply, understand):
        return _replied(heard, waiting, reply)
    if heard.transcript is None or heard.title is not None:
        return heard
    doubtful = await Doubts(understand, voice).about(heard.text, heard.transcript)
    return heard if doubtful is None else _read_back(heard, doubtful)


def _reply(heard: Heard, waiting: ReadBack, replies: Replies) -> Reply | None:
    if heard.title is not None:
        return replies.by_button(waiting, heard.text)
    return replies.in_words(waiting, heard.text, heard.transcript)


async def _may_be_urgent(heard: Heard, reply: Reply, understand: Understand) -> bool:
    """Whether a spoken reply may have been a cry for help."""
    if heard.transcript is None:
        return False
    if any(read_cues().tells_of_an_emergency(one) for one in heard.transcript.alternatives):
        return True
    return reply.meant == "unclear" and is_emergency(await understand(heard.text))


def _replied(heard: Heard, waiting: ReadBack, reply: Reply) -> Heard:
    if reply.meant == "no":
        return _read_back(heard, ReadBack("", SAY_AGAIN))
    if reply.meant == "unclear":
        return _read_back(heard, _asked_again(waiting))
    text = waiting.choices[reply.choice].text if reply.meant == "choice" else waiting.text
    if reply.meant == "choice" and not (waiting.sure and reply.clear):
        return _read_back(heard, whole(text, [waiting.choices[reply.choice].label]))
    return replace(heard, text=text, told={**heard.told, "shown": _shown(heard), "spoken": True, "confirmed": True})


def _asked_again(waiting: ReadBack) -> ReadBack:
    # Places are heard better than words that sound alike.
    ordinals = [forms[0] for forms in voice_of_the_product().ordinals[: len(waiting.choices)]]
    listed = f"{', '.join(ordinals[:-1])} or {ordinals[-1]}" if ordinals else ""
    how = ONE_OF_THESE.format(ordinals=listed) if listed else YES_OR_NO
    return replace(waiting, question=how + waiting.question.removeprefix(how))


def _read_back(heard: Heard, asked: ReadBack) -> Heard:
    return replace(heard, text=PAYLOAD, told={**heard.told, "shown": _shown(heard), "read_back": asked.as_json()})


def _shown(heard: Heard) -> str:
    return heard.title or heard.text
