"""Content leaves and comes back whole, and what must not be served is not let in."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.content_files import Content, ContentError, read_content
from knowledge.transfer import (
    WouldOverwrite,
    export_csv,
    export_json,
    from_document,
    import_file,
    to_document,
    write_content,
)
from knowledge.transfer.csv_folder import STARTS_FORMULA
from tests.conftest import TEA

EXPORTS = {"json": export_json, "csv": export_csv, "yaml": write_content}


@pytest.fixture(scope="module")
def tea_content() -> Content:
    return read_content(TEA)


def _problems(action: Callable[[], object]) -> list[str]:
    with pytest.raises(ContentError) as caught:
        action()
    return caught.value.problems


@pytest.mark.parametrize("kind", EXPORTS)
def test_the_products_own_content_comes_back_the_same(content: Content, tmp_path: Path, kind: str) -> None:
    EXPORTS[kind](content, tmp_path / "out")
    back = import_file(tmp_path / "out")
    assert back == content
    assert back.version() == content.version()


def test_a_json_export_says_its_format_and_version(tea_content: Content, tmp_path: Path) -> None:
    export_json(tea_content, tmp_path / "tea.json")
    text = (tmp_path / "tea.json").read_text(encoding="utf-8")
    exported = json.loads(text)
    assert (exported["format"], exported["version"]) == (1, tea_content.version())
    assert text.count("\n") > 100
    export_json(tea_content, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_text(encoding="utf-8") == text


def test_a_changed_json_export_is_refused_until_its_version_is_emptied(tea_content: Content, tmp_path: Path) -> None:
    path = tmp_path / "tea.json"
    export_json(tea_content, path)
    exported = json.loads(path.read_text(encoding="utf-8"))
    exported["content"]["topics"][0]["topic"]["title"] = "Brewing"
    path.write_text(json.dumps(exported), encoding="utf-8")
    assert "was changed after the export" in _problems(lambda: import_file(path))[0]
    path.write_text(json.dumps(exported | {"version": None}), encoding="utf-8")
    assert import_file(path).topics[0].topic.title == "Brewing"


BROKEN: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "another format": (lambda one: one.update(format=2), "has the format 2; only format 1 can be read"),
    "a misspelt key": (
        lambda one: one["content"]["topics"][0]["statements"][0].update(plane="x"),
        "topics: green-tea: statements: brew-cool: key 'plane' is not known",
    ),
    "a missing key": (
        lambda one: one["content"]["topics"][0]["statements"][0].pop("kind"),
        "topics: green-tea: statements: brew-cool: key 'kind' is missing; add it",
    ),
    "a dose that is a float": (
        lambda one: one["content"]["topics"][0]["regimens"][0].update(low=1.5),
        "topics: green-tea: regimens: pot-dose: key 'low' must be text",
    ),
    "a record that is none": (
        lambda one: one["content"]["sources"].append("a book"),
        "sources: record 4: is no record",
    ),
    "a list that is none": (lambda one: one["content"].update(sources={}), "sources: holds one dict; make it a list"),
    "an unknown part": (lambda one: one["content"].update(songs=[]), "document: key 'songs' is not known"),
    "a part that is gone": (
        lambda one: one["content"]["topics"][0].pop("pathway"),
        "topic green-tea: key 'pathway' is missing",
    ),
    "no topic": (lambda one: one["content"].update(topics=[]), "topics: none is there"),
    "what the checks refuse": (
        lambda one: one["content"]["topics"][0]["criteria"][0].update(statement="nowhere"),
        "criterion leaves-fresh: statement names 'nowhere', which is not there",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_json_export_is_refused_with_words_that_help(tea_content: Content, tmp_path: Path, case: str) -> None:
    spoil, expected = BROKEN[case]
    path = tmp_path / "tea.json"
    export_json(tea_content, path)
    exported = json.loads(path.read_text(encoding="utf-8"))
    spoil(exported)
    path.write_text(json.dumps(exported), encoding="utf-8")
    problems = _problems(lambda: import_file(path))
    assert any(expected in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "not readable as JSON"),
        ("[]", "is no export of content"),
        ('{"format": 1, "format": 1, "content": {}}', "the key 'format' stands twice"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "some.json"
    path.write_text(text, encoding="utf-8")
    assert expected in _problems(lambda: import_file(path))[0]


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "is not there" in _problems(lambda: import_file(tmp_path / "nothing"))[0]


def _cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_csv_export_opens_in_a_spreadsheet(content: Content, tmp_path: Path) -> None:
    export_csv(content, tmp_path / "csv")
    files = sorted(path.name for path in (tmp_path / "csv").iterdir())
    assert {"about.csv", "statements.csv", "sources.csv", "doses.csv", "topics.csv", "drug_names.csv"} <= set(files)
    for name in files:
        assert (tmp_path / "csv" / name).read_bytes().startswith(b"\xef\xbb\xbf")
    heading, *rows = _cells(tmp_path / "csv" / "doses.csv")
    assert heading[:3] == ["in_topic", "id", "statement"]
    assert len(rows) == sum(len(topic.regimens) for topic in content.topics)


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1", "-1", "@sum", "'quoted", "", "\tx", "＝1"])
def test_no_text_runs_as_a_formula_and_each_comes_back(tea_content: Content, tmp_path: Path, text: str) -> None:
    document = to_document(tea_content)
    document["sources"][0]["title"] = document["topics"][0]["topic"]["scope"] = text
    spoilt = from_document(document)
    export_csv(spoilt, tmp_path / "csv")
    for path in (tmp_path / "csv").iterdir():
        for cell in (cell for row in _cells(path) for cell in row):
            assert cell.startswith("'") or not cell.startswith(STARTS_FORMULA)
    assert import_file(tmp_path / "csv") == spoilt


def _rewrite(path: Path, change: Callable[[str], str], encoding: str = "utf-8-sig") -> None:
    path.write_text(change(path.read_text(encoding="utf-8-sig")), encoding=encoding)


BROKEN_CSV: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a file is gone": ("doses.csv", Path.unlink, "doses.csv: missing"),
    "a file too many": (
        "doses.csv",
        lambda path: path.with_name("songs.csv").touch(),
        "songs.csv: is no kind of record",
    ),
    "an unknown topic": (
        "doses.csv",
        lambda path: _rewrite(path, lambda text: text.replace("green-tea", "black-tea")),
        "doses.csv: line 2: in_topic names 'black-tea', which is not there",
    ),
    "a cell too many": (
        "doses.csv",
        lambda path: _rewrite(path, lambda text: text.replace("each cup", "each, cup")),
        "doses.csv: line 2: has not as many cells as there are columns",
    ),
    "no JSON": (
        "doses.csv",
        lambda path: _rewrite(path, lambda text: text.replace('"[""pot""]"', "pot")),
        "doses.csv: line 2: a cell is not readable as JSON",
    ),
    "another encoding": (
        "sources.csv",
        lambda path: _rewrite(path, lambda text: text.replace("T. Pot", "T. Pöt"), encoding="latin-1"),
        "sources.csv: not readable as CSV in UTF-8",
    ),
    "a changed value": (
        "doses.csv",
        lambda path: _rewrite(path, lambda text: text.replace("each cup", "every cup")),
        "was changed after the export",
    ),
    "an unknown column": (
        "doses.csv",
        lambda path: _rewrite(path, lambda text: text.replace("frequency", "often")),
        "regimens: pot-dose: key 'often' is not known",
    ),
}


@pytest.mark.parametrize("case", BROKEN_CSV)
def test_a_broken_csv_export_is_refused_with_words_that_help(tea_content: Content, tmp_path: Path, case: str) -> None:
    name, spoil, expected = BROKEN_CSV[case]
    export_csv(tea_content, tmp_path / "csv")
    spoil(tmp_path / "csv" / name)
    problems = _problems(lambda: import_file(tmp_path / "csv"))
    assert any(expected in problem for problem in problems), problems


def test_a_csv_file_saved_with_semicolons_is_read(tea_content: Content, tmp_path: Path) -> None:
    export_csv(tea_content, tmp_path / "csv")
    path = tmp_path / "csv" / "doses.csv"
    rows = _cells(path)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert import_file(tmp_path / "csv") == tea_content


def test_written_content_files_look_like_the_house_writes_them(tea_content: Content, tmp_path: Path) -> None:
    write_content(tea_content, tmp_path / "content")
    doses = (tmp_path / "content" / "green-tea" / "doses.yml").read_text(encoding="utf-8")
    assert doses.startswith("#")
    assert 'low: "1.5"' in doses
    assert "routes: [pot]" in doses
    assert "cap: null" in doses
    statements = (tmp_path / "content" / "green-tea" / "statements" / "all.yml").read_text(encoding="utf-8")
    assert "\n\n- id: brew-boiling\n" in statements
    assert "  - {source: kettle-2020, locator: chapter 1}\n" in statements


@pytest.mark.parametrize("export", [export_csv, write_content], ids=["csv", "yaml"])
def test_a_folder_that_holds_something_is_left_alone(
    tea_content: Content, tmp_path: Path, export: Callable[[Content, Path], None]
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(WouldOverwrite, match="not empty"):
        export(tea_content, tmp_path / "full")
    assert [path.name for path in tmp_path.rglob("*")] == ["full", "mine.txt"]
    (tmp_path / "empty").mkdir()
    export(tea_content, tmp_path / "empty")
    assert import_file(tmp_path / "empty") == tea_content


def test_content_that_the_checks_refuse_is_not_written(tea_content: Content, tmp_path: Path) -> None:
    from knowledge.transfer.document import unchecked

    document = to_document(tea_content)
    document["topics"][0]["topic"]["bottom_line"] = "nowhere"
    assert "bottom_line names 'nowhere'" in _problems(lambda: write_content(unchecked(document), tmp_path / "out"))[0]
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_half_way_leaves_nothing(tea_content: Content, tmp_path: Path) -> None:
    document = to_document(tea_content)
    # A name that cannot stand on a line of a word list is only noticed when the files are read back.
    document["drug_names"] = ["# no name"]
    assert (
        "do not read as the content" in _problems(lambda: write_content(from_document(document), tmp_path / "out"))[0]
    )
    assert list(tmp_path.iterdir()) == []
