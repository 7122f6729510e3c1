"""What differs between two values, in words: the form that serves any key of any record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

# Stands for the value of a key that a version did not know yet, or knows no more.
UNKNOWN_KEY = object()
# A text of more words than this is shown with its words marked, and not as "old → new".
FEW_WORDS = 4


@dataclass(frozen=True)
class Said:
    """A change in words; ``details`` are lines below it, such as the old and the new sentence."""

    text: str
    details: tuple[str, ...] = ()


def in_words(label: str, old: Any, new: Any) -> Iterator[Said]:
    """Everything that differs between ``old`` and ``new``, each with ``label``; at least one if they are not equal."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in _keys(old, new):
            yield from in_words(f"{label}, {words_of(key)}", old.get(key, UNKNOWN_KEY), new.get(key, UNKNOWN_KEY))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(label, old, new)
    elif isinstance(old, str) and isinstance(new, str) and max(len(old.split()), len(new.split())) > FEW_WORDS:
        yield Said(f"{label} reworded:", reworded(old, new))
    else:
        yield Said(f"{label} {shown(old)} → {shown(new)}")


def reworded(old: str, new: str) -> tuple[str, ...]:
    """The old and the new text, and the new one with what went in ``[-…-]`` and what came in ``{+…+}``."""
    return f"was: {old}", f"now: {new}", f"marked: {marked(old, new)}"


def marked(old: str, new: str) -> str:
    """``new`` word for word, with removed words in ``[-…-]`` and added ones in ``{+…+}``."""
    before, after = old.split(" "), new.split(" ")
    parts: list[str] = []
    for change, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = " ".join(before[start:end]), " ".join(after[new_start:new_end])
        if change == "equal":
            parts.append(come)
            continue
        parts += [f"[-{gone}-]"] if end > start else []
        parts += [f"{{+{come}+}}"] if new_end > new_start else []
    return " ".join(parts)


def shown(value: Any) -> str:
    """``value`` as a reader would write it."""
    if value is UNKNOWN_KEY:
        return "not recorded"
    if value is None or value == []:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{words_of(key)} {shown(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, list):
        return ", ".join(shown(item) for item in value)
    return str(value) if value != "" else "''"


def words_of(key: str) -> str:
    """A key as words."""
    return key.replace("_", " ")


def gone_and_come(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The items that only ``old`` has and those that only ``new`` has; a repeated item counts as often as it stands."""
    before, after = Counter(map(_frozen, old)), Counter(map(_frozen, new))
    return _left(old, before - after), _left(new, after - before)


def moved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The items in both that stand in another order, as few of them as explain it."""
    before = [item for item in old if item in set(new)]
    after = [item for item in new if item in set(old)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    kept = {place for piece in matcher.get_matching_blocks() for place in range(piece.b, piece.b + piece.size)}
    return [item for place, item in enumerate(after) if place not in kept]


def _lists(label: str, old: list[Any], new: list[Any]) -> Iterator[Said]:
    if _are_records(old) and _are_records(new):
        yield from _records(label, old, new)
        return
    gone, come = gone_and_come(old, new)
    if gone:
        yield Said(f"{label}: removed {shown(gone)}")
    if come:
        yield Said(f"{label}: added {shown(come)}")
    if not (gone or come) or _without(old, gone) != _without(new, come):
        yield Said(f"{label} in another order: {shown(old)} → {shown(new)}")


def _are_records(items: list[Any]) -> bool:
    ids = [item["id"] for item in items if isinstance(item, dict) and "id" in item]
    return len(set(ids)) == len(items) > 0


def _records(label: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Said]:
    before, after = ({item["id"]: item for item in items} for items in (old, new))
    for name in _keys(before, after):
        if name not in after:
            yield Said(f"{label}: removed {name} ({shown(before[name])})")
        elif name not in before:
            yield Said(f"{label}: added {name} ({shown(after[name])})")
        else:
            yield from in_words(f"{label}: {name}", before[name], after[name])
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield Said(f"{label} in another order: {shown(list(before))} → {shown(list(after))}")


def _keys(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys([*new, *old]))


def _frozen(item: Any) -> str:
    return repr(sorted(item.items()) if isinstance(item, dict) else item)


def _left(items: Sequence[Any], counts: Counter[str]) -> list[Any]:
    left = Counter(counts)
    found = []
    for item in items:
        if left[_frozen(item)] > 0:
            left[_frozen(item)] -= 1
            found.append(item)
    return found


def _without(items: list[Any], removed: list[Any]) -> list[Any]:
    rest = list(items)
    for item in removed:
        rest.remove(item)
    return rest
