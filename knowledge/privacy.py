"""By which words names, dates of birth, record numbers, phones and addresses are told: data, read once."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, StrictStr

from knowledge.content_files import CONTENT, PRIVACY, read_one
from knowledge.schema_base import Record


class Privacy(Record):
    """Words beside and in what identifies a person. They come from no clinical source (``origin``) and are never shown.

    Lists hold phrases; texts hold single words, parted by white space (see :meth:`words`). A name follows ``titles``,
    ``offices`` and the labels; ``forenames`` and ``surnames`` are names, ``word_names`` are words as well. ``eponyms``,
    ``brands``, ``jargon``, ``ordinary`` words, ``phrases`` and words with one of the ``endings`` stay, as does what
    ``works`` and ``places`` stand behind or ``before_places`` before. The rest tells numbers, dates and addresses.
    """

    origin: Literal["product-safety"]
    titles: list[StrictStr] = Field(min_items=1)
    plain_titles: list[StrictStr]
    offices: list[StrictStr]
    name_labels: list[StrictStr] = Field(min_items=1)
    person_labels: list[StrictStr]
    loose_labels: list[StrictStr]
    not_names_of: StrictStr
    particles: StrictStr
    function_words: StrictStr
    works: StrictStr
    places: StrictStr
    before_places: StrictStr
    forenames: StrictStr
    surnames: StrictStr
    word_names: StrictStr
    eponyms: StrictStr
    brands: StrictStr
    jargon: StrictStr
    ordinary: StrictStr
    endings: StrictStr
    phrases: list[StrictStr]
    birth_labels: list[StrictStr] = Field(min_items=1)
    months: StrictStr
    ordinals: StrictStr
    digits: StrictStr
    teens: StrictStr
    tens: StrictStr
    record_labels: list[StrictStr] = Field(min_items=1)
    short_record_labels: list[StrictStr]
    phone_labels: list[StrictStr] = Field(min_items=1)
    not_phones: StrictStr
    address_labels: list[StrictStr]
    streets: StrictStr
    street_abbreviations: StrictStr
    street_words: StrictStr
    street_endings: StrictStr
    dwellings: StrictStr
    postcode_areas: StrictStr
    not_inward: StrictStr
    states: StrictStr

    def words(self, *names: str) -> frozenset[str]:
        """The single words of the texts ``names``."""
        return frozenset(word for name in names for word in str(getattr(self, name)).split())


def read_privacy(folder: Path = CONTENT) -> Privacy:
    """The words of ``folder``; the product's own where it brings none. Raises :class:`ContentError`."""
    return read_one(folder, PRIVACY, Privacy)
