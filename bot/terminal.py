"""Shows an answer in a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

STYLES = {"answered": "green", "needs_input": "cyan", "emergency": "bold red", "unavailable": "red"}


def show(console: Console, message: dict[str, Any]) -> None:
    """Print ``message`` as it would stand in a chat, with its status and what can be asked next."""
    envelope = message["custom"]
    status = envelope["status"]
    style = STYLES.get(status, "yellow")
    console.print(Panel(escape(message["text"]), title=f"{envelope['question']} · {status}", border_style=style))
    titles = [offer["title"] for offer in envelope["next"]]
    if titles:
        console.print(f"[dim]Next: {escape(' · '.join(titles))}[/dim]")
