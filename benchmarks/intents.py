"""Compares ways of telling intents, trained on the same examples and tested on the same questions.

``python -m benchmarks.intents`` prints one table and keeps it in ``benchmarks/results/intents.md``. Rasa's default
pipeline needs TensorFlow, so it is trained in the peer environment, which the script brings up to date itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from ruamel.yaml import YAML
from sklearn.metrics import f1_score

from bot.evaluation.questions import TestQuestion, read_questions
from bot.nlu.intent_model import Example, IntentModel, Setup
from bot.nlu.question_reader import categories
from bot.nlu.vocabulary import Matcher, terms_of
from knowledge.content_files import read_content
from knowledge.embeddings import Encoder
from knowledge.settings import ROOT

RESULT = ROOT / "benchmarks" / "results" / "intents.md"
PEER = ROOT / ".venv-peer"
COMMAND = "python -m benchmarks.intents"


@dataclass(frozen=True)
class Contender:
    """A way of telling intents and what it made of the questions."""

    name: str
    predicted: Sequence[str]
    seconds: float


class _CachedEncoder(Encoder):
    """Encodes each text once, since several contenders ask for the same."""

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[str, NDArray[np.float32]] = {}

    def encode(self, text: str) -> NDArray[np.float32]:
        if text not in self._held:
            self._held[text] = super().encode(text)
        return self._held[text]


def training_examples(folder: Path = ROOT / "data" / "nlu") -> list[tuple[str, str]]:
    """Every training example of ``folder`` with its intent."""
    yaml = YAML(typ="safe", pure=True)
    blocks = [block for path in sorted(folder.glob("*.yml")) for block in yaml.load(path.read_text())["nlu"]]
    return [
        (line.strip().removeprefix("- "), block["intent"])
        for block in blocks
        for line in block["examples"].splitlines()
        if line.strip()
    ]


def linear(
    name: str, setup: Setup, examples: Sequence[Example], asked: Sequence[Example], encoder: Encoder
) -> Contender:
    """Our own model with ``setup``, trained on ``examples`` and asked ``asked``."""
    start = time.perf_counter()
    model = IntentModel(setup, encoder)
    model.fit(examples)
    seconds = time.perf_counter() - start
    return Contender(name, [ranking[0].intent for ranking in model.rank_all(asked)], seconds)


def rasa_default(asked: Sequence[str]) -> Contender:
    """Rasa's own default pipeline (`rasa init`), trained and asked in the peer environment."""
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(PEER)}
    uv = next(path for path in (ROOT / ".tools" / "bin" / "uv", Path("uv")) if path.name == str(path) or path.exists())
    subprocess.run([uv, "sync", "--locked", "--quiet", "--group", "peer"], cwd=ROOT, env=environment, check=True)
    with tempfile.TemporaryDirectory() as folder:
        questions, answers = Path(folder) / "questions.json", Path(folder) / "answers.json"
        questions.write_text(json.dumps(list(asked)))
        command = [PEER / "bin" / "python", "-W", "ignore", "-m", "benchmarks.rasa_default", questions, answers]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}, check=True)
        told = json.loads(answers.read_text())
    return Contender("Rasa's default pipeline (DIET)", told["intents"], told["seconds"])


def table(contenders: Sequence[Contender], questions: Sequence[TestQuestion]) -> str:
    """The contenders side by side, as Markdown."""
    truth = [question.intents[0] for question in questions]
    lines = [
        "| pipeline | accuracy | macro F1 | errors | of the default's errors | training |",
        "|---|---|---|---|---|---|",
    ]
    errors = [sum(one != other for one, other in zip(each.predicted, truth, strict=True)) for each in contenders]
    for each, wrong in zip(contenders, errors, strict=True):
        macro = f1_score(truth, each.predicted, average="macro", labels=sorted(set(truth)), zero_division=0)
        share = f"{wrong / errors[0]:.2f}" if errors[0] else "–"
        accuracy = 1 - wrong / len(truth)
        lines.append(f"| {each.name} | {accuracy:.3f} | {macro:.3f} | {wrong} | {share} | {each.seconds:.0f} s |")
    return "\n".join(lines)


def main() -> None:
    """Run every contender and keep the table."""
    console = Console()
    half = sys.argv[1] if len(sys.argv) > 1 else "report"
    questions = [one for one in read_questions() if one.intents and one.half == half and isinstance(one.text, str)]
    texts = [str(question.text) for question in questions]
    matcher = Matcher(terms_of(read_content()))
    examples = [Example(text, categories(matcher, text), intent) for text, intent in training_examples()]
    asked, encoder = [Example(text, categories(matcher, text)) for text in texts], _CachedEncoder()
    contenders = [
        rasa_default(texts),
        linear("sparse features, linear", Setup(meaning=0.0), examples, asked, encoder),
        linear("MiniLM, linear", Setup(blocks=(), meaning=4.0), examples, asked, encoder),
        linear("both, linear (ours)", Setup(), examples, asked, encoder),
    ]
    head = (
        f"# Intents\n\nTrained on {len(examples)} examples of `data/nlu/`, tested on {len(questions)} questions, "
        f"the {half} half of `tests/questions/`; first intent only. By `{COMMAND}`.\n\n"
    )
    text = head + table(contenders, questions) + "\n"
    if half == "report":
        RESULT.write_text(text, encoding="utf-8")
    console.print(text, markup=False)


if __name__ == "__main__":
    main()
