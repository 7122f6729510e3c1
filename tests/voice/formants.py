"""eSpeak NG by its C interface: voices calculated from formants. Needs the voice environment.

It remembers what it said before, and says the same otherwise the next time. So each utterance has a process of its own:
``python -m tests.voice.formants VOICE WORDS_A_MINUTE`` reads the words, and writes its samples, single floats, after
their rate, an integer of four bytes.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from typing import Any

import espeakng_loader  # type: ignore[import-not-found]
import numpy as np

from tests.voice.sound import Wave, resampled
from tests.voice.voices import Formants

# Of the C interface: the mode of output, the encoding, and the parameter of speed.
_SYNCHRONOUS, _UTF8, _SPEED = 2, 1, 1
_LOUDEST = 32768
# The breath of a voice is random.
_SEED = 1
_RATE_BYTES = 4


def say(text: str, voice: Formants, slowness: float) -> Wave:
    """``text`` in ``voice``, :data:`~tests.voice.sound.RATE` samples a second."""
    speed = str(round(voice.words_a_minute / slowness))
    command = [sys.executable, "-m", "tests.voice.formants", voice.name, speed]
    said = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True).stdout
    rate = int.from_bytes(said[:_RATE_BYTES], sys.byteorder)
    return resampled(np.frombuffer(said[_RATE_BYTES:], dtype=np.float32), rate)


def main() -> None:
    """Say what the standard input holds."""
    name, speed = sys.argv[1:]
    library = espeakng_loader.load_library()

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
    def write(samples: Any, count: int, _events: object) -> int:
        if count > 0 and samples:
            wave = np.ctypeslib.as_array(samples, (count,)).astype(np.float32) / _LOUDEST
            sys.stdout.buffer.write(wave.tobytes())
        return 0

    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    sys.stdout.buffer.write(int(rate).to_bytes(_RATE_BYTES, sys.byteorder))
    library.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
    library.espeak_SetSynthCallback(write)
    if library.espeak_SetVoiceByName(name.encode()) != 0:
        raise ValueError(f"There is no voice {name}.")
    library.espeak_SetParameter(_SPEED, int(speed), 0)
    words = sys.stdin.buffer.read() + b"\0"
    library.espeak_Synth(words, len(words), 0, 1, 0, _UTF8, None, None)


if __name__ == "__main__":
    main()
