"""The words by which concepts are recognised: several for each, none of two meanings, none that is something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from knowledge import schema
from knowledge.checks.common import Excuses, unknown
from knowledge.content_files import Content
from knowledge.text import normalise
from knowledge.word_lists import plain_english

MEDICINES = frozenset({"subject", "drug", "drug-class"})


def glossary(content: Content) -> Iterator[str]:
    """Problems of the glossaries, near traps and source names, which share one vocabulary."""
    yield from _ambiguous(content)
    drugs = {normalise(name) for name in content.drug_names}
    concepts = [concept for topic in content.topics for concept in topic.glossary]
    ids = {concept.id for concept in concepts}
    for concept in concepts:
        yield from unknown(f"glossary {concept.id}", "form_of", filter(None, [concept.form_of]), ids - {concept.id})
        yield from _concept(concept, drugs)


def _ambiguous(content: Content) -> Iterator[str]:
    """A form that is typed for two things, or heard for two things. Two topics may share a concept by its id."""
    owners: dict[str, str] = {}
    heard: dict[str, str] = {}
    concepts = [concept for topic in content.topics for concept in topic.glossary]
    for concept in concepts:
        yield from _claim(owners, f"glossary {concept.id}", concept.written_forms(), f"concept {concept.id}")
    for topic in content.topics:
        for trap in topic.near_traps:
            yield from _claim(owners, f"near trap {trap.id}", trap.written_forms(), f"near trap {trap.id}")
    for source in content.sources:
        yield from _claim(owners, f"source {source.id}", source.names, "a source")
    for concept in concepts:
        for form in concept.misheard:
            typed = owners.get(normalise(form))
            if typed is not None:
                yield (
                    f"glossary {concept.id}: the mishearing '{form}' is also how {typed} is written, which wins; "
                    "remove it from misheard"
                )
        yield from _claim(heard, f"glossary {concept.id}", concept.misheard, f"concept {concept.id}")


def _claim(owners: dict[str, str], where: str, forms: list[str], owner: str) -> Iterator[str]:
    for form in forms:
        other = owners.setdefault(normalise(form), owner)
        if other != owner:
            yield f"{where}: the form '{form}' belongs to {other} already; keep it in one"


def _concept(concept: schema.Concept, drugs: set[str]) -> Iterator[str]:
    where = f"glossary {concept.id}"
    written = [normalise(form) for form in concept.written_forms()]
    if len(set(written)) < 2:
        yield f"{where}: has no form but its label; add the synonyms or abbreviations that clinicians use"
    twice = [form for form, count in Counter([*written, *map(normalise, concept.misheard)]).items() if count > 1]
    yield from (f"{where}: the form '{form}' stands there twice, spelling aside; keep one" for form in twice)
    excuses = Excuses(where, concept.exempt)
    for key in ("synonyms", "abbreviations", "brands", "misspellings"):
        for form in getattr(concept, key):
            yield from _form(concept, key, form, drugs, excuses)
    yield from excuses.unused()


def _form(concept: schema.Concept, key: str, form: str, drugs: set[str], excuses: Excuses) -> Iterator[str]:
    folded = normalise(form)
    # The members of a class are names of the class.
    if folded in drugs and concept.category != "drug-class" and folded != normalise(concept.label):
        yield from excuses.problem(
            "drug-name",
            form,
            f"{key} has '{form}', which is another medicine's name; give that medicine a concept of its own",
        )
    is_word = key != "synonyms" or concept.category in MEDICINES
    if is_word and folded not in drugs and folded in plain_english():
        yield from excuses.problem(
            "plain-english",
            form,
            f"{key} has '{form}', which is plain English and would be found in ordinary sentences; use a longer form",
        )
