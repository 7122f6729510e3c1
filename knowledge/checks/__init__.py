"""The linter of the content: every reference resolves, every number is as stated, every conflict has its other side.

One module for each subject; each yields its problems as lines that name the record, the key, what is wrong and how to
mend it. What a single record can show (a misspelt key, a malformed DOI, a float, a text over length) the schema says
when the files are read. The rules:

- references: every id that is named is there, and stands for one record only.
- bibliography: a level or grade is a value of its system, as its ``meanings`` and ``spellings`` list them (what follows
  in brackets says what it holds for), and the system is that of one of the statement's sources.
- statements: one source has a locator, or ``note`` says why none has. A statement that rests only on superseded sources
  names their year, or says by a word that it is of the past. A question can reach it. No question is ``asked`` of two.
  The text for lay people holds no dose and stays within the reading level; medicines' names count as one syllable,
  since no simpler word exists.
- doses: the unit is in ``units.yml``; low is not above high; the cap can be compared with the range and is not below
  it; low, high and cap occur in the text of their statement. Where one drug has doses in several settings, each text
  names its own setting.
- conflicts: a statement of certainty ``conflict`` has a counter-statement as companion. Two statements of a conflict
  can meet in one answer: by companions, or because they answer the same kind of question.
- criteria: the statement behind a criterion that decides answers questions about eligibility or contraindications; a
  message can fill its slot, which is its own; its concepts are in the glossary. Some value or outcome meets it, and a
  statement carries each verdict.
- pathway: what completes a step or rules it out names slots of the criteria, and values that they can hold.
- wording: nothing that an answer prints looks like the number of a citation, or cannot be seen.
- glossary: a concept has a second written form; a form belongs to one concept, near trap or source; a mishearing is
  neither another's mishearing nor its written form. No form but the label is another medicine's name (a class may list
  its members). Misspellings, abbreviations and brands are no plain English, and nor are the synonyms of medicines. What
  a concept is a form of is another concept.

A record may be excused from some rules by its key ``exempt``, with the reason; an excuse without need is a problem.
"""

from __future__ import annotations

from knowledge.checks.bibliography import Systems, bibliography, grades
from knowledge.checks.conflicts import conflicts
from knowledge.checks.criteria import criteria
from knowledge.checks.doses import doses
from knowledge.checks.glossary import glossary
from knowledge.checks.pathway import pathway
from knowledge.checks.references import references, unique_ids
from knowledge.checks.statements import orphans, plain_texts, provenance, questions
from knowledge.checks.wording import wording
from knowledge.content_files import Content, ContentError

__all__ = ["check", "problems"]


def check(content: Content) -> None:
    """Raise :class:`ContentError` naming every broken reference and rule, or return quietly."""
    found = problems(content)
    if found:
        raise ContentError(found)


def problems(content: Content) -> list[str]:
    """One readable line for each broken rule; none where the content may be served."""
    sources = {source.id: source for source in content.sources}
    units = {unit.id: unit for unit in content.units}
    systems = Systems(content.grading_systems)
    found = [*bibliography(content), *unique_ids(content), *glossary(content), *wording(content)]
    found += questions(content)
    for topic in content.topics:
        found += references(topic, sources)
        found += grades(topic, sources, systems)
        found += provenance(topic, sources)
        found += orphans(topic)
        found += plain_texts(content, topic)
        found += doses(topic, units)
        found += conflicts(topic)
        found += criteria(topic)
        found += pathway(topic)
    return found
