"""Punctuation that was dictated by name."""

from __future__ import annotations

import re

from bot.nlu.edits import Edit

# Marks that are said by their names; one alone may be a word ("full stop", "late period").
_MARKS = {
    "full stop": ".",
    "comma": ",",
    "question mark": "?",
    "exclamation mark": "!",
    "semicolon": ";",
    "semi colon": ";",
    "new line": ".",
    "new paragraph": ".",
    "next line": ".",
}
_SAID_MARK = re.compile(rf"\s*\b(?P<name>{'|'.join(_MARKS)})\b(?!-)")
_FEWEST_MARKS = 2


def has_marks(low: str) -> bool:
    """Whether the folded text ``low`` names several marks."""
    return len(_SAID_MARK.findall(low)) >= _FEWEST_MARKS


def written_marks(low: str) -> list[Edit]:
    """The edits that put the marks of the folded text ``low`` in the place of their names, if there are several."""
    found = list(_SAID_MARK.finditer(low))
    marks = [Edit(*one.span(), _MARKS[one["name"]], "characters") for one in found]
    return marks if len(found) >= _FEWEST_MARKS else []
