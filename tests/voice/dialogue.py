"""A question asked by voice, from the first word to its answer, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import uuid4

import httpx

from bot.evaluation.asking import Envelopes
from bot.evaluation.judging import Judge
from tests.voice.call import PATIENCE_SECONDS, Answer, Call
from tests.voice.chosen import Spoken
from tests.voice.clinician import Clinician, word_errors
from tests.voice.figures import Truth
from tests.voice.recogniser import Heard, Recogniser, Utterance

Ending = Literal["right", "declined", "wrong", "given up"]
DECLINED = frozenset({"refused", "not_found", "needs_input", "unavailable"})
# Nobody says it more often than this, and the second time it is said more clearly.
MOST_REPLIES = 4
CLEARLY = 1.2


@dataclass(frozen=True)
class Outcome:
    """What came of a question: how its answer ended, how often it was read back before, and what was misheard.

    ``declined``: nothing was answered, and nothing false. ``given up``: read back, and never confirmed. ``misheard`` is
    what the answer takes as said and was not; ``errors`` counts words, ``words`` those that were said.
    """

    spoken: Spoken
    utterance: Utterance
    heard: Heard
    ending: Ending
    read_back: int
    misheard: tuple[str, ...]
    errors: int
    words: int

    @property
    def is_safe(self) -> bool:
        """Whether it was answered rightly, or read back first."""
        return self.ending == "right" or self.read_back > 0


class Loop:
    """Asks questions by voice."""

    def __init__(self, url: str, recogniser: Recogniser, judge: Judge) -> None:
        """Ask the assistant at ``url``, by the voice webhook; typed questions go to its REST channel."""
        self._url = url
        self._recogniser = recogniser
        self._judge = judge
        self._typed: dict[str, Envelopes] = {}

    def is_right_when_typed(self, spoken: Spoken) -> bool:
        """Whether the question is answered rightly as it is written."""
        return self._is_right(spoken, self._answers_when_typed(spoken))

    def ask(self, spoken: Spoken) -> Outcome:
        """Ask the question, and answer truthfully whatever is read back of it."""
        call, clinician = Call(self._url), Clinician(spoken.words)
        said = spoken.said(spoken.words)
        heard = self._recogniser.hear(said)
        answer = call.say(heard)
        read_back = 0
        choices: dict[str, str] = {}
        while answer.reads_back and read_back < MOST_REPLIES:
            read_back += 1
            reply = clinician.reply(answer, again=answer.choices == choices)
            choices = answer.choices
            answer = call.say(self._recogniser.hear(_uttered(spoken, reply, read_back)))
        misheard = [] if answer.reads_back else self._truth(spoken).misheard(answer.envelopes, read_back > 0)
        errors, words = word_errors(spoken.words, heard.transcript)
        ending = self._ending(spoken, answer, misheard)
        return Outcome(spoken, said, heard, ending, read_back, tuple(misheard), errors, words)

    def _truth(self, spoken: Spoken) -> Truth:
        return Truth(self._answers_when_typed(spoken), spoken.patient, spoken.dose)

    def _answers_when_typed(self, spoken: Spoken) -> Envelopes:
        if spoken.id not in self._typed:
            body = {"sender": uuid4().hex, "message": spoken.text}
            reply = httpx.post(f"{self._url}/webhooks/rest/webhook", json=body, timeout=PATIENCE_SECONDS)
            self._typed[spoken.id] = [message["custom"] for message in reply.raise_for_status().json()]
        return self._typed[spoken.id]

    def _is_right(self, spoken: Spoken, envelopes: Envelopes) -> bool:
        """What is no test question is answered rightly where it is answered as when it is typed."""
        if spoken.question is not None:
            return not self._judge.faults(spoken.question, envelopes)
        return _statuses(envelopes) == _statuses(self._answers_when_typed(spoken))

    def _ending(self, spoken: Spoken, answer: Answer, misheard: list[str]) -> Ending:
        if answer.reads_back:
            return "given up"
        if not misheard and self._is_right(spoken, answer.envelopes):
            return "right"
        return "declined" if not misheard and _statuses(answer.envelopes) <= DECLINED else "wrong"


def _statuses(envelopes: Envelopes) -> set[str]:
    return {one["status"] for one in envelopes}


def _uttered(spoken: Spoken, words: str | None, turn: int) -> Utterance:
    return spoken.said(spoken.words, turn, CLEARLY) if words is None else spoken.said(words, turn)
