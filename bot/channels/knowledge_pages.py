"""The knowledge pages in the running assistant: a channel that takes no messages and serves ``/knowledge``."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from knowledge.rendering.pages.site import BASE, Site
from knowledge.settings import Settings
from knowledge.store import open_store


class KnowledgePages(InputChannel):
    """``GET /knowledge``: Rasa mounts a channel's routes below ``/webhooks/`` unless its prefix begins with a slash."""

    @classmethod
    def name(cls) -> str:
        """The channel's name; no conversation ever carries it."""
        return "knowledge_pages"

    def url_prefix(self) -> str:
        """Where the pages are."""
        return BASE

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """One route for every page, from the store that the settings name."""
        return pages_blueprint(Site(open_store(Settings.from_environment().knowledge_url)))


def pages_blueprint(site: Site) -> Blueprint:
    """The routes of ``site``, for reading only."""
    blueprint = Blueprint("footnote_knowledge_pages", "footnote_knowledge_pages")

    async def show(request: Request, path: str = "") -> HTTPResponse:
        query = {name: values[-1] for name, values in request.get_args(keep_blank_values=True).items()}
        known_tag = request.headers.get("if-none-match")
        # The store is read in a thread of its own: a slow database holds up no conversation.
        reply = await asyncio.get_running_loop().run_in_executor(None, site.reply, path, query, known_tag)
        return response.text(reply.body, reply.status, reply.headers, reply.content_type)

    blueprint.add_route(show, "/", methods=["GET", "HEAD"], name="overview")
    blueprint.add_route(show, "/<path:path>", methods=["GET", "HEAD"], name="page")
    return blueprint
