"""Who speaks, and what else is to be heard: the voices and noises of the loop, by name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Neural:
    """A voice learned from recordings; ``slowness`` below 1 is brisk, ``higher`` above 1 a smaller person."""

    slowness: float = 1.0
    higher: float = 1.0


@dataclass(frozen=True)
class Formants:
    """A voice calculated from formants: the synthesiser's ``name`` of it, and how fast it speaks."""

    name: str
    words_a_minute: int = 150


@dataclass(frozen=True)
class Noise:
    """What is to be heard beside the voice, so many ``decibels`` weaker; by ``telephone``, or in the room."""

    kind: str | None = None
    decibels: float = 0.0
    telephone: bool = False


Voice = Neural | Formants

VOICES: dict[str, Voice] = {
    "neural": Neural(),
    "neural, brisk": Neural(slowness=0.85),
    "neural, higher": Neural(higher=1.15),
    "British": Formants("en-gb-x-rp"),
    "British, higher": Formants("en-gb-x-rp+f2"),
}
NOISES = {
    "quiet": Noise(),
    "street, 15 dB": Noise("street", 15.0),
    "ward, 15 dB": Noise("ward", 15.0),
    "telephone": Noise("street", 25.0, telephone=True),
}
# What the ward talks about, all at once.
TALK = {
    "Could somebody take the phone, please? It has been ringing for a while.": Formants("en-gb-x-rp"),
    "Her son is coming at four, and he would like to speak to one of you.": Formants("en-us+f3"),
    "There is still tea in the kitchen, and the cake is from bed nine.": Formants("en+m3"),
    "I am off now, see you on Monday, and thank you for staying longer.": Formants("en-gb-scotland+f2"),
    "The lift is out of order again, so we have to go round by the back.": Formants("en-us+m5"),
}
