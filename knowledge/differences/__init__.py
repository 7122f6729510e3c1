"""What changed between two versions of the content, in the words of a guideline committee."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from knowledge.content_files import Content
from knowledge.differences import wording
from knowledge.differences.approvals import voided
from knowledge.differences.marking import Said, in_words, moved
from knowledge.differences.names import NAMES, Names
from knowledge.differences.order import DANGEROUS, GROUPS, danger, group_of
from knowledge.transfer.document import Document, to_document

__all__ = ["Change", "as_text", "differences"]

TOPICS = "topics"
# Kinds of record that the trained model knows whole, but for UNTRAINED; and the keys that it knows of others.
TRAINED = frozenset({"glossary", "criteria", "drug_names"})
UNTRAINED = frozenset({"exempt"})
TRAINED_KEYS = {"near_traps": {"id", "forms"}, "topic": {"id", "subjects"}}
# Kinds of record whose order says nothing.
UNORDERED = frozenset({"sources", "grading_systems", "units", "drug_names"})

Record = dict[str, Any]
Identity = tuple[str, int]


@dataclass(frozen=True)
class Change:
    """One change. ``text`` is a sentence that is complete on its own, ``details`` are lines below it.

    ``kind`` is the key of the content that holds the record (``statements``, ``regimens``, …), ``record`` its id and
    ``topic`` the id of its topic. A change that does not need training goes live with a build.
    """

    group: str
    text: str
    details: tuple[str, ...]
    kind: str
    record: str
    topic: str | None
    needs_training: bool
    danger: int


def differences(old: Content | Document, new: Content | Document) -> list[Change]:
    """Every change from ``old`` to ``new``, the most dangerous first; none where both are the same version.

    Either may be content or what :func:`knowledge.transfer.to_document` made of it, also in an earlier form.
    """
    before, after = (to_document(one) if isinstance(one, Content) else one for one in (old, new))
    changes = list(_changes(before, after))
    return sorted(changes, key=lambda change: (GROUPS.index(change.group), change.danger))


def as_text(changes: Iterable[Change]) -> str:
    """The changes under the heading of their group, each with what it takes to go live."""
    lines: list[str] = []
    group = ""
    changes = list(changes)
    for change in changes:
        lines += ["", change.group] if change.group != group else []
        group = change.group
        lines += [f"• {change.text} [{'needs training' if change.needs_training else 'hot'}]"]
        lines += [f"    {line}" for line in change.details]
    return "\n".join([_summary(changes), *lines])


def _summary(changes: list[Change]) -> str:
    if not changes:
        return "No difference."
    trained = sum(change.needs_training for change in changes)
    counted = f"Changes: {len(changes)}. Hot, live with a build: {len(changes) - trained}. Need training: {trained}"
    return f"{counted}; until then the old version goes on serving." if trained else f"{counted}."


def _changes(old: Document, new: Document) -> Iterator[Change]:
    names = Names(old, new)
    for key in _keys(old, new):
        if key != TOPICS:
            yield from _held(key, None, names, old.get(key, []), new.get(key, []))
    before, after = ({topic["topic"]["id"]: topic for topic in one.get(TOPICS, [])} for one in (old, new))
    for name in _keys(before, after):
        was, now = before.get(name, {}), after.get(name, {})
        for key in _keys(was, now):
            yield from _held(key, name, names, was.get(key, []), now.get(key, []))
    for said in voided(old, new):
        yield _change("reviews", None, {}, said, False, DANGEROUS)


def _held(key: str, topic: str | None, names: Names, old: Any, new: Any) -> Iterator[Change]:
    """The changes in what ``key`` holds: records, one record, or anything else."""
    old, new = ([one] if key == "topic" and isinstance(one, dict) else one for one in (old, new))
    if key in UNORDERED and not _are_records([*old, *new]):
        old, new = sorted(old), sorted(new)
    if not (_are_records(old) and _are_records(new)):
        for said in in_words(NAMES.get(key, key), old, new):
            yield _change(key, topic, {}, said, _is_trained(key, None), DANGEROUS)
        return
    before, after = _identified(old), _identified(new)
    for identity in _keys(before, after):
        yield from _of_record(key, topic, names, before.get(identity), after.get(identity))
    in_order = [] if key in UNORDERED else moved([*map(_named, before)], [*map(_named, after)])
    if in_order:
        said = Said(f"{NAMES.get(key, key)}s in another order; these moved: {', '.join(in_order)}")
        yield _change(key, topic, {}, said, _is_trained(key, None), DANGEROUS + 1)


def _of_record(key: str, topic: str | None, names: Names, old: Record | None, new: Record | None) -> Iterator[Change]:
    if old is None or new is None:
        say: Callable[..., Said] = wording.added if old is None else wording.removed
        record = old or new or {}
        trained = _is_trained(key, None, old, new)
        yield _change(key, topic, record, say(key, names, topic, record), trained, danger(key, None, old, new))
        return
    for field in _keys(old, new):
        if (field in old) != (field in new) or old[field] != new[field]:
            for said in wording.changed(key, field, names, topic, old, new):
                trained = _is_trained(key, field, old, new)
                yield _change(key, topic, new, said, trained, danger(key, field, old, new), field)


def _change(
    key: str,
    topic: str | None,
    record: Record,
    said: Said,
    needs_training: bool,
    how_bad: int,
    field: str | None = None,
) -> Change:
    return Change(
        group=group_of(key, field, record),
        text=said.text,
        details=said.details,
        kind=key,
        record=str(record.get("id", record.get("statement", ""))),
        topic=topic,
        needs_training=needs_training,
        danger=how_bad,
    )


def _is_trained(key: str, field: str | None, old: Record | None = None, new: Record | None = None) -> bool:
    """Whether the trained model knows ``field`` of what ``key`` holds, or the records as such."""
    if key == "sources":
        # Of the sources it knows the names, in whatever order.
        before, after = (sorted(map(str, record.get("names", []))) if record else [] for record in (old, new))
        return field in (None, "names") and before != after
    if key in TRAINED:
        return field not in UNTRAINED
    return key in TRAINED_KEYS and (field is None or field in TRAINED_KEYS[key])


def _are_records(held: Any) -> bool:
    return isinstance(held, list) and all(isinstance(item, dict) for item in held)


def _identified(records: list[Record]) -> dict[Identity, Record]:
    """Each record by its id, or by all it says where it has none; a repeated one by how often it stood before."""
    seen: Counter[str] = Counter()
    found = {}
    for record in records:
        name = str(record["id"]) if "id" in record else json.dumps(record, sort_keys=True, ensure_ascii=False)
        found[name, seen[name]] = record
        seen[name] += 1
    return found


def _named(identity: Identity) -> str:
    name, number = identity
    return f"{name} ({number + 1})" if number else name


def _keys(old: dict[Any, Any], new: dict[Any, Any]) -> list[Any]:
    return list(dict.fromkeys([*new, *old]))
