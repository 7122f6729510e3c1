"""Word lists that regular expressions use by their name: ``<relative>`` stands for any of the words of that list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

# A named group of a regular expression, "(?P<name>", is no name of a list.
_NAME = re.compile(r"(?<!\?P)<([a-z][a-z-]*)>")

Lists = Mapping[str, Sequence[str]]


def unknown_names(pattern: str, lists: Lists) -> Iterator[str]:
    """The names in ``pattern`` under which ``lists`` holds nothing."""
    yield from (name for name in _NAME.findall(pattern) if name not in lists)


def written_out(pattern: str, lists: Lists) -> str:
    """``pattern`` with the words of ``lists`` in the place of their names."""
    return _NAME.sub(lambda name: f"(?:{'|'.join(lists[name[1]])})", pattern)


def lists_written_out(words: Lists, lists: Lists) -> dict[str, list[str]]:
    """``lists`` of patterns and, with every sign meant as it is, ``words``; one may name those above it.

    Raises ``ValueError`` for a name that is not above, or that is there twice.
    """
    written: dict[str, list[str]] = {}
    meant = {name: [one if _NAME.fullmatch(one) else re.escape(one) for one in parts] for name, parts in words.items()}
    for name, parts in (*meant.items(), *lists.items()):
        if name in written:
            raise ValueError(f"list {name}: words of that name are there already")
        for part in parts:
            if unknown := next(unknown_names(part, written), None):
                raise ValueError(f"list {name}: no list above it is called '{unknown}'")
        written[name] = [written_out(part, written) for part in parts]
    return written
