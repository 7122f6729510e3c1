"""Entity extractor for the terms of the curated glossary, guideline names, years and reference numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.vocabulary import Found, Matcher, Term, fold, terms_of
from knowledge.content_files import fingerprint, read_content
from knowledge.drug_names import drug_names
from knowledge.settings import Settings

TERMS_FILE = "terms.json"
YEAR = re.compile(r"(?<![\d.])(?:19|20)\d{2}(?![\d.]*\d|\s*mg)")
DOSE_OF = re.compile(r"\b(?:dos(?:es?|age|ing)(?: range)? (?:of|for)|how (?:much|many mg)(?: of)?) (?:\w+ )?$")
ITS_DOSE = re.compile(r"^(?: \w+)? dos(?:es?|age|ing)\b")
REFERENCE = re.compile(r"(?:\b(?:reference|ref|source|citation|footnote|number|no\.?)\s*#?\s*|\[|#)(\d{1,3})\b", re.I)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ClinicalTerms(GraphComponent):
    """Finds concepts, near traps, source names and drugs by the vocabulary that was trained into the model."""

    def __init__(self, terms: list[Term], storage: ModelStorage, resource: Resource) -> None:
        """Match ``terms``; ``storage`` and ``resource`` say where a training keeps them."""
        self._storage = storage
        self._resource = resource
        self._matcher = Matcher(terms)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClinicalTerms:
        """An untrained component, which knows no term yet."""
        return cls([], model_storage, resource)

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
            terms = [Term(**entry) for entry in json.loads((folder / TERMS_FILE).read_text(encoding="utf-8"))]
        return cls(terms, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Makes Rasa train this component again when the content has changed."""
        return fingerprint(Settings.from_environment().content)

    def train(self, training_data: TrainingData) -> Resource:
        """Take the vocabulary from the curated content; the training examples play no part."""
        terms = terms_of(read_content(Settings.from_environment().content), drug_names())
        self._matcher = Matcher(terms)
        with self._storage.write_to(self._resource) as folder:
            entries = json.dumps([asdict(term) for term in terms], ensure_ascii=False, indent=0)
            (folder / TERMS_FILE).write_text(entries, encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities found in each message's text to it."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                entities = [*message.get(ENTITIES, []), *self._entities(text)]
                message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def _entities(self, text: str) -> Iterator[dict[str, Any]]:
        folded = fold(text)
        for found in self._matcher.find(text):
            yield _entity(found.term.entity, found.term.value, found)
            if DOSE_OF.search(folded[: found.start]) or ITS_DOSE.search(folded[found.end :]):
                yield _entity("dosed_drug", found.term.value, found)
        for match in YEAR.finditer(text):
            yield _entity("year", match[0], match)
        for match in REFERENCE.finditer(text):
            yield _entity("reference", match[1], match)


def _entity(name: str, value: str, place: Found | re.Match[str]) -> dict[str, Any]:
    start, end = (place.start, place.end) if isinstance(place, Found) else place.span()
    return {"entity": name, "value": value, "start": start, "end": end, "extractor": "ClinicalTerms"}
