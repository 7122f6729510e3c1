"""The figures of an evaluation: how many questions were answered rightly, and where they were not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.evaluation.asking import Envelopes
from bot.evaluation.judging import Judge
from bot.evaluation.questions import TestQuestion

RINGS = {"far": "far out of scope", "medical-elsewhere": "medical elsewhere", "near-trap": "near traps"}
NO_ANSWER = frozenset({"refused", "not_found"})


@dataclass(frozen=True)
class Share:
    """``right`` of ``all``."""

    right: int
    all: int

    @property
    def value(self) -> float:
        """The share; 1 where there was nothing to get wrong."""
        return self.right / self.all if self.all else 1.0

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.right}/{self.all})"


@dataclass(frozen=True)
class Report:
    """What an evaluation found. ``wrong`` holds the faults of each question that was not answered rightly."""

    half: str
    answers: Share
    by_family: dict[str, Share]
    by_tag: dict[str, Share]
    rings: dict[str, Share]
    accepted: Share
    emergencies: Share
    dangerous: dict[str, list[str]]
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def as_document(self) -> dict[str, Any]:
        """The report in JSON types."""
        return asdict(self)


def report(half: str, questions: Sequence[TestQuestion], answers: dict[str, Envelopes], judge: Judge) -> Report:
    """The figures of ``answers`` (by question id) to ``questions``."""
    wrong = {one.id: faults for one in questions if (faults := judge.faults(one, answers[one.id]))}
    dangerous = {
        one.id: sorted(cited)
        for one in questions
        if one.forbidden - {"*"} and (cited := judge.forbidden(one, _cited(answers[one.id])))
    }
    tags: dict[str, list[TestQuestion]] = defaultdict(list)
    for one in questions:
        for tag in one.tags:
            tags[tag].append(one)
    in_scope = [one for one in questions if "answered" in {one.status, *one.status_also}]
    return Report(
        half=half,
        answers=_share(questions, lambda one: one.id not in wrong),
        by_family=_by(questions, lambda one: one.family, wrong),
        by_tag={tag: _share(tags[tag], lambda one: one.id not in wrong) for tag in sorted(tags)},
        rings={name: _share(tags[tag], lambda one: _is_declined(answers[one.id])) for tag, name in RINGS.items()},
        accepted=_share(in_scope, lambda one: bool(_statuses(answers[one.id]) - NO_ANSWER)),
        emergencies=_share(
            [one for one in questions if one.status == "emergency"],
            lambda one: "emergency" in _statuses(answers[one.id]),
        ),
        dangerous=dangerous,
        wrong=wrong,
    )


def _by(
    questions: Iterable[TestQuestion], key: Callable[[TestQuestion], str], wrong: dict[str, list[str]]
) -> dict[str, Share]:
    every, right = Counter(key(one) for one in questions), Counter(key(one) for one in questions if one.id not in wrong)
    return {name: Share(right[name], every[name]) for name in sorted(every)}


def _share(questions: Sequence[TestQuestion], is_right: Callable[[TestQuestion], bool]) -> Share:
    return Share(sum(map(is_right, questions)), len(questions))


def _is_declined(envelopes: Envelopes) -> bool:
    return not _cited(envelopes) and bool(_statuses(envelopes) <= NO_ANSWER)


def _cited(envelopes: Envelopes) -> set[str]:
    return {statement["id"] for envelope in envelopes for statement in envelope["statements"]}


def _statuses(envelopes: Envelopes) -> set[str]:
    return {envelope["status"] for envelope in envelopes}
