"""Where one message may hold two questions: the places at which it can be cut, by punctuation and joining words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.cues import Cues

# Fewer words than this are no question of their own, unless they end in a question mark.
SHORTEST = 2
# A question of no more words than this goes back to what was told before it ("does it matter?").
BRIEF = 3
_STOPS = r"[?!]+(?=\s|$)|[;\n]+|(?<=[a-z)])\.(?=\s)|(?<=\d)\.(?=\s+(?-i:[A-Z]))"


@dataclass(frozen=True)
class Piece:
    """The characters from ``start`` to ``end``, and whether they are worded as a question.

    ``joined`` tells that a joining word links the piece to one beside it that is worded so.
    """

    start: int
    end: int
    asks: bool
    joined: bool = False


class Splitter:
    """Cuts a text into the spans that may be questions of their own."""

    def __init__(self, cues: Cues) -> None:
        """Take the joining and opening words of ``cues``."""
        joiners = "|".join(_bounded(word) for word in sorted(cues.joiners, key=len, reverse=True))
        openers = "|".join(re.escape(word) for word in sorted(cues.openers, key=len, reverse=True))
        joined = rf"[,–—-]?\s+(?:{joiners})\s+(?=(?:{openers})\b)|,\s+(?=(?:{openers})\b)|[–—]\s+(?=(?:{openers})\b)"
        self._cut = re.compile(f"{_STOPS}|{joined}", re.IGNORECASE)
        self._lead = re.compile(rf"[^\w?%]*(?:(?:{joiners})(?:\s|,|$)[^\w?%]*)*", re.IGNORECASE)
        self._trail = re.compile(rf"(?:[^\w?!).%]|\s(?:{joiners}))*$", re.IGNORECASE)
        self._opening = re.compile(rf"(?:(?:{joiners}|\w+,)\s+)?(?:{openers})\b", re.IGNORECASE)
        self._joining = re.compile(rf"(?:{joiners})\s", re.IGNORECASE)

    def asks(self, piece: str) -> bool:
        """Whether ``piece`` is worded as a question: what is not tells the background of those that are."""
        return piece.endswith("?") or bool(self._opening.match(piece))

    def pieces(self, text: str) -> list[Piece]:
        """The spans of ``text``, and how each is worded."""
        spans = self.spans(text)
        asks = [self.asks(text[start:end]) for start, end in spans]
        linked = [self._is_linked(text, spans, place) for place in range(len(spans))]
        return [
            Piece(start, end, asks[place], _is_joined(place, asks, linked)) for place, (start, end) in enumerate(spans)
        ]

    def sides(self, text: str, place: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """What stands before and behind ``place``, without what joins them; ``None`` where one side says nothing."""
        trail, lead = self._trail.search(text[:place]), self._lead.match(text, place)
        end, start = trail.start() if trail else place, lead.end() if lead else place
        said = re.search(r"\w", text[:end]) and re.search(r"\w", text[start:])
        return ((0, end), (start, len(text))) if said else None

    def questions(self, pieces: Sequence[Piece], text: str) -> list[tuple[int, int]]:
        """Those of ``pieces`` that ask; a brief one after another question holds what was told in between as well."""
        found: list[tuple[int, int]] = []
        told: int | None = None
        for piece in pieces:
            if not piece.asks:
                told = piece.start
                continue
            brief = len(text[piece.start : piece.end].split()) <= BRIEF
            found.append((told if told is not None and found and brief else piece.start, piece.end))
            told = None
        return found

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The start and end of each span with words of its own, from left to right; at least one where there is any."""
        return [(start, end) for start, end in self._cuts(text) if _says_something(text[start:end])]

    def _is_linked(self, text: str, spans: Sequence[tuple[int, int]], place: int) -> bool:
        """Whether a joining word stands before the span at ``place``, or at its beginning."""
        start, end = spans[place]
        before = text[spans[place - 1][1] : start].strip(" ,–—-") if place else ""
        return bool(self._joining.match(f"{before} ") or self._joining.match(text[start:end]))

    def _cuts(self, text: str) -> Iterator[tuple[int, int]]:
        start = 0
        for cut in self._cut.finditer(text):
            end = _end(cut)
            yield from _trimmed(text, start, end)
            start = cut.end()
        yield from _trimmed(text, start, len(text))


def _end(cut: re.Match[str]) -> int:
    """Where what stands before ``cut`` ends: a question mark belongs to it, a joining word to nothing."""
    return cut.end() if cut[0].strip()[:1] in ("?", "!") else cut.start()


def _bounded(word: str) -> str:
    """``word`` as a pattern that is no part of a longer word."""
    return re.escape(word) + (r"\b" if word[-1].isalnum() else "")


def _is_joined(place: int, asks: Sequence[bool], linked: Sequence[bool]) -> bool:
    before = place > 0 and linked[place] and asks[place - 1]
    behind = place + 1 < len(asks) and linked[place + 1] and asks[place + 1]
    return before or behind


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(" ,.;"))
    right = len(piece.rstrip(" ,;"))
    if right > left:
        yield start + left, start + right


def _says_something(piece: str) -> bool:
    words: Sequence[str] = re.findall(r"\w+", piece)
    return len(words) >= SHORTEST or (bool(words) and piece.endswith("?"))
