"""Content as a folder of CSV files for a spreadsheet, one for each kind of record.

Text stands in its cell as it is; a list, a record, a number or a truth value stands there as JSON; a null is an empty
cell. A text that a spreadsheet would run as a formula gets an apostrophe before it, which is taken off again.
"""

from __future__ import annotations

import csv
import json
import typing
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.content_files import Content, ContentError
from knowledge.transfer.document import Document, from_document, to_document
from knowledge.transfer.json_file import FORMAT, refuse_other_format, refuse_other_version
from knowledge.transfer.layout import IN_TOPIC, TOPICS, Table, records_in, tables
from knowledge.transfer.safely import new_folder

ABOUT = "about.csv"
ENCODING = "utf-8-sig"
# The only column of a list of words.
WORD = "word"
# Characters with which a spreadsheet begins a formula, in their full width as well, or leaves the cell.
STARTS_FORMULA = tuple("=+-@＝＋－＠\t\r\n'")
LARGEST_CELL = 2**31 - 1


def export_csv(content: Content, folder: Path) -> None:
    """Write ``content`` into ``folder``, which must be new or empty.

    Raises :class:`~knowledge.transfer.safely.WouldOverwrite` where it is not.
    """
    document = to_document(content)
    with new_folder(folder) as beside:
        _write(beside / ABOUT, ["key", "value"], [["format", str(FORMAT)], ["version", content.version()]])
        for table in tables():
            _write_table(beside, table, document)


def _write_table(folder: Path, table: Table, document: Document) -> None:
    columns = list(table.record.__fields__) if table.record else [WORD]
    within = [IN_TOPIC] if table.in_topics and not table.is_head else []
    rows = (
        [*([topic or ""] if within else []), *(_cell(record[name], _is_text(table, name)) for name in columns)]
        for topic, record in _as_records(table, records_in(document, table))
    )
    _write(folder / _file_of(table), [*within, *columns], rows)


def _as_records(table: Table, held: Iterable[tuple[str | None, Any]]) -> Iterable[tuple[str | None, Document]]:
    return held if table.record else ((topic, {WORD: word}) for topic, word in held)


def _write(path: Path, columns: list[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def import_csv(folder: Path) -> Content:
    """The content that :func:`export_csv` wrote into ``folder``.

    Raises :class:`~knowledge.content_files.ContentError` with every problem of it.
    """
    csv.field_size_limit(LARGEST_CELL)
    problems: list[str] = []
    about = {row.get("key"): row.get("value") for row in _rows(folder / ABOUT, problems)}
    document = _document(folder, problems)
    if problems:
        raise ContentError(problems)
    refuse_other_format(ABOUT, about.get("format"))
    content = from_document(document)
    refuse_other_version(ABOUT, about.get("version"), content)
    return content


def _document(folder: Path, problems: list[str]) -> Document:
    all_tables = tables()
    known = {ABOUT, *map(_file_of, all_tables)}
    unknown = sorted(path.name for path in folder.glob("*.csv") if path.name not in known)
    problems += [
        f"{name}: is no kind of record; remove it, or use one of: {', '.join(sorted(known))}" for name in unknown
    ]
    head = next(table for table in all_tables if table.is_head)
    within = [table for table in all_tables if table.in_topics and not table.is_head]
    topics: list[dict[str, Any]] = [
        {head.key: record, **{table.key: [] for table in within}} for _, record in _records(folder, head, problems)
    ]
    by_id = {topic[head.key].get("id"): topic for topic in topics}
    for table in within:
        for number, (name, record) in enumerate(_records(folder, table, problems), start=2):
            if name in by_id:
                by_id[name][table.key].append(record)
            else:
                problems.append(f"{_file_of(table)}: line {number}: {IN_TOPIC} names '{name}', which is not there")
    shared = {table.key: _all_records(folder, table, problems) for table in all_tables if not table.in_topics}
    return {**shared, TOPICS: topics}


def _all_records(folder: Path, table: Table, problems: list[str]) -> list[Any]:
    return [record for _, record in _records(folder, table, problems)]


def _records(folder: Path, table: Table, problems: list[str]) -> Iterable[tuple[str | None, Any]]:
    for number, row in enumerate(_rows(folder / _file_of(table), problems), start=2):
        name = row.pop(IN_TOPIC, None)
        try:
            record = {key: _value(cell, _is_text(table, key)) for key, cell in row.items()}
            yield name, record if table.record else record.get(WORD)
        except ValueError as error:
            problems.append(f"{_file_of(table)}: line {number}: a cell is not readable as JSON: {error}")


def _rows(path: Path, problems: list[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding=ENCODING, newline="") as file:
            heading = file.readline()
            file.seek(0)
            # A spreadsheet of a country that writes 0,5 separates by semicolons.
            reader = csv.reader(file, delimiter=";" if heading.count(";") > heading.count(",") else ",", strict=True)
            columns, *rows = [row for row in reader if row] or [[""]]
    except FileNotFoundError:
        problems.append(f"{path.name}: missing; an export has it even where it is empty")
        return []
    except (csv.Error, UnicodeDecodeError) as error:
        problems.append(f"{path.name}: not readable as CSV in UTF-8: {error}")
        return []
    wide = [str(number) for number, row in enumerate(rows, start=2) if len(row) != len(columns)]
    problems += [f"{path.name}: line {number}: has not as many cells as there are columns" for number in wide]
    return [] if wide else [dict(zip(columns, row, strict=True)) for row in rows]


def _cell(value: Any, is_text: bool) -> str:
    if value is None:
        return ""
    text = str(value) if is_text else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if not text or text.startswith(STARTS_FORMULA) else text


def _value(cell: str, is_text: bool) -> Any:
    if not cell:
        return None
    text = cell[1:] if cell.startswith("'") else cell
    return text if is_text else json.loads(text)


def _is_text(table: Table, key: str) -> bool:
    """Whether the cells of ``key`` hold text as it is; those of a key that is not known do."""
    found = table.record.__fields__.get(key) if table.record else None
    if found is None or typing.get_origin(found.outer_type_) is typing.Literal:
        return True
    return isinstance(found.outer_type_, type) and issubclass(found.outer_type_, (str, date))


def _file_of(table: Table) -> str:
    return f"{table.name}.csv"
