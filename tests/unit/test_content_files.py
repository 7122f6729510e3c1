"""Content that is wrong never reaches the store, and its editor is told what to mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.checks import check
from knowledge.content_files import CONTENT, Content, ContentError, fingerprint, read_content, trained_vocabulary
from knowledge.coverage import as_markdown
from knowledge.settings import ROOT
from knowledge.store import build, built_from, open_store
from tests.conftest import TEA


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEA, tmp_path / "content"))


def _change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def _problems(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        check(read_content(folder))
    return caught.value.problems


STATEMENTS = "green-tea/statements/all.yml"

BROKEN = {
    "a misspelt key": (STATEMENTS, "  plain:", "  plane:", "brew-cool: key 'plane' is not known; remove it or use"),
    "a misspelt key of a part": (STATEMENTS, "{source: kettle-2020, locator", "{source: kettle-2020, place",
                                 "key 'sources.0.place' is not known; remove it or use one of: source, locator, via"),
    "a null where text is needed": ("green-tea/doses.yml", "drug: leaves", "drug: null", "key 'drug' must not be null"),
    "an id that is none": ("green-tea/scope.yml", "id: iced-tea", "id: Iced Tea", "key 'id' is not in its form"),
    "a text that is too short": (STATEMENTS, "Watch the colour and stop when it", "It", "'text' is too short: at"),
    "a missing key": (STATEMENTS, "  kind: recommendation\n", "", "brew-cool: key 'kind' is missing; add it"),
    "an unknown kind": (STATEMENTS, "kind: recommendation", "kind: hunch", "brew-cool: key 'kind': unexpected value"),
    "a dose that is a float": ("green-tea/doses.yml", '"1.5"', "1.5", "key 'low' must be text; put quotes around it"),
    "a dose that is no number": ("green-tea/doses.yml", '"1.5"', '"1,5"', "'1,5' is not a plain decimal"),
    "low above high": ("green-tea/doses.yml", '"1.5"', '"9"', "low 9 is above high 2.5"),
    "a cap without unit": ("green-tea/doses.yml", "cap: null", 'cap: "3"', "cap and cap_unit go together"),
    "an unknown source": (STATEMENTS, "source: kettle-2020", "source: kettel", "names 'kettel', which is not there"),
    "a statement without source": (STATEMENTS, "    - {source: kettle-2020, locator: chapter 1}\n", "    []\n",
                                   "brew-cool: key 'sources' lists too little: at least 1; add what is missing"),
    "an unknown concept": (STATEMENTS, "about: [water]", "about: [wather]", "about names 'wather'"),
    "a foreign grade": (STATEMENTS, "source: kettle-2020", "source: teapot-blog", "none of its sources grades in"),
    "a grade without system": (STATEMENTS, "system: leaf-stars", "system: null", "without its system"),
    "a conflict without counter": ("green-tea/conflicts.yml", "companions: [brew-cool]", "companions: []",
                                   "brew-boiling: certainty is conflict, but no conflict names"),
    "a malformed DOI": ("sources/books.yml", "10.1234/kettle.2020", "https://doi.org/10.1", "is not a DOI"),
    "a form of two concepts": ("green-tea/glossary.yml", "synonyms: [teapot]", "synonyms: [water]", "belongs to"),
    "a repeated id": ("green-tea/doses.yml", "- id: pot-dose", "- id: pot-dose\n  low: x\n- id: pot-dose", "low"),
    "no list": ("green-tea/scope.yml", "- id: iced-tea\n  label", "label", "scope.yml: not readable as YAML"),
    "broken YAML": ("green-tea/topic.yml", "id: green-tea", "id: [green", "topic.yml: not readable as YAML"),
    "an unknown general answer": ("green-tea/topic.yml", "monitoring: [watch-colour]", "monitoring: [nowhere]",
                                  "answers.monitoring: it names 'nowhere'"),
    "an unknown kind of question": ("green-tea/topic.yml", "  evidence:", "  evidense:", "answers"),
    "an uncovered sentence": ("green-tea/article.yml", "[brew-cool]", "[]", "nothing carries it"),
    "an unread source reported by nobody": (STATEMENTS, "via: teapot-blog", "via: kettle-2020", "via names"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(BROKEN))
def test_broken_content_is_refused_with_words_that_help(folder: Path, case: str) -> None:
    name, old, new, expected = BROKEN[case]
    _change(folder, name, old, new)
    assert any(expected in problem for problem in _problems(folder)), _problems(folder)


def test_every_problem_is_told_at_once_with_its_file(folder: Path) -> None:
    _change(folder, STATEMENTS, "  plain:", "  plane:")
    _change(folder, "green-tea/doses.yml", '"1.5"', "1.5")
    problems = _problems(folder)
    assert any(problem.startswith(STATEMENTS) for problem in problems)
    assert any(problem.startswith("green-tea/doses.yml") for problem in problems)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "green-tea" / "doses.yml").unlink()
    assert "green-tea/doses.yml: missing; write [] into it if there is nothing to say" in _problems(folder)


def test_an_empty_folder_is_no_content(tmp_path: Path) -> None:
    assert any("no topic found" in problem for problem in _problems(tmp_path))


def test_broken_content_leaves_the_old_store_in_use(folder: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'knowledge.sqlite'}"
    build(url, folder)
    _change(folder, STATEMENTS, "  plain:", "  plane:")
    with pytest.raises(ContentError):
        build(url, folder)
    info = built_from(open_store(url))
    assert info is not None
    assert info.version == read_content(TEA).version()


def test_the_store_is_rebuilt_only_when_the_content_has_changed(folder: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'state' / 'knowledge.sqlite'}"
    assert build(url, folder) is True
    assert build(url, folder) is False
    _change(folder, STATEMENTS, "cooled a little", "cooled a bit")
    assert build(url, folder) is True


def test_a_store_that_cannot_be_read_is_built_anew(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "knowledge.sqlite"
    url = f"sqlite:///{path}"
    engine = open_store(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE store_info (other TEXT)")
    engine.dispose()
    assert build(url, folder) is True


def test_the_version_is_of_what_is_said_not_of_how_it_is_laid_out(folder: Path) -> None:
    before, bytes_before = read_content(folder).version(), fingerprint(folder)
    path = folder / STATEMENTS
    path.write_text("# a remark\n" + path.read_text())
    assert read_content(folder).version() == before
    assert fingerprint(folder) != bytes_before
    _change(folder, STATEMENTS, "cooled a little", "cooled a bit")
    assert read_content(folder).version() != before


# What the trained model knows, and what the store alone holds.
TRAINED = {
    "a form": ("green-tea/glossary.yml", "synonyms: [teapot]", "synonyms: [teapot, brewing pot]"),
    "an age": ("green-tea/glossary.yml", "younger_than: 16", "younger_than: 14"),
    "a near trap": ("green-tea/scope.yml", "[iced tea, ice tea]", "[iced tea]"),
    "a criterion": ("green-tea/criteria.yml", "Are the leaves fresh?", "Are they fresh?"),
    "a source's name": ("sources/books.yml", "names: [Kettle Board]", "names: [Kettle Board, KB]"),
    "a medicine's name": ("language/drug-names.txt", "caffeine\n", ""),
    "a question": (STATEMENTS, "about: [", "asked: [cold or hot]\n  about: ["),
}
HOT = {
    "a statement": (STATEMENTS, "cooled a little", "cooled a bit"),
    "a dose": ("green-tea/doses.yml", "frequency: each cup", "frequency: every cup"),
    "a unit": ("language/units.yml", "spoken: grams for each cup", "spoken: grams a cup"),
    "what is said to a near trap": ("green-tea/scope.yml", "lies outside", "is outside"),
    "a source": ("sources/books.yml", "title: How to brew\n", "title: How to brew tea\n"),
    "the wording of a setting": ("green-tea/topic.yml", "label: at home,", "label: at home, named_by: [in a kitchen],"),
    "an excuse": (
        "green-tea/glossary.yml", "synonyms: [teapot]",
        "synonyms: [teapot]\n  exempt: [{rule: drug-name, why: nobody takes it for one}]"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted({**TRAINED, **HOT}))
def test_the_vocabulary_changes_with_what_is_trained_and_the_version_with_everything(folder: Path, case: str) -> None:
    (folder / "language" / "drug-names.txt").write_text("# made up\ncaffeine\nquinine\n")
    before, bytes_before = read_content(folder), fingerprint(folder)
    assert before.drug_names == ["caffeine", "quinine"]
    _change(folder, *{**TRAINED, **HOT}[case])
    after = read_content(folder)
    assert fingerprint(folder) != bytes_before
    assert after.version() != before.version()
    assert (after.vocabulary() != before.vocabulary()) == (case in TRAINED)


def test_a_folder_without_a_language_of_its_own_speaks_the_products(folder: Path, content: Content) -> None:
    shutil.rmtree(folder / "language")
    read = read_content(folder)
    assert read.units == content.units
    assert read.drug_names == content.drug_names


def test_the_schemas_for_editors_are_no_content(folder: Path) -> None:
    before = fingerprint(folder)
    (folder / "schemas").mkdir()
    (folder / "schemas" / "topic.schema.json").write_text("{}")
    assert fingerprint(folder) == before


@pytest.mark.parametrize(
    ("symbol", "minutes", "per_kg"),
    [
        ("mg", None, False),
        ("mg/dose", None, False),
        ("mg/min", 1, False),
        ("mg/h", 60, False),
        ("mg/24h", 1440, False),
        ("mg/day", 1440, False),
        ("mg/kg/dose", None, True),
        ("mg/kg/h", 60, True),
        ("mcg/kg/min", 1, True),
        ("mL/h", 60, False),
    ],
)
def test_the_units_of_wards_are_known(content: Content, symbol: str, minutes: int | None, per_kg: bool) -> None:
    unit = next(unit for unit in content.units if unit.id == symbol)
    assert (unit.minutes, unit.per_kg) == (minutes, per_kg)


def test_the_products_own_content_is_sound(content: Content) -> None:
    check(content)


def test_the_table_of_the_articles_sentences_is_up_to_date(content: Content) -> None:
    assert (ROOT / "docs" / "article-coverage.md").read_text(encoding="utf-8") == as_markdown(content)


def test_a_change_of_the_language_has_to_be_trained_and_is_no_new_version(folder: Path) -> None:
    (folder / "language").mkdir(exist_ok=True)
    shutil.copy(CONTENT / "language" / "limits.yml", folder / "language" / "limits.yml")
    content, before = read_content(folder), trained_vocabulary(read_content(folder), folder)
    path = folder / "language" / "limits.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# wider\n", encoding="utf-8")
    assert read_content(folder).version() == content.version()
    assert trained_vocabulary(read_content(folder), folder) != before
