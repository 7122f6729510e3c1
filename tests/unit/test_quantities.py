"""Quantities are read from ward notes with exact values, and each goes to what it belongs to."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.quantities.model import Quantity, written
from bot.nlu.quantities.reader import QuantityReader, find_quantities
from knowledge.content_files import CONTENT, ContentError
from knowledge.content_reader import ContentReader
from knowledge.dosing.units import UnitError, convert
from knowledge.language import read_language
from knowledge.schema_base import Unit

DRUGS = {
    "morphine": "morphine",
    "MST": "morphine",
    "Oramorph": "morphine",
    "oxycodone": "oxycodone",
    "oxy": "oxycodone",
    "OxyContin": "oxycodone",
    "fentanyl": "fentanyl",
    "fentanyl patch": "fentanyl",
    "methadone": "methadone",
    "hydromorphone": "hydromorphone",
    "OME": "opioid",
    "MEDD": "opioid",
    "opioid": "opioid",
    "ketamine": "ketamine",
    "ket": "ketamine",
    "gabapentin": "gabapentin",
    "pregabalin": "pregabalin",
    "amitriptyline": "tricyclic",
    "midazolam": "benzodiazepine",
    "alfentanil": "alfentanil",
}
READER = QuantityReader(read_language(), DRUGS)


def shown(quantity: Quantity) -> str:
    """A quantity in the short form of the tables below."""
    ends = [written(quantity.low)] if quantity.value is not None else [written(quantity.low), written(quantity.high)]
    parts = [quantity.kind, "..".join(ends), quantity.unit or "?"]
    parts += [f"@{quantity.drug}"] if quantity.drug else []
    parts += [f"x{written(quantity.per_day)}"] if quantity.per_day is not None else []
    parts += [f"of {written(quantity.concentration)}"] if quantity.concentration is not None else []
    parts += [f"!{flag}" for flag in quantity.flags]
    return " ".join(parts)


def found(text: str) -> list[str]:
    """The quantities of ``text`` in short form."""
    return [shown(quantity) for quantity in READER.find(text)]


WEIGHTS = {
    "58kg": ["weight 58 kg"],
    "58 kg": ["weight 58 kg"],
    "58 kgs": ["weight 58 kg"],
    "70kilo": ["weight 70 kg"],
    "70 kilos": ["weight 70 kg"],
    "weight 70.5kg": ["weight 70.5 kg"],
    "70,5 kg": ["weight 70.5 kg !ambiguous-number"],
    "wt 58": ["weight 58 ? !unit-missing"],
    "wt: 58kg": ["weight 58 kg"],
    "wt58": ["weight 58 ? !unit-missing"],
    "wt70kg": ["weight 70 kg"],
    "weight=70kg": ["weight 70 kg"],
    "Weight (kg): 58": ["weight 58 kg"],
    "pt weighs 60 kilos": ["weight 60 kg"],
    "weighs about 60": ["weight 60 ? !unit-missing"],
    "weighing 9 stone": ["weight 57.15263862 kg"],
    "9 st 4": ["weight 58.9670081 kg"],
    "9st4": ["weight 58.9670081 kg"],
    "9st 4lb": ["weight 58.9670081 kg"],
    "9 stone 4 pounds": ["weight 58.9670081 kg"],
    "9.5 stone": ["weight 60.32778521 kg"],
    "11st 4": ["weight 71.66759446 kg"],
    "her husband is 95 kg": ["weight 95 kg !another's"],
    "my husband is 95 kg": ["weight 95 kg"],
    "155 lb": ["weight 70.30681735 kg"],
    "155lbs": ["weight 70.30681735 kg"],
    "body wt 154 pounds": ["weight 69.85322498 kg"],
    "70-75 kg": ["weight 70..75 kg"],
    "sixty kilo man": ["weight 60 kg"],
    "88kg prostate ca, IV infusion: how much": ["weight 88 kg"],
    "lost 5 kg": ["other 5 kg"],
    "weight dropped to 41 kg": ["weight 41 kg"],
    "weight loss of 10 kg": ["other 10 kg"],
    "BMI 18 kg/m2": ["other 18 kg/m2"],
    "under 50 kg": ["weight 50 kg !bound"],
    "wt 580 kg": ["weight 580 kg !implausible"],
    "62 yo, 5.8 kg": ["age 62 year", "weight 5.8 kg !implausible"],
    "5 month old, 5.8 kg": ["age 5/12 year", "weight 5.8 kg"],
}

AGES = {
    "61, sarcoma": ["age 61 year"],
    "61, is that right": ["bare 61 ?"],
    "61, 62 or 63": ["bare 61 ?", "bare 62 ?", "bare 63 ?"],
    "8, sarcoma": ["bare 8 ?"],
    "our son is 6 and ill": ["age 6 year"],
    "the girl is 6": ["age 6 year"],
    "9 yr old with bone pain": ["age 9 year"],
    "a 9-year-old": ["age 9 year"],
    "a 9 year old": ["age 9 year"],
    "62yo man": ["age 62 year"],
    "F67, ca pancreas": ["age 67 year"],
    "worth it? M 71 lung": ["age 71 year"],
    "Foley F 16 in": ["bare 16 ?"],
    "T10 and F8": [],
    "62 y/o": ["age 62 year"],
    "62 y.o. male": ["age 62 year"],
    "58M, mets": ["age 58 year"],
    "62F": ["age 62 year"],
    "17 F": ["age 17 year"],
    "70/M": ["age 70 year"],
    "M/62": ["age 62 year"],
    "58y F": ["age 58 year"],
    "aged 4": ["age 4 year"],
    "aged 4 months": ["age 1/3 year"],
    "age of 12": ["age 12 year"],
    "Age: 62": ["age 62 year"],
    "18 months old": ["age 1.5 year"],
    "18/12 old": ["age 1.5 year"],
    "6 week old": ["age 3/26 year"],
    "2 years 3 months old": ["age 2.25 year"],
    "4 y 6 months old": ["age 4.5 year"],
    "7 year boy and 70 year old woman": ["age 7 year", "age 70 year"],
    "pt 62 years": ["age 62 year"],
    "wee lad 7 yrs": ["age 7 year"],
    "toddler 2 years, on chemo": ["age 2 year"],
    "sarcoma of the leg, 11 years, 34 kg": ["age 11 year", "weight 34 kg"],
    "8 yrs 26kg": ["age 8 year", "weight 26 kg"],
    "58F, on morphine, 10 years, 62 kg": ["age 58 year", "duration 10 year", "weight 62 kg"],
    "has a child, 6 years on tea": ["duration 6 year"],
    "sixty two year old lady": ["age 62 year"],
    "she's 62": ["age 62 year !ambiguous-unit"],
    "she's 62 her weight is 70 kg": ["age 62 year !ambiguous-unit", "weight 70 kg"],
    "Mrs Jones 62 yrs, sarcoma": ["age 62 year"],
    "62 yrs, sarcoma": ["age 62 year"],
    "Mr Smith, 62, sarcoma": ["age 62 year"],
    "the patient (62) is in pain": ["age 62 year"],
    "patient 62, 70 kg": ["age 62 year", "weight 70 kg"],
    "what about ket for 71M": ["age 71 year"],
    "her husband is 80 years old": ["age 80 year !another's"],
    "his daughter, aged 34": ["age 34 year !another's"],
    "our son is 6": ["age 6 year"],
    "under 12 years old": ["age 12 year !bound"],
    "patients over 65 years": ["age 65 year !bound"],
    ">65 years": ["age 65 year !bound"],
    "620 yo": ["age 620 year !implausible"],
    "82y 45kg": ["age 82 year", "weight 45 kg"],
    "for 3y": ["duration 3 year"],
    "patient 3 years post chemo": ["duration 3 year"],
    "for 3 years": ["duration 3 year"],
    "5 days of treatment": ["duration 5 day"],
    "for 6 m": ["duration 6 month !ambiguous-unit"],
}

DURATIONS = {
    "over 24h": ["duration 24 h"],
    "for 5 days": ["duration 5 day"],
    "last 2 weeks": ["duration 2 week"],
    "for two weeks": ["duration 2 week"],
    "2-3 days": ["duration 2..3 day"],
    "post stroke 6/52, ok to give?": ["duration 6 week"],
    "vomiting for 3/7": ["duration 3 day"],
    "2/12 history": ["duration 2 month"],
    "on it 4 weeks": ["duration 4 week"],
    "over 10 min": ["duration 10 min"],
    "for over 3 years": ["duration 3 year"],
    "x 5 days": ["duration 5 day"],
    "2 years ago": ["duration 2 year"],
}

DOSES = {
    "morphine sulphate MR 100 mg bd": ["dose 100 mg @morphine x2"],
    "hydromorphone CADD 2 mg/h": ["rate 2 mg/h @hydromorphone"],
    "methadone started by hospice at 5 mg bd": ["dose 5 mg @methadone x2"],
    "morphine with something 5 mg bd": ["dose 5 mg x2"],
    "morphine only, 60 mg bd": ["dose 60 mg @morphine x2"],
    # What stands before a medicine with a dose of its own is another's.
    "dex 16mg MST 30mg bd": ["dose 16 mg", "dose 30 mg @morphine x2"],
    "keppra 500bd MST 30mg BD": ["bare 500 ?", "dose 30 mg @morphine x2"],
    "30mg MST 10mg oramorph": ["dose 30 mg @morphine", "dose 10 mg @morphine"],
    "morphine 50bd": ["dose 50 ? @morphine x2 !unit-missing"],
    "changed to methadone 2/52 ago, now 24 mg/24h": ["duration 2 week", "rate 24 mg/24h @methadone !drug-inherited"],
    "75 fentanyl patch with Oramorph prn": ["dose 75 ? @fentanyl !unit-missing"],
    "three hundred of oxycodone": ["dose 300 ? @oxycodone !unit-missing"],
    "about 4 Oramorph a day": [],
    "10 MST bd": ["dose 10 ? @morphine x2 !unit-missing"],
    "3 opioid switches": [],
    "morphine 20 mg four-hourly": ["dose 20 mg @morphine x6"],
    "5 mg": ["dose 5 mg"],
    ".5 mg": ["dose 0.5 mg !naked-decimal"],
    "5.0 mg": ["dose 5 mg"],
    "0.5mg": ["dose 0.5 mg"],
    "1,000 mg": ["dose 1000 mg"],
    "1 000 mg": ["dose 1000 mg"],
    "1.000 mg": ["dose 1 mg !ambiguous-number"],
    "4 300 mg": ["bare 4 ?", "dose 300 mg !ambiguous-number"],
    "12,500 mcg": ["dose 12500 mcg"],
    "0,5 mg/kg/h": ["rate 0.5 mg/kg/h"],
    "0,125 mg": ["dose 0.125 mg"],
    "2,5 mg": ["dose 2.5 mg !ambiguous-number"],
    "given.5 mg": ["dose 0.5 mg !ambiguous-number"],
    "1/2 mg": ["dose 0.5 mg"],
    "2 1/2 mg": ["dose 2.5 mg"],
    "5 mcg": ["dose 5 mcg"],
    "5 micrograms": ["dose 5 mcg"],
    "5 ug": ["dose 5 mcg"],
    "5 µg": ["dose 5 mcg"],
    "1 g": ["dose 1 g"],
    "10 mL": ["volume 10 mL"],
    "0.25mg/kg": ["dose 0.25 mg/kg"],
    "50 mg/dose": ["dose 50 mg/dose"],
    "1 mg/kg/dose": ["dose 1 mg/kg/dose"],
    "10-25 mg": ["dose 10..25 mg"],
    "10–25 mg": ["dose 10..25 mg"],
    "10 to 25 mg": ["dose 10..25 mg"],
    "from 10 to 25 mg": ["dose 10..25 mg"],
    "between 10 and 25 mg": ["dose 10..25 mg"],
    "10mg-25mg": ["dose 10..25 mg"],
    "25-10 mg": ["dose 10..25 mg !descending"],
    "10 or 25 mg": ["dose 10 mg", "dose 25 mg"],
    "increase from 10 mg to 25 mg": ["dose 10 mg", "dose 25 mg"],
    "increase by 25 mg": ["dose 25 mg !step"],
    "max 500 mg": ["dose 500 mg !bound"],
    "500 mg max": ["dose 500 mg !bound"],
    "up to 300 mg": ["dose 300 mg !bound"],
    "2 x 10 mg": ["dose 10 mg !multiple"],
    "10 mg x 3": ["dose 10 mg !multiple"],
    "2 tablets of 30 mg": ["other 2 pieces", "dose 30 mg !multiple"],
    "five mg": ["dose 5 mg"],
    "half a milligram": ["dose 0.5 mg"],
}

RATES = {
    "0.05-0.5mg/kg/hr": ["rate 0.05..0.5 mg/kg/h"],
    "0.1 - 0.3 mg/kg/h": ["rate 0.1..0.3 mg/kg/h"],
    "0.1mg/kg/hour": ["rate 0.1 mg/kg/h"],
    "0.1 mg per kg per hour": ["rate 0.1 mg/kg/h"],
    "0.5 milligrams per kilo an hour": ["rate 0.5 mg/kg/h"],
    "0.1 mg kg-1 h-1": ["rate 0.1 mg/kg/h"],
    "0.1 mg/h/kg": ["rate 0.1 mg/kg/h"],
    "5 mcg/kg/min": ["rate 5 mcg/kg/min"],
    "5 mg/h": ["rate 5 mg/h"],
    "100mg/24h": ["rate 100 mg/24h"],
    "100 mg/24 hours": ["rate 100 mg/24h"],
    "100 mg per 24 hrs": ["rate 100 mg/24h"],
    "100 mg over 24 hours": ["rate 100 mg/24h"],
    "ketamine 100 mg sc over 24 h": ["rate 100 mg/24h @ketamine"],
    "100mg of ketamine over 24h": ["rate 100 mg/24h @ketamine"],
    "100 mg/day": ["rate 100 mg/day"],
    "100 mg a day": ["rate 100 mg/day"],
    "100 mg per day": ["rate 100 mg/day"],
    "2 ml/hr": ["rate 2 mL/h"],
    "10mg/ml at 2ml/hr": ["concentration 10 mg/mL", "rate 2 mL/h of 10"],
    "200 mg in 50 mL": ["concentration 4 mg/mL"],
    "50 mg/50 mL": ["concentration 1 mg/mL"],
    "4 mg/ml": ["concentration 4 mg/mL"],
    "4mg in 1 ml": ["concentration 4 mg/mL"],
    "200mg made up to 50ml": ["concentration 4 mg/mL"],
    "200 mg in a 50 mL syringe at 2 mL/h": ["concentration 4 mg/mL", "rate 2 mL/h of 4"],
    "ketamine 200 mg in 50 mL, 2 mL/h": ["concentration 4 mg/mL @ketamine", "rate 2 mL/h of 4"],
    "ketamine running at 5 ml/hr (200mg in 50ml)": ["rate 5 mL/h @ketamine of 4", "concentration 4 mg/mL"],
    "10 mg/mL or 50 mg/mL, 2 mL": [
        "concentration 10 mg/mL",
        "concentration 50 mg/mL",
        "volume 2 mL !strength-unclear",
    ],
    "0.25mg/kg bolus over 10 min then 0.1mg/kg/h": ["dose 0.25 mg/kg", "duration 10 min", "rate 0.1 mg/kg/h"],
    "no more than 0.5 mg/kg/h": ["rate 0.5 mg/kg/h !bound"],
    "ketamine 2 ml (50 mg/ml) in 48 ml NS @ 3 ml/h": [
        "volume 2 mL @ketamine of 50",
        "concentration 50 mg/mL",
        "volume 48 mL !strength-unclear",
        "rate 3 mL/h !strength-unclear",
    ],
    "from 100 to 400 mg/24h": ["rate 100..400 mg/24h"],
    "increased from 100 to 400 mg/24h": ["rate 100 mg/24h", "rate 400 mg/24h"],
    "100mg -> 300mg": ["dose 100 mg", "dose 300 mg"],
    "oral solution 20mg/ml, 10 ml tds": ["concentration 20 mg/mL", "volume 10 mL x3 of 20"],
    "2000-2500 mcg": ["dose 2000..2500 mcg"],
}

FREQUENCIES = {
    "40 mg tds": ["dose 40 mg x3"],
    "40mg TID": ["dose 40 mg x3"],
    "60 mg bd": ["dose 60 mg x2"],
    "60 mg twice daily": ["dose 60 mg x2"],
    "10 mg qds": ["dose 10 mg x4"],
    "10 mg od": ["dose 10 mg x1"],
    "25 mg nocte": ["dose 25 mg x1"],
    "10 mg mane 20 mg nocte": ["dose 10 mg x1", "dose 20 mg x1"],
    "10 mg q8h": ["dose 10 mg x3"],
    "10mg q 6 h": ["dose 10 mg x4"],
    "20mg 12 hourly": ["dose 20 mg x2"],
    "20mg 12-hourly": ["dose 20 mg x2"],
    "10 mg every 8 hours": ["dose 10 mg x3"],
    "10 mg 4 hourly prn": ["dose 10 mg x6 !as-needed"],
    "10 mg 4-6 hourly": ["dose 10 mg"],
    "10mg three times a day": ["dose 10 mg x3"],
    "10 mg 3x/day": ["dose 10 mg x3"],
    "10 mg x3/day": ["dose 10 mg x3"],
    "10 mg once a day": ["dose 10 mg x1"],
    "10 mg alternate days": ["dose 10 mg x0.5"],
    "10 mg weekly": ["dose 10 mg x1/7"],
    "25 mcg/72h": ["dose 25 mcg x1/3"],
    "10 mg PO TDS": ["dose 10 mg x3"],
    "5-10mg prn": ["dose 5..10 mg !as-needed"],
    "8 hourly 10 mg": ["dose 10 mg x3"],
    "10 mg tds for 5 days": ["dose 10 mg x3", "duration 5 day"],
    "20 mg slow release bd": ["dose 20 mg x2"],
}

OPIOIDS = {
    "on 300 of morphine": ["dose 300 ? @morphine !unit-missing"],
    "morphine 300/24h": ["dose 300 ? @morphine x1 !unit-missing"],
    "morphine 300/24 hrs": ["dose 300 ? @morphine x1 !unit-missing"],
    "on 300mg of morphine a day": ["dose 300 mg @morphine x1"],
    "morphine 60 mg bd": ["dose 60 mg @morphine x2"],
    "60 mg bd morphine": ["dose 60 mg @morphine x2"],
    "60 mg of slow release morphine twice daily": ["dose 60 mg @morphine x2"],
    "morphine10mg": ["dose 10 mg @morphine"],
    "MST-30 mg bd": ["dose 30 mg @morphine x2"],
    "oxycodone 20mg 12 hourly": ["dose 20 mg @oxycodone x2"],
    "oxy 80 bd": ["dose 80 ? @oxycodone x2 !unit-missing"],
    "300 mg OME": ["dose 300 mg @opioid"],
    "OME of 300 mg per day": ["rate 300 mg/day @opioid"],
    "MEDD 400mg": ["dose 400 mg @opioid"],
    "300mg/day of morphine": ["rate 300 mg/day @morphine"],
    "morphine 300/day": ["dose 300 ? @morphine x1 !unit-missing"],
    "total daily dose of morphine 300 mg": ["dose 300 mg @morphine x1"],
    "fentanyl 50 mcg/h patch": ["rate 50 mcg/h @fentanyl"],
    "fentanyl patch 75 mcg/hr": ["rate 75 mcg/h @fentanyl"],
    "fentanyl 50 patch": ["dose 50 ? @fentanyl !unit-missing"],
    "on 75mcg/hr fentanyl": ["rate 75 mcg/h @fentanyl"],
    "fentanyl patch 50 mcg changed every 72 h": ["dose 50 mcg @fentanyl x1/3"],
    "morphine 60mg bd and 20 mg prn": [
        "dose 60 mg @morphine x2",
        "dose 20 mg @morphine !as-needed !drug-inherited",
    ],
    "MST 100mg bd and oramorph 30 mg prn": ["dose 100 mg @morphine x2", "dose 30 mg @morphine !as-needed"],
    "morphine 60 mg ketamine 10 mg tds": ["dose 60 mg @morphine", "dose 10 mg @ketamine x3"],
    "60 mg morphine 10 mg ketamine": ["dose 60 mg @morphine", "dose 10 mg @ketamine"],
    "methadone 5mg tds, ketamine 25mg tds": ["dose 5 mg @methadone x3", "dose 25 mg @ketamine x3"],
    "gabapentin 300mg tds and amitriptyline 25 mg nocte": [
        "dose 300 mg @gabapentin x3",
        "dose 25 mg @tricyclic x1",
    ],
    "alfentanil 2mg/24h + midazolam 10mg/24h": ["rate 2 mg/24h @alfentanil", "rate 10 mg/24h @benzodiazepine"],
    "failed 2 opioids": [],
    "opioid is 240 mg morphine a day": ["dose 240 mg @morphine x1"],
    "morphine 30 mg po x3": ["dose 30 mg @morphine !multiple"],
    "gabapentin, 58 kg": ["weight 58 kg"],
    "ketamine step 4": [],
    "on morphine, dose 40 mg of ketamine": ["dose 40 mg @ketamine"],
}

NOTES = {
    "58 kg 62 yo": ["weight 58 kg", "age 62 year"],
    "62F 58kg": ["age 62 year", "weight 58 kg"],
    "body weight 58, dose 40 mg": ["weight 58 ? !unit-missing", "dose 40 mg"],
    "aged 4, 16 kg": ["age 4 year", "weight 16 kg"],
    "age 62 wt 58 on oxy 80 bd": [
        "age 62 year",
        "weight 58 ? !unit-missing",
        "dose 80 ? @oxycodone x2 !unit-missing",
    ],
    "pt 62 yo F, wt 58kg, on morphine 60mg bd + 20 mg prn, ketamine 100 mg/24h sc": [
        "age 62 year",
        "weight 58 kg",
        "dose 60 mg @morphine x2",
        "dose 20 mg @morphine !as-needed !drug-inherited",
        "rate 100 mg/24h @ketamine",
    ],
    "60kg pt on 120mg oxycodone a day": ["weight 60 kg", "dose 120 mg @oxycodone x1"],
    "pain score 8 - 10 mg morphine given": ["dose 10 mg @morphine"],
    "is 40 too much": ["bare 40 ?"],
    "58": ["bare 58 ?"],
}

NO_QUANTITY = [
    "BP 120/80",
    "bp 190/110 - still ok to run it",
    "INR 4",
    "can't have nerve block - INR 4",
    "pain 8/10",
    "8/10 at rest, 10/10 on movement",
    "2019 guideline",
    "ESMO 2018 or NCCN 2019",
    "2018-2019",
    "ref 2",
    "refs 2,5",
    "[3]",
    "T10 mets",
    "L4/5 disc",
    "C5-6",
    "G20210A",
    "CYP3A4",
    "5HT3",
    "COVID-19",
    "G1P0 32/40",
    "stage 4 lung ca",
    "phase 2",
    "step 4",
    "1st line, 2nd dose, 21st century",
    "12/03/2024 seen, 14:30",
    "2024-03-12",
    "at 8am",
    "ratio 1:10",
    "resp rate 4, heart rate 28",
    "sats still 80",
    "coeliac block x2 w/ no relief",
    "10x overdose",
    "low sodium 121",
    "platelets 9, ok?",
    "eye pressure of 30",
    "child pugh 9",
    "3/7",
    "oxycodone/naloxone 10/5",
    "see www.example.org/10 or a.b5@c.org",
    "t/2",
    "",
    "no numbers here",
]

TABLES = [WEIGHTS, AGES, DURATIONS, DOSES, RATES, FREQUENCIES, OPIOIDS, NOTES]


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(text, expected, id=text) for table in TABLES for text, expected in table.items()],
)
def test_quantities_of_notes(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", NO_QUANTITY)
def test_numbers_that_are_no_quantity(text: str) -> None:
    assert found(text) == []


UNITS = ContentReader(CONTENT).records("language/units.yml", Unit)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.id))
def test_every_spelling_of_a_dose_unit_is_read_as_that_unit(unit: Unit) -> None:
    for form in (unit.id, *unit.also):
        assert [(written(one.low), one.unit) for one in find_quantities(f"7 {form}")] == [("7", unit.id)], form


def test_places_and_text_of_a_quantity() -> None:
    text = "pt 62 yo, wt 9 st 4, ketamine 0.1-0.3 mg/kg/h"
    assert [text[one.start : one.end] for one in READER.find(text)] == ["62 yo", "9 st 4", "0.1-0.3 mg/kg/h"]
    assert all(one.text == text[one.start : one.end] for one in READER.find(text))


def test_what_is_implausible_says_why() -> None:
    (weight,) = READER.find("wt 580 kg")
    assert weight.doubtful
    assert weight.why == "a body weight below 0.4 kg or above 400 kg is hardly possible"


def test_a_quantity_as_a_document_is_plain_json_with_exact_numbers() -> None:
    (dose,) = READER.find("morphine 0.1 mg every 72 h")
    document = dose.as_document()
    assert (document["low"], document["per_day"], document["flags"]) == ("0.1", "1/3", [])


def test_conversion_is_exact() -> None:
    assert convert(Fraction(5), "mcg/kg/min", "mg/kg/h") == Fraction(3, 10)
    assert convert(Fraction(100), "mg/24h", "mg/day") == 100
    assert convert(Fraction(1, 3), "mg/h", "mg/24h") == 8
    for unit, to in (("mg", "mg/kg"), ("mg", "mg/h"), ("mL/h", "mg/h")):
        with pytest.raises(UnitError):
            convert(Fraction(5), unit, to)


def test_a_language_file_with_an_unknown_key_is_refused_in_words_that_help(tmp_path: Path) -> None:
    folder = tmp_path / "language"
    folder.mkdir()
    limits = (CONTENT / "language" / "limits.yml").read_text(encoding="utf-8")
    (folder / "limits.yml").write_text(limits.replace("reason:", "because:", 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"limits.yml: weight-any: key 'because' is not known; remove it or use"):
        read_language(tmp_path)


AMOUNTS = st.decimals(min_value="0.001", max_value=9999, places=3, allow_nan=False, allow_infinity=False)
DOSE_FORMS = {
    "mg": ["mg", " mg", " milligrams", "mgs"],
    "mcg": ["mcg", " mcg", " micrograms", " ug"],
    "mg/kg": ["mg/kg", " mg per kg", " milligrams per kilo"],
    "mg/kg/h": ["mg/kg/h", " mg/kg/hr", " mg/kg/hour", " mg per kg per hour", " mg/kg per hour"],
    "mcg/kg/min": ["mcg/kg/min", " mcg per kg per minute"],
    "mg/24h": ["mg/24h", " mg/24 h", " mg per 24 hours", " mg over 24h"],
    "mg/day": ["mg/day", " mg a day", " mg per day"],
    "mL/h": ["ml/h", " mL/hr", " mls per hour"],
    "mg/mL": ["mg/ml", " mg per mL", " mg in 1 mL"],
}


@given(AMOUNTS, st.sampled_from([(unit, form) for unit, forms in DOSE_FORMS.items() for form in forms]), st.booleans())
def test_a_printed_quantity_is_read_back_exactly(amount: object, unit: tuple[str, str], grouped: bool) -> None:
    value = Fraction(str(amount))
    digits = f"{amount:,}" if grouped else written(value)
    (quantity,) = READER.find(f"dose {digits}{unit[1]} sc")
    assert (quantity.value, quantity.unit) == (value, unit[0])


@given(AMOUNTS, AMOUNTS, st.sampled_from(["-", " - ", " to ", "–"]), st.sampled_from(["mg", " mg/kg/h", " mg/24h"]))
def test_a_printed_range_is_read_back_exactly(one: object, two: object, sign: str, unit: str) -> None:
    low, high = sorted((Fraction(str(one)), Fraction(str(two))))
    (quantity,) = READER.find(f"give {written(low)}{sign}{written(high)}{unit}")
    assert (quantity.low, quantity.high, quantity.unit) == (low, high, unit.strip())


@given(st.integers(1, 40), st.integers(0, 13), st.sampled_from(["{} st {}", "{}st {}lb", "{} stone {} pounds"]))
def test_stones_and_pounds_are_read_back_exactly(stones: int, pounds: int, form: str) -> None:
    (weight,) = READER.find("wt " + form.format(stones, pounds))
    assert (weight.kind, weight.value) == ("weight", (14 * stones + pounds) * Fraction("0.45359237"))


@given(st.fractions(min_value=0, max_denominator=5000))
def test_a_written_number_has_the_same_value(value: Fraction) -> None:
    assert Fraction(written(value)) == value


@given(st.text(max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    for quantity in READER.find(text):
        assert quantity.low <= quantity.high
        assert quantity.text == text[quantity.start : quantity.end]
