"""The JSON Schemas for editors say what the records say, and every content file names its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, RefResolver
from ruamel.yaml import YAML

from knowledge.content_files import CONTENT, Content, ContentError, read_content
from knowledge.json_schemas import KINDS, SCHEMAS, kind_of, modeline, schemas, write_schemas
from tests.conftest import TEA

FILES = sorted(path.relative_to(CONTENT) for path in CONTENT.rglob("*.yml"))
MEND = "run `footnote knowledge schemas` and commit what it writes"


def _errors(path: Path, folder: Path, kind: str) -> list[str]:
    """What the schema of ``kind`` in ``folder`` finds wrong with the YAML file at ``path``."""
    document: Any = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    document = json.loads(json.dumps(document, default=str))
    schema = json.loads((folder / f"{kind}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    resolver = RefResolver((folder / "any.json").as_uri(), schema)
    validator = Draft202012Validator(schema, resolver=resolver)
    return [error.message for error in validator.iter_errors(document)]


def test_the_committed_schemas_are_those_of_the_content(content: Content) -> None:
    generated = schemas(content)
    assert sorted(path.name for path in SCHEMAS.iterdir()) == sorted(generated), MEND
    for name, document in generated.items():
        assert json.loads((SCHEMAS / name).read_text(encoding="utf-8")) == document, f"{name}: {MEND}"


def test_every_kind_of_file_is_there() -> None:
    assert {kind_of(path) for path in FILES} == set(KINDS)


@pytest.mark.parametrize("name", FILES, ids=str)
def test_a_content_file_names_its_schema_and_follows_it(name: Path) -> None:
    path = CONTENT / name
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first == modeline(name)
    assert (path.parent / first.partition("$schema=")[2]).is_file()
    assert _errors(path, SCHEMAS, str(kind_of(name))) == []


def test_the_made_up_topic_follows_the_same_schemas() -> None:
    for path in TEA.rglob("*.yml"):
        assert _errors(path, SCHEMAS, str(kind_of(path.relative_to(TEA)))) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEA, tmp_path / "content"))


BROKEN = {
    "a misspelt key": ("green-tea/statements/all.yml", "  plain:", "  plane:"),
    "a missing key": ("green-tea/statements/all.yml", "  kind: recommendation\n", ""),
    "an unknown kind": ("green-tea/statements/all.yml", "kind: recommendation", "kind: hunch"),
    "a text that is too short": ("green-tea/statements/all.yml", "Watch the colour and stop when it", "It"),
    "a statement without sources": (
        "green-tea/statements/all.yml",
        "  sources:\n    - {source: kettle-2020, locator: chapter 1}\n", "  sources: []\n"),
    "a float": ("green-tea/doses.yml", '"1.5"', "1.5"),
    "no plain decimal": ("green-tea/doses.yml", '"1.5"', '"1,5"'),
    "a nothing where something is needed": ("green-tea/doses.yml", "drug: leaves", "drug: null"),
    "a list where text is needed": ("green-tea/doses.yml", "drug: leaves", "drug: [leaves]"),
    "an unknown question": ("green-tea/topic.yml", "  evidence:", "  evidense:"),
    "an id that is none": ("green-tea/scope.yml", "id: iced-tea", "id: Iced Tea"),
    "a malformed DOI": ("sources/books.yml", "10.1234/kettle.2020", "https://doi.org/10.1234/kettle"),
    "an excuse without a reason": (
        "green-tea/glossary.yml", "synonyms: [teapot]", "synonyms: [teapot]\n  exempt: [{rule: drug-name}]"),
    "an age of nought": ("green-tea/glossary.yml", "younger_than: 16", "younger_than: 0"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(BROKEN))
def test_editor_and_reader_refuse_the_same(folder: Path, case: str) -> None:
    name, old, new = BROKEN[case]
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert _errors(path, SCHEMAS, str(kind_of(Path(name))))
    with pytest.raises(ContentError) as caught:
        read_content(folder)
    assert all(problem.startswith(name) for problem in caught.value.problems)


def test_ids_are_offered_to_the_editor(tmp_path: Path) -> None:
    content = read_content(TEA)
    written = write_schemas(tmp_path / "schemas", content)
    assert sorted(path.name for path in written) == sorted(schemas(content))
    ids = json.loads((tmp_path / "schemas" / "ids.schema.json").read_text(encoding="utf-8"))["$defs"]
    assert ids["setting"]["enum"] == ["at-home", "ceremony"]
    assert ids["source"]["enum"] == ["kettle-2010", "kettle-2020", "teapot-blog"]
    assert "brew-cool" in ids["statement"]["enum"]
    statement = json.loads((tmp_path / "schemas" / "statements.schema.json").read_text(encoding="utf-8"))
    offered = statement["$defs"]["Statement"]["properties"]["about"]["items"]["anyOf"]
    assert {"$ref": "ids.schema.json#/$defs/concept"} in offered
