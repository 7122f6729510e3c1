"""Dictated text made written: fillers, letters, mishearings, number words and spoken units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.nlu.clean_up_vocabulary import Asked, CleanUpVocabulary
from bot.nlu.edits import Draft, Edit
from bot.nlu.number_words import Spoken, begins_number, read_words
from bot.nlu.phrase_index import PhraseIndex
from bot.nlu.quantities.units import Units
from bot.nlu.spoken_marks import has_marks, written_marks
from bot.nlu.vocabulary import fold
from knowledge.language import Filler

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:\.\d+)?")
_SPELT = re.compile(r"(?<![\w'])[a-z](?:(?:\.\s?|\s)[a-z](?![\w'])){1,8}\.?")
_PER_CENT = re.compile(r"(?<=\d)\s?(?:per\s?cent)\b")
_OVER = re.compile(
    r"(?P<above>\b\d{2,3})\s+over\s+(?P<below>\d{2,3}\b)(?!\s*(?:mg|mcg|g|ml|h|hours?|days?|minutes?)\b)"
)
_OVER_A_NUMBER = re.compile(r"\s+over\s+(?!a|the)\w")
_POINTS = ("point", "decimal")
_MOST_WORDS = 6
_SHORTEST_PARTED = 7
_SHORTEST_NAME = 5
# Fewer words may as well be somebody's question about the words themselves.
_FEWEST_WORDS = 6
_DIGIT = re.compile(r"\d")
_PUNCTUATION = re.compile(r"[,;:!()\[\]/+=]|\.\s|\.$|\w-\w")


@dataclass(frozen=True)
class _Heard:
    """A term that was heard as ``length`` other words; ``asked`` says why it is only asked back.

    ``misheard``: the words are a listed mishearing, not the term itself in pieces.
    """

    means: str
    asked: Asked | None
    length: int
    misheard: bool


class SpokenText:
    """Turns dictated text into what would have been typed."""

    def __init__(self, vocabulary: CleanUpVocabulary) -> None:
        """Index fillers, letters and mishearings once."""
        speech = vocabulary.speech
        self._fillers = PhraseIndex({filler.form: filler for filler in speech.fillers})
        self._hesitant = frozenset(speech.hesitant)
        self._nouns = frozenset(speech.point_is_a_noun_after)
        self._misheard = {_squeezed(one.form): one for one in reversed(vocabulary.misheard)}
        self._parted = {phrase.casefold(): phrase for phrase in vocabulary.phrases if _is_long_word(phrase)}
        self._drugs = frozenset(name for name in vocabulary.drugs if len(name) >= _SHORTEST_NAME)
        self._english = frozenset(vocabulary.english)
        self._phrases = PhraseIndex(dict.fromkeys([*vocabulary.phrases, *vocabulary.names], True), plural=True)
        self._letters = vocabulary.letters
        self._labels = frozenset(vocabulary.measures.labels)
        self._units = Units(vocabulary.measures)

    def sounds_dictated(self, text: str) -> bool:
        """Whether ``text`` reads like dictation: no punctuation, and something that nobody types."""
        low = fold(text)
        if _PUNCTUATION.search(text.strip()) or text.isupper():
            return False
        sounds = (has_marks, self._has_filler, self._has_letters, self._has_mishearing, self._has_spoken_number)
        return any(sound(low) for sound in sounds)

    def make_written(self, draft: Draft) -> None:
        """Edit ``draft`` in rounds, because each finds what the one before has laid open."""
        draft.apply(written_marks(fold(draft.text)))
        while fillers := list(self._without_fillers(fold(draft.text))):
            draft.apply(fillers)
        draft.apply(self._joined_letters(fold(draft.text)))
        self._put_right(draft)
        draft.apply(self._written_numbers(draft))
        draft.apply(self._written_units(draft.text))

    def _has_filler(self, low: str) -> bool:
        return any(phrase.value.form for phrase in self._fillers.find(low) if not phrase.value.unless_after)

    def _has_mishearing(self, low: str) -> bool:
        """Whether words stand there that make no sense, and sound like a term."""
        words = list(_WORD.finditer(low))
        if len(words) < _FEWEST_WORDS or "?" in low:
            return False
        heard = (self._heard_at(low, words, index) for index in range(len(words)))
        return any(one is not None and one.asked is None and one.misheard for one in heard)

    def _has_letters(self, low: str) -> bool:
        return any(len(edit.after) > 2 for edit in self._joined_letters(low))

    def _has_spoken_number(self, low: str) -> bool:
        """Whether a number in words is of several, has a point, or stands in front of a unit said in full."""
        for found in _WORD.finditer(low):
            spoken = self._number_at(low, found.start()) if begins_number(found[0]) else None
            if spoken is None:
                continue
            unit = self._units.read(low, spoken.end)
            in_full = unit is not None and unit.unit.head.kind in ("mass", "body", "volume")
            several = not spoken.needs_unit and not spoken.word and low[found.start()].isalpha()
            if in_full or spoken.year or several:
                return True
        return False

    def _without_fillers(self, low: str) -> Iterator[Edit]:
        end = -1
        for found in _WORD.finditer(low):
            start = found.start()
            if start < end:
                continue
            phrase = self._fillers.match(low, start)
            stop = phrase.end if phrase is not None and _means_nothing(phrase.value, low, start, phrase.end) else None
            if stop is None and found[0] in self._hesitant and self._is_beside(low, start, found.end(), end):
                stop = found.end()
            if stop is not None:
                begin, end = _with_gap(low, start, stop)
                yield Edit(begin, end, "", "filler")

    def _is_beside(self, low: str, start: int, stop: int, last_filler: int) -> bool:
        """Whether a hesitant word stands beside a filler or in front of a number."""
        behind = _WORD.search(low, stop)
        follows = last_filler >= 0 and not low[last_filler:start].strip(" ,.")
        if behind is None:
            return follows
        filler = self._fillers.match(low, behind.start())
        leads = filler is not None and _means_nothing(filler.value, low, behind.start(), filler.end)
        number = low[start:stop] == "like" and (behind[0][0].isdigit() or self._is_number_at(low, behind.start()))
        return follows or leads or number

    def _is_number_at(self, low: str, position: int) -> bool:
        spoken = self._number_at(low, position)
        return spoken is not None and self._is_number(low, position, spoken)

    def _joined_letters(self, low: str) -> Iterator[Edit]:
        for run in _SPELT.finditer(low):
            places = [run.start() + at for at, sign in enumerate(run[0]) if sign.isalpha()]
            index = 0
            while index < len(places):
                length = next((n for n in range(len(places) - index, 1, -1) if self._named(low, places, index, n)), 0)
                if not length:
                    index += 1
                    continue
                end = places[index + length - 1] + 1
                end += 1 if low[end : end + 1] == "." and index + length == len(places) else 0
                name = self._letters[_letters(low, places, index, length)]
                yield Edit(places[index], end, name, "letters")
                index += length

    def _named(self, low: str, places: list[int], index: int, length: int) -> bool:
        return _letters(low, places, index, length) in self._letters

    def _put_right(self, draft: Draft) -> None:
        low = fold(draft.text)
        words = list(_WORD.finditer(low))
        edits: list[Edit] = []
        index = 0
        while index < len(words):
            start = words[index].start()
            known = self._phrases.match(low, start)
            heard = self._heard_at(low, words, index)
            if heard is None or (known is not None and known.end >= words[index + heard.length - 1].end()):
                known_end = known.end if known else 0
                index += 1
                while index < len(words) and words[index].start() < known_end:
                    index += 1
                continue
            end = words[index + heard.length - 1].end()
            if heard.asked is None:
                edits.append(Edit(start, end, heard.means, "misheard"))
            elif not begins_number(low[start:end]):
                draft.doubt(start, end, (heard.means,), heard.asked)
            index += heard.length
        draft.apply(edits)

    def _heard_at(self, low: str, words: list[re.Match[str]], index: int) -> _Heard | None:
        """The longest mishearing that begins at a word, or a term that was parted into words."""
        found: _Heard | None = None
        squeezed = ""
        texts: list[str] = []
        for at in range(index, min(len(words), index + _MOST_WORDS)):
            if at > index and low[words[at - 1].end() : words[at].start()].strip(" -"):
                break
            squeezed += words[at][0]
            texts.append(words[at][0])
            misheard = self._misheard.get(squeezed)
            if misheard is not None:
                as_listed = misheard.form == " ".join(texts)
                asked = (
                    misheard.asked if as_listed or not self._makes_sense(texts) else misheard.asked or "plain-english"
                )
                found = _Heard(misheard.means, asked, len(texts), misheard=True)
            elif len(texts) > 1 and squeezed in self._parted and self._is_parted(texts):
                found = _Heard(self._parted[squeezed], None, len(texts), misheard=False)
        return found

    def _is_parted(self, texts: list[str]) -> bool:
        """Whether words are pieces of a term: they make no sense by themselves, and none is a drug's name."""
        return not self._makes_sense(texts) and self._drugs.isdisjoint(texts)

    def _makes_sense(self, texts: list[str]) -> bool:
        return all(text in self._english or len(text) == 1 for text in texts)

    def _number_at(self, low: str, position: int) -> Spoken | None:
        before = _word_before(low, position)
        if before in self._nouns and low.startswith(_POINTS, position):
            return None
        # What "point" did not take in as its decimals is no number of its own.
        if before in _POINTS and _word_before(low, low.rindex(before, 0, position)) not in self._nouns:
            return None
        spoken = read_words(low, position)
        if spoken is not None and spoken.year and self._units.read(low, spoken.end) is not None:
            spoken = read_words(low, position, together=False)
        return spoken

    def _written_numbers(self, draft: Draft) -> list[Edit]:
        low = fold(draft.text)
        edits: list[Edit] = []
        end = 0
        for found in _WORD.finditer(low):
            if found.start() < end or not (begins_number(found[0]) or found[0][0].isdigit()):
                continue
            spoken = self._number_at(low, found.start())
            if spoken is None or not self._is_number(low, found.start(), spoken):
                continue
            end = spoken.end
            reading = _OVER_A_NUMBER.match(low, end) or _word_before(low, found.start()) in self._labels
            if spoken.alternative is not None and not reading:
                draft.doubt(found.start(), end, (spoken.digits, spoken.alternative), "number")
            edits.append(Edit(found.start(), end, spoken.digits, "number"))
        return edits

    def _is_number(self, low: str, start: int, spoken: Spoken) -> bool:
        """Whether words that can be a number are one here: "one" and "half" only in front of a unit."""
        if self._units.read(low, spoken.end) is not None:
            return True
        if spoken.needs_unit:
            rest = low[spoken.end :].lstrip()
            return low.startswith("a ", start) and (not rest or rest.startswith(("per ", ",", ".")))
        return not (spoken.word and spoken.digits in ("0", "1"))

    def _written_units(self, text: str) -> Iterator[Edit]:
        low = fold(text)
        yield from (Edit(*found.span(), "%", "unit") for found in _PER_CENT.finditer(low))
        yield from (Edit(*found.span(), f"{found['above']}/{found['below']}", "unit") for found in _OVER.finditer(low))
        end = 0
        for found in _WORD.finditer(low):
            if found.start() < end or found[0][0].isdigit():
                continue
            read = self._units.read(low, found.start())
            if read is None or read.unit.head.kind not in ("mass", "volume", "body"):
                continue
            numbered = bool(_DIGIT.match(low[: found.start()].rstrip()[-1:]))
            is_weight = read.unit.head.kind == "body"
            if read.unit.every is not None or (read.unit.volume or 1) != 1 or (is_weight and not numbered):
                continue
            if is_weight and read.unit.head.symbol != "kg":
                continue
            end = read.end
            yield Edit(found.start(), end, read.unit.symbol, "unit")


def _squeezed(form: str) -> str:
    return form.replace(" ", "")


def _is_long_word(phrase: str) -> bool:
    return phrase.isalpha() and len(phrase) >= _SHORTEST_PARTED


def _letters(low: str, places: list[int], index: int, length: int) -> str:
    return "".join(low[place] for place in places[index : index + length])


def _word_before(low: str, position: int) -> str:
    words = _WORD.findall(low[max(0, position - 30) : position])
    return words[-1] if words else ""


def _means_nothing(filler: Filler, low: str, start: int, end: int) -> bool:
    before, behind = low[:start].rstrip(" ,"), low[end:].lstrip(" ,")
    after_one = any(re.search(rf"(?<!\w){re.escape(word)}$", before) for word in filler.unless_after)
    before_one = any(re.match(rf"{re.escape(word)}(?!\w)", behind) for word in filler.unless_before)
    return not (after_one or before_one)


def _with_gap(low: str, start: int, end: int) -> tuple[int, int]:
    """The filler with the commas and the space that go with it."""
    while end < len(low) and low[end] in " ,":
        end += 1
    if end == len(low):
        while start and low[start - 1] in " ,":
            start -= 1
    return start, end
