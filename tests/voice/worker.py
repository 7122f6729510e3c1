"""The voice environment's process: a line of JSON comes in with what to say and how, one goes out with what was heard.

``python -m tests.voice.worker``, in: ``{"text", "voice", "noise", "seed", "slowness"}``, out: ``{"transcript",
"confidence", "alternatives"}``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from tests.voice.hear import Heard, Listener
from tests.voice.sound import Wave, babble, by_telephone, mixed, pink
from tests.voice.speak import Speaker
from tests.voice.voices import NOISES, TALK, VOICES


class Loop:
    """From words to a sound, and back to words."""

    def __init__(self) -> None:
        """Load the synthesisers and the recogniser, and let the ward talk."""
        self._speaker = Speaker()
        self._listener = Listener()
        ward = babble([self._speaker.say(text, voice) for text, voice in TALK.items()])
        self._noises: dict[str, Callable[[int, np.random.Generator], Wave]] = {"street": pink, "ward": ward}

    def heard(self, asked: Mapping[str, Any]) -> Heard:
        """What is heard of the text that ``asked`` names, in its voice and noise."""
        wave = self._speaker.say(asked["text"], VOICES[asked["voice"]], asked["slowness"])
        noise = NOISES[asked["noise"]]
        if noise.kind is not None:
            chance = np.random.default_rng(asked["seed"])
            wave = mixed(wave, self._noises[noise.kind](len(wave), chance), noise.decibels)
        return self._listener.hear(by_telephone(wave) if noise.telephone else wave)


def main() -> None:
    """Answer each line of the standard input with a line on the standard output, until there is no more."""
    loop = Loop()
    for line in sys.stdin:
        print(json.dumps(asdict(loop.heard(json.loads(line)))), flush=True)  # noqa: T201 - that is the answer


if __name__ == "__main__":
    main()
