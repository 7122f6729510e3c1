"""Edits to a text that keep the way back to the original."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Why = Literal["characters", "filler", "letters", "misheard", "number", "unit", "abbreviation", "spelling", "typing"]
DoubtWhy = Literal["abbreviation", "two-terms", "another-drug", "plain-english", "number"]


@dataclass(frozen=True)
class Edit:
    """Replace the characters from ``start`` to ``end`` of the text as it is now by ``after``."""

    start: int
    end: int
    after: str
    why: Why


@dataclass(frozen=True)
class Change:
    """What was changed: ``before`` stood from ``start`` to ``end`` of the original, ``after`` stands there now."""

    start: int
    end: int
    before: str
    after: str
    why: tuple[Why, ...]


@dataclass(frozen=True)
class Doubt:
    """What was left as it is, because it can mean several things: from ``start`` to ``end`` of the original."""

    start: int
    end: int
    form: str
    candidates: tuple[str, ...]
    why: DoubtWhy


@dataclass(frozen=True)
class _Piece:
    """A stretch of the original and what stands for it now."""

    start: int
    end: int
    text: str
    why: tuple[Why, ...] = ()


@dataclass(frozen=True)
class Cleaned:
    """A cleaned ``text`` beside its ``original``, with every change, and the doubts that are left."""

    original: str
    text: str
    changes: tuple[Change, ...]
    doubts: tuple[Doubt, ...]
    pieces: tuple[_Piece, ...]

    def in_original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that the characters ``start`` to ``end`` of the cleaned text stand for.

        A stretch that begins or ends inside a change takes in the whole change.
        """
        return _to_original(self.pieces, start, end)

    def in_text(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the cleaned text that stands for the characters ``start`` to ``end`` of the original."""
        at, begin, finish = 0, 0, 0
        for piece in self.pieces:
            whole = bool(piece.why)
            if piece.start <= start:
                begin = at if whole else at + min(start - piece.start, len(piece.text))
            if piece.start < end:
                finish = at + (len(piece.text) if whole else min(end - piece.start, len(piece.text)))
            at += len(piece.text)
        return begin, max(begin, finish)

    def as_document(self) -> dict[str, Any]:
        """Changes and doubts in JSON types."""
        changes = [{**vars(change), "why": list(change.why)} for change in self.changes]
        doubts = [{**vars(doubt), "candidates": list(doubt.candidates)} for doubt in self.doubts]
        return {"changes": changes, "doubts": doubts}

    @classmethod
    def from_document(cls, original: str, document: dict[str, Any]) -> Cleaned:
        """What :meth:`as_document` was made from, given the ``original`` text."""
        changes = tuple(Change(**{**one, "why": tuple(one["why"])}) for one in document["changes"])
        doubts = tuple(Doubt(**{**one, "candidates": tuple(one["candidates"])}) for one in document["doubts"])
        pieces: list[_Piece] = []
        at = 0
        for change in changes:
            pieces += [_Piece(at, change.start, original[at : change.start])] if at < change.start else []
            pieces.append(_Piece(change.start, change.end, change.after, change.why))
            at = change.end
        pieces += [_Piece(at, len(original), original[at:])] if at < len(original) else []
        return cls(original, "".join(piece.text for piece in pieces), changes, doubts, tuple(pieces))


class Draft:
    """A text being edited in several rounds; each round sees the text that the one before left."""

    def __init__(self, original: str) -> None:
        """Begin with ``original``."""
        self.original = original
        self.text = original
        self._pieces: tuple[_Piece, ...] = (_Piece(0, len(original), original),) if original else ()
        self._doubts: list[Doubt] = []

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make ``edits``, which do not overlap; edits that change nothing are left out."""
        for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
            if self.text[edit.start : edit.end] != edit.after:
                self._replace(edit)
        self.text = "".join(piece.text for piece in self._pieces)

    def doubt(self, start: int, end: int, candidates: Iterable[str], why: DoubtWhy) -> None:
        """Note that the characters ``start`` to ``end`` of the text as it is now can mean several things."""
        first, last = _to_original(self._pieces, start, end)
        self._doubts.append(Doubt(first, last, self.original[first:last], tuple(candidates), why))

    def done(self) -> Cleaned:
        """The result."""
        changes = tuple(
            Change(piece.start, piece.end, self.original[piece.start : piece.end], piece.text, piece.why)
            for piece in self._pieces
            if piece.why and piece.text != self.original[piece.start : piece.end]
        )
        doubts = tuple(sorted(dict.fromkeys(self._doubts), key=lambda doubt: doubt.start))
        return Cleaned(self.original, self.text, changes, doubts, self._pieces)

    def _replace(self, edit: Edit) -> None:
        before: list[_Piece] = []
        touched: list[tuple[_Piece, int]] = []
        after: list[_Piece] = []
        at = 0
        for piece in self._pieces:
            end = at + len(piece.text)
            if end <= edit.start and not (at == edit.start == end):
                before.append(piece)
            elif at >= edit.end:
                after.append(piece)
            else:
                touched.append((piece, at))
            at = end
        head, tail = _cut(touched, edit)
        inner = [piece for piece, _ in touched]
        start = head.end if head is not None and not head.why else inner[0].start
        end = tail.start if tail is not None and not tail.why else inner[-1].end
        text = (head.text if head is not None and head.why else "") + edit.after
        text += tail.text if tail is not None and tail.why else ""
        why = tuple(dict.fromkeys([reason for piece in inner for reason in piece.why] + [edit.why]))
        kept = [piece for piece in (head,) if piece is not None and not piece.why]
        left = [piece for piece in (tail,) if piece is not None and not piece.why]
        self._pieces = (*before, *kept, _Piece(start, end, text, why), *left, *after)


def _cut(touched: list[tuple[_Piece, int]], edit: Edit) -> tuple[_Piece | None, _Piece | None]:
    """What stays of the first and of the last touched piece in front of and behind the edit."""
    first, first_at = touched[0]
    last, last_at = touched[-1]
    head_length, tail_from = edit.start - first_at, edit.end - last_at
    head = tail = None
    if head_length > 0:
        head = _Piece(first.start, first.start + head_length, first.text[:head_length], first.why)
    if tail_from < len(last.text):
        tail = _Piece(last.start + tail_from, last.end, last.text[tail_from:], last.why)
    return head, tail


def _to_original(pieces: tuple[_Piece, ...], start: int, end: int) -> tuple[int, int]:
    at, first, last = 0, None, 0
    for piece in pieces:
        stop = at + len(piece.text)
        if first is None and (start < stop or piece is pieces[-1]):
            first = piece.start if piece.why else piece.start + min(max(start - at, 0), len(piece.text))
        if at < end:
            last = piece.end if piece.why else piece.start + min(end - at, len(piece.text))
        at = stop
    return first or 0, max(last, first or 0)
