"""What a front end sends of a call, and what it is to say and do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from bot.channels.door import Refused
from bot.channels.exchange import Message
from bot.channels.read_back import Transcript
from bot.channels.turn import metadata_of
from knowledge.rendering.speech import ssml

FORM = 'Send a JSON object such as {"call": "id", "id": "utterance id", "transcript": "words", "confidence": 0.9}.'
NAMELESS = "The request names no call: “call” has to be a text of its own for each."
EVENTS = frozenset({"start", "silence"})
UNKNOWN_EVENT = "“event” has to be one of: start, silence."
NO_NUMBER = '“interrupted” has to say how many characters were heard: {"characters": 120}.'


@dataclass(frozen=True)
class Utterance:
    """What was heard in a call: ``text``, or an ``event`` where nobody spoke.

    ``heard`` is how many characters of the last reply were, where it was interrupted; ``silent`` says that nothing was
    heard at all.
    """

    id: str
    text: object = None
    transcript: Transcript | None = None
    event: str | None = None
    heard: int | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_silence(self) -> bool:
        """Whether nobody spoke."""
        blank = self.text is None or (isinstance(self.text, str) and not self.text.strip())
        return blank and (self.event == "silence" or (self.event is None and self.heard is None))

    @property
    def is_interruption(self) -> bool:
        """Whether the last reply was broken off, and nothing else is known yet."""
        return self.event is None and self.heard is not None and self.text is None


@dataclass(frozen=True)
class Spoken:
    """What to say next. ``listens``: the call goes on. ``number`` is the page's, of all ``of`` pages.

    ``warns``: the answers warn of something, so that it matters what of them is heard.
    """

    speech: str
    slow: bool = False
    listens: bool = True
    warns: bool = False
    number: int = 0
    of: int = 0
    messages: tuple[Message, ...] = ()
    handover: Mapping[str, str] | None = None

    @property
    def ssml(self) -> str:
        """The speech as SSML."""
        return ssml(self.speech, "slow" if self.slow else "medium")

    def as_json(self) -> dict[str, Any]:
        """The reply as the front end gets it."""
        return {
            "speech": self.speech,
            "ssml": self.ssml,
            "listen": self.listens,
            "warns": self.warns,
            "more": self.number < self.of,
            "page": {"number": self.number, "of": self.of},
            "messages": list(self.messages),
            "handover": self.handover,
        }


def utterance_in(body: Mapping[str, Any]) -> Utterance:
    """The utterance of a request; raises :class:`~bot.channels.door.Refused` where it has another form."""
    event, interrupted = body.get("event"), body.get("interrupted")
    if event is not None and event not in EVENTS:
        raise Refused(400, UNKNOWN_EVENT)
    heard = interrupted.get("characters") if isinstance(interrupted, dict) else None
    if interrupted is not None and (type(heard) is not int or heard < 0):
        raise Refused(400, NO_NUMBER)
    text = body.get("transcript")
    sure = {name: body.get(name) for name in ("confidence", "alternatives")}
    spoken = None if text is None else Transcript.of(sure)
    return Utterance(str(body.get("id") or uuid4().hex), text, spoken, event, heard, metadata_of(body))


def call_in(body: Mapping[str, Any]) -> str:
    """The call that a request names; raises :class:`~bot.channels.door.Refused` where it names none."""
    call = body.get("call")
    if not isinstance(call, str) or not call.strip():
        raise Refused(400, NAMELESS)
    return call
