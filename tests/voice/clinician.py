"""The clinician of the voice loop, who knows what was said and answers a read-back truthfully, by voice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bot.channels.read_back.words import written
from tests.voice.call import Answer

# Longer than the bare words, which recognisers hear badly on their own.
YES, NO = "yes, that's right", "no, that's wrong"
ORDINALS = ("the first one", "the second one", "the third one")
# How like what was said the whole has to sound, and each long word in it: a listener does not notice every slip.
ALIKE, LONG_ALIKE, LONG = 85, 70, 7
_QUOTED = re.compile("“(.*)”", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NEGATIONS = re.compile(r"\b(?:no|not|without|never|none|neither|nor|denies|cannot|\w+n't)\b")


@dataclass(frozen=True)
class Clinician:
    """Somebody who said ``said``."""

    said: str

    def reply(self, answer: Answer, again: bool = False) -> str | None:
        """What is said to a question that reads back: yes, no or a choice; ``None`` for all of it once more.

        Somebody whose choice was not understood, and who is asked ``again``, says which one it is in the row.
        """
        quoted = _QUOTED.search(answer.envelopes[0]["headline"])
        if quoted is not None:
            return YES if self.meant(quoted[1]) else NO
        if not answer.choices:
            return None
        said = f" {written(self.said)} "
        right = [title for title in answer.choices if f" {written(title)} " in said]
        if not right:
            return NO
        chosen = max(right, key=len)
        return ORDINALS[list(answer.choices).index(chosen)] if again else chosen

    def meant(self, heard: str) -> bool:
        """Whether ``heard`` is what was said: the same numbers and negations, and words that sound much the same."""
        one, other = written(self.said), written(heard)
        return (
            sorted(_NUMBER.findall(one)) == sorted(_NUMBER.findall(other))
            and len(_NEGATIONS.findall(one)) == len(_NEGATIONS.findall(other))
            and fuzz.ratio(one, other) >= ALIKE
            and all(
                fuzz.partial_ratio(word, other.replace(" ", "")) >= LONG_ALIKE
                for word in one.split()
                if len(word) >= LONG
            )
        )


def word_errors(said: str, heard: str) -> tuple[int, int]:
    """How many words of ``said`` were heard otherwise, left out or put in, and how many words that is of."""
    one, other = written(said).split(), written(heard).split()
    return Levenshtein.distance(one, other), len(one)
