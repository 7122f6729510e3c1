"""Brings everything up to date that an assistant is started from."""

from __future__ import annotations

from bot.commands.console import console
from bot.commands.knowledge import build_store, checked_content
from knowledge.settings import Settings


def bring_up_to_date(settings: Settings) -> None:
    """Train the model and build the knowledge base, each where something that it depends on has changed.

    Raises :class:`~bot.readiness.Unready`, or for unsound content :class:`~knowledge.content_files.ContentError`.
    """
    from bot.training import train

    checked_content(settings)
    if train(settings, console):
        console.print("Model trained.")
    build_store(settings, retrained=True)
