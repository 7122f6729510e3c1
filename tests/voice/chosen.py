"""What is asked by voice: a fixed choice of the test questions, and questions whose numbers are easily misheard."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from bot.evaluation.asking import Patient
from bot.evaluation.questions import TestQuestion, read_questions
from tests.voice.recogniser import Utterance
from tests.voice.said import Reader, is_speakable
from tests.voice.voices import NOISES, VOICES

NUMBERS = Path(__file__).with_name("numbers.yml")
# English is spoken, and a slip of the keys makes no sound.
LEFT_OUT = frozenset({"other_languages", "bad_input", "misspelt", "typo"})


@dataclass(frozen=True)
class Spoken:
    """A question, what somebody says who asks it, and in which voice and noise.

    ``patient`` and ``dose`` (given to be checked) are what it says, where that has been written down; ``question`` is
    what it is judged by, if it is a test question.
    """

    id: str
    text: str
    words: str
    patient: Patient
    dose: dict[str, str] | None = None
    question: TestQuestion | None = None

    def said(self, words: str, turn: int = 0, slowness: float = 1.0) -> Utterance:
        """``words`` as the same person says them in the same place, at the ``turn`` of the conversation."""
        seed = _number(f"{self.id}:{turn}")
        voices, noises = list(VOICES), list(NOISES)
        voice, noise = voices[_number(self.id) % len(voices)], noises[_number(self.id) // 8 % len(noises)]
        return Utterance(words, voice, noise, seed, slowness)


def numbers(reader: Reader) -> list[Spoken]:
    """The questions whose numbers, units and negations are easily misheard."""
    entries = YAML(typ="safe", pure=True).load(NUMBERS.read_text(encoding="utf-8"))
    return [
        Spoken(
            f"number-{place:02}",
            entry["text"],
            reader.aloud(entry["text"], entry["text"]),
            {slot: {"value": value, "status": "given"} for slot, value in entry.get("patient", {}).items()},
            entry.get("dose"),
        )
        for place, entry in enumerate(entries, 1)
    ]


def speakable(reader: Reader) -> list[Spoken]:
    """The test questions that a clinician can ask in one breath, in an order that their ids fix."""
    asked = [one for one in read_questions() if len(one.turns) == 1 and isinstance(one.text, str)]
    clinical = [one for one in asked if one.audience == "clinician" and not LEFT_OUT & {one.family, *one.tags}]
    spoken = [
        Spoken(one.id, str(one.text), reader.aloud(str(one.text), one.id), one.slots or {}, question=one)
        for one in clinical
    ]
    return sorted((one for one in spoken if is_speakable(one.words)), key=lambda one: _number(one.id))


def first(count: int, questions: Iterable[Spoken], is_right: Callable[[Spoken], bool]) -> Iterator[Spoken]:
    """The first ``count`` of ``questions`` that are right when they are typed: what is measured is what voice adds."""
    for question in questions:
        if count and is_right(question):
            count -= 1
            yield question


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
