"""Dictation: lower case, no punctuation, numbers in words, letters one by one, fillers, words that sound alike."""

from __future__ import annotations

import re
import unicodedata
from random import Random

from bot.evaluation.noise_numbers import NumberWords
from knowledge.text import normalise

_CAPITALS = re.compile(r"(?<![\w'])[A-Z]{2,6}(?=s?(?![\w']))")
_LETTERS = re.compile(r"(?<![\w'])[A-Za-z]{2,6}(?![\w'])")
_NUMBER = re.compile(r"\d*\.\d+|\d+")
_OPEN_ENDED = 0.5


class Speech(NumberWords):
    """How a message is said; what each table means stands in ``noise.yml``."""

    written: list[tuple[str, str]]
    units: dict[str, tuple[str, str]]
    said_as_words: list[str]
    openings: list[str]
    fillers: list[str]
    close: list[str]
    homophones: dict[str, str]
    most_misheard: int
    most_fillers: int


class Speaker:
    """Says a message as speech recognition would write it down."""

    def __init__(
        self, speech: Speech, terms: frozenset[str], acronyms: frozenset[str], english: frozenset[str]
    ) -> None:
        """``terms`` are never misheard; ``acronyms`` are said letter by letter, as are capitals that are no word."""
        self._speech = speech
        self._terms = terms
        self._words = english | set(speech.said_as_words)
        self._acronyms = acronyms - self._words
        self._written = [(re.compile(pattern), said) for pattern, said in speech.written]
        names = sorted(speech.units, key=len, reverse=True)
        short = "|".join(re.escape(name) for name in names)
        long = "|".join(re.escape(name) for name in names if len(name) > 1)
        # The number before a unit says whether it is one or several.
        self._unit = re.compile(
            rf"(?P<number>(?<![\d.])\d*\.?\d+\s*-?)(?P<counted>{short})(?![A-Za-z])"
            rf"|(?P<per>\bper )(?P<each>{short})(?![A-Za-z])|(?<![\w'])(?P<alone>{long})(?![\w'])",
            re.IGNORECASE,
        )
        said = {word for pair in speech.units.values() for word in pair}
        self._followed = re.compile(rf"\s*-?(?:{'|'.join(sorted(said, key=len, reverse=True))})\b")
        self.number_words = speech.every_word() | said
        self._fixed = self.number_words | set(speech.close)

    def say(self, text: str, chance: Random) -> str:
        """``text`` as it would be heard."""
        shouted = text.isupper()
        for pattern, said in self._written:
            text = pattern.sub(said, text)
        text = self._unit.sub(self._said_unit, text)
        if not shouted:
            text = _CAPITALS.sub(self._spelt_capitals, text)
        text = _LETTERS.sub(self._spelt_acronym, text)
        text = self._with_number_words(text, chance)
        words = _without_punctuation(text.lower()).split()
        return " ".join(self._hesitant(self._misheard(words, chance), chance))

    def _said_unit(self, found: re.Match[str]) -> str:
        one, several = self._speech.units[(found["counted"] or found["each"] or found["alone"]).lower()]
        if found["per"]:
            return f"{found['per']}{one}"
        if found["alone"]:
            return several
        number = found["number"].rstrip(" -")
        return f"{number} {one if number == '1' else several}"

    def _spelt_capitals(self, found: re.Match[str]) -> str:
        return found[0] if found[0].lower() in self._words else " ".join(found[0])

    def _spelt_acronym(self, found: re.Match[str]) -> str:
        return " ".join(found[0]) if found[0].lower() in self._acronyms else found[0]

    def _with_number_words(self, text: str, chance: Random) -> str:
        def said(found: re.Match[str]) -> str:
            is_measure = self._followed.match(text, found.end()) is not None
            return f" {self._speech.say(found[0], chance, is_measure)} "

        return _NUMBER.sub(said, text)

    def _misheard(self, words: list[str], chance: Random) -> list[str]:
        homophones = self._speech.homophones
        places = [at for at, word in enumerate(words) if word in homophones and normalise(word) not in self._terms]
        chosen = set(chance.sample(places, min(len(places), self._speech.most_misheard)))
        return [homophones[word] if at in chosen else word for at, word in enumerate(words)]

    def _hesitant(self, words: list[str], chance: Random) -> list[str]:
        """``words`` with fillers, never inside a number, a quantity or something that is spelt."""
        plain = [len(word) > 1 and word not in self._fixed for word in words]
        places = [at for at in range(1, len(words)) if plain[at - 1] and plain[at]]
        chosen = chance.sample(places, min(len(places), self._speech.most_fillers))
        for at in sorted(chosen, reverse=True):
            words = [*words[:at], chance.choice(self._speech.fillers), *words[at:]]
        return [chance.choice(self._speech.openings), *words] if chance.random() < _OPEN_ENDED else words


def _without_punctuation(text: str) -> str:
    """``text`` with a space for every mark but the apostrophe inside a word."""
    kept = re.sub(r"(?<=\w)[’'](?=\w)", "\0", text)
    spaced = "".join(" " if unicodedata.category(one)[0] in "PS" else one for one in kept)
    return spaced.replace("\0", "'")
