"""The ``footnote`` command."""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import httpx
import typer
from rich.console import Console

from bot.readiness import LOOPBACK, Unready
from knowledge.content_files import ContentError
from knowledge.settings import ROOT, Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
knowledge_app = typer.Typer(no_args_is_help=True, help="The curated knowledge base.")
app.add_typer(knowledge_app, name="knowledge")

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True)

DEFAULT_PORT = 5005
Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="The loopback port.")]


def _plain_errors(command: Callable[..., None]) -> Callable[..., None]:
    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except ContentError as error:
            for problem in error.problems:
                errors.print(f"content: {problem}", markup=False)
            errors.print(f"{len(error.problems)} problem(s) in the content; the store was left as it was.")
            raise typer.Exit(1) from error
        except Unready as error:
            errors.print(str(error), markup=False)
            raise typer.Exit(1) from error

    return guarded


@app.command()
@_plain_errors
def run(port: Port = DEFAULT_PORT) -> None:
    """Bring knowledge base and model up to date, then serve the assistant until Ctrl-C."""
    from bot.server import running
    from bot.training import train as train_model

    settings = Settings.from_environment()
    _build_store(settings)
    if train_model(settings, console):
        console.print("Model trained.")
    try:
        with running(settings, port) as assistant:
            console.print(f"Footnote answers at {assistant.url}/webhooks/rest/webhook")
            console.print('Ask it from another terminal: footnote ask "…"   (Ctrl-C stops it)')
            assistant.wait()
    except KeyboardInterrupt:
        console.print("Stopped.")


@app.command()
@_plain_errors
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    port: Port = DEFAULT_PORT,
    audience: Annotated[str, typer.Option(help="clinician, trainee or patient")] = "clinician",
    conversation: Annotated[str | None, typer.Option(help="An id to go on with; a new one by default.")] = None,
    picture: Annotated[Path | None, typer.Option(help="An SVG file to draw the answer into as well.")] = None,
) -> None:
    """Ask the running assistant one question and print its answer."""
    from bot.terminal import show

    body = {"sender": conversation or uuid4().hex, "message": question, "metadata": {"audience": audience}}
    try:
        reply = httpx.post(f"http://{LOOPBACK}:{port}/webhooks/rest/webhook", json=body, timeout=60)
        reply.raise_for_status()
    except httpx.HTTPError as error:
        raise Unready(f"No assistant answers on port {port}: start it with `make run` first.") from error
    screen = Console(highlight=False, record=picture is not None)
    for message in reply.json():
        show(screen, message)
    if picture is not None:
        screen.save_svg(str(picture), title=f'footnote ask "{question}"')


@app.command()
@_plain_errors
def train(force: Annotated[bool, typer.Option(help="Train even if nothing has changed.")] = False) -> None:
    """Train the model, if anything that it depends on has changed."""
    from bot.training import train as train_model

    trained = train_model(Settings.from_environment(), console, force)
    console.print("Model trained." if trained else "The model is up to date.")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def rasa(context: typer.Context) -> None:
    """Run any Rasa command in this environment, for example `footnote rasa data validate`."""
    from bot.training import rasa_environment

    os.chdir(ROOT)
    os.environ.update(rasa_environment(Settings.from_environment()))
    sys.argv = ["rasa", *context.args]
    runpy.run_module("rasa", run_name="__main__", alter_sys=True)


@knowledge_app.command()
@_plain_errors
def build() -> None:
    """Build the store from the content, if the content has changed."""
    _build_store(Settings.from_environment(), say_unchanged=True)


@knowledge_app.command()
@_plain_errors
def check() -> None:
    """Check the content, without touching the store."""
    from knowledge.checks import check as check_content
    from knowledge.content_files import read_content

    content = read_content(Settings.from_environment().content)
    check_content(content)
    statements = sum(len(topic.statements) for topic in content.topics)
    console.print(f"The content is sound: {statements} statements, {len(content.sources)} sources.")


@knowledge_app.command()
@_plain_errors
def coverage() -> None:
    """Print, as Markdown, which statements carry each factual sentence of each topic's article."""
    from knowledge.content_files import read_content
    from knowledge.coverage import as_markdown

    typer.echo(as_markdown(read_content(Settings.from_environment().content)), nl=False)


def _build_store(settings: Settings, say_unchanged: bool = False) -> None:
    from knowledge.embed import embed_missing
    from knowledge.store import build as build_store
    from knowledge.store import open_store

    built = build_store(settings.knowledge_url, settings.content)
    with console.status("Preparing the search …"):
        embed_missing(open_store(settings.knowledge_url))
    if built:
        console.print("Knowledge base built.")
    elif say_unchanged:
        console.print("The knowledge base is up to date.")


def main() -> None:
    """Run the command line."""
    app()
