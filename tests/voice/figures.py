"""Whether an answer goes by a number, a medicine or a finding that nobody has spoken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.evaluation.asking import Envelopes, Patient, patient_of
from bot.evaluation.slots import same

GIVEN = ("given", "unit")


@dataclass(frozen=True)
class Truth:
    """What was said: as it is understood when it is ``typed``, and as it was written down (``patient``, ``dose``)."""

    typed: Envelopes
    patient: Patient
    dose: dict[str, str] | None = None

    def misheard(self, envelopes: Envelopes, confirmed: bool) -> list[str]:
        """What ``envelopes`` take as said, and was not.

        Where the words were read back and ``confirmed``, what they say beside a number and against nothing that was
        said is the clinician's own slip.
        """
        found = patient_of(envelopes)
        return [
            *(f"{slot} {entry}" for slot, entry in found.items() if self._is_wrong(slot, entry, confirmed)),
            *(f"{dose['given']} {dose['unit']}" for dose in _doses(envelopes) if dose not in self._doses()),
            *(f"for {weight} kg" for weight in _weights(envelopes) if weight not in self._weights()),
        ]

    def _is_wrong(self, slot: str, entry: Any, confirmed: bool) -> bool:
        said = [known[slot] for known in (patient_of(self.typed), self.patient) if slot in known]
        if said:
            return not any(same(one, entry) for one in said)
        return not confirmed or _is_number(entry["value"])

    def _doses(self) -> list[dict[str, str]]:
        return [*_doses(self.typed), *([self.dose] if self.dose else [])]

    def _weights(self) -> set[str]:
        stated = (self.patient.get("weight_kg") or {}).get("value")
        return {*_weights(self.typed), *([stated] if stated else [])}


def _doses(envelopes: Envelopes) -> list[dict[str, str]]:
    return [{key: one["dose_check"][key] for key in GIVEN} for one in envelopes if one["dose_check"]]


def _weights(envelopes: Envelopes) -> set[str]:
    return {one["weight_kg"] for envelope in envelopes for one in envelope["calculations"] if one["weight_kg"]}


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and value.replace(".", "").isdigit()
