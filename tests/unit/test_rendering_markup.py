"""Markdown and HTML: the elements that come about, where their links lead, and that words make neither."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import given, settings

from knowledge.answers.envelope import Envelope
from knowledge.rendering.document import Line, Section, Text
from knowledge.rendering.html import html
from knowledge.rendering.markdown import COMMONMARK, line_text, linked, markdown, section_text
from tests.golden import names, recorded
from tests.golden.formats import MARKDOWN, lines_of_markdown
from tests.hostile import MARKUP, hostile_envelopes

# What Matrix recommends that its clients show, as far as it is used here.
ELEMENTS = {"h4", "p", "br", "ul", "li", "strong", "em", "a"}


class _Markup(HTMLParser):
    """Collects the elements with their attributes, and what is read of each link with where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self._open = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._open = tag == "a"
        if self._open:
            self.links.append(("", dict(attrs)["href"] or ""))

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._open:
            text, address = self.links[-1]
            self.links[-1] = (text + data, address)

    def handle_comment(self, data: str) -> None:
        self.elements.add("comment")


def _both(envelope: Envelope) -> list[_Markup]:
    return [_Markup(html(envelope)), _Markup(MARKDOWN.render(markdown(envelope)))]


@pytest.mark.parametrize("name", names())
def test_every_number_and_address_leads_to_its_own_reference(name: str) -> None:
    envelope = recorded(name)
    addresses = {one.number: one.url for one in envelope.citations if one.url}
    cited = {number for one in envelope.statements for number in one.citations}
    for markup in _both(envelope):
        read = {text for text, _ in markup.links}
        assert read >= {*addresses.values(), *(f"[{number}]" for number in cited & set(addresses))}
        targets = {url: url for url in addresses.values()} | {f"[{number}]": url for number, url in addresses.items()}
        assert all(unquote(address) == unquote(targets[text]) for text, address in markup.links)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(envelope=hostile_envelopes())
def test_words_make_no_element_and_no_link(envelope: Envelope) -> None:
    addresses = {unquote(one.url) for one in envelope.citations if one.url}
    for markup in _both(envelope):
        assert {unquote(address) for _, address in markup.links} <= addresses
        assert markup.attributes <= {"href"}
    page, text = _both(envelope)
    assert page.elements <= ELEMENTS
    assert text.elements <= ELEMENTS - {"h4"}


@pytest.mark.parametrize("item", [True, False])
@pytest.mark.parametrize("words", MARKUP)
def test_words_that_look_like_markdown_are_words_at_the_beginning_of_a_line(words: str, item: bool) -> None:
    section = Section("statements", tuple(Line((Text(one),), item) for one in ("before", words, "between", words)))
    made = MARKDOWN.render(section_text(section, COMMONMARK))
    assert _Markup(made).elements <= {"p", "br", "ul", "li"}
    lines = lines_of_markdown(section_text(section, COMMONMARK))
    plain = " ".join(words.split())
    assert [" ".join(line.split()) for line in lines] == ["before", plain, "between", plain]


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("5*3 mg_a <2 [x] & `y` ~z |", r"5\*3 mg\_a \<2 \[x\] \& \`y\` \~z \|"),
        ("1. first", r"1\. first"),
        ("2018) then", r"2018\) then"),
        ("1.5 mg", "1.5 mg"),
        ("# heading", r"\# heading"),
        ("- item", r"\- item"),
        (":--", r"\:--"),
        ("a - b # c + d", "a - b # c + d"),
        ("two\nlines", "two lines"),
    ],
)
def test_only_what_would_be_markup_is_escaped(words: str, written: str) -> None:
    assert line_text(Line((Text(words),)), COMMONMARK) == written


@pytest.mark.parametrize(
    "address",
    [
        "https://doi.org/10.1016/S0304-3959(99)00001-1",
        "https://doi.org/10.1002/(SICI)1097<1::AID>3.0.CO;2-Z",
        "https://example.org/?a=1&copy;=2&b=%5B2%5D#part",
        "https://example.org/a b\\c_d*e",
    ],
)
def test_a_link_leads_where_it_should_whatever_stands_in_its_address(address: str) -> None:
    ((text, target),) = _Markup(MARKDOWN.render(linked("here", address))).links
    assert (text, unquote(target)) == ("here", unquote(address))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "hdl://example.org"])
def test_an_address_that_is_not_of_the_web_is_no_link(address: str) -> None:
    envelope = recorded("sources")
    cited = envelope.citations[0].copy(update={"url": address})
    for markup in _both(envelope.copy(update={"citations": [cited]})):
        assert markup.links == []
