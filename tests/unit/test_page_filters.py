"""What the filters of the statements' list show is what the content says."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest

from knowledge.rendering.pages.filters import PAGE_LENGTH
from knowledge.rendering.pages.site import BASE
from knowledge.schema import Statement
from tests.pages import Markup, Served, statements_on


def choices(served: Served, field: str) -> list[str]:
    """The values that a field of the form offers."""
    body = served.get(f"{BASE}/{served.topic().topic.id}").body
    block = re.search(rf'<select id="{field}".*?</select>', body, re.DOTALL)
    assert block
    return [value for value in re.findall(r'<option value="([^"]*)"', block[0]) if value]


EXPECTED: dict[str, Callable[[Statement], set[str]]] = {
    "kind": lambda one: {one.kind},
    "certainty": lambda one: {one.certainty},
    "setting": lambda one: {one.setting},
    "source": lambda one: {support.source for support in one.sources},
}


@pytest.mark.parametrize("field", EXPECTED)
def test_a_filter_shows_what_the_content_says(served: Served, field: str) -> None:
    statements = served.topic().statements
    offered = choices(served, field)
    assert set(offered) == set().union(*(EXPECTED[field](one) for one in statements))
    for value in offered:
        expected = {one.id for one in statements if value in EXPECTED[field](one)}
        assert statements_on(served, f"{BASE}/{served.topic().topic.id}?{field}={value}") == expected


def test_a_grade_is_chosen_with_its_system(served: Served) -> None:
    graded: dict[str, set[str]] = {}
    for one in served.topic().statements:
        given = (one.evidence.system, one.evidence.level, one.evidence.grade)
        value = "none" if given == (None, None, None) else "~".join(part or "" for part in given)
        graded.setdefault(value, set()).add(one.id)
    for value, expected in graded.items():
        assert statements_on(served, f"{BASE}/{served.topic().topic.id}?grade={quote(value)}") == expected


def test_filters_narrow_one_another(served: Served) -> None:
    first = served.topic().statements[0]
    source = first.sources[0].source
    address = f"{BASE}/{served.topic().topic.id}?kind={first.kind}&source={source}&review=submitted"
    expected = {
        one.id
        for one in served.topic().statements
        if one.kind == first.kind and source in {support.source for support in one.sources}
    }
    assert statements_on(served, address) == expected


def test_free_text_asks_for_every_word_whatever_the_case(served: Served) -> None:
    one = served.topic().statements[0]
    several = re.findall(r"[A-Za-z]{4,}", one.text)[:3]
    found = statements_on(served, f"{BASE}/{served.topic().topic.id}?q={'+'.join(several).upper()}")
    assert one.id in found
    assert statements_on(served, f"{BASE}/{served.topic().topic.id}?q={several[0]}+nosuchword") == set()


@pytest.mark.parametrize("search", ["%25", "_", "%00", "%5C", "'", "%22", "%F0%9F%8D%B5", "%ED%A0%80", "a" * 5000])
def test_any_search_gets_a_page(served: Served, search: str) -> None:
    reply = served.get(f"{BASE}/{served.topic().topic.id}?q={search}")
    assert reply.status == 200
    assert Markup.of(reply.body).faults == []


@pytest.mark.parametrize("search", ["%25", "_"])
def test_wildcards_are_ordinary_characters(served: Served, search: str) -> None:
    literal = unquote(search)
    found = statements_on(served, f"{BASE}/{served.topic().topic.id}?q={search}")
    for one in served.topic().statements:
        assert one.id not in found or literal in f"{one.text}{one.plain}"


def test_an_unknown_filter_value_is_said_and_left_out(served: Served) -> None:
    page = served.markup(f"{BASE}/{served.topic().topic.id}?kind=nonsense")
    assert "The address asks for a kind that this topic does not have" in page.text
    assert f"{len(served.topic().statements)} statement" in page.text


def test_long_lists_come_in_pages_that_lose_nothing(served: Served) -> None:
    address = f"{BASE}/{served.topic().topic.id}"
    everything = {one.id for one in served.topic().statements}
    assert statements_on(served, address) == everything
    assert len(re.findall('class="card"', served.get(address).body)) == min(len(everything), PAGE_LENGTH)
    assert served.get(f"{address}?page=999999").status == 200
    for odd in ("0", "-1", "x", "", "²", "9" * 40):
        assert served.get(f"{address}?page={odd}").body == served.get(address).body
