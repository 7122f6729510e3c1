"""``footnote knowledge``: the curated knowledge base."""

from __future__ import annotations

import typer

from bot.commands.console import console, plain_errors
from knowledge.settings import Settings

app = typer.Typer(no_args_is_help=True, help="The curated knowledge base.")


@app.command()
@plain_errors
def build() -> None:
    """Build the store from the content, if the content has changed."""
    build_store(Settings.from_environment(), say_unchanged=True)


@app.command()
@plain_errors
def check() -> None:
    """Check the content, without touching the store."""
    from knowledge.checks import check as check_content
    from knowledge.content_files import read_content

    content = read_content(Settings.from_environment().content)
    check_content(content)
    statements = sum(len(topic.statements) for topic in content.topics)
    console.print(f"The content is sound: {statements} statements, {len(content.sources)} sources.")


@app.command()
@plain_errors
def coverage() -> None:
    """Print, as Markdown, which statements carry each factual sentence of each topic's article."""
    from knowledge.content_files import read_content
    from knowledge.coverage import as_markdown

    typer.echo(as_markdown(read_content(Settings.from_environment().content)), nl=False)


def build_store(settings: Settings, say_unchanged: bool = False) -> None:
    """Bring the store and its embeddings up to date, and say what was done."""
    from knowledge.embed import embed_missing
    from knowledge.store import build as build_knowledge
    from knowledge.store import open_store

    built = build_knowledge(settings.knowledge_url, settings.content)
    with console.status("Preparing the search …"):
        embed_missing(open_store(settings.knowledge_url))
    if built:
        console.print("Knowledge base built.")
    elif say_unchanged:
        console.print("The knowledge base is up to date.")
