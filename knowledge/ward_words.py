"""What wards say around a patient's number, a medicine and a term: lists of words, and no statement."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import Field, StrictStr

from knowledge.schema_base import Record

PATIENTS = "language/patients.yml"
MEDICINES = "language/medicines.yml"
TERMS = "language/terms.yml"


class PatientWords(Record):
    """The words that tell an age or a weight, and whose it is; the file says what each list is for.

    Words are in lower case, and an apostrophe stands for both forms of it. A mark is a word of its own.
    """

    titles: list[StrictStr]
    offices: list[StrictStr]
    patients: list[StrictStr] = Field(min_items=1)
    grown_ups: list[StrictStr] = Field(min_items=1)
    children: list[StrictStr] = Field(min_items=1)
    sexes: list[StrictStr]
    not_named: list[StrictStr]
    pronoun_is: list[StrictStr]
    i_am: list[StrictStr]
    mine_is: list[StrictStr]
    mine: list[StrictStr]
    no_note: list[StrictStr]
    after_age: list[StrictStr]
    takes: list[StrictStr]
    before_age: list[StrictStr]
    age_links: list[StrictStr]
    older_than: list[StrictStr]
    young: list[StrictStr]
    past: list[StrictStr]
    per: list[StrictStr]
    been: list[StrictStr] = Field(min_items=1)
    once: list[StrictStr] = Field(min_items=1)
    relatives: list[StrictStr] = Field(min_items=1)
    colleagues: list[StrictStr] = Field(min_items=1)
    theirs: list[StrictStr]
    ours: list[StrictStr]
    of_whom: list[StrictStr]
    disregard: list[StrictStr]
    others: list[StrictStr] = Field(min_items=1)
    others_alone: list[StrictStr]
    belongings: list[StrictStr]
    weighs: list[StrictStr] = Field(min_items=1)
    belongs_to: list[StrictStr] = Field(min_items=1)
    belongs_links: list[StrictStr] = Field(min_items=1)
    not_of: list[StrictStr] = Field(min_items=1)
    not_of_patient: list[StrictStr] = Field(min_items=1)
    turns: list[StrictStr]
    turned: list[StrictStr]
    soon: list[StrictStr]
    just_now: list[StrictStr]
    birthdays: list[StrictStr]
    whose_birthday: list[StrictStr]
    birthday_been: list[StrictStr]
    birthday_to_come: list[StrictStr]
    supposed: list[StrictStr]
    joins_a_weight: list[StrictStr]
    so: list[StrictStr]
    goes_on_with: list[StrictStr]
    places: list[StrictStr]
    answers: list[StrictStr]


class MedicineWords(Record):
    """The words around a medicine that tell how it is given and which number is its dose; the file says what for.

    Words are in lower case, and an apostrophe stands for both forms of it. A mark is a word of its own.
    """

    on_top: list[StrictStr] = Field(min_items=1)
    as_rescue: list[StrictStr] = Field(min_items=1)
    ahead: list[StrictStr]
    next_medicine: list[StrictStr] = Field(min_items=1)
    opens_need: list[StrictStr] = Field(min_items=1)
    has_needs: list[StrictStr]
    taken: list[StrictStr] = Field(min_items=1)
    before_need: list[StrictStr]
    only: list[StrictStr] = Field(min_items=1)
    had: list[StrictStr] = Field(min_items=1)
    hardly: list[StrictStr] = Field(min_items=1)
    failing: list[StrictStr] = Field(min_items=1)
    useful: list[StrictStr] = Field(min_items=1)
    moved: list[StrictStr] = Field(min_items=1)
    ended: list[StrictStr] = Field(min_items=1)
    ended_beginnings: list[StrictStr] = Field(min_items=1)
    before_route: list[StrictStr] = Field(min_items=1)
    after_route: list[StrictStr] = Field(min_items=1)
    not_after_route: list[StrictStr] = Field(min_items=1)
    joining: list[StrictStr]
    joins_day: list[StrictStr]
    no_form: list[StrictStr]
    how_it_went: list[StrictStr] = Field(min_items=1)
    nothing: list[StrictStr] = Field(min_items=1)
    times_a_day: list[StrictStr]
    of_now: list[StrictStr]
    dose_of_now: list[StrictStr]
    still_of_it: list[StrictStr]
    being: list[StrictStr]
    no_change: list[StrictStr]
    put_in: list[StrictStr]
    dissolved_in: list[StrictStr]
    made_up: list[StrictStr]
    dissolved_links: list[StrictStr]
    over_a_day: list[StrictStr]


class TermWords(Record):
    """The words around a term of a glossary that make it something else; the file says what each list is for."""

    numbered: list[StrictStr] = Field(min_items=1)
    dose: list[StrictStr] = Field(min_items=1)
    dose_links: list[StrictStr] = Field(min_items=1)
    how_much: list[StrictStr] = Field(min_items=1)
    history: list[StrictStr]
    denies: list[StrictStr] = Field(min_items=1)
    denies_also: list[StrictStr] = Field(min_items=1)
    after_denied: list[StrictStr] = Field(min_items=1)
    denied_by: list[StrictStr] = Field(min_items=1)
    answered_by: list[StrictStr] = Field(min_items=1)
    references: list[StrictStr] = Field(min_items=1)


def either_quote(words: Iterable[str]) -> frozenset[str]:
    """``words``, and those with an apostrophe with the other form of it as well."""
    return frozenset(form for word in words for form in (word, word.replace("'", "’")))


def any_of(words: Iterable[str]) -> str:
    """A pattern of one of ``words``, the longest first; their apostrophes match in either form."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace("'", "['’]").replace(r"\ ", " ") for word in ordered) + ")"
