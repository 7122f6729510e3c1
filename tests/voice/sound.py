"""What becomes of a voice on its way to the recogniser: other sounds around it, and a telephone between."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Wave = NDArray[np.float32]

# Samples a second, as the recogniser wants them.
RATE = 16_000
TELEPHONE_BAND_HZ = (300, 3400)
# Of the telephone's eight bits a sample: the compression of G.711 in North America.
MU = 255
STEPS = 128


def resampled(wave: Wave, rate: float) -> Wave:
    """``wave`` of ``rate`` samples a second with :data:`RATE` of them instead."""
    spectrum = np.fft.rfft(wave)
    length = round(len(wave) * RATE / rate)
    kept = np.zeros(length // 2 + 1, dtype=spectrum.dtype)
    shared = min(len(spectrum), len(kept))
    kept[:shared] = spectrum[:shared]
    return np.asarray(np.fft.irfft(kept, length) * (length / len(wave)), dtype=np.float32)


def pink(length: int, chance: np.random.Generator) -> Wave:
    """``length`` samples of noise with as much power in each octave, as of a ventilator or a street."""
    spectrum = np.fft.rfft(chance.standard_normal(length))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    return np.asarray(np.fft.irfft(spectrum, length), dtype=np.float32)


def babble(voices: list[Wave]) -> Callable[[int, np.random.Generator], Wave]:
    """Noise made of ``voices`` that all speak at once, each over and over from wherever chance has it begin."""

    def talk(length: int, chance: np.random.Generator) -> Wave:
        begun = [np.roll(voice, chance.integers(len(voice))) for voice in voices]
        return np.asarray(sum(np.resize(voice, length) for voice in begun), dtype=np.float32)

    return talk


def mixed(wave: Wave, noise: Wave, decibels: float) -> Wave:
    """``wave`` with ``noise`` that is so many ``decibels`` weaker."""
    power, of_noise = float(np.mean(wave**2)), float(np.mean(noise**2))
    return np.asarray(wave + noise * np.sqrt(power / of_noise / 10 ** (decibels / 10)), dtype=np.float32)


def by_telephone(wave: Wave) -> Wave:
    """``wave`` as an ordinary telephone line hands it on: a narrow band, eight bits a sample."""
    spectrum = np.fft.rfft(wave)
    heard = np.fft.rfftfreq(len(wave), 1 / RATE)
    spectrum[(heard < TELEPHONE_BAND_HZ[0]) | (heard > TELEPHONE_BAND_HZ[1])] = 0
    narrow = np.fft.irfft(spectrum, len(wave))
    loud = narrow / max(float(np.abs(narrow).max()), 1e-9)
    pressed = np.sign(loud) * np.log1p(MU * np.abs(loud)) / np.log1p(MU)
    coarse = np.round(pressed * STEPS) / STEPS
    return np.asarray(np.sign(coarse) * np.expm1(np.abs(coarse) * np.log1p(MU)) / MU, dtype=np.float32)
