"""How many years of school a text for lay people takes to read.

The Flesch-Kincaid grade: J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of New Readability
Formulas for Navy Enlisted Personnel", Research Branch Report 8-75, Naval Technical Training, Memphis, 1975.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

import pyphen  # type: ignore[import-untyped]  # the package brings no types

# The product's own limit, which a reader of fourteen can follow; it leaves room for a sentence that names its source.
HIGHEST_GRADE = 9

SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)|[:;]\s")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_END = re.compile(r"(?:[^aeiouylr]e|[^aeiouytdl]ed|[^aeiouyscxzhg]es|lled|(?<=[aeiouy])[rl]e)$")
SILENT_INSIDE = re.compile(r"(?<=[aeiouy][^aeiouy])e(?=(?:line|thing|time|one|what|where|ly|ment|ful|less|ness)s?$)")


def grade(text: str, known_names: Container[str] = frozenset()) -> float:
    """The Flesch-Kincaid grade of ``text``, in years of (US) school; 0 for a text without words.

    A word of ``known_names`` (lower case) counts as one syllable: a name has no simpler word. What stands after a colon
    or a semicolon counts as a sentence of its own.
    """
    words = WORD.findall(text.casefold())
    if not words:
        return 0.0
    sentences = sum(1 for part in SENTENCE_END.split(text) if WORD.search(part))
    total = sum(1 if word in known_names else syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * total / len(words) - 15.59


@lru_cache(maxsize=50_000)
def syllables(word: str) -> int:
    """How many syllables ``word`` (lower case) has, by its hyphenation and by its groups of vowels, the larger number.

    Hyphenation never parts off a single letter, so that alone it would find too few.
    """
    spoken = SILENT_END.sub("", SILENT_INSIDE.sub("", word))
    groups = len(VOWELS.findall(spoken))
    return max(1, groups, 1 + len(_hyphenation().positions(word)))


@lru_cache(maxsize=1)
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")
