"""What is said to one utterance of a call: an answer, another page of it, or nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.channels.exchange import Incoming, Message, answer_before_rasa, are_there
from bot.channels.timeline import answers_to, is_said
from bot.channels.turn import TRANSCRIPT, Turn, audience_of
from bot.channels.voice.commands import command_in
from bot.channels.voice.place import Did, Place
from bot.channels.voice.script import envelope_of, heard_of, is_warned, run_of, sentence_at, warnings_again
from bot.channels.voice.utterance import Spoken, Utterance
from knowledge.answers.envelope import Envelope
from knowledge.rendering.speech import say

Ask = Callable[[Turn], Awaitable[list[Message]]]

GREETING = "hello"
STILL_THERE = "Are you still there?"
CAN_SAY = "You can ask something, or say repeat."
GOODBYE = "I hear nothing, so I end this here. Goodbye."
SENT = "You have it in writing."
NOT_SENT = "Nothing can be written on this line. Ask me in the chat to read it."
MOST_SILENCES = 1
# Nothing is said before these: somebody is in danger, or has to answer.
COME_FIRST = frozenset({"emergency", "needs_input"})


@dataclass(frozen=True)
class Line:
    """A way by which calls come in: the channel's name, and whether an answer can be handed over in writing."""

    channel: str
    writes: bool


class Talk:
    """A call as it is when something is heard: ``place`` is where it is from then on."""

    def __init__(self, line: Line, sender: str, call: str, events: Sequence[Mapping[str, Any]], place: Place) -> None:
        """``events`` are those of the conversation ``sender``, ``place`` where it was before."""
        self._line = line
        self._sender = sender
        self._call = call
        self._events = events
        self.place = place
        self._show(_last_answers(events))

    async def reply(self, utterance: Utterance, ask: Ask) -> Spoken:
        """What to say to ``utterance``; ``ask`` has a message answered."""
        if utterance.id in self.place.utterances:
            return self._spoken(self._kept(utterance))
        if utterance.heard is not None:
            self._break_off(utterance.heard)
        if utterance.is_interruption:
            return self._did(utterance, "stopped")
        if utterance.is_silence:
            silences = self.place.silences + 1
            did: Did = "still-there" if silences <= MOST_SILENCES else "goodbye"
            return self._did(utterance, did, silences=silences)
        return self._steered(utterance) or await self._answered(utterance, ask)

    def _steered(self, utterance: Utterance) -> Spoken | None:
        """The reply to a command; ``None`` where it is none, or there is nothing that it could be about."""
        if not isinstance(utterance.text, str) or utterance.transcript is None or not self._run:
            return None
        place = self.place
        command = command_in(utterance.text, utterance.transcript.alternatives)
        if command == "stop":
            if utterance.heard is None:
                self._break_off(0)
            return self._did(utterance, "stopped")
        if command == "send":
            return self._did(utterance, "sent")
        if command in ("repeat", "slower"):
            slow = place.slow or command == "slower"
            return self._did(utterance, "page", start=0, cut=False, slow=slow, owed=self._owed_elsewhere())
        if command == "more" and place.cut:
            return self._did(utterance, "page", cut=False, owed=self._owed_elsewhere())
        if command == "more" and place.page + 1 < len(self._run):
            return self._did(utterance, "page", page=place.page + 1, start=0)
        return None

    def _owed_elsewhere(self) -> str | None:
        """The answer whose warnings are owed, unless it is the one that is being said."""
        owed = self.place.owed
        return None if any(one.answer_id == owed for one in self._answers) else owed

    async def _answered(self, utterance: Utterance, ask: Ask) -> Spoken:
        metadata = dict(utterance.metadata)
        if utterance.transcript is not None:
            metadata[TRANSCRIPT] = utterance.transcript.as_json()
        text = utterance.text or (GREETING if utterance.event == "start" else None)
        incoming = Incoming(text, audience_of(metadata))
        turn = Turn(self._line.channel, self._sender, incoming, metadata, utterance.id)
        messages = self._kept(utterance) or await ask(turn)
        owed = self.place.owed
        if any(one["custom"]["status"] in COME_FIRST for one in messages):
            self.place = replace(self.place, repeats=None)
        else:
            self.place = replace(self.place, repeats=owed, owed=None)
        self._show(messages)
        down = any(one["custom"]["status"] == "unavailable" for one in messages)
        if down or answer_before_rasa(incoming) is not None:
            # The tracker keeps nothing of it: the same utterance may be sent again.
            self.place = replace(self.place, owed=owed, repeats=None)
            return replace(self._said(self._run[0]), number=1, messages=tuple(messages))
        return self._did(utterance, "page", messages, page=0, start=0, cut=False)

    def _kept(self, utterance: Utterance) -> list[Message]:
        """The answers that ``utterance`` has had already; that there was none just then is no answer."""
        kept = [{"recipient_id": self._sender, **one} for one in answers_to(self._events, utterance.id)]
        return kept if are_there(kept) else []

    def _show(self, messages: Sequence[Message]) -> None:
        """Take ``messages`` as the answers that are spoken of."""
        self._messages = list(messages)
        self._answers = [envelope_of(one) for one in messages]
        before = self._envelope(self.place.repeats)
        self._again = warnings_again(before, self._answers) if before is not None else []
        self._run = run_of([*self._again, *self._answers])

    def _break_off(self, characters: int) -> None:
        """The last reply was heard up to ``characters`` only: what is left of it is owed, a warning above all."""
        place = self.place
        if place.did != "page" or place.page >= len(self._run):
            return
        page, end = self._run[place.page], place.start + characters
        if end < len(page):
            self.place = replace(place, start=sentence_at(page, end), cut=True)
        heard = heard_of(self._run, place.page, end)
        if not is_warned(self._again, heard):
            self.place = replace(self.place, owed=place.repeats)
        elif (owed := next((one for one in self._answers if not is_warned([one], heard)), None)) is not None:
            self.place = replace(self.place, owed=owed.answer_id)

    def _did(self, utterance: Utterance, did: Did, messages: Sequence[Message] = (), **changed: Any) -> Spoken:
        self.place = self.place.after(utterance.id, did, **changed)
        return self._spoken(messages)

    def _spoken(self, messages: Sequence[Message]) -> Spoken:
        """What ``place`` says."""
        place = self.place
        if place.did == "page" and place.page < len(self._run):
            return replace(self._said(self._run[place.page][place.start :]), messages=tuple(messages))
        if place.did == "still-there":
            return self._said(f"{STILL_THERE} {self._asked() or CAN_SAY}")
        if place.did == "goodbye":
            return replace(self._said(GOODBYE), listens=False)
        if place.did == "sent" and self._line.writes:
            handover = {"text": "\n\n".join(str(one["text"]) for one in self._messages), "conversation": self._call}
            return replace(self._said(SENT), handover=handover)
        return self._said(NOT_SENT if place.did == "sent" else "")

    def _said(self, speech: str) -> Spoken:
        number = self.place.page if self.place.cut else self.place.page + 1
        warns = any(one.warnings for one in (*self._again, *self._answers))
        return Spoken(speech, self.place.slow, warns=warns, number=min(number, len(self._run)), of=len(self._run))

    def _asked(self) -> str:
        """What the last answer asks, as it is spoken."""
        last = self._answers[-1] if self._answers else None
        if last is None:
            return ""
        return say(last.question_back or (last.headline if last.status == "needs_input" else ""))

    def _envelope(self, answer_id: str | None) -> Envelope | None:
        """The answer of that id, where the conversation still has it."""
        told = ((one.get("data") or {}).get("custom") or {} for one in self._events if one.get("event") == "bot")
        found = next((one for one in told if answer_id and one.get("answer_id") == answer_id), None)
        return envelope_of({"custom": found}) if found is not None else None


def _last_answers(events: Sequence[Mapping[str, Any]]) -> list[Message]:
    said = next((one for one in reversed(events) if is_said(one)), None)
    return answers_to(events, str(said.get("message_id"))) if said is not None else []
