"""How the tables' columns are declared: a dataclass's fields that carry SQLAlchemy's columns (2.0 style on 1.4)."""

from __future__ import annotations

from dataclasses import field
from typing import Any, get_args

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Integer, String, Table, Text
from sqlalchemy.orm import registry, relationship

mapper_registry = registry()


def table_of(model: type) -> Table:
    """The table that ``model`` is mapped to."""
    return model.__table__  # type: ignore[attr-defined]


def one_of(name: str, values: Any) -> CheckConstraint:
    """The column ``name`` holds one of the ``values`` of a literal type."""
    allowed = ", ".join(f"'{value}'" for value in get_args(values))
    return CheckConstraint(f"{name} IN ({allowed})", name=f"ck_{name}")


def within_topic(name: str, target: str) -> ForeignKeyConstraint:
    """The column ``name`` refers to a row of ``target`` in the same topic."""
    there = [f"{target}.topic_id", f"{target}.id"]
    return ForeignKeyConstraint(["topic_id", name], there, name=f"fk_{name}", ondelete="CASCADE")


def column(*arguments: Any, **options: Any) -> Any:
    """A field whose column is made of ``arguments`` and ``options``."""
    return field(metadata={"sa": Column(*arguments, **options)})


def key(*constraints: Any) -> Any:
    """A text that belongs to the primary key."""
    return column(String, *constraints, primary_key=True)


def text_column(*constraints: Any, **options: Any) -> Any:
    """A text of any length."""
    return column(Text, *constraints, **options)


def placed(primary_key: bool = False) -> Any:
    """A place in an order."""
    return column(Integer, nullable=False, primary_key=primary_key)


def list_of(target: str, order: str | None = None) -> Any:
    """The rows of ``target`` that belong to a row, read together with it, in the ``order`` of one of their columns."""
    options: dict[str, Any] = {"lazy": "selectin", "cascade": "all, delete-orphan"}
    if order is not None:
        options["order_by"] = order
    return field(default_factory=list, metadata={"sa": relationship(target, **options)})
