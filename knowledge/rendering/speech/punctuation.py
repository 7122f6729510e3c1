"""Punctuation as a synthesiser pauses by it."""

from __future__ import annotations

import re

# Where several meet, the strongest is left.
_STRONGEST_FIRST = "?!.;:,"
_RUN = re.compile(rf"[{re.escape(_STRONGEST_FIRST)}](?:\s*[{re.escape(_STRONGEST_FIRST)}])+")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def tidy(text: str) -> str:
    """``text`` with single spaces, one mark where several met, and none at its beginning."""
    text = re.sub(rf"\s+([{re.escape(_STRONGEST_FIRST)}])", r"\1", " ".join(text.split()))
    text = _RUN.sub(lambda marks: min(marks.group(), key=(_STRONGEST_FIRST + " ").index), text)
    text = re.sub(r"([.?!;:,])(?=\w)", r"\1 ", text)
    return text.lstrip(f"{_STRONGEST_FIRST} ").rstrip(", ")


def ended(text: str) -> str:
    """``text`` as a sentence: with a full stop, unless it ends in a mark of its own."""
    return text if not text or text[-1] in ".?!" else f"{text.rstrip(';:,')}."


def sentences(text: str) -> list[str]:
    """The sentences of a text that is fit to be spoken."""
    return [one for one in _SENTENCE_END.split(text) if one]


def word_count(text: str) -> int:
    """How many words are heard; both halves of "twenty-one" count."""
    return len(_WORD.findall(text))
