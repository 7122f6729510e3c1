"""What is known of the patient and speaks against the drug: it comes before any answer about using it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answers.compose import known_of
from knowledge.answers.envelope import Alert
from knowledge.answers.question import Question
from knowledge.answers.summary import name_of
from knowledge.eligibility import DOUBTFUL, is_contraindication, status_of
from knowledge.patient import Known
from knowledge.queries import KnowledgeBase
from knowledge.schema import Criterion

CERTAIN = "{name} is there{because}: a contraindication for this patient."
IN_DOUBT = "{name} is {status}{because}: to be settled before the drug is used."
STATUS = {"uncertain": "uncertain", "historical": "in the past"}


@dataclass(frozen=True)
class Precautions:
    """The contraindications of a patient: those that are ``certain``, and those ``in_doubt`` (uncertain or past)."""

    certain: tuple[Criterion, ...]
    in_doubt: tuple[Criterion, ...]
    alerts: tuple[Alert, ...]

    @property
    def statements(self) -> list[str]:
        """The ids of the statements behind the alerts."""
        return list(dict.fromkeys(one.statement for one in (*self.certain, *self.in_doubt)))

    @property
    def relative(self) -> list[str]:
        """The ids of the statements that say how absolute the certain ones are."""
        return list(dict.fromkeys(one.relative for one in self.certain if one.relative is not None))


def precautions(knowledge: KnowledgeBase, question: Question) -> Precautions:
    """The contraindications that are known of the patient of ``question``, in the order of the criteria."""
    known = known_of(knowledge, question)
    against = [one for one in knowledge.readings() if is_contraindication(one) and one.slot in known]
    certain = [one for one in against if status_of(one, known[one.slot]) == "not_met"]
    in_doubt = [one for one in against if known[one.slot].status in DOUBTFUL]
    words = question.patient.record.words if question.patient is not None else {}
    alerts = [_alert(one, known[one.slot], words.get(one.slot)) for one in (*certain, *in_doubt)]
    return Precautions(tuple(certain), tuple(in_doubt), tuple(alerts))


def _alert(criterion: Criterion, known: Known, words: str | None) -> Alert:
    because = f" (“{words}”)" if words else ""
    form = IN_DOUBT if known.status in DOUBTFUL else CERTAIN
    name = name_of(criterion)
    text = form.format(name=name[:1].upper() + name[1:], status=STATUS.get(known.status), because=because)
    mild = known.status in DOUBTFUL or criterion.against == "cautions"
    return Alert(severity="caution" if mild else "contraindication", text=text, statement=criterion.statement)


def without_repeats(knowledge: KnowledgeBase, found: Precautions, warned: Sequence[str]) -> list[str]:
    """The statements of ``found`` that are not yet among those ``warned`` of, which may speak of the same condition."""
    spoken_of = knowledge.concepts_of(warned)
    repeated = {one.statement for one in (*found.certain, *found.in_doubt) if spoken_of & set(one.concepts)}
    return [name for name in found.statements if name not in warned and name not in repeated]
