"""Record numbers: behind a label, and health service numbers with their check digit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import NhsRecognizer

from bot.privacy.patterns import REMOVED, Finder, Patterns, Span, any_of
from knowledge.privacy import Privacy

KIND = "record_number"
_SEPARATOR = r"\s*(?:\(|#|№)?\s*(?:\bis\b|\bnumber\b|\bno\b\.?|\bnr\b\.?)?\s*[:=#.–-]?\s*"
_FEWEST = 4
_FEWEST_BEHIND_A_SHORT_LABEL = 6
_SPOKEN_FIGURES = 6


def record_numbers(words: Privacy, unit: str) -> list[Finder]:
    """The recognisers of record numbers; a figure with a ``unit`` behind it belongs to no number."""
    figure = any_of(words.words("digits"))
    dictated = rf"(?:{figure}[\s,-]+){{{_SPOKEN_FIGURES - 1},}}{figure}(?![^\W_])"
    labels = ((words.record_labels, _FEWEST), (words.short_record_labels, _FEWEST_BEHIND_A_SHORT_LABEL))
    patterns = [
        rf"(?<![^\W_]){any_of(label)}(?![^\W_]){_SEPARATOR}(?P<{REMOVED}>{_number(fewest, unit)}|{dictated})"
        for label, fewest in labels
    ]
    # "MRN123456" is one word: all of it goes.
    glued = rf"(?<![^\W_]){any_of(one for one in words.record_labels if one.isalpha())}[-#]?\d{{{_FEWEST},}}(?![^\W_])"
    return [Patterns(KIND, 1.0, [*patterns, glued]), HealthServiceNumbers(unit)]


def _number(fewest: int, unit: str) -> str:
    """A number of at least ``fewest`` figures, with letters before or behind them, or in groups."""
    end = rf"(?!\d|[.,-]\d|[^\W_]|\s*(?:{unit}))"
    groups = rf"(?:\d{{3}}[\s-]\d{{3}}(?:[\s-]\d{{3,4}})?|\d{{6}}[\s-]\d{{4}}){end}"
    whole = rf"(?=(?:[a-z/-]*\d){{{fewest}}})[a-z]{{0,4}}[-/]?\d(?:[\d/-]*\d)?[a-z]{{0,2}}\d?{end}"
    mixed = r"[a-z]{3}\d{2}[a-z]{2}(?![^\W_])"
    return f"(?:{groups}|{whole}|{mixed})"


class HealthServiceNumbers(Finder):
    """Unlabelled numbers of ten figures whose check digit is right, by Presidio's own recogniser."""

    def __init__(self, unit: str) -> None:
        """Leave alone what has a ``unit`` behind it, or a further figure beside it."""
        super().__init__(KIND, 0.8)
        self._numbers = NhsRecognizer()
        self._figure_before = re.compile(r"[\d.,/+][\s-]?$")
        self._more_behind = re.compile(rf"\s?[\d/.,-]\d|\s+\d|\s*(?:{unit})", re.IGNORECASE)

    def find(self, text: str, read: NlpArtifacts | None) -> Iterable[Span]:
        """Start and end of every number that stands alone."""
        for found in self._numbers.analyze(text, ["UK_NHS"]):
            alone = not self._figure_before.search(text[: found.start]) and not self._more_behind.match(text, found.end)
            if alone and len(set(text[found.start : found.end]) - set(" -")) > 1:
                yield found.start, found.end
