"""Lets Rasa 3.6.21 run in an environment that has no TensorFlow.

Rasa imports TensorFlow whatever the pipeline, although a bot without DIET or TED never uses it. Here a finder
answers those few imports with stand-ins. A ``.pth`` file installs it in every process of the environment, so plain
``rasa …`` works as well. Where TensorFlow is installed (the peer environment) nothing is changed.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

# Classes that Rasa names in imports or `isinstance` checks, and that only TensorFlow can bring to life.
STAND_INS: dict[str, tuple[str, ...]] = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
    "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
    "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
    "rasa.core.policies.ted_policy": ("TEDPolicy",),
    "rasa.core.policies.unexpected_intent_policy": ("UnexpecTEDIntentPolicy",),
}

COMPONENTS_MODULE = "rasa.engine.recipes.default_components"

# Rasa's own components that need neither TensorFlow nor an optional package of their own.
COMPONENTS: tuple[tuple[str, str], ...] = (
    ("rasa.nlu.classifiers.fallback_classifier", "FallbackClassifier"),
    ("rasa.nlu.classifiers.keyword_intent_classifier", "KeywordIntentClassifier"),
    ("rasa.nlu.extractors.duckling_entity_extractor", "DucklingEntityExtractor"),
    ("rasa.nlu.extractors.entity_synonyms", "EntitySynonymMapper"),
    ("rasa.nlu.extractors.regex_entity_extractor", "RegexEntityExtractor"),
    ("rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer", "CountVectorsFeaturizer"),
    ("rasa.nlu.featurizers.sparse_featurizer.lexical_syntactic_featurizer", "LexicalSyntacticFeaturizer"),
    ("rasa.nlu.featurizers.sparse_featurizer.regex_featurizer", "RegexFeaturizer"),
    ("rasa.nlu.tokenizers.whitespace_tokenizer", "WhitespaceTokenizer"),
    ("rasa.core.policies.rule_policy", "RulePolicy"),
    ("rasa.core.policies.memoization", "MemoizationPolicy"),
    ("rasa.core.policies.memoization", "AugmentedMemoizationPolicy"),
)


class TensorFlowNeeded(RuntimeError):
    """Raised when a component that only works with TensorFlow is built in an environment without it."""


def _refuse(self: object, *_: object, **__: object) -> None:
    raise TensorFlowNeeded(
        f"{type(self).__name__} needs TensorFlow, which this environment leaves out. Choose a component that does "
        "not, or use the peer environment: UV_PROJECT_ENVIRONMENT=.venv-peer uv sync --group peer"
    )


class _StandInLoader(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        if module.__name__ == COMPONENTS_MODULE:
            classes = [getattr(importlib.import_module(name), attribute) for name, attribute in COMPONENTS]
            vars(module)["DEFAULT_COMPONENTS"] = classes
            return
        for name in STAND_INS[module.__name__]:
            vars(module)[name] = type(name, (), {"__init__": _refuse, "__module__": module.__name__})


class StandInFinder(MetaPathFinder):
    """Finds a stand-in for each Rasa module that would import TensorFlow."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the stand-in's spec for a module named in this file, ``None`` for every other one."""
        if fullname in STAND_INS or fullname == COMPONENTS_MODULE:
            return ModuleSpec(fullname, _StandInLoader())
        return None


def tensorflow_is_missing() -> bool:
    """Whether this environment has no TensorFlow to import."""
    return importlib.util.find_spec("tensorflow") is None


def install() -> None:
    """Put the finder in place once, and only where TensorFlow is missing."""
    installed = any(type(finder).__qualname__ == StandInFinder.__qualname__ for finder in sys.meta_path)
    if tensorflow_is_missing() and not installed:
        sys.meta_path.insert(0, StandInFinder())
