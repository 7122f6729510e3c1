"""Message → what it says of the patient, and which of its terms a question is really about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from actions.giving import Giving, giving
from actions.routes import DRUG_CLASS, DRUGS, ROUTE, SUBJECT, routes_of_others
from knowledge.patient import Amount, Finding

__all__ = ["SUBJECT", "amounts_of", "asked_about", "findings_of", "told_of_patient"]

Message = dict[str, Any]
Entity = dict[str, Any]

# Said of nobody here, or of somebody else.
NOT_THERE = frozenset({"absent", "family"})
# What has been tried, or is not to be tried, is the patient's history and not what is asked about.
HISTORY = frozenset({"failed", "not-tolerated", "not-tried", "contraindicated", "declined"})
# A quantity with one of these marks is no value of the patient's: a limit, a change, or not to be trusted.
NO_VALUE = frozenset(
    {"bound", "step", "multiple", "implausible", "ambiguous-number", "ambiguous-unit", "as-needed", "another's"}
)
# "She's 62" is an age, if she is that old; of a small number it might be days or a score.
GROWN_UP = 18
# Nothing is read of a patient in words that are not understood.
NOT_UNDERSTOOD = "other_language"
ELSEWHERE = "out_of_scope"
# A route in a question of these is that of a study, or of the drug in general.
OF_KNOWLEDGE = frozenset({"ask_mechanism", "ask_sources"})
# What ends like this says by itself that it was done.
_PARTICIPLE = re.compile(r"\w{3,}ed(?: out)?(?: on \w+)?$")
_ADJECTIVE = re.compile(r"\w*(?:ant|ent|ic|ive|ous|id)$")


def findings_of(message: Message) -> tuple[Finding, ...]:
    """What ``message``, as the model understood it, says of each concept in it.

    The route of a medicine that is no topic's subject is left out. What a message about something else merely names is
    its topic, and so only asked about.
    """
    if _intent(message) == NOT_UNDERSTOOD:
        return ()
    text = str(message.get("text") or "")
    found: list[Entity] = message.get("findings") or []
    others = routes_of_others(message, text)
    read = [_finding(one, text) for one in found if one not in others]
    if _intent(message) == ELSEWHERE and not any(one["category"] == SUBJECT for one in found):
        read = [replace(one, assertion="asked") if _is_a_topic(one) else one for one in read]
    asked = [part["intent"] for part in message.get("parts") or []] or [_intent(message)]
    if OF_KNOWLEDGE.issuperset(asked):
        routes = {one["concept"] for one in found if one["category"] == ROUTE}
        read = [
            replace(one, assertion="reported") if one.treatment != "ongoing" and one.concept in routes else one
            for one in read
        ]
    return tuple(read)


def _is_a_topic(finding: Finding) -> bool:
    return finding.bare and _ADJECTIVE.search(finding.form) is None


def amounts_of(message: Message) -> tuple[Amount, ...]:
    """The quantities of ``message`` that have one certain value."""
    if _intent(message) == NOT_UNDERSTOOD:
        return ()
    return tuple(_amount(one) for one in message.get("quantities") or [] if _is_a_value(one))


def asked_about(message: Message, entities: Sequence[Entity]) -> list[Entity]:
    """``entities`` without the concepts that ``message`` says are absent, another's, or past and done with."""
    background = {(one["start"], one["end"]) for one in message.get("findings") or [] if _is_background(one)}
    return [
        one
        for one in entities
        if one.get("category") == SUBJECT or (one.get("start"), one.get("end")) not in background
    ]


def told_of_patient(message: Message) -> tuple[str, ...]:
    """The concepts that ``message`` says the patient has or takes, as against those that it asks about.

    What is told once and merely named once more ("on milk. Does milk help?") is asked about as well.
    """
    mentions: dict[str, list[Entity]] = {}
    for one in message.get("findings") or []:
        mentions.setdefault(one["concept"], []).append(one)
    return tuple(concept for concept, found in mentions.items() if _is_told(found))


def _is_told(mentions: Sequence[Entity]) -> bool:
    told = [one for one in mentions if one["assertion"] in ("present", "historical")]
    spoken_of = [bool(one.get("words")) for one in told]
    return bool(told) and (len(mentions) == 1 or all(spoken_of) or not any(spoken_of))


def _is_background(finding: dict[str, Any]) -> bool:
    return finding["assertion"] in NOT_THERE or finding["treatment"] in HISTORY


def _intent(message: Message) -> str | None:
    intent = message.get("intent")
    return intent.get("name") if isinstance(intent, dict) else None


def _finding(finding: dict[str, Any], text: str) -> Finding:
    written = text[finding["start"] : finding["end"]].casefold()
    name = finding["concept"] if finding["category"] in DRUGS - {DRUG_CLASS} else written
    said = finding["assertion"] != "present" or finding["treatment"] is not None or finding["words"]
    bare = not said and _PARTICIPLE.search(written) is None
    given = giving()
    return Finding(
        finding["concept"],
        finding["assertion"],
        finding["treatment"],
        name,
        bare,
        given.is_on_top(text, finding["start"], finding["end"]),
        given.is_sole(text, finding["start"]),
        _goes_on(finding, text, given),
        finding.get("extent"),
    )


def _goes_on(finding: dict[str, Any], text: str, given: Giving) -> bool:
    """Whether what does not help, or does harm, is still given."""
    words = finding.get("words", ())
    if finding["treatment"] == "not-tolerated":
        return not given.has_ended(words)
    return finding["treatment"] == "failed" and given.is_now(words, text, finding["start"])


def _is_a_value(quantity: dict[str, Any]) -> bool:
    doubts = NO_VALUE & set(quantity["flags"])
    if quantity["kind"] == "age" and Fraction(quantity["low"]) >= GROWN_UP:
        doubts -= {"ambiguous-unit"}
    return quantity["low"] == quantity["high"] and not doubts


def _amount(quantity: dict[str, Any]) -> Amount:
    per_day = quantity["per_day"]
    return Amount(
        kind=quantity["kind"],
        value=Fraction(quantity["low"]),
        unit=quantity["unit"],
        drug=quantity["drug"],
        per_day=None if per_day is None else Fraction(per_day),
        adds="adds-up" in quantity["flags"],
    )
