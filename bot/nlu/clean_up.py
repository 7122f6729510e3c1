"""Cleans a message: plain characters, dictation written out, typing errors, abbreviations, British spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.nlu.characters import plain_characters
from bot.nlu.clean_up_vocabulary import CleanUpVocabulary, vocabulary_of, words_of
from bot.nlu.edits import Cleaned, Draft, Edit
from bot.nlu.phrase_index import Phrase, PhraseIndex
from bot.nlu.spoken import SpokenText
from bot.nlu.typing_errors import TypingErrors
from bot.nlu.vocabulary import fold
from knowledge.content_files import Content
from knowledge.language import Abbreviation, Measures, read_language
from knowledge.text import normalise
from knowledge.word_lists import plain_english

_WORD = re.compile(r"[^\W\d_]+")
_PLAIN_WORD = re.compile(r"(?<![\w@'./\\-])[A-Za-z]{5,}(?![\w@\\]|'[a-rt-z]|\.\w)")
_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|dr|prof|sister|nurse)\.?\s+$")
_ADDRESS = re.compile(r"(?:\w+://|www\.)\S+|[\w.+-]+@[\w-]+\.\S+")
# Capitals of this length are initials, not a misspelt word.
_INITIALS = 6


class Cleaner:
    """Cleans messages by a vocabulary. No drug is ever turned into another one, and no number or unit changed."""

    def __init__(self, vocabulary: CleanUpVocabulary) -> None:
        """Index the vocabulary once."""
        self._spelling = vocabulary.spelling.words
        self._spoken = SpokenText(vocabulary)
        self._phrases = PhraseIndex(dict.fromkeys([*vocabulary.phrases, *vocabulary.names], True), plural=True)
        self._abbreviations = PhraseIndex(_by_form(vocabulary.abbreviations))
        self._corrections = PhraseIndex(vocabulary.corrections)
        self._dose = _dose_before(vocabulary.measures)
        words = words_of(vocabulary.phrases)
        targets = {*words, *(self._spelling.get(word, word) for word in words), *self._spelling}
        drugs = {name for name in vocabulary.drugs if name.isalpha()}
        self._typing = TypingErrors(targets, drugs, vocabulary.english, vocabulary.spelling.opposites)
        self._known = _known_words(vocabulary)

    def clean(self, text: str, spoken: bool | None = None) -> Cleaned:
        """``text`` cleaned. ``spoken``: it was dictated; ``None`` leaves it to the look of the text."""
        draft = Draft(text)
        if not text.isascii() or not text.isprintable():
            draft.apply(plain_characters(draft.text))
        if spoken:
            self._spoken.make_written(draft)
        self._as_typed(draft)
        # Judged when abbreviations are written out, so that cleaning a cleaned text changes nothing.
        if spoken is None and self._spoken.sounds_dictated(draft.text):
            self._spoken.make_written(draft)
            self._as_typed(draft)
        return draft.done()

    def _as_typed(self, draft: Draft) -> None:
        self._correct_typing(draft)
        self._write_out(draft)

    def _correct_typing(self, draft: Draft) -> None:
        edits: list[Edit] = []
        shouted = draft.text.isupper()
        for found in _PLAIN_WORD.finditer(draft.text):
            start, end = found.span()
            word = found[0].lower()
            initials = found[0].isupper() and len(word) <= _INITIALS and not shouted
            if self._is_known(word) or initials or _is_name(draft.text, start):
                continue
            meant = self._typing.meant(word)
            if meant is None:
                continue
            words = meant.words if meant.sure or meant.drug else self._fitting(meant.words, draft.text, start, end)
            if meant.drug and not meant.sure:
                draft.doubt(start, end, words, "two-terms")
            elif len(words) == 1:
                edits.append(Edit(start, end, words[0], "typing"))
        draft.apply(edits)

    def _fitting(self, words: tuple[str, ...], text: str, start: int, end: int) -> tuple[str, ...]:
        """Those of several possible ``words`` that make a known term with the word before or behind."""
        before = _WORD.findall(text[max(0, start - 30) : start].lower())[-1:]
        behind = _WORD.findall(text[end : end + 30].lower())[:1]
        pairs = {word: [*(f"{one} {word}" for one in before), *(f"{word} {one}" for one in behind)] for word in words}
        return tuple(word for word in words if any(pair in self._phrases for pair in pairs[word]))

    def _is_known(self, word: str) -> bool:
        return word in self._known or (word[-1] == "s" and (word[:-1] in self._known or word[:-2] in self._known))

    def _write_out(self, draft: Draft) -> None:
        """Abbreviations, known misspellings and American spellings; a longer term around them wins."""
        low = fold(draft.text)
        edits: list[Edit] = []
        position = 0
        while position < len(low):
            address = _ADDRESS.match(low, position)
            if address:
                position = address.end()
                continue
            if low[position].isspace() or (position and low[position].isalnum() and low[position - 1].isalnum()):
                position += 1
                continue
            known = self._phrases.match(low, position)
            short = self._abbreviation(draft.text, low, position)
            wrong = self._corrections.match(low, position)
            if wrong is not None and (
                _are_initials(draft.text, wrong.start, wrong.end) or _is_name(draft.text, wrong.start)
            ):
                wrong = None
            end = max(known.end if known else 0, short.end if short else 0, wrong.end if wrong else 0)
            if short is not None and short.end == end:
                edits += self._written_out(draft, short)
            elif wrong is not None and wrong.end == end:
                edits += _corrected(draft, wrong)
            elif known is not None:
                edits += self._spelt(low, known.start, known.end)
            else:
                word = _WORD.match(low, position)
                end = word.end() if word else position + 1
                edits += self._spelt(low, position, end) if word else []
            position = end
        draft.apply(edits)

    def _abbreviation(self, text: str, low: str, position: int) -> Phrase[tuple[Abbreviation, ...]] | None:
        found = self._abbreviations.match(low, position)
        if found is None or _is_part(low, found.start, found.end):
            return None
        fitting = tuple(one for one in found.value if self._fits(one, text, low, found.start, found.end))
        return Phrase(fitting, found.start, found.end) if fitting else None

    def _fits(self, one: Abbreviation, text: str, low: str, start: int, end: int) -> bool:
        typed = text[start:end]
        shouted = text.isupper() and len(text) > len(typed) + 1
        if (one.case == "upper" and (not typed.isupper() or shouted)) or (
            one.case == "lower" and not typed.islower() and not shouted
        ):
            return False
        if one.only == "after-dose" and not self._dose.search(low[max(0, start - 60) : start]):
            return False
        if one.where and not re.search(one.where, f"{low[max(0, start - 40) : start]}~{low[end : end + 40]}"):
            return False
        before, behind = low[max(0, start - 30) : start].rstrip(" ."), low[end : end + 30].lstrip()
        after_one = any(re.search(rf"(?<!\w){re.escape(word)}$", before) for word in one.unless_after)
        return not (after_one or any(re.match(rf"{re.escape(word)}(?!\w)", behind) for word in one.unless_before))

    def _written_out(self, draft: Draft, short: Phrase[tuple[Abbreviation, ...]]) -> list[Edit]:
        means = next((one.means for one in short.value if one.means is not None), None)
        if means is not None:
            return [Edit(short.start, short.end, means, "abbreviation")]
        draft.doubt(short.start, short.end, short.value[0].also, "abbreviation")
        return []

    def _spelt(self, low: str, start: int, end: int) -> list[Edit]:
        """British spelling; inside a known term only where the result is one as well."""
        words = [(found.span(), self._spelling.get(found[0])) for found in _WORD.finditer(low[start:end])]
        edits = [Edit(start + at, start + to, word, "spelling") for (at, to), word in words if word is not None]
        if not edits or len(words) == 1:
            return edits
        respelt = " ".join(self._spelling.get(word, word) for word in normalise(low[start:end]).split())
        return edits if self._phrases.match(respelt, 0) else []


def cleaner_of(content: Content, folder: Path) -> Cleaner:
    """The cleaner by the vocabulary of ``content`` and the language of ``folder``, from which the content was read.

    Raises :class:`~knowledge.content_files.ContentError` where the language cannot be read.
    """
    return Cleaner(vocabulary_of(content, read_language(folder), plain_english()))


def _by_form(abbreviations: list[Abbreviation]) -> dict[str, tuple[Abbreviation, ...]]:
    by_form: dict[str, tuple[Abbreviation, ...]] = {}
    for one in abbreviations:
        for form in map(normalise, one.forms):
            by_form[form] = (*by_form.get(form, ()), one)
    return by_form


def _corrected(draft: Draft, wrong: Phrase[list[str]]) -> Iterator[Edit]:
    if len(wrong.value) == 1:
        yield Edit(wrong.start, wrong.end, wrong.value[0], "typing")
    else:
        draft.doubt(wrong.start, wrong.end, wrong.value, "two-terms")


def _is_name(text: str, start: int) -> bool:
    """Whether a word at ``start`` is a person's name, or part of an address."""
    if _TITLE.search(text[max(0, start - 10) : start].lower()):
        return True
    return any(found.start() <= start < found.end() for found in _ADDRESS.finditer(text))


def _are_initials(text: str, start: int, end: int) -> bool:
    """Whether capitals are an abbreviation of their own rather than a misspelling of a word ("AMI")."""
    typed = text[start:end]
    return typed.isupper() and len(typed) <= _INITIALS and not text.isupper()


def _is_part(low: str, start: int, end: int) -> bool:
    """Whether the letters are part of an address or of a word with an apostrophe ("pt@", "it's")."""
    before, behind = low[start - 1 : start], low[end : end + 2]
    return (
        before in ("@", "'", "\\", "_")
        or behind[:1] in ("@", "_", "\\")
        or (behind[:1] in ("'", ".") and behind[1:].isalpha())
    )


def _dose_before(measures: Measures) -> re.Pattern[str]:
    """Matches text that ends behind a dose, with at most two words between."""
    forms = [form for part in measures.parts if part.kind in ("mass", "volume") for form in part.forms]
    units = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"\d\s?-?(?:{units})(?:/[a-z0-9]+)*(?:\s+[a-z./-]+){{0,2}}\s+$")


def _known_words(vocabulary: CleanUpVocabulary) -> frozenset[str]:
    measures = vocabulary.measures.dict()
    phrases: list[str] = [
        *vocabulary.phrases,
        *vocabulary.names,
        *vocabulary.drugs,
        *vocabulary.corrections,
        *vocabulary.spelling.words,
    ]
    phrases += [*vocabulary.spelling.words.values(), *(one.form for one in vocabulary.misheard)]
    for one in vocabulary.abbreviations:
        phrases += [*one.forms, one.means or "", *one.also]
    for words in measures.values():
        phrases += [word for word in words if isinstance(word, str)]
    phrases += [form for entry in (*measures["parts"], *measures["frequencies"]) for form in entry["forms"]]
    return frozenset({*vocabulary.english, *vocabulary.near_words, *words_of(phrases)})
