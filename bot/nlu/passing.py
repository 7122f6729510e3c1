"""Tells the near traps that a message asks for from those that it says in passing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.nlu.vocabulary import Found, fold
from knowledge.content_files import Content
from knowledge.cues import Cues
from knowledge.text import normalise

# What a near trap counts as instead: an illness that is asked about, or nothing where it is history.
MATTER = "other_matter"
_CLAUSE_ENDS = re.compile(r"[,.;:?!\n]")
_SENTENCE_ENDS = re.compile(r"[.;?!\n]")


@dataclass(frozen=True)
class Passing:
    """By topic the ``asides``, those that are ``acute`` and the ``patterns``, and the general ``cues``."""

    cues: dict[str, str] = field(default_factory=dict)
    topics: list[dict[str, dict[str, str] | list[str]]] = field(default_factory=list)

    @classmethod
    def of(cls, content: Content, cues: Cues) -> Passing:
        """What ``content`` and ``cues`` say."""
        told = {"before": cues.told_before, "behind": cues.told_behind, "against": cues.against}
        topics: list[dict[str, dict[str, str] | list[str]]] = [
            {
                "asides": [normalise(form) for trap in one.near_traps for form in trap.asides],
                "acute": [normalise(form) for trap in one.near_traps if trap.acute for form in trap.asides],
                "patterns": one.topic.passing.dict(),
            }
            for one in content.topics
            if one.topic.passing is not None
        ]
        return cls(told, topics)

    def entity_of(self, text: str, found: Found, all_found: Iterable[Found]) -> str | None:
        """What ``found``, a near trap in ``text``, counts as; ``None`` where it is no more than history."""
        patterns = self._patterns(found.term.form)
        if patterns is None:
            return found.term.entity
        folded = fold(text)
        own = _without(folded, [one for one in all_found if one.term.entity == found.term.entity])
        before, behind = _around(folded, found, _CLAUSE_ENDS)
        told = _matches(self.cues["before"], before) or _matches(self.cues["behind"], behind)
        against = _matches(self.cues["against"], _sentence(own, found) if told else own)
        wanted = _matches(patterns["purpose_before"], before) or _matches(patterns["purpose_behind"], behind)
        if wanted and not told:
            return found.term.entity
        if against:
            return MATTER
        acute = any(found.term.form in one["acute"] for one in self.topics)
        ours = _matches(patterns["likely_ours"], own) if told else not acute and _matches(patterns["ours"], own)
        if not ours:
            return found.term.entity
        return None if told else MATTER

    def _patterns(self, form: str) -> dict[str, str] | None:
        for topic in self.topics:
            patterns = topic["patterns"]
            if form in topic["asides"] and isinstance(patterns, dict):
                return patterns
        return None


def _matches(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None


def _around(folded: str, found: Found, ends: re.Pattern[str]) -> tuple[str, str]:
    """What stands in front of ``found`` and behind it, up to one of ``ends``."""
    front, back = folded[: found.start], folded[found.end :]
    starts = [end.end() for end in ends.finditer(front)]
    stop = ends.search(back)
    return front[max(starts, default=0) :], back[: stop.start()] if stop else back


def _sentence(folded: str, found: Found) -> str:
    return " ".join(_around(folded, found, _SENTENCE_ENDS))


def _without(folded: str, taken: Sequence[Found]) -> str:
    """``folded`` without the words of ``taken``, each character at its place."""
    for one in taken:
        folded = folded[: one.start] + " " * (one.end - one.start) + folded[one.end :]
    return folded
