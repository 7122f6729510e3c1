"""The single reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Where the assistant keeps things. URLs are SQLAlchemy's: SQLite files by default, PostgreSQL by URL.

    ``state`` is the folder of everything that is written at run time; ``content`` the curated YAML. With
    ``approved_only`` no statement is served that a reviewer has not approved as it stands.
    """

    state: Path
    content: Path
    knowledge_url: str
    audit_url: str
    tracker_url: str
    approved_only: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read ``FOOTNOTE_STATE``, ``_CONTENT``, ``_APPROVED_ONLY`` and ``FOOTNOTE_{KNOWLEDGE,AUDIT,TRACKER}_URL``."""
        environment = os.environ if environment is None else environment
        state = Path(environment.get("FOOTNOTE_STATE", ROOT / "var"))
        return cls(
            state=state,
            content=Path(environment.get("FOOTNOTE_CONTENT", ROOT / "knowledge" / "content")),
            knowledge_url=environment.get("FOOTNOTE_KNOWLEDGE_URL", f"sqlite:///{state / 'knowledge.sqlite'}"),
            audit_url=environment.get("FOOTNOTE_AUDIT_URL", f"sqlite:///{state / 'audit.sqlite'}"),
            tracker_url=environment.get("FOOTNOTE_TRACKER_URL", f"sqlite:///{state / 'tracker.sqlite'}"),
            approved_only=environment.get("FOOTNOTE_APPROVED_ONLY", "") == "1",
        )

    def as_environment(self) -> dict[str, str]:
        """The variables from which another process reads the same settings."""
        return {
            "FOOTNOTE_STATE": str(self.state),
            "FOOTNOTE_CONTENT": str(self.content),
            "FOOTNOTE_KNOWLEDGE_URL": self.knowledge_url,
            "FOOTNOTE_AUDIT_URL": self.audit_url,
            "FOOTNOTE_TRACKER_URL": self.tracker_url,
            "FOOTNOTE_APPROVED_ONLY": "1" if self.approved_only else "",
        }
