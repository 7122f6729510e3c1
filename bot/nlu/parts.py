"""Where one message may hold two questions: the places at which it can be cut, by punctuation and joining words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.cues import Cues

# Fewer words than this are no question of their own, unless they end in a question mark.
SHORTEST = 2
# A question of no more words than this goes back to what was told before it ("does it matter?").
BRIEF = 3
_STOPS = r"[?!]+(?=\s|$)|[;\n]+|(?<=[a-z)])\.(?=\s)"


class Splitter:
    """Cuts a text into the spans that may be questions of their own."""

    def __init__(self, cues: Cues) -> None:
        """Take the joining and opening words of ``cues``."""
        joiners = "|".join(re.escape(word) for word in sorted(cues.joiners, key=len, reverse=True))
        openers = "|".join(re.escape(word) for word in sorted(cues.openers, key=len, reverse=True))
        joined = rf"[,–—-]?\s+(?:{joiners})\s+(?=(?:{openers})\b)|,\s+(?=(?:{openers})\b)|[–—]\s+(?=(?:{openers})\b)"
        self._cut = re.compile(f"{_STOPS}|{joined}", re.IGNORECASE)
        self._opening = re.compile(rf"(?:(?:{joiners}|\w+,)\s+)?(?:{openers})\b", re.IGNORECASE)

    def asks(self, piece: str) -> bool:
        """Whether ``piece`` is worded as a question: what is not tells the background of those that are."""
        return piece.endswith("?") or bool(self._opening.match(piece))

    def questions(self, text: str) -> list[tuple[int, int]]:
        """The spans that ask something; a brief one after another question holds what was told in between as well."""
        found: list[tuple[int, int]] = []
        told: int | None = None
        for start, end in self.spans(text):
            piece = text[start:end]
            if not self.asks(piece):
                told = start
                continue
            if told is not None and found and len(piece.split()) <= BRIEF:
                start = told
            found.append((start, end))
            told = None
        return found

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The start and end of each span with words of its own, from left to right; at least one where there is any."""
        return [(start, end) for start, end in self._pieces(text) if _says_something(text[start:end])]

    def _pieces(self, text: str) -> Iterator[tuple[int, int]]:
        start = 0
        for cut in self._cut.finditer(text):
            # A question mark belongs to what it ends; a joining word to nothing.
            end = cut.end() if cut[0].strip()[:1] in ("?", "!") else cut.start()
            yield from _trimmed(text, start, end)
            start = cut.end()
        yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(" ,.;"))
    right = len(piece.rstrip(" ,;"))
    if right > left:
        yield start + left, start + right


def _says_something(piece: str) -> bool:
    words: Sequence[str] = re.findall(r"\w+", piece)
    return len(words) >= SHORTEST or (bool(words) and piece.endswith("?"))
