"""Graph component that says of every concept in a message what the message says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.assertion import AssertionEngine, Target
from bot.nlu.clinical_quantities import ClinicalQuantities
from bot.nlu.clinical_terms import ClinicalTerms
from bot.nlu.made_from import MadeFromContent
from bot.nlu.vocabulary import categories_of, classes_of
from knowledge.assertion_rules import AssertionRules, read_assertion_rules
from knowledge.content_files import read_content
from knowledge.settings import Settings

FINDINGS = "findings"
RULES_FILE = "assertions.json"
FOUND_BY = frozenset({ClinicalTerms.__name__, ClinicalQuantities.__name__})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ClinicalFindings(MadeFromContent, GraphComponent):
    """Reads the concepts that were found in a message and sets ``findings``, a list of plain dicts.

    Its place in the pipeline is behind the components that find concepts. A finding has the keys of
    :class:`bot.nlu.assertion.Finding`.
    """

    def __init__(
        self,
        rules: AssertionRules | None,
        categories: dict[str, str],
        classes: dict[str, str],
        storage: ModelStorage,
        resource: Resource,
    ) -> None:
        """Read by ``rules``; ``categories`` and ``classes`` are the concepts' by their ids.

        The rest says where a training is kept.
        """
        self._engine = AssertionEngine(rules) if rules else None
        self._categories = categories
        self._classes = classes
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClinicalFindings:
        """An untrained component, which finds nothing yet."""
        return cls(None, {}, {}, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ClinicalFindings:
        """The component with the rules of the trained model."""
        with model_storage.read_from(resource) as folder:
            stored = json.loads((folder / RULES_FILE).read_text(encoding="utf-8"))
        return cls(AssertionRules(**stored["rules"]), stored["categories"], stored["classes"], model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Take the rules and the concepts' categories from the curated content; the training examples play no part."""
        content = read_content(Settings.from_environment().content)
        rules = read_assertion_rules()
        self._categories = categories_of(content)
        self._classes = classes_of(content)
        self._engine = AssertionEngine(rules)
        with self._storage.write_to(self._resource) as folder:
            stored = {"rules": rules.dict(), "categories": self._categories, "classes": self._classes}
            (folder / RULES_FILE).write_text(json.dumps(stored, ensure_ascii=False, indent=0), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the findings of each message that has a text."""
        for message in messages:
            text = message.get(TEXT)
            if text and self._engine is not None:
                findings = self._engine.read(text, list(self._targets(message)))
                message.set(FINDINGS, [finding.as_dict() for finding in findings], add_to_output=True)
        return messages

    def _targets(self, message: Message) -> Iterator[Target]:
        for entity in message.get(ENTITIES, []):
            concept = entity["value"]
            known = entity.get("extractor") in FOUND_BY and concept in self._categories
            if known and entity["entity"] == "concept":
                belongs_to = self._classes.get(concept)
                yield Target(entity["start"], entity["end"], concept, self._categories[concept], belongs_to)
