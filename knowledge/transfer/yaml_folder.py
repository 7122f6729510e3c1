"""Content as the YAML files that editors work on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from knowledge.checks import check
from knowledge.content_files import Content, ContentError, read_content
from knowledge.json_schemas import kind_of, modeline, write_schemas
from knowledge.transfer.document import Document, to_document
from knowledge.transfer.layout import TOPICS, Table, tables
from knowledge.transfer.safely import new_folder

# The library breaks a line at the first space after this column.
WIDTH = 114
# A record inside a record stands on one line up to this many characters.
ONE_LINE = 110
# Numbers and dates stay text by double quotes; of the rest the library leaves bare what it cannot read back.
QUOTED = re.compile(r"^[\d.-]+$|^\?|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
# Keys that are written only where they say something.
LEFT_OUT = frozenset(
    {"via", "younger_than", "form_of", "belongs_to", "described", "exempt", "cap_statement", "spellings", "named_by"}
)
# Where a kind of record stands that has not a file of its own name; the kinds in BY_KIND fill a folder.
FILES = {"grading_systems": "sources/grading-systems", "regimens": "doses", "near_traps": "scope"}
BY_KIND = frozenset({"sources", "statements"})
SHARED_FOLDER = "language"
SCHEMAS = "schemas"
UNDIVIDED = "all"
HEADERS = {
    "sources": "Documents of the kind {kind}. `read` says how much of the document was read.",
    "grading_systems": "Grading systems. A grade is only shown with its own system, never translated into another.",
    "units": "The units of doses. `id` is the symbol that dose records use.",
    "drug_names": "Names of medicines, lower case, one on each line.",
    "topic": "The topic: its scope, and the statements that answer the general form of each question, in order.",
    "statements": "Statements of the kind {kind}. Order decides between statements that fit a question equally well.",
    "regimens": "Structured doses, each tied to the statement that carries it. Numbers are quoted decimals.",
    "conflicts": "Statements that disagree. `companions` travel with every other one of their record; `binds` holds.",
    "criteria": "What is asked about a patient. `label` is worded as the condition in favour of going on.",
    "pathway": "The ordered steps of the pathway, with the statements that carry each.",
    "glossary": "The vocabulary: concepts with every form in which they are written. `misheard` ones are only heard.",
    "near_traps": "Near traps: neighbouring questions, which this topic does not answer.",
    "article": "The factual sentences of the article that set the scope, by their first words, and what carries each.",
    "open_questions": "What reviewers have to settle, and the statements that hang on it.",
    "reviews": "Decisions of reviewers, oldest first; lines are only ever added, by `footnote knowledge review`.",
}


def write_content(content: Content, folder: Path) -> None:
    """Write ``content`` into ``folder`` as content files, whole or not at all.

    Raises :class:`~knowledge.content_files.ContentError` for what :func:`knowledge.checks.check` refuses, and
    :class:`~knowledge.transfer.safely.WouldOverwrite` where ``folder`` is neither new nor empty.
    """
    check(content)
    document = to_document(content)
    with new_folder(folder) as beside:
        write_schemas(beside / SCHEMAS, content)
        for name, text in _files(document):
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            first = f"{modeline(Path(name))}\n" if kind_of(Path(name)) else ""
            path.write_text(first + text, encoding="utf-8")
        if read_content(beside).version() != content.version():
            raise ContentError(["the files written do not read as the content they were written from; none is kept"])


def import_yaml(folder: Path) -> Content:
    """The content of the YAML files in ``folder``; raises :class:`~knowledge.content_files.ContentError`."""
    content = read_content(folder)
    check(content)
    return content


def _files(document: Document) -> Iterator[tuple[str, str]]:
    """Every file by its name below the content's folder, with its text."""
    for table in tables():
        if not table.in_topics:
            place = "" if table.key in FILES or table.key in BY_KIND else f"{SHARED_FOLDER}/"
            yield from _files_of(table, document[table.key], place)
            continue
        for topic in document[TOPICS]:
            yield from _files_of(table, topic[table.key], f"{topic['topic']['id']}/")


def _files_of(table: Table, held: Any, place: str) -> Iterator[tuple[str, str]]:
    if table.record is None:
        yield f"{place}{table.key.replace('_', '-')}.txt", "\n".join([_header(table, "").rstrip(), *held, ""])
    elif table.is_head:
        yield f"{place}{table.key}.yml", f"# {HEADERS[table.key]}\n{_dumped(held)}"
    elif table.key in BY_KIND:
        for kind, records in _by_kind(held):
            yield f"{place}{table.key}/{kind}.yml", _header(table, kind) + _list(records)
    else:
        name = FILES.get(table.key, table.key.replace("_", "-"))
        yield f"{place}{name}.yml", _header(table, "") + _list(held)


def _by_kind(records: list[Document]) -> Iterable[tuple[str, list[Document]]]:
    """The records by their kind where reading the files by name gives their order back, and undivided where not."""
    divided = [(str(kind), list(group)) for kind, group in groupby(records, key=lambda record: record["kind"])]
    names = [kind for kind, _ in divided]
    return divided if names and names == sorted(set(names)) else [(UNDIVIDED, records)]


def _header(table: Table, kind: str) -> str:
    words = HEADERS.get(table.key, f"{table.name.replace('_', ' ').capitalize()}.")
    return f"# {words.format(kind='all kinds' if kind == UNDIVIDED else kind)}\n"


def _list(records: list[Document]) -> str:
    return "\n".join(_item(record) for record in records) or "[]\n"


def _item(record: Document) -> str:
    first, *rest = _dumped(record).rstrip("\n").split("\n")
    return "\n".join([f"- {first}", *(f"  {line}" if line else "" for line in rest)]) + "\n"


def _dumped(record: Document) -> str:
    yaml = YAML()
    yaml.width = WIDTH  # type: ignore[assignment]  # the library annotates it as None
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(type(None), _null)
    text = StringIO()
    yaml.dump(_styled(record, outermost=True), text)
    return text.getvalue()


def _null(representer: Any, _nothing: None) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


def _styled(value: Any, outermost: bool = False) -> Any:
    """``value`` with the house's quotes, and with short records and lists of plain values on one line."""
    if isinstance(value, dict):
        record = {key: item for key, item in value.items() if item or key not in LEFT_OUT}
        styled = CommentedMap({key: _styled(item) for key, item in record.items()})
        if not outermost and len(str(record)) <= ONE_LINE:
            styled.fa.set_flow_style()
        return styled
    if isinstance(value, list):
        items = CommentedSeq([_styled(item) for item in value])
        if not any(isinstance(item, (dict, list)) for item in value):
            items.fa.set_flow_style()
        return items
    return DoubleQuotedScalarString(value) if isinstance(value, str) and QUOTED.search(value) else value
