"""In which order a committee reads changes: by subject, and within it the most dangerous first."""

from __future__ import annotations

from typing import Any

from knowledge.schema_base import DECIMAL

Record = dict[str, Any]

DOSES = "Doses, contraindications and safety"
RECOMMENDATIONS = "Recommendations"
EVIDENCE = "Evidence"
CRITERIA = "Criteria"
PATHWAY = "Pathway"
CONFLICTS = "Conflicts"
TOPIC = "Topic, article and open questions"
SOURCES = "Sources and grading systems"
VOCABULARY = "Vocabulary"
REVIEWS = "Reviews"
OTHER = "Other"
GROUPS = (
    DOSES, RECOMMENDATIONS, EVIDENCE, CRITERIA, PATHWAY, CONFLICTS, TOPIC, SOURCES, VOCABULARY, REVIEWS, OTHER,
)  # fmt: skip

GROUP_OF = {
    "regimens": DOSES,
    "units": DOSES,
    "statements": RECOMMENDATIONS,
    "criteria": CRITERIA,
    "pathway": PATHWAY,
    "conflicts": CONFLICTS,
    "topic": TOPIC,
    "article": TOPIC,
    "open_questions": TOPIC,
    "sources": SOURCES,
    "grading_systems": SOURCES,
    "glossary": VOCABULARY,
    "near_traps": VOCABULARY,
    "drug_names": VOCABULARY,
    "reviews": REVIEWS,
}
GROUP_OF_STATEMENT = {
    "dosing": DOSES,
    "contraindication": DOSES,
    "safety": DOSES,
    "monitoring": DOSES,
    "adverse-effect": DOSES,
    "evidence": EVIDENCE,
    "indication-criterion": CRITERIA,
    "pathway-step": PATHWAY,
}
# Keys of the topic that decide what it recommends.
RECOMMENDING = frozenset({"bottom_line", "verdict", "verdicts", "answers"})

MOST_DANGEROUS, VERY_DANGEROUS, DANGEROUS, HARMLESS = range(4)
WARNINGS = frozenset({"contraindication", "safety"})
UPPER = frozenset({"high", "cap"})
NUMBERS = frozenset({"low", "high", "cap"})
DOSE_UNITS = frozenset({"unit", "cap_unit"})
# Keys whose change leaves what a statement says as it was.
APART = frozenset({"note", "about", "answers"})


def group_of(key: str, field: str | None, record: Record) -> str:
    """The heading under which a change of ``field`` in ``record``, held by ``key``, is read."""
    if key == "statements":
        return GROUP_OF_STATEMENT.get(str(record.get("kind")), RECOMMENDATIONS)
    if key == "topic" and field in RECOMMENDING:
        return RECOMMENDATIONS
    return GROUP_OF.get(key, OTHER)


def danger(key: str, field: str | None, old: Record | None, new: Record | None) -> int:
    """How dangerous a change is: a dose that may rise or loses its limit, or a warning that is gone, comes first."""
    if old is None or new is None:
        return _of_whole(key, old, new)
    if key == "regimens":
        return _of_dose(str(field), old, new)
    if key == "statements" and field not in APART:
        return VERY_DANGEROUS if new.get("kind") in WARNINGS or old.get("kind") in WARNINGS else DANGEROUS
    return HARMLESS


def _of_whole(key: str, old: Record | None, new: Record | None) -> int:
    record = new if old is None else old
    if key == "statements" and record is not None and record.get("kind") in WARNINGS:
        return MOST_DANGEROUS if new is None else VERY_DANGEROUS
    return VERY_DANGEROUS if key == "regimens" else DANGEROUS


def _of_dose(field: str, old: Record, new: Record) -> int:
    if field in DOSE_UNITS or (field in UPPER and _rises(old[field], new[field])):
        return MOST_DANGEROUS
    return VERY_DANGEROUS if field in NUMBERS else DANGEROUS


def _rises(old: str | None, new: str | None) -> bool:
    """Whether an upper limit rises, or is there no more."""
    if new is None or old is None:
        return new is None
    readable = DECIMAL.match(old) and DECIMAL.match(new)
    return not readable or float(new) > float(old)
