"""Every place in a picture is the exact share of the number it stands for, and no picture mixes what must not be."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from knowledge.rendering.pages.charts.doses import Bar, Dose, dose_groups
from knowledge.rendering.pages.charts.pathway import flow
from knowledge.rendering.pages.charts.scale import (
    LEFT,
    LINE_CHARACTERS,
    RIGHT,
    Scale,
    decimal,
    from_zero,
    lines,
    percent,
)
from knowledge.rendering.pages.charts.timeline import LABEL_SHARE, Document, timeline

POT = Dose(
    id="pot",
    statement="pot",
    drug="leaves",
    routes="pot",
    setting_id="home",
    setting="at home",
    population="adults",
    low="0.05",
    high="0.50",
    unit="g/cup",
    cap="0.5",
    cap_unit="g/cup",
    frequency="daily",
    certainty="checked",
    disputed=False,
)
BOWL = replace(POT, id="bowl", setting_id="ceremony", setting="tea ceremony", low="0.5", high="1", cap=None)


def share(text: str) -> Fraction:
    """The share of 1 that a percentage means."""
    assert text.endswith("%")
    return Fraction(text[:-1]) / 100


def bars(*doses: Dose) -> list[Bar]:
    """All bars of the pictures of ``doses``."""
    return [bar for group in dose_groups(doses) for axis in group.axes for bar in axis.bars]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("0.05", "0.05"),
        ("0.5", "0.5"),
        ("12", "12"),
        ("-1.25", "-1.25"),
        ("100", "100"),
        ("0.001", "0.001"),
    ],
)
def test_a_decimal_is_written_out_exactly(number: str, text: str) -> None:
    assert decimal(Fraction(number)) == text


def test_a_percentage_is_rounded_once_at_three_places() -> None:
    assert percent(Fraction(1, 8)) == "12.5%"
    assert percent(Fraction(1, 3)) == "33.333%"
    assert percent(Fraction(2, 3)) == "66.667%"
    assert percent(Fraction(1)) == "100%"


@pytest.mark.parametrize(
    "top", ["0.003", "0.05", "0.3", "0.35", "0.5", "1", "2", "7", "50", "75", "99.9", "500", "1234"]
)
def test_an_axis_holds_its_numbers_in_few_even_steps(top: str) -> None:
    scale, ticks = from_zero([Fraction(top), Fraction("0.001")])
    labels = [Fraction(tick.label) for tick in ticks]
    assert labels[0] == 0
    assert labels[-1] >= Fraction(top) > labels[-2]
    assert len({after - before for before, after in pairwise(labels)}) == 1
    assert 2 <= len(ticks) <= 6
    assert (scale.low, scale.high) == (labels[0], labels[-1])
    assert (share(ticks[0].x), share(ticks[-1].x)) == (LEFT, RIGHT)


def test_an_axis_without_numbers_still_has_a_length() -> None:
    scale, ticks = from_zero([])
    assert scale.high > scale.low
    assert ticks


def test_a_bar_begins_and_ends_exactly_at_its_numbers() -> None:
    bar = bars(POT)[0]
    width = RIGHT - LEFT
    assert share(bar.start) == LEFT + width * Fraction("0.05") / Fraction("0.5")
    assert share(bar.start) + share(bar.length) == share(bar.end) == RIGHT
    assert bar.cap is not None
    assert share(bar.cap) == RIGHT


def test_numbers_are_printed_as_they_are_stored() -> None:
    words = [line for _, line, _ in bars(POT)[0].words]
    assert words[0] == "0.05 to 0.50 g/cup"
    assert words[1] == "cap 0.5 g/cup"


def test_two_settings_never_share_a_group_or_an_axis() -> None:
    groups = dose_groups([POT, BOWL, replace(POT, id="second")])
    assert [group.setting for group in groups] == ["at home", "tea ceremony"]
    for group in groups:
        assert {dose.setting_id for dose in group.doses} == {group.doses[0].setting_id}
        for axis in group.axes:
            assert axis.setting == group.setting
            assert {bar.dose.setting for bar in axis.bars} == {axis.setting}


def test_settings_of_one_name_are_still_two() -> None:
    assert len(dose_groups([POT, replace(BOWL, setting=POT.setting)])) == 2


def test_each_unit_has_an_axis_of_its_own() -> None:
    group = dose_groups([POT, replace(POT, id="other", unit="mg/cup", cap_unit="mg/cup"), replace(POT, id="third")])[0]
    assert [axis.unit for axis in group.axes] == ["g/cup", "mg/cup"]
    assert [len(axis.bars) for axis in group.axes] == [2, 1]
    assert len({axis.name for axis in group.axes}) == 2


def test_every_bar_says_setting_route_population_range_unit_and_cap() -> None:
    for bar in bars(POT, BOWL):
        said = " ".join(line for _, line, _ in bar.words)
        for part in (bar.dose.range, bar.dose.limit, bar.dose.setting, bar.dose.routes, bar.dose.population):
            assert part in said
            assert part in bar.dose.in_words


def test_a_disputed_dose_says_so_once() -> None:
    assert POT.standing == "checked"
    assert replace(POT, disputed=True).standing == "sources disagree; checked"
    assert replace(POT, disputed=True, certainty="sources disagree").standing == "sources disagree"
    words = " ".join(line for _, line, _ in bars(replace(POT, disputed=True))[0].words)
    assert words.endswith("sources disagree; checked")


def test_a_cap_in_another_unit_is_said_but_has_no_place() -> None:
    bar = bars(replace(POT, cap="900", cap_unit="g/pot"))[0]
    assert bar.cap is None
    assert "cap 900 g/pot" in [line for _, line, _ in bar.words]
    assert share(bar.end) == RIGHT


def test_a_cap_above_the_range_stays_on_the_axis() -> None:
    axis = dose_groups([replace(POT, cap="3")])[0].axes[0]
    assert axis.bars[0].cap is not None
    assert share(axis.bars[0].end) < share(axis.bars[0].cap) <= RIGHT
    assert Fraction(axis.ticks[-1].label) >= 3


@pytest.mark.parametrize(
    ("low", "high", "form", "words"),
    [
        (None, "4", "upper", "up to 4 g/cup"),
        ("4", None, "lower", "from 4 g/cup"),
        ("4", "4.0", "point", "4 to 4.0 g/cup"),
        ("4", "4", "point", "4 g/cup"),
        ("0", "4", "range", "0 to 4 g/cup"),
        (None, None, "none", "no figures stored"),
    ],
)
def test_what_is_not_stored_is_neither_drawn_nor_said(low: str | None, high: str | None, form: str, words: str) -> None:
    bar = bars(replace(POT, low=low, high=high, cap=None))[0]
    assert (bar.form, bar.dose.range) == (form, words)


def test_bars_stand_below_one_another() -> None:
    axis = dose_groups([POT, replace(POT, drug="a name so long that it takes more than one line of the picture")])[
        0
    ].axes[0]
    first, second = axis.bars
    assert first.words[-1][0] < first.bar_y < first.bottom <= second.y < second.bottom == axis.plot < axis.height


def test_lines_fit_a_narrow_screen() -> None:
    text = "a word " * 30 + "x" * 80
    assert all(len(line) <= LINE_CHARACTERS for line in lines(text))
    assert "".join(lines(text)).replace(" ", "") == text.replace(" ", "")
    assert lines("") == [""]


FIRST = Document("board-2008", "Board 2008", 2008, "board-2009", 1)
SECOND = Document("board-2009", "Board 2009", 2009, "board-2018", 0)
THIRD = Document("board-2018", "Board 2018", 2018, None, 4)
OTHER = Document("guild-2013", "Guild 2013", 2013, None, 2)


def test_a_chain_of_documents_shares_a_lane_and_arrows_lead_forward() -> None:
    chart = timeline([THIRD, OTHER, SECOND, FIRST], 2026)
    assert chart is not None
    chain, single = chart.lanes
    assert [stop.document.id for stop in chain.stops] == ["board-2008", "board-2009", "board-2018"]
    assert [stop.current for stop in chain.stops] == [False, False, True]
    assert [stop.document.id for stop in single.stops] == ["guild-2013"]
    places = {stop.document.id: stop.x for stop in chain.stops}
    assert chain.arrows == [(places["board-2008"], places["board-2009"]), (places["board-2009"], places["board-2018"])]
    assert all(share(start) < share(end) for start, end in chain.arrows)
    assert single.arrows == []


def test_years_have_their_exact_places_from_a_round_year_to_today() -> None:
    chart = timeline([FIRST, THIRD, SECOND], 2026)
    assert chart is not None
    assert (chart.first, chart.last) == (2005, 2026)
    scale = Scale(Fraction(2005), Fraction(2026))
    for stop in chart.lanes[0].stops:
        assert stop.x == scale.at(Fraction(stop.document.year))
    assert [tick.label for tick in chart.ticks] == ["2005", "2010", "2015", "2020", "2026"]
    assert [tick.x for tick in chart.ticks] == [scale.at(Fraction(tick.label)) for tick in chart.ticks]


def test_years_close_together_stand_on_different_sides() -> None:
    years = [2008, 2009, 2011, 2012, 2018]
    names = [f"d{year}" for year in years]
    after = [*names[1:], None]
    chart = timeline([Document(n, n, y, a, 1) for n, y, a in zip(names, years, after, strict=True)], 2026)
    assert chart is not None
    for side in (True, False):
        places = [stop.document.year for stop in chart.lanes[0].stops if stop.above is side]
        assert all(later - earlier >= LABEL_SHARE * 21 for earlier, later in pairwise(places))


def test_documents_that_replace_each_other_in_a_circle_are_still_shown() -> None:
    chart = timeline([Document("a", "A", 2010, "b", 1), Document("b", "B", 2011, "a", 1)], 2020)
    assert chart is not None
    assert sorted(stop.document.id for lane in chart.lanes for stop in lane.stops) == ["a", "b"]


def test_lanes_stand_below_one_another_and_inside_the_picture() -> None:
    chart = timeline([FIRST, SECOND, THIRD, OTHER], 2026)
    assert chart is not None
    upper, lower = chart.lanes
    assert upper.words[-1][0] < upper.track_y < upper.bottom <= lower.y < lower.bottom < chart.height


def test_the_words_of_a_timeline_name_every_document() -> None:
    chart = timeline([FIRST, SECOND, THIRD, OTHER], 2026)
    assert chart is not None
    for document in (FIRST, SECOND, THIRD, OTHER):
        assert f"{document.year}: {document.label}" in chart.description


def test_a_year_after_today_is_still_inside() -> None:
    chart = timeline([replace(THIRD, year=2029)], 2026)
    assert chart is not None
    assert chart.last == 2029
    assert share(chart.lanes[0].stops[0].x) == RIGHT


def test_without_documents_there_is_no_timeline() -> None:
    assert timeline([], 2026) is None


def test_steps_stand_in_order_with_an_arrow_between_each_two() -> None:
    chart = flow(["Warm the pot", "Choose leaves that are fresh and smell of meadows", "Brew"])
    assert chart is not None
    assert [box.number for box in chart.boxes] == [1, 2, 3]
    assert [box.arrow for box in chart.boxes] == [True, True, False]
    assert all(below.y > above.bottom for above, below in pairwise(chart.boxes))
    assert all(box.y < y < box.bottom for box in chart.boxes for y, _ in box.baselines)
    assert chart.boxes[-1].bottom < chart.height
    assert len(chart.boxes[1].words) == 3
    assert chart.description == (
        "step 1, Warm the pot. Then: step 2, Choose leaves that are fresh and smell of meadows. Then: step 3, Brew."
    )


def test_without_steps_there_is_no_pathway() -> None:
    assert flow([]) is None
