"""Made-up content of any size: nonsense words, realistic lengths, and as many links as curated content has."""

from __future__ import annotations

from datetime import date

import numpy as np

from knowledge import schema
from knowledge.content_files import Content, TopicContent

TOPIC_SIZE = 500
CONCEPTS, SOURCES = 40, 10
WORDS = 20_000
KINDS: tuple[schema.StatementKind, ...] = ("recommendation", "evidence", "dosing", "safety", "population")
QUESTIONS: tuple[schema.QuestionKind, ...] = ("recommendation", "evidence", "dosing", "adverse_effects", "population")
CATEGORIES: tuple[schema.ConceptCategory, ...] = ("term", "drug", "route", "adverse-effect", "population", "evidence")
LITTLE_WORDS = ("the", "of", "and", "in", "with", "for", "is", "was", "than", "not")
DAY = date(2026, 1, 1)
NOTHING = schema.Evidence(system=None, level=None, grade=None)


class Synthetic:
    """Writes content from one seed: the same arguments give the same content."""

    def __init__(self, seed: int = 0) -> None:
        """Draw everything from ``seed``."""
        self.random = np.random.default_rng(seed)
        self.words = _lexicon(self.random)

    def content(self, statements: int, topic_size: int = TOPIC_SIZE) -> Content:
        """Content of ``statements`` statements in topics of ``topic_size`` at most."""
        sizes = [min(topic_size, statements - start) for start in range(0, statements, topic_size)]
        return Content(
            sources=[_source(topic, place) for topic in range(len(sizes)) for place in range(SOURCES)],
            grading_systems=[schema.GradingSystem(id="stars", name="Stars", meanings={}, basis="made up")],
            topics=[self._topic(place, size) for place, size in enumerate(sizes)],
        )

    def sentence(self, length: int) -> str:
        """``length`` words, a third of them little ones that stand nearly everywhere, the rest by Zipf's law."""
        rare = self.random.zipf(1.2, size=length) % WORDS
        little = self.random.random(length) < 1 / 3
        return " ".join(
            LITTLE_WORDS[place % len(LITTLE_WORDS)] if small else self.words[place]
            for place, small in zip(rare, little, strict=True)
        )

    def _topic(self, place: int, size: int) -> TopicContent:
        name = f"topic-{place}"
        statements = [self._statement(place, number) for number in range(size)]
        ids = [statement.id for statement in statements]
        return TopicContent(
            topic=_head(name, place, ids),
            statements=statements,
            regimens=[_regimen(one) for one in ids[::20]],
            conflicts=[_conflict(ids[at : at + 2]) for at in range(0, size - 1, 25)],
            criteria=[],
            pathway=[schema.PathwayStep(id="first", label="First", statements=ids[:3])],
            glossary=[self._concept(place, number) for number in range(CONCEPTS)],
            near_traps=[],
            article=[],
            open_questions=[],
            reviews=[],
        )

    def _statement(self, topic: int, number: int) -> schema.Statement:
        kind = number % len(KINDS)
        about = {f"concept-{topic}-{min(int(one), CONCEPTS) - 1}" for one in self.random.zipf(1.5, size=3)}
        sources = self.random.choice(SOURCES, size=1 + number % 2, replace=False)
        return schema.Statement(
            id=f"statement-{topic}-{number}",
            kind=KINDS[kind],
            text=self.sentence(int(self.random.integers(15, 40)))[:400],
            plain=None,
            evidence=NOTHING,
            certainty="verified-primary",
            applies_to=["adults"],
            setting="usual",
            answers=[QUESTIONS[kind], "summary"],
            about=sorted(about),
            sources=[schema.Support(source=f"source-{topic}-{one}", locator=f"page {number}") for one in sources],
            note=None,
        )

    def _concept(self, topic: int, number: int) -> schema.Concept:
        label = f"{self.sentence(1)} {self.words[(topic * CONCEPTS + number) % WORDS]}"
        category = "subject" if number == 0 else CATEGORIES[number % len(CATEGORIES)]
        return schema.Concept(id=f"concept-{topic}-{number}", category=category, label=label, synonyms=[])


def _lexicon(random: np.random.Generator) -> list[str]:
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]
    picked = random.choice(len(syllables), size=(WORDS, 3))
    return ["".join(syllables[one] for one in row) for row in picked]


def _source(topic: int, place: int) -> schema.Source:
    names = "organisation authors reference doi pmid pmcid url grading_system"
    nothing = dict.fromkeys(f"{names} supersedes superseded_by superseded_note note".split())
    year = 2005 + place
    return schema.Source(
        id=f"source-{topic}-{place}",
        kind="guideline",
        label=f"Board {topic} {year}",
        names=[f"Board {topic}"],
        years=[str(year)],
        title="How it is done",
        year=year,
        read="full text",
        **nothing,
    )


def _head(name: str, place: int, ids: list[str]) -> schema.Topic:
    return schema.Topic(
        id=name,
        title=f"Topic {place}",
        scope="Made up.",
        population="anybody",
        groups=["adults"],
        bottom_line=ids[0],
        last_updated=DAY,
        reviewed="submitted",
        disclaimer="Made up for measuring.",
        article=f"source-{place}-0",
        article_updated=DAY,
        subjects=[f"concept-{place}-0"],
        background=[],
        settings=[schema.Setting(id="usual", label="usual", default=True, concepts=[])],
        verdict=ids[:1],
        answers={kind: ids[at : at + 40 : len(KINDS)] for at, kind in enumerate(QUESTIONS)} | {"summary": ids[:3]},
    )


def _regimen(statement: str) -> schema.Regimen:
    return schema.Regimen(
        id=f"dose-of-{statement}",
        statement=statement,
        drug="thing",
        routes=["spoon"],
        setting="usual",
        population="adults",
        low="1",
        high="2.5",
        unit="spoons",
        cap=None,
        cap_unit=None,
        frequency="once",
    )


def _conflict(pair: list[str]) -> schema.Conflict:
    return schema.Conflict(
        id=f"conflict-of-{pair[0]}",
        statements=pair,
        differs="year",
        text="The two do not say the same, as they are made up.",
        binds=pair[1],
        companions=pair[1:],
    )
