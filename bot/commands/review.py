"""``footnote knowledge review``: the editorial review of the statements."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.commands.console import console, plain_errors
from knowledge.content_files import read_content
from knowledge.review import ReviewState, review_states
from knowledge.review_log import Decision, decide
from knowledge.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Editorial review: submitted → under review → approved, or returned.")

POLICY = "docs/editorial-policy.md"
Statement = Annotated[str, typer.Argument(help="The id of the statement.")]
By = Annotated[str, typer.Option("--by", envvar="FOOTNOTE_REVIEWER", help="Who decides: name and role.")]
Policy = Annotated[str, typer.Option(help="The editorial policy that was followed.")]


@app.command("list")
@plain_errors
def list_states(
    status: Annotated[str | None, typer.Option(help="Only these: submitted, under_review, approved, returned.")] = None,
) -> None:
    """List where each statement stands, and what the reviewers still have to settle."""
    content = read_content(Settings.from_environment().content)
    for topic in content.topics:
        states = review_states(content, topic)
        table = Table("statement", "certainty", "review", title=escape(topic.topic.title))
        for one in topic.statements:
            if status in (None, states[one.id].status):
                table.add_row(one.id, one.certainty, in_words(states[one.id]))
        console.print(table)
        for question in topic.open_questions:
            console.print(f"To settle: {question.question} ({', '.join(question.statements)})", markup=False)


@app.command()
@plain_errors
def take(statement: Statement, by: By, policy: Policy = POLICY) -> None:
    """Take a statement under review."""
    _decide(statement, "under_review", by, policy, None)


@app.command()
@plain_errors
def approve(statement: Statement, by: By, policy: Policy = POLICY) -> None:
    """Approve a statement exactly as it stands, with its doses and citations; any later edit voids the approval."""
    _decide(statement, "approved", by, policy, None)


@app.command("return")
@plain_errors
def send_back(
    statement: Statement,
    by: By,
    why: Annotated[str, typer.Option(help="What has to be changed.")],
    policy: Policy = POLICY,
) -> None:
    """Return a statement to its author, with the reason."""
    _decide(statement, "returned", by, policy, why)


def in_words(state: ReviewState) -> str:
    """Where a statement stands, in a few words."""
    words = state.status.replace("_", " ")
    if state.void:
        return f"{words} (a decision of {state.by} on {state.on} is void: the statement was edited)"
    decided = f"{words}, {state.by}, {state.on}" if state.by else words
    return f"{decided}: {state.why}" if state.why else decided


def _decide(statement: str, decision: Decision, by: str, policy: str, why: str | None) -> None:
    folder = Settings.from_environment().content
    entry = decide(folder, statement, decision, by=by, on=date.today(), policy=policy, why=why)
    console.print(
        f"{statement}: {in_words(ReviewState(decision, by, entry.on, why))} (hash {entry.hash}).", markup=False
    )
    console.print("It is served from the next `footnote knowledge build` on; commit reviews.yml with the content.")
