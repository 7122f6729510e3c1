"""What the scanner looks for in a text, in the order in which it tries."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.rendering.speech.units import UnitWords
from knowledge.spoken import NUMBER, Spoken

HYPHEN, EN_DASH, EM_DASH, MINUS = "-", "–", "—", "−"
DASHES = f"{HYPHEN}‐‑‒{EN_DASH}{EM_DASH}{MINUS}"
DIGITS = r"(?:\d{1,3}(?:[,\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)*|(?<![\d.])\.\d+)"
NUMBER_NEXT = re.compile(rf"[{DASHES}]?\.?\d")
_ROMAN = r"[IVX]+(?![\w'’])"


def amount_before(units: UnitWords) -> str:
    """A number at the end of a text, with or without a unit."""
    return rf"(?<![^\W_]){DIGITS}(?:[ \u00a0]?(?:{units.after_number}))?$"


def rules(spoken: Spoken, units: UnitWords) -> str:
    """One pattern of all rules, each a group of its name."""
    levels = "|".join(sorted(spoken.words("levels")))
    named = {
        "url": r"https?://\S*[\w/]|www\.\S*[\w/]",
        "numbered": _numbered(spoken.numbered),
        "said": _whole(spoken.said),
        "date": r"(?<![\w-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w-])",
        "level": rf"(?i:(?<!\w)(?:{levels})s?) {_ROMAN}(?:[-–/]{_ROMAN})*",
        "ordinal": r"(?<![\w.])(?P<nth>\d+)(?:st|nd|rd|th)(?!\w)",
        "chain": r"(?<![\w.])\d+(?:[-–]\d+){2,}(?![\w.])",
        "quantity": rf"(?P<digits>{DIGITS})(?:(?P<gap>[ \u00a0-]?)(?P<of_unit>{units.after_number})|(?![^\W_]|\.\d))",
        "unit": rf"(?<![\w/])(?:{units.alone})",
        "ratio": r"(?<=\d):(?=\d)",
        "dash": rf"\s*[{DASHES}]\s*",
        "slash": r"\s*/\s*",
        "code": r"(?=[^\W_]*\d)(?=[^\W_]*[^\W\d_])[^\W_]+",
        "word": r"[^\W\d_]+(?:['’][^\W\d_]+)*",
        "quote": r"[\"'“”„‟«»‘’‚`]",
        "bracket": r"[()\[\]{}]",
        "symbol": r"[^\s\w.,;:?!]|_|\d",
    }
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in named.items())


def _numbered(forms: Iterable[str]) -> str:
    """The forms with a number in place of its sign."""
    written = (_opening(form) + re.escape(form).replace(re.escape(NUMBER), DIGITS) for form in forms)
    return rf"(?:{'|'.join(written)})(?![^\W_]|\.\d)"


def _whole(forms: Iterable[str]) -> str:
    longest = sorted(forms, key=len, reverse=True)
    return rf"(?:{'|'.join(_opening(form) + re.escape(form) for form in longest)})(?![^\W_])"


def _opening(form: str) -> str:
    """What keeps a form that begins like a word from beginning within one."""
    return r"(?<![^\W_])" if form[0].isalnum() else ""
