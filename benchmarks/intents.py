"""Compares ways of telling intents, trained on the same examples and tested on the same questions.

``python -m benchmarks.intents`` prints one table and keeps it in ``benchmarks/results/intents.md``. Rasa's default
pipeline needs TensorFlow, so it is trained in the peer environment, which the script brings up to date itself.
``--epochs 1`` trains that for so long only, and ``--half development`` asks the other half: neither is kept, but that
``--keep`` keeps a shorter training, which the table then names.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rich.console import Console
from ruamel.yaml import YAML
from sklearn.metrics import f1_score

from benchmarks.rasa_peer import told_by_the_default
from bot.encoder import ADAPTED
from bot.evaluation.questions import TestQuestion, read_questions
from bot.evaluation.training_examples import TrainingExample, read_examples
from bot.nlu.clean_up import cleaner_of
from bot.nlu.clinical_terms import ClinicalTerms
from bot.nlu.cutter import Cutter
from bot.nlu.intent_model import Example, IntentModel, Setup
from bot.nlu.question_reader import QuestionReader, categories
from bot.nlu.vocabulary import Matcher, terms_of
from knowledge.content_files import CONTENT, read_content
from knowledge.cues import read_cues
from knowledge.embeddings import Encoder
from knowledge.settings import ROOT

RESULT = ROOT / "benchmarks" / "results" / "intents.md"
COMMAND = "python -m benchmarks.intents"
KEPT_HALF = "report"
# More than there are texts, so that each is encoded once.
EXAMPLES = 50_000


@dataclass(frozen=True)
class Contender:
    """A way of telling intents and what it made of the questions. ``seconds`` is ``None`` where nothing was trained."""

    name: str
    predicted: Sequence[str]
    seconds: float | None


class Ours:
    """Our own ways, from features alone to the decision as it is served; ``trained`` on examples, asked ``texts``."""

    def __init__(self, trained: Sequence[TrainingExample], texts: Sequence[str]) -> None:
        """Read the content; every text is cleaned once, and every encoding kept."""
        content = read_content()
        cleaner = cleaner_of(content, CONTENT)
        self._matcher = Matcher(terms_of(content))
        self._encoder = Encoder(remembered=EXAMPLES)
        self._adapted = Encoder(ADAPTED, remembered=EXAMPLES)
        self._typed = [self._example(one.text, one.intent) for one in trained], [self._example(text) for text in texts]
        self._cleaned = (
            [self._example(cleaner.clean(one.text).text, one.intent) for one in trained],
            [self._example(cleaner.clean(text).text) for text in texts],
        )

    def contenders(self) -> list[Contender]:
        """Each of our ways with what it made of the questions."""
        return [
            self._linear("sparse features, linear", Setup(meaning=0.0), self._typed),
            self._linear("MiniLM, linear", Setup(blocks=(), meaning=4.0), self._typed),
            self._linear("sparse features and MiniLM, linear", Setup(), self._typed),
            self._linear("sparse features and MiniLM, linear, the texts cleaned", Setup(), self._cleaned),
            self._linear(
                "sparse features and the adapted MiniLM, linear, the texts cleaned",
                Setup(),
                self._cleaned,
                self._adapted,
            ),
            self._served(),
        ]

    def _example(self, text: str, intent: str = "") -> Example:
        return Example(text, categories(self._matcher, text), intent)

    def _linear(
        self, name: str, setup: Setup, texts: tuple[list[Example], list[Example]], encoder: Encoder | None = None
    ) -> Contender:
        examples, asked = texts
        start = time.perf_counter()
        model = IntentModel(setup, encoder or self._encoder)
        model.fit(examples)
        seconds = time.perf_counter() - start
        return Contender(name, [ranking[0].intent for ranking in model.rank_all(asked)], seconds)

    def _served(self) -> Contender:
        """The component that decides when the assistant runs, trained and asked as Rasa trains and asks it."""
        nowhere: Any = None
        config = {**QuestionReader.get_default_config(), **_configured(QuestionReader)}
        examples = [Message({TEXT: example.text, INTENT: example.intent}) for example in self._cleaned[0]]
        asked = [Message({TEXT: example.text}) for example in self._cleaned[1]]
        with tempfile.TemporaryDirectory() as folder:
            storage = LocalModelStorage(Path(folder))
            terms = ClinicalTerms.create({}, storage, Resource("terms"), nowhere)
            terms.train(TrainingData())
            terms.process(asked)
            model, cutter = IntentModel(Setup.of(config), self._adapted), Cutter(self._adapted)
            reader = QuestionReader(config, storage, Resource("reader"), model, cutter, read_cues())
            start = time.perf_counter()
            reader.train(TrainingData(examples))
            seconds = time.perf_counter() - start
        intents = [str(message.get(INTENT)[INTENT_NAME_KEY]) for message in reader.process(asked)]
        return Contender("as served: thresholds, cues and the content's own questions as well", intents, seconds)


def _configured(component: type) -> dict[str, Any]:
    pipeline = YAML(typ="safe", pure=True).load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return next(entry for entry in pipeline if entry["name"] == f"{component.__module__}.{component.__name__}")


def rasa_default(asked: Sequence[str], epochs: int | None) -> list[Contender]:
    """Rasa's own default pipeline (`rasa init`), without and with its fallback."""
    best, decided, seconds = told_by_the_default(asked, epochs)
    return [
        Contender("Rasa's default pipeline (DIET), best intent", best, seconds),
        Contender("Rasa's default pipeline (DIET), with its fallback", decided, None),
    ]


def table(contenders: Sequence[Contender], questions: Sequence[TestQuestion]) -> str:
    """The contenders side by side, as Markdown; the first is what the errors of the others are held against."""
    truth = [question.intents[0] for question in questions]
    lines = [
        "| way | accuracy | macro F1 | errors | of the first line's errors | training |",
        "|---|---|---|---|---|---|",
    ]
    errors = [sum(one != other for one, other in zip(each.predicted, truth, strict=True)) for each in contenders]
    for each, wrong in zip(contenders, errors, strict=True):
        macro = f1_score(truth, each.predicted, average="macro", labels=sorted(set(truth)), zero_division=0)
        share = f"{wrong / errors[0]:.2f}" if errors[0] else "–"
        seconds = "–" if each.seconds is None else f"{each.seconds:.0f} s"
        lines.append(f"| {each.name} | {1 - wrong / len(truth):.3f} | {macro:.3f} | {wrong} | {share} | {seconds} |")
    return "\n".join(lines)


def asked_of(half: str) -> list[TestQuestion]:
    """The questions of ``half`` that have one intent, so that no contender is asked to tell two apart."""
    return [one for one in read_questions() if len(one.intents) == 1 and one.half == half and isinstance(one.text, str)]


def main() -> None:
    """Run every contender and keep the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("report", "development"), default=KEPT_HALF)
    parser.add_argument("--epochs", type=int, help="of Rasa's default pipeline; 0 leaves it out")
    parser.add_argument("--keep", action="store_true", help="keep the table of a shorter training as well")
    options = parser.parse_args()
    questions, examples = asked_of(options.half), read_examples()
    texts = [str(question.text) for question in questions]
    peers = [] if options.epochs == 0 else rasa_default(texts, options.epochs)
    shorter = f" {options.epochs} of its 100 epochs were run of Rasa's default pipeline." if options.epochs else ""
    text = (
        f"# Intents\n\nTrained on {len(examples)} examples of `data/nlu/`, tested on {len(questions)} questions: those "
        f"of the {options.half} half of `tests/questions/` that have one intent. By `{COMMAND}`.{shorter}\n\n"
        f"{table([*peers, *Ours(examples, texts).contenders()], questions)}\n"
    )
    if options.half == KEPT_HALF and (options.epochs is None or options.keep):
        RESULT.write_text(text, encoding="utf-8")
    Console().print(text, markup=False)


if __name__ == "__main__":
    main()
