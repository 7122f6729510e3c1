"""Addresses: house number and street, postcodes, and what an address label is followed by."""

from __future__ import annotations

from bot.privacy.patterns import REMOVED, Finder, Patterns, any_of, one_of
from bot.privacy.words import KnownWords
from knowledge.privacy import Privacy

KIND = "address"
_SEPARATOR = r"\s*(?:\bis\b)?\s*[:=–-]?\s*"
_NAME = r"(?-i:[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*)"
_NUMBER = r"(?<![\w.,/])\d{1,4}[a-z]?(?:[-/]\d{1,4}[a-z]?)?"
_QUARTER = r"(?:\s(?-i:[NS]?[EW]|[NS])(?!\w))?"


def addresses(words: Privacy, known: KnownWords) -> list[Finder]:
    """The recognisers of addresses and postcodes; in no street or town a word that ``known`` calls clinical."""
    postcode = _postcode(words)
    label = rf"(?<![^\W_]){any_of(words.address_labels)}(?![^\W_]){_SEPARATOR}"
    number = one_of(r"\d{1,4}[a-z]?", any_of(words.words("digits", "teens", "tens")))
    small = rf"{number},?\s+(?:[\w'’-]+,?\s+){{1,4}}{any_of(words.words('streets'))}(?!\w)(?:,?\s+{_NAME}){{0,2}}"
    named = rf"{_NAME}(?:,?\s+{_NAME}){{0,5}}"
    labelled = rf"{label}(?P<{REMOVED}>{one_of(small, named)}(?:,?\s+{postcode})?)"
    return [
        Patterns(KIND, 0.85, [_street(words, postcode), _german_street(words)], known.may_be_a_place),
        Patterns(KIND, 0.7, [rf"(?-i:{postcode})"]),
        Patterns(KIND, 0.8, [labelled], known.may_be_a_place),
    ]


def _postcode(words: Privacy) -> str:
    """A British postcode; without its space only one that begins with two letters, for "B12 1MG" is a dose."""
    area = any_of(words.words("postcode_areas"))
    inward = rf"(?!\d{any_of(words.words('not_inward'))})\d[ABD-HJLNP-UW-Z]{{2}}"
    forms = one_of(rf"{area}\d[A-Z\d]?\s{inward}", rf"[A-Z]{{2}}\d[A-Z\d]?{inward}")
    return rf"(?<![\w-]){forms}(?![\w-])"


def _street(words: Privacy, postcode: str) -> str:
    """House number, capitalised street, and the town where a postcode or ZIP code follows it."""
    zip_code = rf"(?-i:{any_of(words.words('states'))})\.?\s+\d{{5}}(?:-\d{{4}})?"
    code = one_of(postcode, zip_code)
    town = rf"(?:,?\s+(?:{_NAME}\s+){{0,2}}{_NAME}){{0,2}}"
    dwelling = rf"(?:{any_of(words.words('dwellings'))}\s+\d{{1,4}}[a-z]?,?\s+)?"
    kind = one_of(
        rf"(?-i:{any_of(_capitals(words.words('streets')))})",
        rf"(?-i:{any_of(_titled(words.words('street_abbreviations')))})\.?",
        rf"(?-i:{any_of(_titled(words.words('street_words')))})\.?(?=\s*(?:[,;.)\n]|$|{postcode}))",
    )
    return rf"{dwelling}{_NUMBER},?\s+(?:{_NAME}\s+){{1,3}}{kind}(?!\w){_QUARTER}(?:{town},?\s+{code})?"


def _german_street(words: Privacy) -> str:
    ending = any_of(words.words("street_endings"))
    return rf"(?-i:[^\W\d_a-z])[^\W\d_]+{ending}\s?\d{{1,4}}[a-z]?(?:,?\s+\d{{5}}\s+{_NAME})?(?!\w)"


def _titled(words: frozenset[str]) -> set[str]:
    return {word.capitalize() for word in words}


def _capitals(words: frozenset[str]) -> set[str]:
    return _titled(words) | {word.upper() for word in words}
