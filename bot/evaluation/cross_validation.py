"""Cross-validation of the intent model on its own training data: not a measure of strangers' questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.quiet import quiet
from bot.evaluation.shares import Share
from bot.evaluation.understanding import macro_f1
from bot.nlu.clean_up import cleaner_of
from bot.nlu.intent_model import Example, IntentModel, Setup
from bot.nlu.vocabulary import Matcher, terms_of
from knowledge.content_files import read_content
from knowledge.embeddings import Encoder
from knowledge.settings import ROOT

TRAINING_DATA = ROOT / "data" / "nlu"
FOLDS = 5
SEED = 4
# More than there are examples, so that each is encoded once.
EXAMPLES = 50_000


@dataclass(frozen=True)
class CrossValidation:
    """Accuracy and macro F1 over all ``folds`` together; each example was read by a model that had not seen it."""

    folds: int
    accuracy: Share
    macro_f1: float


def examples_as_trained(content: Path, folder: Path = TRAINING_DATA) -> list[Example]:
    """The intent examples below ``folder``, cleaned and with their clinical categories as a training sees them."""
    from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
    from rasa.shared.nlu.training_data.loading import load_data

    from bot.nlu.question_reader import categories

    curated = read_content(content)
    cleaner = cleaner_of(curated, content)
    matcher = Matcher(terms_of(curated))

    def seen(message: Any) -> Example:
        text = str(message.get(TEXT))
        # Marked entities stand at a place in the text, which a training therefore leaves as it is.
        text = text if message.get(ENTITIES) else cleaner.clean(text).text
        return Example(text, categories(matcher, text), str(message.get(INTENT)))

    return [seen(one) for one in load_data(str(folder)).intent_examples if one.get(TEXT)]


def cross_validated(content: Path, setup: Setup) -> CrossValidation:
    """:func:`cross_validate` on the product's training data; a process of its own can be given this."""
    quiet()
    return cross_validate(examples_as_trained(content), setup)


def cross_validate(examples: Sequence[Example], setup: Setup, encoder: Encoder | None = None) -> CrossValidation:
    """Cross-validate the intent model with ``setup`` in :data:`FOLDS` stratified folds, drawn by a fixed seed."""
    from sklearn.model_selection import StratifiedKFold

    encoder = encoder or Encoder(remembered=EXAMPLES)
    truth = [example.intent for example in examples]
    pairs: list[tuple[str, str]] = []
    for learnt, asked in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(truth, truth):
        model = IntentModel(setup, encoder)
        model.fit([examples[place] for place in learnt])
        rankings = model.rank_all([examples[place] for place in asked])
        pairs += [(truth[place], ranking[0].intent) for place, ranking in zip(asked, rankings, strict=True)]
    right = sum(one == other for one, other in pairs)
    return CrossValidation(FOLDS, Share(right, len(pairs)), macro_f1(pairs))
