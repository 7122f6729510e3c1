"""The language of wards as data: abbreviations, spelling, speech, how numbers are written, and what is plausible."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, PositiveInt, StrictBool, StrictStr, root_validator, validator

from knowledge.content_files import CONTENT, ContentError
from knowledge.content_reader import ContentReader
from knowledge.schema_base import IDENTIFIER, Record, decimal, pattern
from knowledge.ward_words import MEDICINES, PATIENTS, MedicineWords, PatientWords
from knowledge.word_lists import word_list

PartKind = Literal["mass", "body", "volume", "time", "dose", "surface", "other"]

ABBREVIATIONS = "language/abbreviations.yml"
SPELLING = "language/spelling.yml"
SPEECH = "language/speech.yml"
MEASURES = "language/measures.yml"
LIMITS = "language/limits.yml"
NEAR_WORDS = "language/near-words.txt"


class Abbreviation(Record):
    """What clinicians write short.

    ``means`` is written out in its place; ``null``, with the several meanings in ``also``, where it is ambiguous and
    stays as it is. ``case`` says how it must be typed, ``only`` where it must stand to be read, and ``unless_after``
    and ``unless_before`` beside which words it is something else. ``where`` is a regular expression of what it must
    stand in, with ``~`` in its own place.
    """

    forms: list[StrictStr] = Field(min_items=1)
    means: StrictStr | None
    also: list[StrictStr] = Field([])
    case: Literal["any", "lower", "upper"] = "any"
    only: Literal["after-dose"] | None = None
    unless_after: list[StrictStr] = Field([])
    unless_before: list[StrictStr] = Field([])
    where: StrictStr | None = None

    @validator("where")
    def _where_compiles(cls, value: str | None) -> str | None:
        return None if value is None else pattern(value)

    @root_validator(skip_on_failure=True)
    def _means_one_thing_or_several(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["means"] is None) != (len(values["also"]) > 1):
            raise ValueError("give one meaning in means, or null there and at least two in also")
        return values


class Filler(Record):
    """A sound or phrase without meaning, and the words beside which it has one."""

    form: StrictStr
    unless_after: list[StrictStr]
    unless_before: list[StrictStr]


class Speech(Record):
    """How dictated text differs from typed text; what terms are misheard as stands in the glossaries."""

    fillers: list[Filler]
    hesitant: list[StrictStr]
    point_is_a_noun_after: list[StrictStr]
    senseless: list[StrictStr]
    other_drugs: list[StrictStr]
    letter_names: dict[StrictStr, StrictStr]


class Part(Record):
    """A part of a unit. ``size`` is how many of the kind's base (mg, kg, mL, minute) it holds, ``null`` for none."""

    symbol: StrictStr
    kind: PartKind
    size: StrictStr | None
    forms: list[StrictStr] = Field(min_items=1)

    _size = validator("size", allow_reuse=True)(decimal)


class Frequency(Record):
    """Words that mean ``times`` in ``days`` days."""

    forms: list[StrictStr] = Field(min_items=1)
    times: PositiveInt
    days: PositiveInt


class Measures(Record):
    """How numbers, units and frequencies are written, and the words around them."""

    parts: list[Part]
    frequencies: list[Frequency]
    as_needed: list[StrictStr]
    parts_of_day: dict[StrictStr, list[StrictStr]]
    running: list[StrictStr]
    weight_cues: list[StrictStr]
    weight_changes: list[StrictStr]
    age_cues: list[StrictStr]
    people: list[StrictStr]
    pronouns: list[StrictStr]
    illnesses: list[StrictStr]
    bounds: list[StrictStr]
    bound_openings: list[StrictStr]
    steps: list[StrictStr]
    changes: list[StrictStr]
    glue: list[StrictStr]
    labels: list[StrictStr]
    combined: list[StrictStr]
    counted: list[StrictStr]
    time_cues: list[StrictStr]
    time_ends: list[StrictStr]
    corrections: list[StrictStr]
    correction_links: list[StrictStr]
    limits_behind: list[StrictStr]
    label_links: list[StrictStr]
    reading_links: list[StrictStr] = Field(min_items=1)
    reading_changes: list[StrictStr] = Field(min_items=1)
    supposed: list[StrictStr] = Field(min_items=1)
    cut_offs: list[StrictStr] = Field(min_items=1)
    compared: list[StrictStr]


class Limit(Record):
    """From ``low`` to ``high`` a weight or an age is plausible, from ``from_age`` years on and below ``below_age``.

    With ``confirm`` a number outside is rare but possible: it is asked back, and used once it has been confirmed.
    """

    id: str = Field(regex=IDENTIFIER)
    kind: Literal["weight", "age"]
    unit: Literal["kg", "year"]
    low: StrictStr | None
    high: StrictStr | None
    from_age: StrictStr | None
    below_age: StrictStr | None = None
    confirm: StrictBool = False
    reason: str = Field(min_length=10)
    origin: Literal["product-safety"]

    _low = validator("low", allow_reuse=True)(decimal)
    _high = validator("high", allow_reuse=True)(decimal)
    _from_age = validator("from_age", allow_reuse=True)(decimal)
    _below_age = validator("below_age", allow_reuse=True)(decimal)

    def holds_at(self, age: Fraction | None) -> bool:
        """Whether it holds for somebody of ``age`` in years; at an unknown age only what holds at any age does."""
        if age is None:
            return self.from_age is None and self.below_age is None
        old_enough = self.from_age is None or age >= Fraction(self.from_age)
        return old_enough and (self.below_age is None or age < Fraction(self.below_age))

    def allows(self, low: Fraction, high: Fraction) -> bool:
        """Whether all from ``low`` to ``high`` is plausible by it."""
        too_low = self.low is not None and low < Fraction(self.low)
        return not too_low and (self.high is None or high <= Fraction(self.high))


class Spelling(Record):
    """American ``words`` with their British ones, and beginnings of words that are never exchanged for one another."""

    words: dict[StrictStr, StrictStr]
    opposites: list[list[StrictStr]]


@dataclass(frozen=True)
class Language:
    """How people write and speak. ``near_words`` are real words that only look like a misspelt term."""

    abbreviations: list[Abbreviation]
    spelling: Spelling
    speech: Speech
    measures: Measures
    limits: list[Limit]
    patients: PatientWords
    medicines: MedicineWords
    near_words: list[str]

    def as_document(self) -> dict[str, Any]:
        """The language in JSON types."""
        return {
            "abbreviations": [one.dict() for one in self.abbreviations],
            "spelling": self.spelling.dict(),
            "speech": self.speech.dict(),
            "measures": self.measures.dict(),
            "limits": [one.dict() for one in self.limits],
            "patients": self.patients.dict(),
            "medicines": self.medicines.dict(),
            "near_words": self.near_words,
        }

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Language:
        """The language that :meth:`as_document` gave."""
        return cls(
            abbreviations=[Abbreviation(**one) for one in document["abbreviations"]],
            spelling=Spelling(**document["spelling"]),
            speech=Speech(**document["speech"]),
            measures=Measures(**document["measures"]),
            limits=[Limit(**one) for one in document["limits"]],
            patients=PatientWords(**document["patients"]),
            medicines=MedicineWords(**document["medicines"]),
            near_words=document["near_words"],
        )


def read_language(folder: Path = CONTENT) -> Language:
    """The language files of the content ``folder``; a file that it does not bring is the product's own.

    Raises :class:`~knowledge.content_files.ContentError` with every problem found.
    """
    own, product = ContentReader(folder), ContentReader(CONTENT)

    def of(name: str) -> ContentReader:
        return own if (folder / name).exists() else product

    abbreviations = of(ABBREVIATIONS).records(ABBREVIATIONS, Abbreviation)
    spelling = of(SPELLING).record(SPELLING, Spelling)
    speech = of(SPEECH).record(SPEECH, Speech)
    measures = of(MEASURES).record(MEASURES, Measures)
    limits = of(LIMITS).records(LIMITS, Limit)
    patients = of(PATIENTS).record(PATIENTS, PatientWords)
    medicines = of(MEDICINES).record(MEDICINES, MedicineWords)
    problems = [*own.problems, *product.problems]
    if problems or spelling is None or speech is None or measures is None or patients is None or medicines is None:
        raise ContentError(problems or [f"{folder}: a language file is empty"])
    near_words = word_list((folder if (folder / NEAR_WORDS).exists() else CONTENT) / NEAR_WORDS)
    return Language(abbreviations, spelling, speech, measures, limits, patients, medicines, near_words)
