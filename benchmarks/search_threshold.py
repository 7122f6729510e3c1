"""From which cosine on a statement is about the question: python -m benchmarks.search_threshold prints the table.

The closest statement of the product's content is looked up for every test question that it answers, and for messages
that it must not answer: the out-of-scope test questions and two public sets (``tests/data/public``). Of the test
questions only the half that is meant for development is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.questions import read_questions
from knowledge.content_files import read_content
from knowledge.embeddings import Encoder
from knowledge.rows import words_of

PUBLIC = Path(__file__).parent.parent / "tests" / "data" / "public"
RESULTS = Path(__file__).parent / "results" / "search_threshold.md"
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
ANSWERED = "answered"


def _groups() -> dict[str, list[str]]:
    """The messages by what they are; only the first group is to be answered."""
    asked = [one for one in read_questions() if one.half == "development" and len(one.turns) == 1]
    return {
        "in scope": [str(one.text) for one in asked if one.status == ANSWERED],
        "out of scope (test questions)": [str(one.text) for one in asked if "out_of_scope" in one.intents],
        "far (public)": _lines("far_out_of_scope_dev.txt"),
        "medical, elsewhere (public)": _lines("medical_elsewhere_dev.txt"),
    }


def _lines(name: str) -> list[str]:
    return [line for line in (PUBLIC / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def _closest(encoder: Encoder, messages: Iterable[str], statements: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.array([float((statements @ encoder.encode(message)).max()) for message in messages])


def _table(scores: Mapping[str, NDArray[np.float64]]) -> list[str]:
    heads = [f"{name} ({len(found)})" for name, found in scores.items()]
    lines = [f"| cosine from | {' | '.join(heads)} | Youden's J |", f"|{'---|' * (len(heads) + 2)}"]
    for threshold in THRESHOLDS:
        shares = [float((found >= threshold).mean()) for found in scores.values()]
        lines.append(
            f"| {threshold:.2f} | {' | '.join(f'{share:.1%}' for share in shares)} | {_youden(scores, threshold):.3f} |"
        )
    return lines


def _youden(scores: Mapping[str, NDArray[np.float64]], threshold: float) -> float:
    """The share of in-scope messages that pass less that of the others, each group of those weighing the same."""
    inside, *others = scores.values()
    return float((inside >= threshold).mean() - np.mean([(found >= threshold).mean() for found in others]))


def main() -> None:
    """Measure, print the table and keep it beside this file."""
    encoder = Encoder()
    words = [text for topic in read_content().topics for text in words_of(topic).values()]
    statements = np.stack([encoder.encode(text) for text in words])
    scores = {name: _closest(encoder, messages, statements) for name, messages in _groups().items()}
    best = max(np.arange(0.2, 0.8, 0.01), key=lambda threshold: _youden(scores, float(threshold)))
    lines = [
        *(
            "Written by `python -m benchmarks.search_threshold`.",
            "",
            "Share of messages whose closest statement passes:",
        ),
        *("", *_table(scores), "", f"The groups are parted best at {best:.2f} (J {_youden(scores, float(best)):.3f})."),
    ]
    print(*lines, sep="\n")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(["# From which cosine search answers", "", *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
