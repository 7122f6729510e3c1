"""Which questions one message asks: the ranking of intents over the whole of it, over its pieces and its sides."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.nlu.cutter import Cutter
from bot.nlu.intent_model import Example, IntentModel, Ranked
from bot.nlu.parts import Piece, Splitter

EMERGENCY = "emergency"

# So many places are looked at from both sides, the likeliest first.
MOST_CUTS = 3

Span = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """A question of a message: its intent, how sure that is, and the characters from ``start`` to ``end``."""

    intent: str
    confidence: float
    start: int
    end: int


class Reading:
    """One message as it is read; each span of it is ranked once."""

    def __init__(
        self,
        text: str,
        entities: Sequence[dict[str, Any]],
        model: IntentModel,
        splitter: Splitter,
        cutter: Cutter,
        config: Mapping[str, Any],
    ) -> None:
        """Take the ``text``, what was found in it, and what it is read with.

        ``config`` is that of :class:`~bot.nlu.question_reader.QuestionReader`.
        """
        self._text = text
        self._entities = entities
        self._model = model
        self._splitter = splitter
        self._cutter = cutter
        self._config = config
        self._rankings: dict[Span, list[Ranked]] = {}

    def read(self, endangered: bool) -> tuple[list[Ranked], list[Part]]:
        """The ranking of the whole text, the decision first, and its questions from left to right.

        ``endangered`` says that a cue tells of an emergency, which comes before all questions.
        """
        everything = (0, len(self._text))
        pieces = [self._as_read(piece) for piece in self._splitter.pieces(self._text)]
        asking = self._splitter.questions(pieces, self._text)
        last = (asking or [(piece.start, piece.end) for piece in pieces])[-1:] if len(pieces) > 1 else []
        whole = self._decided(everything, last)
        if endangered or self._is_emergency(whole):
            return _led(Ranked(EMERGENCY, 1.0), whole), [Part(EMERGENCY, 1.0, *everything)]
        # What is about something else as a whole is not answered in pieces.
        foreign = whole[0].intent in self._config["foreign"]
        asking = [] if foreign else asking
        questions = self._questions(asking) if len(pieces) > 1 else []
        if len(questions) < 2 and not foreign:
            questions = self._on_both_sides(whole[0]) or questions
        if len(questions) > 1:
            return _led(Ranked(questions[0].intent, questions[0].confidence), whole), questions
        if questions and whole[0].intent in self._config["silent"]:
            whole = _led(Ranked(questions[0].intent, questions[0].confidence), whole)
        whole = self._led_by_what_it_asks(whole, bool(asking))
        return whole, [Part(whole[0].intent, whole[0].confidence, *everything)]

    def _questions(self, asking: Sequence[Span]) -> list[Part]:
        """The questions among the spans ``asking``; neighbours of the same intent are one."""
        return _merged([part for part in (self._part(span) for span in asking) if self._asks(part)])

    def _on_both_sides(self, whole: Ranked) -> list[Part]:
        """The two questions before and behind the place at which a further one likeliest begins; else none.

        The likelier the place is, the less sure the questions need to be. ``whole`` is how the text reads as a whole.
        """
        if whole.intent in self._config["undivided"]:
            return []
        for cut in self._cutter.cuts(self._text)[:MOST_CUTS]:
            if cut.share < self._config["cut"]:
                break
            sides = [self._part(span) for span in self._splitter.sides(self._text, cut.place) or ()]
            sure = math.sqrt(cut.share) * min((side.confidence for side in sides), default=0.0) >= self._config["both"]
            if sure and self._ask_apart(sides):
                return sides
        return []

    def _ask_apart(self, sides: Sequence[Part]) -> bool:
        """Whether each of ``sides`` asks, and not the same or ``alike``; one that names nothing has to be surer."""
        asked = {side.intent for side in sides}
        ask = all(self._may_ask(side.intent) and side.intent not in self._config["wordless"] for side in sides)
        bare = [side for side in sides if not self._names(side)]
        surely = all(side.confidence >= self._config["bare_side"] for side in bare)
        return ask and surely and len(asked) > 1 and not asked <= set(self._config["alike"])

    def _as_read(self, piece: Piece) -> Piece:
        """``piece``, which asks as well where it is joined to a question and surely read as one, however it begins."""
        if piece.asks or not piece.joined:
            return piece
        best = self._decided((piece.start, piece.end))[0]
        return replace(piece, asks=self._may_ask(best.intent) and best.confidence >= self._config["unworded"])

    def _led_by_what_it_asks(self, whole: list[Ranked], asking: bool) -> list[Ranked]:
        """The ranking ``whole``, led by the question that the text asks beside what it tells or opens."""
        tells = whole[0].intent == self._config["telling"] and len(self._text.split()) > self._config["brief"]
        opens = whole[0].intent == self._config["opening"] and asking
        if not (tells or opens):
            return whole
        likeliest = next(one for one in whole if self._may_ask(one.intent))
        likely = likeliest.confidence >= self._config["asks_beside"]
        return _led(likeliest, whole) if likely or (tells and asking) else whole

    def _is_emergency(self, whole: Sequence[Ranked]) -> bool:
        """Whether an emergency is likely enough, even if something else is likelier."""
        return any(one.intent == EMERGENCY and one.confidence >= self._config["emergency"] for one in whole)

    def _part(self, span: Span) -> Part:
        best = self._decided(span)[0]
        return Part(best.intent, best.confidence, *span)

    def _asks(self, part: Part) -> bool:
        """Whether ``part`` is a question of its own; one that names nothing may only go on with the one before it."""
        least = self._config["part" if self._names(part) else "bare_part"]
        return self._is_question(part.intent) and bool(part.confidence >= least)

    def _names(self, part: Part) -> bool:
        """Whether ``part`` names anything that is known."""
        return any(part.start <= entity["start"] < part.end for entity in self._entities)

    def _may_ask(self, intent: str) -> bool:
        return self._is_question(intent) and intent not in self._config["foreign"]

    def _is_question(self, intent: str) -> bool:
        return intent not in self._config["silent"] and intent != EMERGENCY

    def _decided(self, span: Span, ask: Sequence[Span] = ()) -> list[Ranked]:
        """The ranking of a span of the text, led by what is in scope if it has enough together, else by what is not.

        The piece of it that is the ``ask`` counts for the share ``focus``, as a long history would drown it.
        """
        ranking = self._ranked(span)
        for piece in ask:
            ranking = _blended(ranking, self._ranked(piece), self._config["focus"])
        foreign = self._config["foreign"]
        inside = [one for one in ranking if one.intent not in foreign]
        share = sum(one.confidence for one in inside)
        on_subject = any(set(group) <= set(self._categories(span)) for group in self._config["on_subject"])
        accepted = share >= self._config["accept_on_subject" if on_subject else "accept"]
        leading = inside[0] if accepted else next(one for one in ranking if one.intent in foreign)
        return _led(leading if accepted else Ranked(leading.intent, 1 - share), ranking)

    def _ranked(self, span: Span) -> list[Ranked]:
        if span not in self._rankings:
            start, end = span
            self._rankings[span] = self._model.rank(Example(self._text[start:end], self._categories(span)))
        return self._rankings[span]

    def _categories(self, span: Span) -> tuple[str, ...]:
        start, end = span
        inside = (entity for entity in self._entities if start <= entity["start"] < end)
        return once(entity["category"] for entity in inside if entity.get("category"))


def once(names: Iterable[str]) -> tuple[str, ...]:
    """Each of ``names`` once, in the order of the alphabet."""
    return tuple(sorted(set(names)))


def _blended(one: Sequence[Ranked], other: Sequence[Ranked], weight: float) -> list[Ranked]:
    """The ranking by the mean of the shares, in which those of ``other`` have ``weight``."""
    shares = {each.intent: each.confidence for each in other}
    mixed = [Ranked(each.intent, (1 - weight) * each.confidence + weight * shares[each.intent]) for each in one]
    return sorted(mixed, key=lambda each: -each.confidence)


def _led(first: Ranked, ranking: Sequence[Ranked]) -> list[Ranked]:
    """``ranking`` with ``first`` at its head."""
    return [first, *(one for one in ranking if one.intent != first.intent)]


def _merged(parts: Sequence[Part]) -> list[Part]:
    """``parts`` with neighbours of the same intent made one."""
    merged: list[Part] = []
    for part in parts:
        if merged and merged[-1].intent == part.intent:
            last = merged.pop()
            part = Part(part.intent, max(last.confidence, part.confidence), last.start, part.end)
        merged.append(part)
    return merged
