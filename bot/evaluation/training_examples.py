"""The training examples: one file, or one folder of files, for each family of questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from ruamel.yaml import YAML

from knowledge.embeddings import Encoder, shared_encoder
from knowledge.settings import ROOT
from knowledge.text import normalise

EXAMPLES = ROOT / "data" / "nlu"
# From this cosine on, or up to this share of changed characters, one text is a near copy of another.
NEAR_MEANING = 0.9
NEAR_SPELLING = 0.1
_DASH = "- "


@dataclass(frozen=True)
class TrainingExample:
    """A text with its intent, and the family (the file or folder in ``data/nlu``) that it stands in."""

    text: str
    intent: str
    family: str


@dataclass(frozen=True)
class NearCopy:
    """A pair of texts that say nearly the same, with their cosine and their distance in spelling (0 to 1)."""

    one: str
    other: str
    cosine: float
    distance: float


def example_files(folder: Path = EXAMPLES) -> Iterator[tuple[str, Path]]:
    """Every file of ``folder`` with its family, in the order of their names."""
    for path in sorted(folder.rglob("*.yml")):
        yield path.relative_to(folder).with_suffix("").parts[0], path


def read_examples(folder: Path = EXAMPLES) -> list[TrainingExample]:
    """Every example of every family in ``folder``."""
    return [example for family, path in example_files(folder) for example in examples_of(path, family)]


def examples_of(path: Path, family: str) -> list[TrainingExample]:
    """The examples of one file of ``family``."""
    document = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return [
        TrainingExample(line.strip().removeprefix(_DASH), entry["intent"], family)
        for entry in document["nlu"]
        for line in entry["examples"].splitlines()
        if line.strip()
    ]


def wording(text: str) -> str:
    """``text`` as it is compared: normalised, and without punctuation unless it has nothing else."""
    normal = normalise(text)
    return " ".join(re.findall(r"\w+", normal)) or normal


def near_copies(some: Iterable[str], others: Iterable[str], encoder: Encoder | None = None) -> list[NearCopy]:
    """The pairs of a text of ``some`` and one of ``others`` that are near copies by meaning or by spelling."""
    left, right, reader = list(dict.fromkeys(some)), list(dict.fromkeys(others)), encoder or shared_encoder()
    if not left or not right:
        return []
    rows, columns = (np.stack([reader.encode(text) for text in side]) for side in (left, right))
    cosines = rows @ columns.T
    distances = process.cdist(
        [wording(text) for text in left],
        [wording(text) for text in right],
        scorer=Levenshtein.normalized_distance,
        score_cutoff=NEAR_SPELLING,
        dtype=np.float32,
    )
    near = np.argwhere((cosines >= NEAR_MEANING) | (distances <= NEAR_SPELLING))
    return [
        NearCopy(left[row], right[column], float(cosines[row, column]), float(distances[row, column]))
        for row, column in near
    ]
