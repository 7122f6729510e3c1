"""The picture of dose ranges: one axis for each setting and unit, so that ranges of two settings never share one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from knowledge.rendering.pages.charts.scale import LINE_PIXELS, Scale, Tick, from_zero, lines
from knowledge.rendering.pages.words import CERTAINTY

BAR_PIXELS = 14
GAP_PIXELS = 22
AXIS_PIXELS = 44


@dataclass(frozen=True)
class Dose:
    """A stored dose in words; the numbers are decimals as they are stored.

    ``disputed`` says whether the statement that carries it takes part in a disagreement between sources.
    """

    id: str
    statement: str
    drug: str
    routes: str
    setting_id: str
    setting: str
    population: str
    low: str | None
    high: str | None
    unit: str
    cap: str | None
    cap_unit: str | None
    frequency: str
    certainty: str
    disputed: bool

    @property
    def range(self) -> str:
        """The range with its unit, as stored."""
        if self.low is None or self.high is None:
            return f"{self._one_sided()} {self.unit}" if self.low or self.high else "no figures stored"
        return f"{self.low} {self.unit}" if self.low == self.high else f"{self.low} to {self.high} {self.unit}"

    def _one_sided(self) -> str:
        return f"up to {self.high}" if self.high else f"from {self.low}"

    @property
    def limit(self) -> str:
        """The cap with its unit, or ``""`` where there is none."""
        return f"{self.cap} {self.cap_unit or self.unit}" if self.cap else ""

    @property
    def in_words(self) -> str:
        """The dose in one line."""
        figures = f"{self.range}, cap {self.limit}" if self.cap else self.range
        return f"{figures}: {self.setting}; {self.routes}; {self.population}; {self.drug}; {self.standing}"

    @property
    def standing(self) -> str:
        """How sure the statement behind it is."""
        return f"sources disagree; {self.certainty}" if self._disagreement_unsaid else self.certainty

    @property
    def _disagreement_unsaid(self) -> bool:
        return self.disputed and self.certainty != CERTAINTY["conflict"]

    @property
    def cap_on_axis(self) -> bool:
        """Whether the cap is given in the unit of the range."""
        return self.cap is not None and self.cap_unit in (None, self.unit)

    def numbers(self) -> list[Fraction]:
        """Every number that has a place on the axis."""
        return [Fraction(one) for one in (self.low, self.high, self.cap if self.cap_on_axis else None) if one]


@dataclass(frozen=True)
class Bar:
    """One dose on its axis. ``form`` is ``range``, ``upper`` (no lower figure), ``lower`` (no upper one) or ``point``.

    ``y`` is the top of its words; all heights are in pixels.
    """

    dose: Dose
    heading: list[str]
    label: list[str]
    y: int
    form: str
    start: str
    length: str
    end: str
    cap: str | None

    @property
    def words(self) -> list[tuple[int, str, bool]]:
        """Every line with its baseline and whether it is the heading."""
        count = len(self.heading)
        return [
            (self.y + 14 + LINE_PIXELS * place, line, place < count)
            for place, line in enumerate([*self.heading, *self.label])
        ]

    @property
    def bar_y(self) -> int:
        """The top of the bar."""
        return self.y + LINE_PIXELS * (len(self.heading) + len(self.label)) + 6

    @property
    def bottom(self) -> int:
        """Where the next bar may begin."""
        return self.bar_y + BAR_PIXELS + GAP_PIXELS


@dataclass(frozen=True)
class DoseAxis:
    """All doses of one setting in one unit, on one axis. ``plot`` is the height of the plot without its labels."""

    name: str
    setting: str
    unit: str
    bars: list[Bar]
    ticks: list[Tick]

    @property
    def plot(self) -> int:
        """The height of everything above the axis, in pixels."""
        return self.bars[-1].bottom

    @property
    def height(self) -> int:
        """The height of the picture, in pixels."""
        return self.plot + AXIS_PIXELS

    @property
    def description(self) -> str:
        """The picture in words."""
        return ". ".join(bar.dose.in_words for bar in self.bars) + "."


@dataclass(frozen=True)
class DoseGroup:
    """A setting with an axis for each of its units."""

    setting: str
    axes: list[DoseAxis]
    doses: list[Dose]


def dose_groups(doses: Sequence[Dose]) -> list[DoseGroup]:
    """``doses`` by setting, then by unit, both in the order of their first dose."""
    settings = dict.fromkeys(dose.setting_id for dose in doses)
    return [
        _group(f"doses-{place}", [dose for dose in doses if dose.setting_id == one])
        for place, one in enumerate(settings)
    ]


def _group(name: str, doses: Sequence[Dose]) -> DoseGroup:
    units = dict.fromkeys(dose.unit for dose in doses)
    axes = [_axis(f"{name}-{number}", unit, doses) for number, unit in enumerate(units)]
    return DoseGroup(doses[0].setting, axes, list(doses))


def _axis(name: str, unit: str, doses: Sequence[Dose]) -> DoseAxis:
    mine = [dose for dose in doses if dose.unit == unit]
    scale, ticks = from_zero(number for dose in mine for number in dose.numbers())
    bars: list[Bar] = []
    for dose in mine:
        bars.append(replace(_bar(dose, scale), y=bars[-1].bottom if bars else 0))
    return DoseAxis(name, mine[0].setting, unit, bars, ticks)


def _bar(dose: Dose, scale: Scale) -> Bar:
    low, high = Fraction(dose.low or 0), Fraction(dose.high) if dose.high else scale.high
    heading = [*lines(dose.range), *(lines(f"cap {dose.limit}") if dose.cap else [])]
    label = [*lines(f"{dose.setting}; {dose.routes}"), *lines(dose.population), *lines(dose.drug)]
    label += lines(dose.standing)
    return Bar(
        dose=dose,
        heading=heading,
        label=label,
        y=0,
        form=_form(dose),
        start=scale.at(low),
        length=scale.length(low, high),
        end=scale.at(high),
        cap=scale.at(Fraction(dose.cap)) if dose.cap and dose.cap_on_axis else None,
    )


def _form(dose: Dose) -> str:
    if dose.low is None and dose.high is None:
        return "none"
    if dose.low is None or dose.high is None:
        return "upper" if dose.high else "lower"
    return "point" if Fraction(dose.low) == Fraction(dose.high) else "range"
