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
    """The general ``cues``, the ``patterns`` of each topic, and the ``asides`` with the place of their patterns.

    ``acute`` are those of the asides that hardly anything lets pass.
    """

    cues: dict[str, str] = field(default_factory=dict)
    patterns: list[dict[str, str]] = field(default_factory=list)
    asides: dict[str, int] = field(default_factory=dict)
    acute: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, content: Content, cues: Cues) -> Passing:
        """What ``content`` and ``cues`` say."""
        told = {"before": cues.told_before, "behind": cues.told_behind, "against": cues.against}
        passing = cls(told)
        for topic in content.topics:
            if topic.topic.passing is None:
                continue
            for trap in topic.near_traps:
                forms = [normalise(form) for form in trap.asides]
                for form in forms:
                    passing.asides.setdefault(form, len(passing.patterns))
                passing.acute.extend(forms if trap.acute else ())
            passing.patterns.append(topic.topic.passing.dict())
        return passing

    def entity_of(self, text: str, found: Found, all_found: Iterable[Found]) -> str | None:
        """What ``found``, a near trap in ``text``, counts as; ``None`` where it is no more than history."""
        if found.term.form not in self.asides:
            return found.term.entity
        patterns = self.patterns[self.asides[found.term.form]]
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
        acute = found.term.form in self.acute
        ours = _matches(patterns["likely_ours"], own) if told else not acute and _matches(patterns["ours"], own)
        if not ours:
            return found.term.entity
        return None if told else MATTER


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
