"""The append-only log of editorial decisions, ``reviews.yml`` beside the statements it is about."""

from __future__ import annotations

import fcntl
import io
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

from ruamel.yaml import YAML

from knowledge.content_files import Content, ContentError, TopicContent, read_content
from knowledge.review import ReviewHashes, review_states
from knowledge.schema import ReviewEntry

Decision = Literal["under_review", "approved", "returned"]
LOG = "reviews.yml"
WIDTH: Any = 120
EMPTY = re.compile(r"^\[\]\s*$", re.MULTILINE)
ENTRY = re.compile(r"^- ", re.MULTILINE)


def find(content: Content, statement: str) -> TopicContent:
    """The topic that holds ``statement``. Raises :class:`ContentError` where none does."""
    for topic in content.topics:
        if any(one.id == statement for one in topic.statements):
            return topic
    raise ContentError([f"no statement has the id '{statement}'; `footnote knowledge review list` prints the ids"])


def decide(
    folder: Path,
    statement: str,
    decision: Decision,
    *,
    by: str,
    on: date,
    policy: str | None = None,
    why: str | None = None,
) -> ReviewEntry:
    """Append ``decision`` on ``statement``, as it stands in ``folder`` now, to the log of its topic.

    Raises :class:`ContentError` where the statement is not there, where the decision holds already, or where the
    content itself cannot be read.
    """
    content = read_content(folder)
    topic = find(content, statement)
    state = review_states(content, topic)[statement]
    if state.status == decision:
        raise ContentError([f"statement {statement}: is {decision} already, by {state.by} on {state.on}"])
    record = next(one for one in topic.statements if one.id == statement)
    entry = ReviewEntry(
        statement=statement,
        decision=decision,
        on=on,
        by=by,
        policy=policy,
        why=why,
        hash=ReviewHashes(content, topic).of(record),
    )
    _append(folder / topic.topic.id / LOG, entry)
    return entry


def _append(path: Path, entry: ReviewEntry) -> None:
    stream = io.StringIO()
    yaml = YAML()
    yaml.width = WIDTH
    yaml.dump([entry.dict()], stream)
    with path.open("r+", encoding="utf-8") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        text = log.read()
        kept = EMPTY.sub("", text).rstrip("\n")
        log.seek(0)
        log.write(f"{kept}\n{stream.getvalue()}")
        log.truncate()


def lost_entries(folder: Path) -> list[str]:
    """A line for each decision that an earlier version in git holds and a later one does not.

    Nothing is found where ``folder`` lies in no git work tree: then there is no earlier version to compare with.
    """
    return [problem for path in sorted(folder.glob(f"*/{LOG}")) for problem in _lost(path)]


def _lost(path: Path) -> Iterator[str]:
    history = _git(path, "log", "--full-history", "--format=%H %P", "--", path.name)
    held: dict[str, list[str]] = {}
    for line in (history or "").splitlines():
        later, *earlier = line.split()
        for commit in earlier:
            yield from _missing(path, _entries_at(path, commit, held), _entries_at(path, later, held), later[:10])
    last = (history or "").split(maxsplit=1)[:1]
    if last:
        now = _entries(path.read_text(encoding="utf-8"))
        yield from _missing(path, _entries_at(path, last[0], held), now, "the work tree")


def _missing(path: Path, earlier: list[str], later: list[str], where: str) -> Iterator[str]:
    for entry in earlier:
        if entry not in later:
            log, first = f"{path.parent.name}/{path.name}", " ".join(entry.split())[:80]
            yield f"{log}: '{first} …' was changed or removed in {where}; decisions are only ever added"


def _entries_at(path: Path, commit: str, held: dict[str, list[str]]) -> list[str]:
    if commit not in held:
        held[commit] = _entries(_git(path, "show", f"{commit}:./{path.name}") or "")
    return held[commit]


def _entries(text: str) -> list[str]:
    return [entry.strip() for entry in ENTRY.split(text)[1:]]


def _git(path: Path, *arguments: str) -> str | None:
    try:
        result = subprocess.run(
            ["git", "-C", str(path.parent), *arguments], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return None
    return result.stdout if result.returncode == 0 else None
