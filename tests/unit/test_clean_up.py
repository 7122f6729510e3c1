"""A message is cleaned without ever turning a drug into another, and without touching a number or a unit."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.nlu.clean_up import Cleaner
from bot.nlu.clean_up_vocabulary import CleanUpVocabulary, vocabulary_of
from bot.nlu.edits import Cleaned, Draft, Edit
from bot.nlu.quantities.reader import find_quantities
from bot.nlu.vocabulary import Matcher, terms_of
from knowledge.content_files import Content
from knowledge.language import Language, read_language
from knowledge.word_lists import plain_english

# The cleaner keeps nothing of a message that another would see.
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)


@pytest.fixture(scope="module")
def language() -> Language:
    return read_language()


@pytest.fixture(scope="module")
def vocabulary(content: Content, language: Language) -> CleanUpVocabulary:
    return vocabulary_of(content, language, plain_english())


@pytest.fixture(scope="module")
def cleaner(vocabulary: CleanUpVocabulary) -> Cleaner:
    return Cleaner(vocabulary)


CLEANED = {
    # characters
    "½ mg": "0.5 mg",
    "2½ mg": "2.5 mg",
    "2 ½ mg": "2.5 mg",
    "⅓ of it": "1/3 of it",
    "5 µg/kg/min": "5 mcg/kg/min",
    "5μg": "5mcg",
    "5–10 mg": "5-10 mg",
    "0·5 mg": "0.5 mg",
    "０．５ ｍｇ": "0.5 mg",
    "㎎": "mg",
    "0.1 mg·kg⁻¹·h⁻¹": "0.1 mg.kg-1.h-1",
    "platelets 9×10⁹": "platelets 9x10^9",
    "mg/m²": "mg/m2",
    "58\u00a0kg": "58 kg",
    "keta\u200bmine": "ketamine",
    "doesn’t": "doesn't",
    "“wind‑up”": '"wind-up"',
    "٥ mg": "5 mg",
    # abbreviations
    "pt c/o pain": "patient complains of pain",
    "hx of psychosis": "history of psychosis",
    "h/o psychosis": "history of psychosis",
    "ketamine SC": "ketamine subcutaneous",
    "s.c. or s/c or subcut": "subcutaneous or subcutaneous or subcutaneous",
    "iv ketamine": "intravenous ketamine",
    "IV": "intravenous",
    "10 mg PO tds": "10 mg by mouth three times a day",
    "60mg bd": "60mg twice a day",
    "10 mg qds": "10 mg four times a day",
    "40 mg od": "40 mg once a day",
    "10mg mane, 20 mg nocte": "10mg every morning, 20 mg at night",
    "10 mg PRN": "10 mg as needed",
    "5 mg im": "5 mg intramuscular",
    "IOP? IHD? OIH?": "intraocular pressure? ischaemic heart disease? opioid-induced hyperalgesia?",
    "ICP up": "intracranial pressure up",
    "MI last year": "myocardial infarction last year",
    "CSCI": "continuous subcutaneous infusion by syringe driver",
    "lung ca with mets": "lung cancer with metastases",
    "ca pain": "cancer pain",
    "pts w/o chemo": "patients without chemotherapy",
    "PT WITH CA PAIN, KETAMIN SC": "patient WITH cancer pain, ketamine subcutaneous",
    # spelling
    "anesthesia": "anaesthesia",
    "Anesthetist": "anaesthetist",
    "pediatric tumor": "paediatric tumour",
    "central sensitization": "central sensitisation",
    "hematuria": "haematuria",
    # typing errors
    "ketamin": "ketamine",
    "ketmine": "ketamine",
    "ektamine": "ketamine",
    "ketamnie": "ketamine",
    "ketaminee": "ketamine",
    "KETAMIN": "ketamine",
    "gabapentn": "gabapentin",
    "amitriptylin": "amitriptyline",
    "amitryptiline": "amitriptyline",
    "oxycodon": "oxycodone",
    "fluoxetin": "fluoxetine",
    "dexamethason": "dexamethasone",
    "midaz": "midazolam",
    "infusoin": "infusion",
    "subcutanous": "subcutaneous",
    "neuropathc pain": "neuropathic pain",
    "canser pain": "cancer pain",
    "raised eye presure": "raised eye pressure",
    "contrindications": "contraindications",
    "allodinia": "allodynia",
    "phychosis": "psychosis",
    "heart faliure": "heart failure",
    "haluccinations": "hallucinations",
    "opiod rotation": "opioid rotation",
    "anesthesa": "anaesthesia",
}

UNTOUCHED = [
    # the fixed ones: another drug, and plain English
    "quetiapine",
    "ketorolac",
    "fluoxetine",
    "a ketamine",
    # real words that look like a slip of the keys
    "hypotensive",
    "hypotension",
    "nephropathy",
    "subacute",
    "atraumatic",
    "tachycardic",
    "phosphate",
    "vasopressin",
    "saline",
    "perianal",
    "cauda equina",
    "porta hepatis",
    "genu valgum",
    "the elderly clinician",
    # brands and drugs that no glossary names
    "rapamycin",
    "hydrocortone",
    "fampridine",
    "eldepryl",
    "toradol",
    "methylin",
    # abbreviations where they are something else
    "stage IV",
    "phase iv",
    "im not sure",
    "the horse's mane",
    "I bid you",
    "INR/PT ratio",
    "AMI on the ECG",
    "it is in it",
    "od",
    "raised ICP",
    "spo2",
    "PO4",
    "p.r@example.org",
    "www.example.org/iv/sc",
    "MS Contin",
    # mishearings are nothing in typed text
    "kettle mean, cat amine",
    "keta mean (typed)",
    "ivy, four, aural, bonus",
    # names, initials, codes, short words
    "Mrs Ketamin",
    "Dr Gabapentine",
    "KETMIN trial",
    "ketm",
    "G20210A T10 L4 CYP3A4",
    "",
    "  ",
    "58 kg, 62 yo, 0.05-0.5mg/kg/hr",
]

DOUBTS = {
    "MS for pain": ("MS", ("morphine sulphate", "multiple sclerosis", "mitral stenosis"), "abbreviation"),
    "CIs?": ("CIs", ("contraindication", "continuous infusion", "confidence interval"), "abbreviation"),
    "took an OD": ("OD", ("once daily", "overdose"), "abbreviation"),
    "IT pump": ("IT", ("intrathecal", "it"), "abbreviation"),
    "chlorpromazmide": ("chlorpromazmide", ("chlorpromazine", "chlorpropamide"), "two-terms"),
}


@pytest.mark.parametrize(("text", "expected"), list(CLEANED.items()), ids=list(CLEANED))
def test_what_is_cleaned(cleaner: Cleaner, text: str, expected: str) -> None:
    assert cleaner.clean(text).text == expected


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_left_alone(cleaner: Cleaner, text: str) -> None:
    cleaned = cleaner.clean(text)
    assert (cleaned.text, cleaned.changes) == (text, ())


@pytest.mark.parametrize(("text", "doubt"), list(DOUBTS.items()), ids=list(DOUBTS))
def test_what_is_ambiguous_stays_and_is_reported(cleaner: Cleaner, text: str, doubt: tuple[Any, ...]) -> None:
    cleaned = cleaner.clean(text)
    assert cleaned.text == text
    assert [(one.form, one.candidates, one.why) for one in cleaned.doubts] == [doubt]


def test_the_original_its_changes_and_their_reasons_are_kept(cleaner: Cleaner) -> None:
    text = "½ mg ketamin SC, pt"
    cleaned = cleaner.clean(text)
    assert cleaned.original == text
    assert [(one.start, one.end, one.before, one.after, one.why) for one in cleaned.changes] == [
        (0, 1, "½", "0.5", ("characters",)),
        (5, 12, "ketamin", "ketamine", ("typing",)),
        (13, 15, "SC", "subcutaneous", ("abbreviation",)),
        (17, 19, "pt", "patient", ("abbreviation",)),
    ]


def test_places_lead_from_the_cleaned_text_to_the_original_and_back(cleaner: Cleaner) -> None:
    cleaned = cleaner.clean("pt 58 kg, ketamin SC?")
    for words, written in [("58 kg", "58 kg"), ("subcutaneous", "SC"), ("cutan", "SC"), ("patient 58", "pt 58")]:
        start, end = cleaned.in_original(cleaned.text.index(words), cleaned.text.index(words) + len(words))
        assert cleaned.original[start:end] == written
    start, end = cleaned.in_text(10, 17)
    assert (cleaned.original[10:17], cleaned.text[start:end]) == ("ketamin", "ketamine")


def test_edits_of_edits_keep_the_way_back() -> None:
    draft = Draft("ab cd ef")
    draft.apply([Edit(3, 5, "XYZ", "typing")])
    draft.apply([Edit(0, 4, "1", "spelling"), Edit(6, 9, "", "filler")])
    cleaned = draft.done()
    assert cleaned.text == "1YZ"
    assert [(one.before, one.after, one.why) for one in cleaned.changes] == [
        ("ab cd", "1YZ", ("typing", "spelling")),
        (" ef", "", ("filler",)),
    ]


def test_a_vocabulary_survives_being_kept_as_a_document(vocabulary: CleanUpVocabulary) -> None:
    assert CleanUpVocabulary.from_document(vocabulary.as_document()) == vocabulary


def test_every_known_drug_is_left_alone(cleaner: Cleaner, vocabulary: CleanUpVocabulary) -> None:
    names = [name for name in vocabulary.drugs if name.isalpha() and len(name) >= 5]
    assert len(names) > 1500
    changed = {name: cleaner.clean(f"on {name} now").text for name in names}
    assert {name: text for name, text in changed.items() if text != f"on {name} now"} == {}


def test_an_abbreviation_means_the_same_terms_when_it_is_written_out(content: Content, language: Language) -> None:
    matcher = Matcher(terms_of(content))

    def terms(text: str) -> set[str]:
        return {found.term.value for found in matcher.find(text)}

    pairs = [(form, one.means) for one in language.abbreviations if one.means and not one.where for form in one.forms]
    pairs += language.spelling.words.items()
    different = {
        form: (terms(form), terms(means)) for form, means in pairs if terms(form) and terms(form) != terms(means)
    }
    # By syringe driver, and under the skin as well.
    assert different == {"csci": ({"syringe-driver"}, {"syringe-driver", "subcutaneous"})}


def test_what_is_written_out_stays_as_it_is(cleaner: Cleaner, language: Language) -> None:
    meanings = [one.means for one in language.abbreviations if one.means] + list(language.spelling.words.values())
    assert {means: cleaner.clean(means).text for means in meanings if cleaner.clean(means).text != means} == {}


PIECES = """
pt 62F 58kg ketamin quetiapine SC IV od mane PRN ½ 5µg 0.5 mg/kg/h 60mg bd MST morphne anesthesia ?raised ICP c/o hx ca
pain , . ( ) - um like four five point oh milligrams per kilo kettle mean n c c n twenty nineteen e s m o a the ket
wound up 10 of half hypotensive 6/52 and to gabapentin fluoxetin dose IT MS im not sure p.o. tumor
"""
WORDS = st.sampled_from(PIECES.split())
NOTES = st.lists(WORDS, max_size=14).map(" ".join)


def rebuilt(cleaned: Cleaned) -> str:
    """The text that the changes make of the original."""
    text = cleaned.original
    for change in reversed(cleaned.changes):
        assert text[change.start : change.end] == change.before
        text = text[: change.start] + change.after + text[change.end :]
    return text


@SHARED
@given(text=st.one_of(NOTES, st.text(max_size=40)), spoken=st.sampled_from([None, False, True]))
def test_cleaning_twice_is_cleaning_once(cleaner: Cleaner, text: str, spoken: bool | None) -> None:
    once = cleaner.clean(text, spoken)
    assert cleaner.clean(once.text, spoken).text == once.text
    assert rebuilt(once) == once.text
    assert Cleaned.from_document(text, once.as_document()).text == once.text


@SHARED
@given(text=NOTES)
def test_digits_and_quantities_of_typed_text_stay(cleaner: Cleaner, text: str) -> None:
    # "10 ½" becomes one number, which the table above covers; "half" behind an "of", which "c/o" holds, is none.
    text = text.replace("½", "7").replace("c/o half", "c/o pain")
    plain = text.replace("µ", "mc")
    cleaned = cleaner.clean(text, spoken=False)
    assert re.findall(r"\d+", cleaned.text) == re.findall(r"\d+", plain)
    before = [(one.low, one.high, one.unit) for one in find_quantities(plain)]
    assert [(one.low, one.high, one.unit) for one in find_quantities(cleaned.text)] == before


SLIPS = ("leave out", "swap", "double", "replace", "add")


def slip(name: str, kind: str, at: int, letter: str) -> str:
    """``name`` with one typing error at the letter ``at``."""
    at %= len(name)
    pair = name[at : at + 2]
    return {
        "leave out": name[:at] + name[at + 1 :],
        "swap": name[:at] + pair[::-1] + name[at + 2 :],
        "double": name[:at] + name[at] + name[at:],
        "replace": name[:at] + letter + name[at + 1 :],
        "add": name[:at] + letter + name[at:],
    }[kind]


@SHARED
@given(data=st.data(), kind=st.sampled_from(SLIPS), at=st.integers(0, 20), letter=st.sampled_from("aeionrstlmy"))
def test_a_misspelt_drug_never_becomes_another_drug(
    cleaner: Cleaner, vocabulary: CleanUpVocabulary, data: st.DataObject, kind: str, at: int, letter: str
) -> None:
    names = [name for name in vocabulary.drugs if name.isalpha() and len(name) >= 5]
    name = data.draw(st.sampled_from(names))
    typed = slip(name, kind, at, letter)
    text = cleaner.clean(f"on {typed} now").text
    # Glossaries may list a misspelling that comes close to two drugs; what they say of it holds.
    listed = vocabulary.corrections.get(typed, [])
    assert text in {f"on {typed} now", f"on {name} now", *(f"on {one} now" for one in listed)}
