"""What all commands share: where they print, and how they fail in plain words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import typer
from rich.console import Console

from bot.readiness import Unready
from knowledge.content_files import ContentError

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def plain_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Turn the product's own errors into a line for each problem and exit code 1."""

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
