"""Keeps the warnings of libraries about each other out of what a person reads."""

from __future__ import annotations

import warnings


def quiet() -> None:
    """Show no warnings in this process."""
    import sanic.app  # noqa: F401 - switches deprecation warnings on when it is imported, so that has to come first

    warnings.simplefilter("ignore")
