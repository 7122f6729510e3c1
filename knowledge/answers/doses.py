"""Doses for the patient at hand: worked out from the regimens behind an answer, or a named dose compared with them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from knowledge.amounts import Amount
from knowledge.answers import compose
from knowledge.answers.curated import curated_answer
from knowledge.answers.envelope import Envelope, Offer
from knowledge.answers.interview import is_personal, still_open
from knowledge.answers.offers import offer
from knowledge.answers.persons import Person, person_of
from knowledge.answers.precautions import precautions
from knowledge.answers.question import Question
from knowledge.answers.regimens import Regimens
from knowledge.answers.selection import with_companions
from knowledge.answers.summary import for_whom
from knowledge.dosing.calculation import Calculation, calculate
from knowledge.dosing.check import Compared, DoseCheck, check_dose
from knowledge.dosing.plausible import Problem, WeightRefused
from knowledge.dosing.reference import product
from knowledge.dosing.units import UnitError
from knowledge.queries import KnowledgeBase
from knowledge.schema import Regimen

ANYWAY = "anyway"
WITHHELD = "Because of the above the dose is not worked out for this patient; the range is cited below."
SHOW_ANYWAY = "Show the calculation anyway"
CONFIRM = "Yes, {weight} kg is right"
WITHOUT_WEIGHT = "The range without a weight"
GIVEN = frozenset({"dose", "rate"})
STRENGTH = "concentration"
# So many of the statements behind a comparison are shown beside those that answer the question anyway.
MOST_COMPARED = 3


def dosing(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """What is curated on the dose, and its regimens worked out for the patient where the weight is known.

    A weight that cannot be right is asked back, and so is a missing one where a figure is asked for. A certain
    contraindication withholds the figures behind a button. A lay reader is referred to the team.
    """
    person = person_of(knowledge, question)
    instead = _instead(knowledge, question, person)
    if instead is not None:
        return instead
    regimens = Regimens(knowledge, question, person.age)
    envelope = curated_answer(knowledge, question, leave_out=regimens.not_for_patient)
    if envelope.status != "answered":
        return envelope
    chosen = regimens.behind([one.id for one in envelope.statements])
    by_weight = regimens.first_by_weight() if person.weight is not None and chosen else None
    if by_weight is not None and not any(one.unit == by_weight.unit for one in chosen):
        envelope = curated_answer(knowledge, question, leave_out=regimens.not_for_patient, also=[by_weight.statement])
        chosen = regimens.behind([one.id for one in envelope.statements])
    if not chosen:
        return envelope
    if precautions(knowledge, question).certain and question.choice != ANYWAY:
        return _withheld(knowledge, question, envelope) if person.weight is not None else envelope
    return _worked_out(knowledge, question, envelope, chosen, person)


def dose_check(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """Whether the dose that the message names lies within, below or above what is curated, and by how much."""
    person = person_of(knowledge, question)
    instead = _instead(knowledge, question, person)
    if instead is not None:
        return instead
    regimens = Regimens(knowledge, question, person.age)
    given = _given(knowledge, question)
    check = None if given is None else _check(knowledge, question, given, regimens.of_patients_like_this(), person)
    if check is None or not (check.results or check.needs):
        return curated_answer(knowledge, question, leave_out=regimens.not_for_patient)
    return _compared(knowledge, question, check, regimens, person)


def _instead(knowledge: KnowledgeBase, question: Question, person: Person) -> Envelope | None:
    """What is said instead of any dose: to a lay reader, and where the weight cannot be right."""
    if question.audience == "patient":
        return compose.without_statements(knowledge, question, "refused", compose.FOR_THE_TEAM)
    return None if person.problem is None else _ask_back(knowledge, question, person, person.problem)


def _compared(
    knowledge: KnowledgeBase, question: Question, check: DoseCheck, regimens: Regimens, person: Person
) -> Envelope:
    behind = list(dict.fromkeys(one.regimen.statement for one in _alike(check)))[:MOST_COMPARED]
    envelope = curated_answer(knowledge, question, leave_out=regimens.not_for_patient, also=behind)
    if envelope.status == "not_found" and question.last is not None and behind:
        ids = with_companions(knowledge, [*behind, *knowledge.general_answer(knowledge.topic().id, "verdict")])
        envelope = compose.answered(knowledge, question, knowledge.statements(ids))
    if envelope.status != "answered":
        return envelope
    shown = {one.id for one in envelope.statements}
    results = tuple(one for one in check.results if one.regimen.statement in shown)
    labels = knowledge.setting_labels(knowledge.topic().id)
    worked = [_calculated(one.regimen, labels, None, question, person) for one in results] if person.weight else []
    update: dict[str, Any] = {
        "dose_check": DoseCheck(check.value, check.unit, check.dose, results, check.needs).as_dict(),
        "compared": [_said(check, one) for one in results],
        "calculation": worked[0].as_dict() if worked else None,
        "calculations": [one.as_dict() for one in worked],
        **_for_patient(knowledge, question),
    }
    envelope = envelope.copy(update=update)
    if person.of_weight is None or "weight" not in check.needs:
        return envelope
    return still_open(envelope, person.of_weight)


def _alike(check: DoseCheck) -> list[Compared]:
    """Of a dose by weight the results that go by weight as well, if there are any; else all of them."""
    units = product().units
    by_weight = [one for one in check.results if units.of(one.regimen.unit).per_kg]
    given = check.unit is not None and units.of(check.unit).per_kg
    return by_weight if given and by_weight else list(check.results)


def _ask_back(knowledge: KnowledgeBase, question: Question, person: Person, problem: Problem) -> Envelope:
    of_weight = person.of_weight.id if person.of_weight is not None else "weight"
    buttons = []
    if problem.confirmable and person.doubted is not None:
        title = CONFIRM.format(weight=person.doubted)
        buttons.append(Offer(title=title, payload=f'/affirm{{"choice": "{of_weight}"}}'))
    if problem.code == "missing":
        buttons.append(Offer(title=WITHOUT_WEIGHT, payload=offer("dosing").payload))
    envelope = compose.without_statements(knowledge, question, "needs_input", problem.text, buttons)
    return envelope.copy(update={"ask": of_weight})


def _withheld(knowledge: KnowledgeBase, question: Question, envelope: Envelope) -> Envelope:
    show = Offer(title=SHOW_ANYWAY, payload=f'/ask_{question.kind}{{"choice": "{ANYWAY}"}}')
    update = {"withheld": WITHHELD, "next": [show, *envelope.next], **_for_patient(knowledge, question)}
    return envelope.copy(update=update)


def _worked_out(
    knowledge: KnowledgeBase, question: Question, envelope: Envelope, regimens: Sequence[Regimen], person: Person
) -> Envelope:
    labels = knowledge.setting_labels(knowledge.topic().id)
    strength = _strength(question)
    try:
        worked = [_calculated(one, labels, strength, question, person) for one in regimens]
    except WeightRefused as refused:
        if refused.problem.code != "missing" or question.wants_figure:
            return _ask_back(knowledge, question, person, refused.problem)
        if person.of_weight is None or not is_personal(knowledge, question):
            return envelope
        return still_open(envelope.copy(update=_for_patient(knowledge, question)), person.of_weight)
    shown = [one.as_dict() for one in worked]
    if person.weight is None:
        return envelope
    return envelope.copy(update={"calculation": shown[0], "calculations": shown, **_for_patient(knowledge, question)})


def _calculated(
    regimen: Regimen, labels: dict[str, str], strength: Fraction | None, question: Question, person: Person
) -> Calculation:
    routes = [one for one in question.concepts if one in regimen.routes]
    return calculate(
        regimen,
        person.weight,
        setting_label=labels.get(regimen.setting, regimen.setting),
        concentration=strength,
        route=routes[0] if len(routes) == 1 else None,
        age_years=person.age,
        confirmed=person.confirmed,
    )


def _for_patient(knowledge: KnowledgeBase, question: Question) -> dict[str, str]:
    if not is_personal(knowledge, question):
        return {}
    return {"for_patient": for_whom(knowledge, question)}


def _given(knowledge: KnowledgeBase, question: Question) -> Amount | None:
    """The dose that the message names for the subject of the topic: the last one, if any."""
    subjects = {one.id for one in knowledge.subjects()} | {None}
    named = [one for one in question.amounts if one.kind in GIVEN and one.drug in subjects]
    return named[-1] if named else None


def _strength(question: Question) -> Fraction | None:
    return next((one.value for one in reversed(question.amounts) if one.kind == STRENGTH), None)


def _check(
    knowledge: KnowledgeBase, question: Question, given: Amount, regimens: Sequence[Regimen], person: Person
) -> DoseCheck | None:
    try:
        return check_dose(
            given,
            regimens,
            person.weight,
            _strength(question),
            settings=knowledge.setting_labels(knowledge.topic().id),
            age_years=person.age,
            confirmed=person.confirmed,
        )
    except UnitError:
        return None


def _said(check: DoseCheck, one: Compared) -> str:
    """Where the dose stands to one regimen, in a sentence of figures."""
    shown = one.as_dict()
    low, high = shown["low"], shown["high"]
    ends = f"of {low}–{high}" if low and high else f"up to {high}" if high else f"that starts at {low}"
    by = f" by {shown['by']}" if shown["by"] else ""
    given = check.as_dict()["given"]
    place = f"{given} {check.unit} is {one.position} the range {ends} {shown['unit']} ({one.setting}){by}."
    bar = shown["limit"]
    return f"{place} It is above the limit of {bar['value']} {bar['unit']}." if one.over_limit and bar else place
