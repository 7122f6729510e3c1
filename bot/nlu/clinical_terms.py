"""Entity extractor for the terms of the curated glossary, guideline names, years and reference numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.around_terms import Around
from bot.nlu.made_from import MadeFromContent
from bot.nlu.passing import Passing
from bot.nlu.vocabulary import Found, Matcher, Term, descriptions_of, fold, names_of, terms_of, with_names
from knowledge.content_files import read_content, read_one
from knowledge.cues import read_cues
from knowledge.names import read_names
from knowledge.settings import Settings
from knowledge.text import normalise
from knowledge.ward_words import TERMS, TermWords

TERMS_FILE = "terms.json"
PASSING_FILE = "passing.json"
DESCRIPTIONS_FILE = "descriptions.json"
WORDS_FILE = "words.json"
NEAR_TRAP = "near_trap"
SUBJECT = "subject"
YEAR = re.compile(r"(?<![\d.])(?:19|20)\d{2}(?![\d.]*\d|\s*mg)")
# Words in front of a term that share its last words: "kitchen, garden or bathroom door".
SHARING = re.compile(r"(?:\b[a-z]+ )?(?:\b[a-z]+(?: ?/ ?|, ?(?:and |or )?| (?:and|or|nor|&) ))+$")
SHARED = frozenset({"condition", "contraindication", "mechanism", "adverse-effect", "procedure"})
WORD = re.compile(r"[a-z]+")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ClinicalTerms(MadeFromContent, GraphComponent):
    """Finds concepts, near traps, source names and drugs by the vocabulary that was trained into the model."""

    def __init__(self, terms: list[Term], passing: Passing, storage: ModelStorage, resource: Resource) -> None:
        """Match ``terms``, near traps by ``passing``; ``storage`` and ``resource`` say where a training keeps them."""
        self._storage = storage
        self._resource = resource
        self._know(terms, passing, {}, None)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClinicalTerms:
        """An untrained component, which knows no term yet."""
        return cls([], Passing(), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ClinicalTerms:
        """The component with the terms of the trained model."""
        with model_storage.read_from(resource) as folder:
            stored = json.loads((folder / TERMS_FILE).read_text(encoding="utf-8"))
            passing = Passing(**json.loads((folder / PASSING_FILE).read_text(encoding="utf-8")))
            descriptions = json.loads((folder / DESCRIPTIONS_FILE).read_text(encoding="utf-8"))
            words = TermWords(**json.loads((folder / WORDS_FILE).read_text(encoding="utf-8")))
        component = cls([], Passing(), model_storage, resource)
        component._know([Term(**entry) for entry in stored], passing, descriptions, words)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Take the vocabulary from the curated content; the training examples play no part."""
        folder = Settings.from_environment().content
        content = read_content(folder)
        terms = with_names(terms_of(content), names_of(read_names(folder)))
        passing = Passing.of(content, read_cues(folder))
        descriptions = descriptions_of(content)
        words = read_one(folder, TERMS, TermWords)
        self._know(terms, passing, descriptions, words)
        with self._storage.write_to(self._resource) as folder:
            stored = [asdict(term) for term in terms]
            (folder / TERMS_FILE).write_text(json.dumps(stored, ensure_ascii=False, indent=0), encoding="utf-8")
            (folder / PASSING_FILE).write_text(json.dumps(asdict(passing), ensure_ascii=False), encoding="utf-8")
            (folder / DESCRIPTIONS_FILE).write_text(json.dumps(descriptions, ensure_ascii=False), encoding="utf-8")
            (folder / WORDS_FILE).write_text(json.dumps(words.dict(), ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities found in each message's text to it."""
        for message in messages:
            text = message.get(TEXT)
            if text and self._around is not None:
                entities = [*message.get(ENTITIES, []), *self._entities(text, self._around)]
                message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def _know(
        self, terms: list[Term], passing: Passing, descriptions: Mapping[str, Sequence[str]], words: TermWords | None
    ) -> None:
        self._around = None if words is None else Around(words)
        self._matcher = Matcher(terms)
        self._described = [
            (re.compile(described), Term("", "concept", *concept)) for described, concept in descriptions.items()
        ]
        self._passing = passing
        self._subjects = {term.form: term for term in terms if term.category == SUBJECT}
        self._shared = {term.form: term for term in terms if term.entity == "concept" and term.category in SHARED}

    def _subjects_in(self, folded: str, found: Found) -> Iterator[dict[str, Any]]:
        """The topic's medicine, where it is named within a longer term that says more of it."""
        if found.term.category == SUBJECT:
            return
        for word in WORD.finditer(folded, found.start, found.end):
            term = self._subjects.get(word[0])
            if term is not None:
                yield {**_entity(term.entity, term.value, word), "category": SUBJECT}

    def _sharing(self, folded: str, found: Found) -> Iterator[Found]:
        """The terms that words in front of ``found`` make with its last words."""
        if found.term.form not in self._shared:
            return
        front = SHARING.search(folded[: found.start])
        words = normalise(folded[found.start : found.end]).split()
        lasts = [" ".join(words[cut:]) for cut in range(1, len(words))]
        for word in WORD.finditer(front[0]) if front else ():
            term = next((self._shared[form] for last in lasts if (form := f"{word[0]} {last}") in self._shared), None)
            if term is not None and front is not None:
                yield Found(term, front.start() + word.start(), front.start() + word.end())

    def _denied(self, folded: str, around: Around) -> Iterator[Found]:
        """The histories that are denied by their first word alone, all those of a list or none."""
        for words in around.denied(folded):
            terms = [self._history(around.histories(word[0])) for word in words]
            yield from (
                Found(term, *word.span()) for term, word in zip(terms, words, strict=True) if term and all(terms)
            )

    def _history(self, forms: Sequence[str]) -> Term | None:
        return next((self._shared[form] for form in forms if form in self._shared), None)

    def _found(self, text: str, folded: str, around: Around) -> list[Found]:
        found = self._matcher.find(text)
        implied = [more for one in found for more in self._sharing(folded, one)]
        described = [Found(term, *one.span()) for words, term in self._described for one in words.finditer(folded)]
        for more in (implied, list(self._denied(folded, around)), described):
            found = [*found, *(one for one in more if not _overlaps(one, found))]
        return sorted(found, key=lambda one: one.start)

    def _entities(self, text: str, around: Around) -> Iterator[dict[str, Any]]:
        folded = fold(text)
        all_found = self._found(text, folded, around)
        for found in all_found:
            if around.is_a_numeral(found.term.form, folded, found.start):
                continue
            is_trap = found.term.entity == NEAR_TRAP
            name = self._passing.entity_of(text, found, all_found) if is_trap else found.term.entity
            if name != found.term.entity:
                yield from [_entity(name, found.term.form, found)] if name else []
                continue
            category = {"category": found.term.category} if found.term.category else {}
            yield {**_entity(name, found.term.value, found), **category}
            yield from self._subjects_in(folded, found)
            if around.asks_for_the_dose(folded, found.start, found.end):
                yield _entity("dosed_drug", found.term.value, found)
        for match in YEAR.finditer(text):
            yield _entity("year", match[0], match)
        for match in around.references(text):
            yield _entity("reference", match[1], match)


def _overlaps(one: Found, others: Sequence[Found]) -> bool:
    return any(other.start < one.end and one.start < other.end for other in others)


def _entity(name: str, value: str, place: Found | re.Match[str]) -> dict[str, Any]:
    start, end = place.span() if isinstance(place, re.Match) else (place.start, place.end)
    return {"entity": name, "value": value, "start": start, "end": end, "extractor": "ClinicalTerms"}
