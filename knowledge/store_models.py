"""The tables about the store itself: what it was built from, and what stays when a version replaces another."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import LargeBinary

from knowledge.columns import column, key, mapper_registry, text_column


@mapper_registry.mapped
@dataclass
class StoreInfo:
    """One row: which content this store was built from, and which vocabulary its model must have been trained on."""

    __tablename__ = "store_info"
    __sa_dataclass_metadata_key__ = "sa"

    version: str = key()
    fingerprint: str = text_column(nullable=False)
    vocabulary: str = text_column(nullable=False)


@mapper_registry.mapped
@dataclass
class Embedding:
    """The vector of a text by a model, as 32-bit floats. Kept across versions: a text is encoded once."""

    __tablename__ = "embedding"
    __sa_dataclass_metadata_key__ = "sa"

    words_hash: str = key()
    model: str = key()
    vector: bytes = column(LargeBinary, nullable=False)


@mapper_registry.mapped
@dataclass
class Edition:
    """A version that was once loaded, kept for comparing: when (ISO, UTC), and its content as compressed JSON."""

    __tablename__ = "edition"
    __sa_dataclass_metadata_key__ = "sa"

    version: str = key()
    loaded_at: str = text_column(nullable=False)
    content: bytes = column(LargeBinary, nullable=False)
