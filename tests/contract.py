"""The answer contract, checked on an envelope in full: its form, and that every number in it leads somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema

import knowledge.answers

SCHEMA = json.loads((Path(knowledge.answers.__file__).parent / "contract.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
BRACKETED = re.compile(r"\[(\d+)\]")


def check_message(message: dict[str, Any]) -> dict[str, Any]:
    """Check one message of a reply and return its envelope."""
    assert {"text", "buttons", "custom"} <= set(message), message.keys()
    envelope: dict[str, Any] = message["custom"]
    check_envelope(envelope, message["text"])
    assert [button["payload"] for button in message["buttons"]] == [offer["payload"] for offer in envelope["next"]]
    return envelope


def check_envelope(envelope: dict[str, Any], text: str) -> None:
    """Check an envelope and its text against the contract."""
    VALIDATOR.validate(envelope)
    numbers = {citation["number"] for citation in envelope["citations"]}
    assert len(numbers) == len(envelope["citations"]), "a citation number stands twice"
    shown = {statement["id"] for statement in envelope["statements"]}
    for statement in envelope["statements"]:
        assert set(statement["citations"]) <= numbers
        cited = "".join(f"[{number}]" for number in statement["citations"])
        assert f"{statement['text']} {cited}" in text, f"{statement['id']} is not in the text with its numbers"
    assert {int(number) for number in BRACKETED.findall(text)} <= numbers
    for citation in envelope["citations"]:
        assert f"[{citation['number']}] {citation['label']}" in text
        if citation["via"] is not None:
            assert f"{citation['label']}, not read; as reported by" in text
    _check_conflicts(envelope, shown, text)


def _check_conflicts(envelope: dict[str, Any], shown: set[str], text: str) -> None:
    for conflict in envelope["conflicts"]:
        assert set(conflict["statements"]) <= shown
        assert conflict["binds"] is None or conflict["binds"] in shown
        assert conflict["text"] in text
    disputed = {name for conflict in envelope["conflicts"] for name in conflict["statements"]}
    for statement in envelope["statements"]:
        if statement["certainty"] == "conflict":
            assert statement["id"] in disputed, f"{statement['id']} is shown without what conflicts with it"
