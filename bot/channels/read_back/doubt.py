"""Whether what was heard can be answered, or has to be read back first."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.channels.read_back.alike import Sound, sounds_like
from bot.channels.read_back.meaning import Meaning, Parsed, meaning_of
from bot.channels.read_back.question import ReadBack, one_of
from bot.channels.read_back.transcript import Transcript
from knowledge.cues import read_cues
from knowledge.voice import Voice

Understand = Callable[[str], Awaitable[Parsed]]

EMERGENCY = "emergency"
UNFAMILIAR = "unfamiliar_word"
# Doubts of the clean-up that words alone cannot settle; an ambiguous abbreviation is none of the ear.
_NUMBER = "number"
_MISHEARD = frozenset({"another-drug", "plain-english", "two-terms", _NUMBER})
# Looking up what more words would mean takes time while somebody waits.
_MOST_LOOKED_UP = 6
_MARKS = re.compile(r"[?!.,;:]+(?=\s|$)")


@dataclass(frozen=True)
class _Understood:
    text: str
    parsed: Parsed
    meaning: Meaning


def is_emergency(parsed: Parsed) -> bool:
    """Whether a text that was understood as ``parsed`` tells of somebody in danger."""
    return (parsed.get("intent") or {}).get("name") == EMERGENCY


class Doubts:
    """Finds what may have been misheard, by what the assistant would understand."""

    def __init__(self, understand: Understand, voice: Voice) -> None:
        """``understand`` parses a text as the assistant does with dictated ones."""
        self._understand = understand
        self._voice = voice

    async def about(self, text: str, transcript: Transcript) -> ReadBack | None:
        """What is asked before ``text`` is answered, or ``None`` where it is clear enough."""
        heard = await self._understood(text)
        others = [await self._understood(one) for one in _others(text, transcript)]
        alike = await self._alike(heard, transcript)
        candidates = [*_differing(heard, others), *_misheard(heard), *(one.within(text) for one in alike)]
        unsure = self._is_unsure(heard, transcript)
        urgent = is_emergency(heard.parsed) or any(map(read_cues().tells_of_an_emergency, transcript.alternatives))
        if not unsure and not candidates and urgent == is_emergency(heard.parsed):
            return None
        figures = [text[one.start : one.end] for one in alike if one.number]
        # What can be read as several numbers is none of them.
        own = [] if any(one["why"] == _NUMBER for one in _doubts(heard)) else [text]
        settled = not unsure or (len(heard.meaning.figures) == len(figures) == 1 and not self._is_vague(transcript))
        asked = one_of(list(dict.fromkeys([*own, *candidates])), figures, sure=settled)
        return replace(asked, urgent=urgent)

    def _is_vague(self, transcript: Transcript) -> bool:
        return transcript.confidence < float(self._voice.confidence.all)

    def _is_unsure(self, heard: _Understood, transcript: Transcript) -> bool:
        """Whether the recogniser is too unsure of the words as a whole, or of the numbers in them."""
        strange = any(one["entity"] == UNFAMILIAR for one in heard.parsed.get("entities") or [])
        weighty = heard.meaning.has_figures or strange
        return self._is_vague(transcript) or (weighty and transcript.confidence < float(self._voice.confidence.figures))

    async def _alike(self, heard: _Understood, transcript: Transcript) -> list[Sound]:
        """What sounds like something else that would mean something else, as far as the recogniser is unsure of it."""
        limits = self._voice.confidence
        found = sounds_like(heard.text, self._voice) if transcript.confidence < float(limits.alike_numbers) else []
        listened = transcript.confidence < float(limits.alike)
        words = [one for one in found if not one.number and listened][:_MOST_LOOKED_UP]
        meanings = [(await self._understood(one.within(heard.text))).meaning for one in words]
        telling: list[Sound] = []
        known = [heard.meaning]
        for one, meaning in zip(words, meanings, strict=True):
            if all(_says_otherwise(other, meaning) for other in known):
                telling.append(one)
                known.append(meaning)
        return [one for one in found if one.number or one in telling]

    async def _understood(self, text: str) -> _Understood:
        parsed = await self._understand(text)
        return _Understood(text, parsed, meaning_of(parsed, text, self._voice))


def _others(text: str, transcript: Transcript) -> list[str]:
    """The alternatives that are worded otherwise than ``text``, each once: marks are the recogniser's guess."""
    own = _folded(text)
    return list({_folded(one): one for one in transcript.alternatives if _folded(one) not in ("", own)}.values())


def _folded(text: str) -> str:
    return " ".join(_MARKS.sub("", text).casefold().split())


def _differing(heard: _Understood, others: list[_Understood]) -> list[str]:
    """Those of ``others`` that would mean something else than ``heard``, and than each other."""
    distinct = [heard]
    for one in others:
        if not any(known.meaning.agrees_with(one.meaning) for known in distinct):
            distinct.append(one)
    return [one.text for one in distinct[1:]]


def _misheard(heard: _Understood) -> list[str]:
    """The text with each of the terms in it that a word only sounds like."""
    return [
        heard.text[: one["start"]] + candidate + heard.text[one["end"] :]
        for one in _doubts(heard)
        for candidate in one["candidates"]
        if candidate.casefold() != one["form"].casefold()
    ]


def _doubts(heard: _Understood) -> list[dict[str, Any]]:
    found = (heard.parsed.get("clean_up") or {}).get("doubts") or []
    return [one for one in found if one["why"] in _MISHEARD]


def _says_otherwise(one: Meaning, other: Meaning) -> bool:
    """Whether something else would be said of the patient, a medicine or an amount; a mere "not" elsewhere is none."""
    names = ("drugs", "figures", "quantities", "units", "named", "said_of")
    return any(getattr(one, name) != getattr(other, name) for name in names)
