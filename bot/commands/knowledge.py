"""``footnote knowledge``: the curated knowledge base."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Annotated

import typer
from rich.progress import Progress
from sqlalchemy.engine import Engine

from bot.commands import review, versions
from bot.commands.console import console, plain_errors
from bot.readiness import Unready
from knowledge.content_files import Content
from knowledge.settings import Settings

app = typer.Typer(no_args_is_help=True, help="The curated knowledge base.")
app.add_typer(review.app, name="review")
versions.register(app)

NEEDS_TRAINING = (
    "Topics, criteria, glossary, questions or names of sources have changed: the model has to learn them too. Until "
    "then the old version goes on serving. Start the assistant again (`footnote run` trains it)."
)
HOT = "The change can go live without a restart: `footnote knowledge build`."
Output = Annotated[Path | None, typer.Option("--output", "-o", help="A .json or .csv file instead of the screen.")]


@app.command()
@plain_errors
def build(
    retrained: Annotated[
        bool, typer.Option("--retrained", help="The model that serves was trained on exactly this content.")
    ] = False,
) -> None:
    """Build the store from the content, if it has changed; a running assistant goes over to it at once."""
    build_store(Settings.from_environment(), retrained=retrained, say_unchanged=True)


@app.command()
@plain_errors
def check() -> None:
    """Check the content, without touching the store, and say what it takes to serve it."""
    from knowledge.content_files import ContentError
    from knowledge.review_log import lost_entries

    settings = Settings.from_environment()
    content = checked_content(settings)
    lost = lost_entries(settings.content)
    if lost:
        raise ContentError(lost)
    statements = sum(len(topic.statements) for topic in content.topics)
    console.print(f"The content is sound: {statements} statements, {len(content.sources)} sources.")
    console.print(_what_it_takes(settings, content))


@app.command()
@plain_errors
def coverage() -> None:
    """Print, as Markdown, which statements carry each factual sentence of each topic's article."""
    from knowledge.content_files import read_content
    from knowledge.coverage import as_markdown

    typer.echo(as_markdown(read_content(Settings.from_environment().content)), nl=False)


@app.command()
@plain_errors
def gaps(
    since: Annotated[str, typer.Option(help="The first day to look at, as 2026-05-01.")] = "",
    output: Output = None,
) -> None:
    """What was asked and nothing curated answered: recognised terms only, most frequent first."""
    from rich.table import Table

    from knowledge.audit import AuditLog
    from knowledge.gaps import as_csv, as_json
    from knowledge.gaps import gaps as gaps_of
    from knowledge.store import open_store

    engine = open_store(Settings.from_environment().audit_url)
    AuditLog(engine)
    found = gaps_of(engine, since)
    if output is not None:
        output.write_text(as_csv(found) if output.suffix == ".csv" else as_json(found), encoding="utf-8")
        console.print(f"{len(found)} gap(s) written to {output}.", markup=False)
        return
    table = Table("asked", "question", "terms", "first", "last")
    for gap in found:
        terms = ", ".join(gap.terms) or "(no recognised term)"
        table.add_row(str(gap.count), gap.question, terms, gap.first, gap.last)
    console.print(table)


@app.command()
@plain_errors
def show(statement: Annotated[str, typer.Argument(help="The id of the statement.")]) -> None:
    """Show everything behind one statement: sources, locators, certainty, conflicts, doses, review, version."""
    from knowledge.provenance import as_text, provenance
    from knowledge.store import open_store

    engine = open_store(Settings.from_environment().knowledge_url)
    console.print(as_text(provenance(engine, statement)), markup=False, end="")


@app.command()
@plain_errors
def stats() -> None:
    """Count statements, sources and conflicts, by kind, certainty and review."""
    from knowledge.statistics import by_topic
    from knowledge.statistics import stats as stats_of

    content = checked_content(Settings.from_environment())
    counted = {"All topics": stats_of(content)}
    counted |= {topic.topic.title: by_topic(content)[topic.topic.id] for topic in content.topics}
    for title, counts in counted.items():
        console.print(
            f"{title}: {counts.statements} statements, {counts.sources} sources, {counts.conflicts} conflicts"
        )
        console.print(f"  {counts.doses} doses, {counts.concepts} concepts, {counts.open_questions} open questions")
        for by in (counts.by_kind, counts.by_certainty, counts.by_review):
            console.print("  " + ", ".join(f"{name} {count}" for name, count in by.items() if count))
        reasoned = f"with a locator {counts.with_locator}, with a stated reason for none {counts.with_reason}"
        console.print(f"  {reasoned}: {counts.placed:.0%}")


@app.command()
@plain_errors
def schemas() -> None:
    """Write the JSON schemas by which editors complete and check the content files."""
    from knowledge.json_schemas import write_schemas

    console.print(f"{len(write_schemas())} schemas written to knowledge/content/schemas.")


def checked_content(settings: Settings) -> Content:
    """The content, checked. Raises :class:`knowledge.content_files.ContentError` with all that is wrong."""
    from knowledge.checks import check as check_content
    from knowledge.content_files import read_content

    content = read_content(settings.content)
    check_content(content)
    return content


def build_store(settings: Settings, *, retrained: bool, say_unchanged: bool = False) -> None:
    """Bring the store and its embeddings up to date, and say what was done.

    With ``retrained`` false, content whose vocabulary has changed is left out: :class:`bot.readiness.Unready` says so.
    """
    from knowledge.store import NeedsTraining, open_store
    from knowledge.store import build as build_knowledge

    with _progress() as shown:
        loading = shown.add_task("Loading the knowledge base", total=None)
        try:
            built = build_knowledge(
                settings.knowledge_url,
                settings.content,
                retrained=retrained,
                progress=lambda rows: shown.advance(loading, rows),
            )
        except NeedsTraining as error:
            raise Unready(NEEDS_TRAINING) from error
    rate = _embed(open_store(settings.knowledge_url))
    if built:
        console.print(f"Knowledge base built.{rate}")
    elif say_unchanged:
        console.print("The knowledge base is up to date.")


def _embed(engine: Engine) -> str:
    """Embed what is new, while the store serves by full text already; says how fast."""
    from knowledge.embed import Rate, count_missing, embed_missing

    start = monotonic()
    with _progress() as shown:
        embedding = shown.add_task("Embedding new texts", total=count_missing(engine))
        texts = embed_missing(engine, progress=lambda done: shown.advance(embedding, done))
    return f" Embedded {Rate(texts, monotonic() - start)}." if texts else ""


def _progress() -> Progress:
    return Progress(*Progress.get_default_columns(), console=console, transient=True)


def _what_it_takes(settings: Settings, content: Content) -> str:
    from knowledge.content_files import trained_vocabulary
    from knowledge.store import built_from, open_store

    info = built_from(open_store(settings.knowledge_url))
    if info is None:
        return "There is no store yet: `footnote knowledge build` makes it."
    if info.vocabulary != trained_vocabulary(content, settings.content):
        return NEEDS_TRAINING
    return f"Version {info.version} is in the store already." if info.version == content.version() else HOT
