"""Answers whose words look like markup: what a renderer must show as it stands."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from knowledge.answers.envelope import Envelope
from tests.content_strategies import AWKWARD
from tests.golden import names, recorded

# The fields of an envelope that hold words, wherever they stand; the others are ids, numbers, choices and addresses.
WORDS = frozenset(
    {"headline", "text", "label", "title", "locator", "read", "superseded_note", "because", "differs", "level", "grade"}
    | {"system_name", "removed", "acknowledged", "for_patient", "question_back", "would_change", "withheld"}
    | {"compared", "setting", "route", "frequency", "arithmetic", "disclaimer"}
)
MARKUP = [
    "# heading", "## heading ##", "1. item", "12) item", "- item", "+ item", "* item", "> quoted", "    code", "```",
    "~~~", "~~gone~~", "***", "- - -", "___", "===", "---", ":--", "| a | b |", "|--|--|", "*star*", "**star**",
    "_under_", "__under__", "snake_case_word", "5*3*2", "`code`", "``co`de``", "[a](http://evil.example)", "[a][b]",
    "![a](http://evil.example/a.png)", "[a]: http://evil.example", "<http://evil.example>", "<b>bold</b>",
    "<script>alert(1)</script>", "<!-- gone -->", "</p></li><h1>", "&lt;b&gt;", "&copy;", "&#60;", "\\*", "back\\",
    "a\\\nb", "two  \nlines", "!", "\"><img src=x onerror=alert(1)>", "' onclick='", "{{7*7}}", "${x}", "$x$",
    "<@U123>", "<!channel>", "@here", "@all", "#general", "~town-square", ":skull:", ":-)", "😀👩‍⚕️",
    "\u202eright\u202c to left",
    "\u2067\u05d0\u05d1\u2069", "مرحبا 5 mg", "\u200bzero\u200b", "10–20 mg/kg", "≥ 2", "<5", "a < b > c", "R&D",
]  # fmt: skip


def hostile_texts() -> SearchStrategy[str]:
    """Words in one line or several, with at least one visible character."""
    letters = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"))
    texts = st.sampled_from([*MARKUP, *AWKWARD]) | st.text(letters, max_size=20)
    return st.lists(texts, min_size=1, max_size=3).map(" ".join).filter(lambda text: text.strip() != "")


@composite
def hostile_envelopes(draw: DrawFn) -> Envelope:
    """A recorded answer with other words; what were the same words before are the same afterwards."""
    texts = draw(st.lists(hostile_texts(), min_size=2, max_size=12))
    known: dict[str, str] = {}

    def other(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: other(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [other(one, key) for one in value]
        if not isinstance(value, str) or key not in WORDS:
            return value
        number = len(known)
        begin, end = texts[number % len(texts)], texts[-1 - number % len(texts)]
        return known.setdefault(value, f"{begin} {number} {end}")

    return Envelope(**other(recorded(draw(st.sampled_from(names()))).dict()))
