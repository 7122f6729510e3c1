"""The recogniser of names: of patients, relatives and colleagues, but not of authors and eponyms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from presidio_analyzer.nlp_engine import NlpArtifacts

from bot.privacy.announced_names import AnnouncedNames
from bot.privacy.bare_names import BareNames
from bot.privacy.name_shapes import NameShapes
from bot.privacy.patterns import Finder, Span
from bot.privacy.tokens import Tokens
from bot.privacy.words import KnownWords
from knowledge.privacy import Privacy

_PERSON = "PERSON"
_SHORTEST_AGAIN = 4


class Names(Finder):
    """Finds names in which nothing stands that is known for something else."""

    def __init__(self, words: Privacy, known: KnownWords) -> None:
        """Take labels and titles from ``words``; what ``known`` holds is no name."""
        super().__init__("name", 0.6)
        shapes = NameShapes(words, known)
        self._known = known
        self._announced = AnnouncedNames(words, shapes)
        self._bare = BareNames(shapes)

    def find(self, text: str, read: NlpArtifacts | None) -> Iterable[Span]:
        """Start and end of every name, without its title."""
        tokens = Tokens(text)
        people = [(one.start_char, one.end_char) for one in read.entities if one.label_ == _PERSON] if read else []
        runs = [*self._announced.find(tokens), *self._bare.find(tokens, people)]
        spans = [(tokens[first].start, tokens[last - 1].end) for first, last in runs]
        phrases = self._known.phrases(text)
        kept = [span for span in spans if not any(span[0] < end and start < span[1] for start, end in phrases)]
        return [*kept, *self._again(tokens, kept)]

    def _again(self, tokens: Tokens, spans: list[Span]) -> Iterator[Span]:
        """Every further place of a word that can only be a name and was found in one."""
        found = {one.word for one in tokens for start, end in spans if start <= one.start and one.end <= end}
        sure = {word for word in found if len(word) >= _SHORTEST_AGAIN and self._known.is_unknown(word)}
        yield from ((one.start, one.end) for one in tokens if one.word in sure)
