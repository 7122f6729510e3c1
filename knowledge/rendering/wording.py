"""What is said in words of a statement's evidence and checking, and of how things stand: the same in every format."""

from __future__ import annotations

from knowledge.answers.envelope import ShownStatement

CERTAINTY: dict[str, str] = {
    "verified-primary": "",
    "verified-abstract": "checked against the abstract only",
    "verified-secondary": "read in a secondary text only",
    "seed-only": "reported by the article only, not verified",
    "conflict": "sources disagree, see below",
}
REVIEW: dict[str, str] = {
    "submitted": "pending review",
    "under_review": "under review",
    "approved": "approved",
    "returned": "returned by a reviewer",
}
CRITERION: dict[str, str] = {"met": "met", "not_met": "not met", "unknown": "not known"}
LIMIT = "at most {value} {unit}"
ARTICLE = "the article"
SUPERSEDED = "superseded by a later edition"
STEP: dict[str, str] = {"done": "done", "current": "under way", "next": "next", "skipped": "not done yet"}


def grade(statement: ShownStatement) -> str:
    """Level and grade in the words of their own system, or ``""`` where the source gives none."""
    evidence = statement.evidence
    values = [f"Level {evidence.level}" if evidence.level else "", f"Grade {evidence.grade}" if evidence.grade else ""]
    given = ", ".join(filter(None, values))
    return f"{given} in {evidence.system_name}" if given else ""


def remarks(statement: ShownStatement) -> str:
    """Grade, certainty and review of ``statement`` in brackets, as they stand behind its sentence."""
    said = [grade(statement), CERTAINTY[statement.certainty], REVIEW[statement.review]]
    return f"({'; '.join(filter(None, said))})"
