"""Shares: how many of how many were right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


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


def share(things: Sequence[T], is_right: Callable[[T], bool]) -> Share:
    """How many of ``things`` are right."""
    return Share(sum(map(is_right, things)), len(things))


def share_by(
    things: Sequence[T], names: Callable[[T], Iterable[str]], is_right: Callable[[T], bool]
) -> dict[str, Share]:
    """How many of ``things`` are right, for each of their ``names``, which are sorted."""
    groups: dict[str, list[T]] = {}
    for thing in things:
        for name in names(thing):
            groups.setdefault(name, []).append(thing)
    return {name: share(groups[name], is_right) for name in sorted(groups)}
