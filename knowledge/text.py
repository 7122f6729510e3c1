"""Plain-text helpers shared by everything that compares words."""

from __future__ import annotations

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'}


def normalise(text: str) -> str:
    """Fold case, compatibility forms, dashes, quotes and white space: ``"Tea‑Leaf"`` becomes ``"tea leaf"``.

    A hyphen between letters counts as a space, so that both spellings of a term are one form.
    """
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES).casefold()
    return " ".join(re.sub(r"(?<=\w)-(?=\w)", " ", folded).split())
