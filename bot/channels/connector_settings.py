"""How a chat tool is set up: from environment variables of its own, all of them or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import TypeVar

from rasa.shared.exceptions import InvalidConfigException

Form = TypeVar("Form")


def settings_from(form: type[Form], tool: str, environment: Mapping[str, str] | None = None) -> Form | None:
    """The settings of ``tool`` in the dataclass ``form``, whose fields are texts; ``None`` where none is set.

    The field ``url`` of the tool ``slack`` is read from ``FOOTNOTE_SLACK_URL``. Raises
    :class:`~rasa.shared.exceptions.InvalidConfigException` where fields without a default are missing.
    """
    environment = os.environ if environment is None else environment
    declared = fields(form)  # type: ignore[arg-type]  # no bound of a type variable says "a dataclass"
    names = {field.name: f"FOOTNOTE_{tool}_{field.name}".upper() for field in declared}
    given = {field: environment[name].strip() for field, name in names.items() if environment.get(name, "").strip()}
    if not given:
        return None
    needed = [field.name for field in declared if field.default is MISSING]
    missing = [names[field] for field in needed if field not in given]
    if missing:
        raise InvalidConfigException(
            f"{tool} is set up by half: set {' and '.join(missing)} as well (docs/channels.md), or take away "
            f"{' and '.join(names[field] for field in given)}."
        )
    return form(**given)
