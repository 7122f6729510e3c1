"""Words that stay what they are where a chat tool would make signs of them, and has no way of escaping that."""

from __future__ import annotations

import re

# Invisible, and no part of any markup.
JOINER = "\u2060"
_PARTED = re.compile(
    "|".join(
        (
            r"(?<=[@#\\])(?=\S)|(?<=!)(?=\[)|(?<=\])(?=\()",  # mentions, channels, formulas, pictures, links
            r"(?<=:)(?=[^\s\d])|(?<=\b[0O]:)(?=3\b)|(?<=\bD)(?=:)",  # emoji by name, emoticons: a grade "D:" is one
            r"(?<=[8BX%])(?=-?\)|-[DP])|(?<=<)(?=/?3|\w+[:|])",  # so are "8)" and "<3"
            r"(?<==)(?=[)(\]/\\DXLP])|(?<=;)(?=[)\](D^-])|(?<=\()(?=y\))",
            r"(?<=&)(?=#?\w+;)|(?<=<)(?=[/!]?[A-Za-z])",  # entities and tags
        )
    )
)
_BEGINS_BLOCK = re.compile(r"^(?=>|[-+=]|#{1,6}(?:\s|$)|\d+[.)](?:\s|$))")


def parted(text: str) -> str:
    """``text`` in one line, with a joiner in whatever would become an emoji, a mention, a link or the like."""
    return _PARTED.sub(JOINER, re.sub(r"[\r\n]", " ", text))


def begun(line: str) -> str:
    """``line`` with a joiner before a beginning that would start a list, a quotation or a heading."""
    return _BEGINS_BLOCK.sub(JOINER, line.strip())
