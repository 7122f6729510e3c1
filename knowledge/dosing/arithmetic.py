"""How a dose was worked out, on one line."""

from __future__ import annotations

from fractions import Fraction

from knowledge.dosing.bounds import Bounds
from knowledge.dosing.ranges import Range
from knowledge.dosing.rounding import marked


def line(bounds: Bounds, weight_kg: Fraction | None, *, per_kg: bool, limit_per_kg: bool) -> str:
    """From the range as it is stated to the rounded one: "0.2–0.6 mg/kg/h × 60 kg = 12–36 mg/h".

    ``per_kg`` and ``limit_per_kg`` say whether the range and its limit are stated per kg; the limit is named where it
    cuts something off.
    """
    times = "" if weight_kg is None else f" × {marked(weight_kg)} kg"
    stated, whole, found = bounds.stated.text(), bounds.whole, outcome(bounds.allowed, bounds.rounded)
    limit = "" if bounds.limit is None else bounds.limit.text()
    if bounds.limit is not None and limit_per_kg:
        limit += f"{times} = {marked(bounds.limit.value)} {whole.unit}"
    if bounds.capped:
        # No figure above the limit is ever written: it might be the one that is read.
        return f"{stated}{times if per_kg else ''}, but {limit}: {found}"
    if per_kg:
        return f"{stated}{times} = {found}"
    return f"{found}, {limit}" if limit_per_kg else f"{found}, whatever the weight"


def volume(concentration: Fraction, of_a_day: bool, exact: Range, rounded: Range) -> str:
    """The clause of a volume: "; ÷ 10 mg/mL = 1.2–3.6 mL/h"; ``of_a_day`` where the dose is for 24 hours."""
    hours = "÷ 24 h " if of_a_day else ""
    return f"; {hours}÷ {marked(concentration)} mg/mL = {outcome(exact, rounded)}"


def outcome(exact: Range, rounded: Range) -> str:
    """The ``rounded`` range; where it is not the ``exact`` one it says so, with that before it if it can be read."""
    ends = [(exact.low, rounded.low), (exact.high, rounded.high)]
    changes = [(was, now) for was, now in ends if was is not None and now is not None and was != now]
    if not changes:
        return rounded.text()
    said = "rounded " + "/".join(dict.fromkeys("up" if now > was else "down" for was, now in changes))
    return f"{exact.text()}, {said} to {rounded.text()}" if exact.is_brief else f"{rounded.text()}, {said}"
