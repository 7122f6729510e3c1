"""The vocabulary that the assistant recognises, built from the curated content so that the two cannot drift apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.nlu.phrase_index import PhraseIndex
from knowledge.content_files import Content
from knowledge.names import Names
from knowledge.text import normalise

MEDICINES = frozenset({"subject", "drug", "drug-class"})


@dataclass(frozen=True)
class Term:
    """A surface form in normalised spelling, the entity and value that it stands for, and what kind of thing it is."""

    form: str
    entity: str
    value: str
    category: str


@dataclass(frozen=True)
class Found:
    """A term found in a text, between the characters ``start`` and ``end``."""

    term: Term
    start: int
    end: int


def terms_of(content: Content) -> list[Term]:
    """Every form of every concept, near trap and source name, and the drugs that no topic covers."""
    terms: dict[str, Term] = {}
    for term in _terms(content):
        terms.setdefault(term.form, term)
    for name in content.drug_names:
        terms.setdefault(normalise(name), Term(normalise(name), "other_drug", name, "other_drug"))
    return list(terms.values())


def names_of(names: Names) -> list[Term]:
    """The names of what nothing may be curated on: guidelines, illnesses, substances, properties."""
    kinds = {
        "other_source": names.source_names(),
        "other_matter": [*names.conditions, *names.substances],
        "other_drug": names.medicines,
        "other_property": names.properties,
    }
    return [Term(normalise(name), entity, name, "") for entity, found in kinds.items() for name in found]


def with_names(terms: list[Term], names: list[Term]) -> list[Term]:
    """``terms`` and those of ``names`` that are none of them."""
    known = {term.form for term in terms}
    return [*terms, *(term for term in {one.form: one for one in names}.values() if term.form not in known)]


def ages_of(content: Content) -> dict[str, int]:
    """The limit in years below which an age means a concept, by the concept's id."""
    concepts = (concept for topic in content.topics for concept in topic.glossary)
    return {concept.id: concept.younger_than for concept in concepts if concept.younger_than is not None}


def descriptions_of(content: Content) -> dict[str, tuple[str, str]]:
    """The concept, by id and category, that words which match a regular expression describe."""
    concepts = (concept for topic in content.topics for concept in topic.glossary)
    return {described: (concept.id, concept.category) for concept in concepts for described in concept.described}


def medicines_of(content: Content) -> dict[str, str]:
    """Every written form of every medicine of the glossaries, and its concept's id."""
    concepts = (concept for topic in content.topics for concept in topic.glossary)
    return {
        form: concept.id for concept in concepts if concept.category in MEDICINES for form in concept.written_forms()
    }


def categories_of(content: Content) -> dict[str, str]:
    """The category of every concept of the glossaries; a form of another concept has that one's."""
    concepts = {concept.id: concept for topic in content.topics for concept in topic.glossary}
    return {one.id: concepts.get(one.form_of or one.id, one).category for one in concepts.values()}


def classes_of(content: Content) -> dict[str, str]:
    """The class of medicines that a concept of the glossaries belongs to, where it belongs to one."""
    return {one.id: one.belongs_to for topic in content.topics for one in topic.glossary if one.belongs_to}


def _terms(content: Content) -> Iterator[Term]:
    for topic in content.topics:
        for trap in topic.near_traps:
            yield from (Term(normalise(form), "near_trap", trap.id, "near_trap") for form in trap.written_forms())
        for concept in topic.glossary:
            forms = map(normalise, concept.written_forms())
            yield from (Term(form, "concept", concept.id, concept.category) for form in forms)
    for source in content.sources:
        yield from (Term(normalise(name), "source_name", name.casefold(), "source_name") for name in source.names)


class Matcher:
    """Finds the longest known terms in a text, at word boundaries, whatever their case, hyphens or plural."""

    def __init__(self, terms: list[Term]) -> None:
        """Take ``terms``, the last of those with one form."""
        self._terms = PhraseIndex({term.form: term for term in terms}, plural=True)

    def find(self, text: str) -> list[Found]:
        """The terms of ``text`` from left to right, none overlapping another."""
        return [Found(one.value, one.start, one.end) for one in self._terms.find(fold(text))]


def fold(text: str) -> str:
    """``text`` in lower case with plain dashes and quotes, each character still at its place."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    folded = normalise(character)
    return folded if len(folded) == 1 else character if len(character.lower()) != 1 else character.lower()
