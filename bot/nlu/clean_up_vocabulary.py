"""Everything the clean-up of a message knows, in JSON types, so that it can be kept in a model."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from rapidfuzz.distance import OSA

from knowledge.content_files import Content
from knowledge.language import Abbreviation, Language, Measures, Speech, Spelling
from knowledge.schema import Concept
from knowledge.text import normalise

Asked = Literal["another-drug", "plain-english"]

_DRUGS = ("drug", "drug-class", "subject")
# A misspelling that comes less close to the term's forms is left to the correction of single words.
_CLOSE_ENOUGH = 0.75
# A misheard form is written as the term's label, if that is one word, unless another form sounds clearly closer.
_LABEL_FIRST = 0.2
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(r"[A-Za-z&]{2,7}")


@dataclass(frozen=True)
class Misheard:
    """What speech recognition makes of a term: ``means`` is the term. ``asked`` says why it is only ever asked back."""

    form: str
    means: str
    asked: Asked | None


@dataclass(frozen=True)
class CleanUpVocabulary:
    """What the clean-up knows.

    ``phrases`` are the terms as they are rightly written, ``names`` those of sources, ``drugs`` every drug's name,
    ``corrections`` the misspellings (in normalised spelling) with what each can stand for, ``english`` plain words, and
    ``near_words`` others that only look like a misspelt term.
    """

    abbreviations: list[Abbreviation]
    spelling: Spelling
    speech: Speech
    measures: Measures
    phrases: list[str]
    names: list[str]
    drugs: list[str]
    corrections: dict[str, list[str]]
    near_words: list[str]
    misheard: list[Misheard]
    letters: dict[str, str]
    english: list[str]

    def as_document(self) -> dict[str, Any]:
        """The vocabulary in JSON types."""
        records = {
            "abbreviations": [one.dict() for one in self.abbreviations],
            "spelling": self.spelling.dict(),
            "speech": self.speech.dict(),
            "measures": self.measures.dict(),
            "misheard": [vars(one) for one in self.misheard],
        }
        return {**vars(self), **records}

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> CleanUpVocabulary:
        """The vocabulary that :meth:`as_document` gave."""
        records = {
            "abbreviations": [Abbreviation(**one) for one in document["abbreviations"]],
            "spelling": Spelling(**document["spelling"]),
            "speech": Speech(**document["speech"]),
            "measures": Measures(**document["measures"]),
            "misheard": [Misheard(**one) for one in document["misheard"]],
        }
        return cls(**{**document, **records})


def vocabulary_of(content: Content, language: Language, english: Iterable[str]) -> CleanUpVocabulary:
    """What the clean-up has to know of the content, the language files and the list of plain ``english`` words."""
    plain = set(english)
    concepts = [concept for topic in content.topics for concept in topic.glossary]
    drugs = {normalise(name) for name in content.drug_names}
    drugs |= {normalise(form) for one in concepts if one.category in _DRUGS[:2] for form in _rightly_written(one)}
    phrases = dict.fromkeys(_phrases(content, concepts))
    names = [name for source in content.sources for name in source.names]
    return CleanUpVocabulary(
        abbreviations=language.abbreviations,
        spelling=language.spelling,
        speech=language.speech,
        measures=language.measures,
        phrases=list(phrases),
        names=names,
        drugs=sorted(drugs),
        corrections=_corrections(concepts, drugs, plain, {normalise(phrase) for phrase in phrases}),
        near_words=language.near_words,
        misheard=_misheard(concepts, language.speech, drugs, plain),
        letters=_spelt_out(content, concepts, language, plain),
        english=sorted(plain),
    )


def _rightly_written(concept: Concept) -> list[str]:
    return [concept.label, *concept.synonyms, *concept.abbreviations, *concept.brands]


def _phrases(content: Content, concepts: Iterable[Concept]) -> Iterator[str]:
    for concept in concepts:
        yield from _rightly_written(concept)
    for topic in content.topics:
        yield from (form for trap in topic.near_traps for form in trap.written_forms())


def _corrections(
    concepts: Iterable[Concept], drugs: set[str], plain: set[str], phrases: set[str]
) -> dict[str, list[str]]:
    corrections: dict[str, list[str]] = defaultdict(list)
    for concept in concepts:
        for form in map(normalise, concept.misspellings):
            means = _meant_by_misspelling(form, concept)
            if means and form not in drugs and form not in plain and form not in phrases:
                corrections[form] += [means] if means not in corrections[form] else []
    return dict(corrections)


def _misheard(concepts: Iterable[Concept], speech: Speech, drugs: set[str], plain: set[str]) -> list[Misheard]:
    senseless = set(map(normalise, speech.senseless))
    other_drugs = drugs | set(map(normalise, speech.other_drugs))
    found: dict[str, Misheard] = {}
    for concept in concepts:
        written = set(map(normalise, concept.written_forms()))
        for form in map(normalise, concept.misheard):
            if form in written:
                continue
            means = _meant_by_misheard(form, concept, speech.letter_names)
            names_a_drug = any(word in drugs and word not in written for word in form.split())
            asked: Asked | None = None
            if form in other_drugs or (names_a_drug and not any(_is_plain(word, plain) for word in form.split())):
                asked = "another-drug"
            elif names_a_drug or form not in senseless or form in plain:
                asked = "plain-english"
            found.setdefault(form, Misheard(form, means, asked))
    return list(found.values())


def _is_plain(word: str, plain: set[str]) -> bool:
    return len(word) == 1 or word in plain


def _meant_by_misspelling(form: str, concept: Concept) -> str | None:
    """The form of ``concept`` that ``form`` is a slip of, or the only one that it begins; or ``None``."""
    squeezed = form.replace(" ", "")
    forms = _rightly_written(concept)
    longer = [one for one in forms if " " not in one and normalise(one).startswith(squeezed)]
    if len(longer) == 1:
        return longer[0]
    best = max(forms, key=lambda one: _likeness(squeezed, one))
    return best if _likeness(squeezed, best) >= _CLOSE_ENOUGH else None


def _meant_by_misheard(form: str, concept: Concept, letter_names: dict[str, str]) -> str:
    """The form of ``concept`` that ``form`` sounds like: its initials, if they were said, or the closest by letters."""
    initials = "".join(letter_names.get(word, word) for word in form.split())
    said = next((one for one in concept.abbreviations if one.casefold() == initials), None)
    squeezed = form.replace(" ", "")
    forms = _rightly_written(concept)
    word = concept.label if " " not in concept.label else None
    closest = max(forms, key=lambda one: _likeness(squeezed, one) + (_LABEL_FIRST if one == word else 0))
    return said or closest


def _likeness(squeezed: str, form: str) -> float:
    return float(OSA.normalized_similarity(squeezed, normalise(form).replace(" ", "")))


def _spelt_out(content: Content, concepts: Iterable[Concept], language: Language, plain: set[str]) -> dict[str, str]:
    """Names that are said letter by letter, by their letters: abbreviations, sources and the short units."""
    names = [name for concept in concepts for name in concept.abbreviations]
    names += [name for source in content.sources for name in source.names if name.isupper()]
    names += [label.upper() for label in language.measures.labels if label not in plain]
    names += [form.upper() for one in language.abbreviations for form in one.forms if form.isalpha() and len(form) > 1]
    letters = {name.casefold(): name for name in names if _LETTERS.fullmatch(name)}
    units = {part.symbol for part in language.measures.parts if part.kind in ("mass", "body", "volume")}
    return {**letters, **{unit.casefold(): unit for unit in units if unit.isalpha() and len(unit) > 1}}


def words_of(phrases: Iterable[str]) -> set[str]:
    """Every word of the phrases, in lower case."""
    return {word for phrase in phrases for word in _WORD.findall(normalise(phrase))}
