"""The sentence encoder of the understanding: all-MiniLM-L6-v2, its weights adapted to how this topic is asked about.

``make encoder`` makes ``minilm-adapted.onnx`` anew from the training examples and the content's own questions. Search
keeps the general weights: it finds what no example resembles.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from knowledge.embeddings import Encoder

ADAPTED = Path(__file__).parent / "minilm-adapted.onnx"


@lru_cache(maxsize=1)
def adapted_encoder() -> Encoder:
    """The one adapted encoder of this process, whose vectors every user of it shares."""
    return Encoder(ADAPTED)
