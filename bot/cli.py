"""The ``footnote`` command."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import httpx
import typer
from rich.console import Console

from bot.commands import evaluate, knowledge, matrix
from bot.commands.console import console, plain_errors
from bot.commands.upkeep import bring_up_to_date
from bot.readiness import LOOPBACK, Unready
from knowledge.settings import ROOT, Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(matrix.app, name="matrix")
app.command()(evaluate.evaluate)

DEFAULT_PORT = 5005
Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="The port.")]
Interface = Annotated[str, typer.Option(help="The address to serve at; others than loopback need signed tokens.")]


@app.command()
@plain_errors
def run(port: Port = DEFAULT_PORT, interface: Interface = LOOPBACK) -> None:
    """Bring knowledge base and model up to date, then serve the assistant until Ctrl-C."""
    from bot.server import running

    settings = Settings.from_environment()
    bring_up_to_date(settings)
    try:
        with running(settings, port, interface) as assistant:
            console.print(
                f"Footnote answers at {assistant.url}/chat/ and shows its knowledge at {assistant.url}/knowledge"
            )
            console.print('Ask it from another terminal: footnote ask "…"   (Ctrl-C stops it)')
            assistant.wait()
    except KeyboardInterrupt:
        console.print("Stopped.")


@app.command()
@plain_errors
def slots(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail where domain.yml is not up to date.")
    ] = False,
) -> None:
    """Declare the patient's slots in domain.yml, as the topics' criteria say."""
    from bot.domain_slots import DOMAIN, with_slots, write_slots

    content = knowledge.checked_content(Settings.from_environment())
    if not check:
        console.print("domain.yml changed." if write_slots(content) else "domain.yml is up to date.")
        return
    before = DOMAIN.read_text(encoding="utf-8")
    if with_slots(before, content) != before:
        console.print("The slots in domain.yml are not those of the criteria: run `footnote slots`.")
        raise typer.Exit(1)


@app.command()
@plain_errors
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    port: Port = DEFAULT_PORT,
    audience: Annotated[str, typer.Option(help="clinician, trainee or patient")] = "clinician",
    conversation: Annotated[str | None, typer.Option(help="An id to go on with; a new one by default.")] = None,
    picture: Annotated[Path | None, typer.Option(help="An SVG file to draw the answer into as well.")] = None,
    token: Annotated[str, typer.Option(envvar="FOOTNOTE_TOKEN", help="Where the assistant asks for one.")] = "",
) -> None:
    """Ask the running assistant one question and print its answer."""
    from bot.terminal import show

    body = {"sender": conversation or uuid4().hex, "message": question, "metadata": {"audience": audience}}
    try:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        reply = httpx.post(f"http://{LOOPBACK}:{port}/webhooks/rest/webhook", json=body, headers=headers, timeout=60)
    except httpx.HTTPError as error:
        raise Unready(f"No assistant answers on port {port}: start it with `make run` first.") from error
    if reply.is_error:
        raise Unready(f"The assistant on port {port} refused the question ({reply.status_code}): {_reason(reply)}")
    screen = Console(highlight=False, record=picture is not None)
    for message in reply.json():
        show(screen, message)
    if picture is not None:
        screen.save_svg(str(picture), title=f'footnote ask "{question}"')


def _reason(reply: httpx.Response) -> str:
    try:
        return str(reply.json()["error"])
    except (ValueError, KeyError, TypeError):
        return reply.text[:200] or "no reason given"


@app.command()
@plain_errors
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


def main() -> None:
    """Run the command line."""
    app()
