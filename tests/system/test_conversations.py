"""Whole conversations of a clinician's day over HTTP: every turn keeps the contract and says what it must."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.system.assistant import cited
from tests.system.conftest import Running

Envelope = dict[str, Any]
Check = Callable[[Envelope, str, Any], bool]

CONVERSATIONS: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(
    (Path(__file__).parents[1] / "data" / "conversations.yml").read_text(encoding="utf-8")
)


def _one_of(key: str) -> Check:
    return lambda envelope, _, wanted: envelope[key] in (wanted if isinstance(wanted, list) else [wanted])


def _patient(envelope: Envelope, _: str, wanted: dict[str, Any]) -> bool:
    return all(_is_known(envelope["patient"].get(slot), value) for slot, value in wanted.items())


def _is_known(known: dict[str, Any] | None, wanted: Any) -> bool:
    if wanted is None:
        return known is None
    expected = wanted if isinstance(wanted, dict) and "status" in wanted else {"value": wanted, "status": "given"}
    return known == expected


def _asks(envelope: Envelope, _: str, wanted: str) -> bool:
    asked: str | None = envelope["ask"]
    if wanted == "any-criterion":
        return asked is not None
    return asked is None if wanted == "none" else asked == wanted


def _calculation(envelope: Envelope, _: str, wanted: Any) -> bool:
    if wanted == "none":
        return envelope["calculation"] is None
    return any(wanted.items() <= one.items() for one in envelope["calculations"])


def _dose_check(envelope: Envelope, _: str, wanted: str) -> bool:
    results = (envelope["dose_check"] or {}).get("results", [])
    return bool(results) and results[0]["position"] == wanted


def _warnings(envelope: Envelope, _: str, wanted: list[str]) -> bool:
    severities = [one["severity"] for one in envelope["warnings"]]
    return set(wanted) <= set(severities) and (not wanted or severities[0] == wanted[0])


CHECKS: dict[str, Check] = {
    "status": _one_of("status"),
    "question": _one_of("question"),
    "patient": _patient,
    "statements": lambda envelope, _, wanted: set(wanted) <= cited(envelope),
    "not_statements": lambda envelope, _, wanted: not set(wanted) & cited(envelope),
    "verdict": lambda envelope, _, wanted: (envelope["verdict"] or {}).get("value") == wanted,
    "ask": _asks,
    "calculation": _calculation,
    "dose_check": _dose_check,
    "warnings": _warnings,
    "pathway": lambda envelope, _, wanted: (
        wanted.items() <= {one["step"]: one["status"] for one in envelope["pathway"]}.items()
    ),
    "says": lambda _, text, wanted: all(one in text for one in wanted),
    "says_not": lambda _, text, wanted: not any(one in text for one in wanted),
}


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda one: one["id"])
def test_a_conversation_goes_as_it_must(assistant: Running, conversation: dict[str, Any]) -> None:
    talk = assistant.talk(conversation.get("audience", "clinician"))
    buttons: list[str] = []
    wrong: list[str] = []
    for number, turn in enumerate(conversation["turns"], 1):
        said = _said(turn["say"], buttons)
        answers = talk.answers(said)
        buttons = [button["payload"] for answer in answers for button in answer.buttons]
        envelope, text = answers[-1].envelope, answers[-1].text
        for name, wanted in (turn.get("expect") or {}).items():
            if not CHECKS[name](envelope, text, wanted):
                wrong.append(f"turn {number} ({said}): {name} is not {wanted}\n{text}\n{_shown(envelope)}")
    assert not wrong, "\n\n".join(wrong)


def test_enough_conversations_of_enough_turns_are_held() -> None:
    long_ones = [one for one in CONVERSATIONS if len(one["turns"]) >= 7]
    assert len(long_ones) >= 25


def _said(say: Any, buttons: list[str]) -> str:
    if isinstance(say, str):
        return say
    offered = [one for one in buttons if one.startswith(say["button"])]
    assert offered, f"no button {say['button']} among {buttons}"
    return offered[0]


def _shown(envelope: Envelope) -> dict[str, Any]:
    return {name: envelope[name] for name in ("status", "question", "patient", "ask", "verdict", "calculation")}
