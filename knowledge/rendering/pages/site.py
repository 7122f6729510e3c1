"""The pages as a whole: from an address to a finished reply, whatever state the store is in."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from knowledge import models
from knowledge.browse import Catalogue, catalogue
from knowledge.rendering.pages import contents, words
from knowledge.rendering.pages.contents import Contents
from knowledge.rendering.pages.filters import Query
from knowledge.schema_base import IDENTIFIER

logger = logging.getLogger(__name__)

# Where the pages are; every address on them begins with it.
BASE = "/knowledge"
STYLE = "style.css"
HERE = Path(__file__).parent
RETRY_SECONDS = 60
# Nothing runs, nothing comes from elsewhere, nobody frames the pages, and no address of theirs leaks to a source.
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NOT_KEPT = {**SECURITY_HEADERS, "Cache-Control": "no-store"}


@dataclass(frozen=True)
class Reply:
    """What goes back to the browser; ``headers`` hold the security headers as well."""

    status: int
    body: str
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """The pages over one store. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        """Read from ``engine``; nothing is opened before the first page is asked for."""
        self._engine = engine
        self._templates = Environment(
            loader=PackageLoader("knowledge.rendering.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(base=BASE, style=f"{BASE}/{STYLE}", words=words, is_web=_is_web)
        self._templates.filters["sentence"] = words.sentence
        self._style = (HERE / "static" / STYLE).read_text(encoding="utf-8")
        self._edition = _edition_of_pages()

    def reply(self, path: str, query: Query, known_tag: str | None = None) -> Reply:
        """The page at ``path`` (below :data:`BASE`), or 304 where the browser holds it under ``known_tag``."""
        if path.strip("/") == STYLE:
            return self._tagged(Reply(200, self._style, "text/css; charset=utf-8"), self._edition, known_tag)
        try:
            with catalogue(self._engine) as opened:
                version = opened.version()
                page = _contents(opened, path, query)
                reply = Reply(page.status, self._page(page, version, opened.topics()))
        except SQLAlchemyError as error:
            logger.error("the knowledge pages cannot read the store: %s", error)
            return self._unavailable()
        return self._tagged(reply, f"{version}-{self._edition}", known_tag)

    def _page(self, page: Contents, version: str | None, topics: list[models.Topic]) -> str:
        values = {"topic": None, "here": "", **page.values, "version": version, "all_topics": topics}
        return self._templates.get_template(page.template).render(values)

    def _unavailable(self) -> Reply:
        body = self._page(Contents("unavailable.html", {}), None, [])
        return Reply(503, body, headers={**NOT_KEPT, "Retry-After": f"{RETRY_SECONDS}"})

    def _tagged(self, reply: Reply, edition: str, known_tag: str | None) -> Reply:
        if reply.status != 200:
            return replace(reply, headers=NOT_KEPT)
        tag = f'W/"{edition}"'
        headers = {**SECURITY_HEADERS, "Cache-Control": "no-cache", "ETag": tag}
        if tag in [one.strip() for one in (known_tag or "").split(",")]:
            return Reply(304, "", reply.content_type, headers)
        return replace(reply, headers=headers)


def _contents(opened: Catalogue, path: str, query: Query) -> Contents:
    parts = [part for part in path.split("/") if part]
    missing = Contents("missing.html", {}, 404)
    if not all(re.fullmatch(IDENTIFIER, part) for part in parts):
        return missing
    match parts:
        case []:
            return contents.overview(opened)
        case ["sources"]:
            return contents.sources(opened)
        case ["sources", name]:
            return contents.source(opened, name, query) or missing
    topic = opened.topic(parts[0])
    if topic is None:
        return missing
    return _of_topic(opened, topic, parts[1:], query) or Contents("missing.html", {"topic": topic}, 404)


def _of_topic(opened: Catalogue, topic: models.Topic, parts: list[str], query: Query) -> Contents | None:
    match parts:
        case []:
            return contents.browse(opened, topic, query)
        case ["statements", name]:
            return contents.statement(opened, topic, name)
        case ["timeline"]:
            return contents.history(opened, topic)
        case ["pathway"]:
            return contents.pathway(opened, topic)
        case ["doses"]:
            return contents.doses(opened, topic)
    return None


def _is_web(url: str | None) -> bool:
    """Whether ``url`` may be followed from a page."""
    return url is not None and url.startswith(("https://", "http://"))


def _edition_of_pages() -> str:
    """A hash of what a page is made of besides the knowledge: a new program makes new pages of the same store."""
    parts = [part for part in sorted(HERE.rglob("*")) if part.suffix in (".py", ".html", ".css")]
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()[:12]
