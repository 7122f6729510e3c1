"""Next questions to offer as buttons, by the kind of question that was just answered."""

from __future__ import annotations

from knowledge.answers.envelope import Offer

TITLES: dict[str, str] = {
    "recommendation": "Should it be used?",
    "evidence": "What is the evidence?",
    "comparison": "Do the guidelines agree?",
    "eligibility": "Who is a candidate?",
    "dosing": "What dose?",
    "titration": "How is it titrated and stopped?",
    "monitoring": "What to monitor?",
    "adverse_effects": "Which adverse effects?",
    "contraindications": "Which contraindications?",
    "pathway": "Where is it in the pathway?",
    "pitfalls": "Which pitfalls?",
    "interactions": "Which interactions?",
    "summary": "Sum it up",
    "sources": "Where does that come from?",
}

FOLLOWING: dict[str, tuple[str, ...]] = {
    "recommendation": ("eligibility", "evidence", "dosing"),
    "evidence": ("comparison", "recommendation", "sources"),
    "comparison": ("evidence", "recommendation", "sources"),
    "eligibility": ("contraindications", "pathway", "dosing"),
    "dosing": ("titration", "monitoring", "contraindications"),
    "titration": ("dosing", "monitoring", "adverse_effects"),
    "monitoring": ("adverse_effects", "contraindications", "dosing"),
    "adverse_effects": ("monitoring", "interactions", "contraindications"),
    "contraindications": ("eligibility", "interactions", "monitoring"),
    "pathway": ("eligibility", "dosing", "pitfalls"),
    "pitfalls": ("eligibility", "evidence", "dosing"),
    "summary": ("eligibility", "dosing", "contraindications"),
}
ANYTHING: tuple[str, ...] = ("recommendation", "eligibility", "dosing", "contraindications", "evidence")


def offer(kind: str) -> Offer:
    """The button that asks for ``kind`` in its general form."""
    return Offer(title=TITLES[kind], payload=f"/ask_{kind}")


def following(kind: str) -> list[Offer]:
    """What clinicians ask after ``kind``."""
    return [offer(name) for name in FOLLOWING.get(kind, ANYTHING[:3])]


def anything() -> list[Offer]:
    """What can be asked at all: offered when there was no answer."""
    return [offer(name) for name in ANYTHING]


REASONS: dict[str, str] = {
    "not-asked": "Not what I asked",
    "wrong": "Wrong content",
    "source": "Wrong or old source",
    "unclear": "Unclear",
}


def judgements(answer_id: str) -> list[Offer]:
    """The thumbs of an answer."""
    return [
        Offer(title=title, payload=_judgement(answer_id, rating)) for title, rating in (("👍", "up"), ("👎", "down"))
    ]


def reasons(answer_id: str) -> list[Offer]:
    """Why an answer was a bad one."""
    return [
        Offer(title=title, payload=_judgement(answer_id, "down", f', "choice": "{name}"'))
        for name, title in REASONS.items()
    ]


def _judgement(answer_id: str, rating: str, more: str = "") -> str:
    return f'/give_feedback{{"answer": "{answer_id}", "rating": "{rating}"{more}}}'
