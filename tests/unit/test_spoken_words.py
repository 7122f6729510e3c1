"""The file that says how things are said: what it may hold, and which one is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.content_files import CONTENT, SPOKEN, ContentError
from knowledge.rendering.speech import say
from knowledge.spoken import Spoken, read_spoken
from tests.conftest import TEA


def _changed(**changes: Any) -> dict[str, Any]:
    return {**read_spoken().dict(), **changes}


@pytest.mark.parametrize(
    "wrong",
    [
        {"said": {"NG61": "N G 61"}},
        {"symbols": {"%": "%"}},
        {"fractions": {"½": "1/2"}},
        {"numbered": {"q#h": "every few hours"}},
        {"numbered": {"qh": "every # hours"}},
        {"numbered": {"q#h": "every # h/d"}},
        {"units": [{"forms": [], "one": "cup", "many": "cups"}]},
        {"surprise": "a"},
    ],
)
def test_what_could_not_be_said_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Spoken(**_changed(**wrong))


def test_a_content_folder_may_say_things_in_its_own_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_spoken(tmp_path) == read_spoken(CONTENT)
    (tmp_path / SPOKEN).parent.mkdir()
    own = (CONTENT / SPOKEN).read_text(encoding="utf-8").replace("said:\n", "said:\n  POT: Pot\n", 1)
    (tmp_path / SPOKEN).write_text(own, encoding="utf-8")
    assert say("POT 2020") == "P O T twenty twenty"
    monkeypatch.setenv("FOOTNOTE_CONTENT", str(tmp_path))
    assert say("POT 2020") == "Pot twenty twenty"


def test_units_are_those_of_the_content_that_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_CONTENT", str(TEA))
    assert say("1.5–2.5 g/cup") == "one point five to two point five grams for each cup"


def test_a_file_that_cannot_be_read_names_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / SPOKEN).parent.mkdir()
    (tmp_path / SPOKEN).write_text("origin: product-safety\n", encoding="utf-8")
    with pytest.raises(ContentError, match="key 'said' is missing"):
        read_spoken(tmp_path)


def test_a_form_is_said_in_one_way_only() -> None:
    spoken = read_spoken()
    forms = [form for unit in spoken.units for form in unit.forms]
    assert len(set(forms)) == len(forms)
    assert not spoken.words("spelt") & ({*spoken.said} | spoken.words("emphasised"))
    assert not {*spoken.said} & spoken.words("emphasised")
    assert not spoken.words("joints") & spoken.words("caveats")
