"""Regular expressions that are put together from words, and the recogniser that finds what they match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

# The group of a pattern that is removed.
REMOVED = "removed"
Check = Callable[[str], bool]
# The characters between which something stands.
Span = tuple[int, int]


def any_of(words: Iterable[str]) -> str:
    """A pattern of one of ``words``, the longest first; their spaces are any white space, their quotes of any form."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(_written(word) for word in ordered) + ")"


def one_of(*patterns: str) -> str:
    """A pattern that matches what one of ``patterns`` does, the first that does."""
    return "(?:" + "|".join(patterns) + ")"


def _written(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]")


class Finder(LocalRecognizer):
    """Presidio's form of a recogniser of ours: it finds one kind of thing, at the place and with the score given."""

    def __init__(self, kind: str, score: float) -> None:
        """Find the entity ``kind``; where two recognisers overlap, the higher ``score`` holds."""
        self.kind = kind
        self.score = score
        super().__init__(supported_entities=[kind], name=f"{type(self).__name__} {kind}")

    def load(self) -> None:
        """There is nothing to load."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """What it finds in ``text``, by Presidio's signature."""
        return [RecognizerResult(self.kind, start, end, self.score) for start, end in self.find(text, nlp_artifacts)]

    def find(self, text: str, read: NlpArtifacts | None) -> Iterable[Span]:
        """Start and end of everything it finds in ``text``; ``read`` is what the language model read in it."""
        raise NotImplementedError


class Patterns(Finder):
    """Finds what its patterns match: their group ``removed`` or else all of the match, where ``check`` allows it."""

    def __init__(self, kind: str, score: float, patterns: Iterable[str], check: Check = bool) -> None:
        """Compile ``patterns``, whose letters match in either case unless they say otherwise."""
        super().__init__(kind, score)
        self._patterns = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
        self._check = check

    def find(self, text: str, read: NlpArtifacts | None) -> Iterable[Span]:
        """Start and end of every match."""
        for pattern in self._patterns:
            group = REMOVED if REMOVED in pattern.groupindex else 0
            for match in pattern.finditer(text):
                if self._check(match[group]):
                    yield match.span(group)
