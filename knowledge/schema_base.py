"""What every record of the content is built on, and the records of the language that topics share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, Extra, Field, PositiveInt, StrictStr, validator
from pydantic.errors import StrError

# The rules that a record may be excused from, with the reason in the record (see ``Exemption``).
ExemptRule = Literal["plain-english", "drug-name", "reading-level", "number-in-text", "setting-in-text"]

IDENTIFIER = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DECIMAL = re.compile(r"^\d+(\.\d+)?$")


class Record(BaseModel):
    """A record of the content with a closed set of keys, and without binary floats anywhere."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False

    @validator("*", pre=True)
    def _holds_no_float(cls, value: Any) -> Any:
        if isinstance(value, float):
            raise StrError
        found = next(_floats(value), None)
        if found is not None:
            raise ValueError(f"holds the number {found}; put quotes around it, so that it stays as it is written")
        return value


def _floats(value: Any) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _floats(item)


def decimal(value: str | None) -> str | None:
    """``value`` as it is; raises :class:`ValueError` where it is anything but a plain decimal."""
    if value is not None and not DECIMAL.match(value):
        raise ValueError(f"'{value}' is not a plain decimal such as \"0.05\"")
    return value


def pattern(value: str) -> str:
    """``value`` as it is; raises :class:`ValueError` where it is no regular expression."""
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"'{value}' is no regular expression: {error}") from error
    return value


class Exemption(Record):
    """A rule that this record is excused from, and why. ``what`` is the form or the number that is meant, if one is."""

    rule: ExemptRule
    what: StrictStr | None = None
    why: str = Field(min_length=10)


class Unit(Record):
    """A unit of doses, with the symbol that dose records use as its ``id``.

    ``amount`` is what is given (mg, mL), and equals ``in_base`` of ``base``, in which amounts are compared. ``minutes``
    is the time that it is given over or in: 60 for an hour, 1440 for a day or a night; ``null`` for a single dose.
    ``spoken`` is read aloud, ``also`` are other ways in which it is written.
    """

    id: StrictStr
    amount: StrictStr
    base: StrictStr
    in_base: StrictStr = Field(pattern=DECIMAL.pattern)
    per_kg: bool
    minutes: PositiveInt | None
    spoken: StrictStr
    also: list[StrictStr] = []

    _in_base = validator("in_base", allow_reuse=True)(decimal)
