"""What several checks share: how a problem is worded, and how a record is excused from a rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from knowledge.schema import Exemption


def unknown(where: str, key: str, names: Iterable[str], known: Container[str]) -> Iterator[str]:
    """A problem for each of ``names`` under ``key`` that is not among ``known``."""
    for name in names:
        if name not in known:
            yield f"{where}: {key} names '{name}', which is not there; correct the id or add it"


def duplicates(where: str, names: Iterable[str]) -> Iterator[str]:
    """A problem for each of ``names`` that occurs more than once."""
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{where}: '{name}' stands there {count} times; keep one"


class Excuses:
    """The exemptions of one record, of which each must be needed."""

    def __init__(self, where: str, exempt: Sequence[Exemption]) -> None:
        """Take the record's ``exempt``; ``where`` names the record in a problem."""
        self._where = where
        self._exempt = exempt
        self._used: set[int] = set()

    def problem(self, rule: str, what: str | None, text: str) -> Iterator[str]:
        """The problem ``text`` that ``what`` breaks ``rule``, unless the record says why it may."""
        for place, excuse in enumerate(self._exempt):
            if excuse.rule == rule and excuse.what in (None, what):
                self._used.add(place)
                return
        example = f"{{rule: {rule}, what: {what}, why: …}}" if what else f"{{rule: {rule}, why: …}}"
        yield f"{self._where}: {text} (or say why it may stay: exempt {example})"

    def unused(self) -> Iterator[str]:
        """A problem for each exemption that the record does not need."""
        for place, excuse in enumerate(self._exempt):
            if place not in self._used:
                what = f" of '{excuse.what}'" if excuse.what else ""
                yield f"{self._where}: exempt from {excuse.rule}{what}, which it does not break; remove the exemption"
