"""What the tests of the knowledge pages share: the pages over a store, a crawler, and a reader of HTML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy.engine import Engine

from knowledge.content_files import Content, TopicContent, read_content
from knowledge.rendering.pages.site import BASE, Reply, Site
from knowledge.store import build, open_store

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Shapes of SVG that close themselves.
SELF_CLOSING = {"rect", "circle", "line", "path"}
HEADINGS = {f"h{level}" for level in range(1, 7)}


@dataclass
class Table:
    """What a table says of itself."""

    caption: bool = False
    unscoped: int = 0
    columns: int = 0


@dataclass
class Markup(HTMLParser):
    """A parsed page: its links, ids, headings, tables and pictures, its words, and what is wrong with it."""

    links: list[dict[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    landmarks: Counter[str] = field(default_factory=Counter)
    referred: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []

    @classmethod
    def of(cls, page: str) -> Markup:
        markup = cls()
        markup.feed(page)
        markup.close()
        markup.faults += [f"<{tag}> is not closed" for tag in markup._open]
        markup.faults += [f"the id {name} stands twice" for name, count in Counter(markup.ids).items() if count > 1]
        markup.faults += [f"no id {name}" for name in markup.referred if name not in markup.ids]
        return markup

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SELF_CLOSING:
            self.faults.append(f"<{tag}/> closes itself")
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        if tag not in VOID:
            self._open.append(tag)
        self.faults += [f"the attribute {name}" for name in values if name.startswith("on") or name == "style"]
        if "id" in values:
            self.ids.append(values["id"])
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.referred += values.get(name, "").split()
        self._note(tag, values)

    def _note(self, tag: str, values: dict[str, str]) -> None:
        if tag == "a":
            self.links.append(values)
        elif tag in HEADINGS:
            self.headings.append(int(tag[1]))
        elif tag == "table":
            self.tables.append(Table())
        elif tag == "caption":
            self.tables[-1].caption = True
        elif tag == "th":
            self.tables[-1].unscoped += values.get("scope") not in ("col", "row")
        elif tag == "svg" and "aria-hidden" not in values and values.get("role") != "img":
            self.faults.append("a picture that is no image to a screen reader")
        elif tag in ("script", "iframe", "object", "embed", "style", "img"):
            self.faults.append(f"<{tag}>")
        elif tag in ("header", "nav", "main", "footer"):
            self.landmarks[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes nothing")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@dataclass(frozen=True)
class Served:
    """The pages over a store, with the content that it was built from."""

    site: Site
    engine: Engine
    url: str
    content: Content

    def get(self, address: str, known_tag: str | None = None) -> Reply:
        """The reply to a whole address such as ``/knowledge/sources?page=2``."""
        parts = urlsplit(address)
        assert parts.path == BASE or parts.path.startswith(f"{BASE}/"), address
        query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        return self.site.reply(unquote(parts.path[len(BASE) :]), query, known_tag)

    def markup(self, address: str) -> Markup:
        reply = self.get(address)
        assert reply.status == 200, address
        return Markup.of(reply.body)

    def topic(self) -> TopicContent:
        return self.content.topics[0]


def serve(url: str, folder: Path) -> Served:
    """Build a store of ``folder`` at ``url`` and serve it."""
    build(url, folder)
    engine = open_store(url)
    return Served(Site(engine), engine, url, read_content(folder))


def rewrite(file: str, old: str, new: str) -> Callable[[Path], None]:
    """A change of ``old`` to ``new`` in ``file`` of the content."""

    def change(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def crawl(served: Served) -> dict[str, Markup]:
    """Every page that can be reached from the overview by its links."""
    found: dict[str, Markup] = {}
    waiting = [BASE]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        found[address] = served.markup(address)
        for link in found[address].links:
            target = link["href"].partition("#")[0]
            if target.startswith("?"):
                target = urlsplit(address).path + target
            if target.startswith(BASE):
                waiting.append(target)
    return found


def statements_on(served: Served, address: str) -> set[str]:
    """The ids of the statements that a list shows, on all of its pages."""
    found: set[str] = set()
    waiting, seen = [address], set()
    while waiting:
        here = waiting.pop()
        seen.add(here)
        body = served.get(here).body
        found |= set(re.findall(r'<h[34] class="text"><a href="[^"]*/statements/([a-z0-9-]+)">', body))
        waiting += [
            target
            for link in Markup.of(body).links
            if link.get("rel") == "next" and (target := urlsplit(here).path + link["href"]) not in seen
        ]
    return found
