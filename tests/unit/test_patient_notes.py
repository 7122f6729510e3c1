"""Whole ward notes fill the slots of the product's criteria: what is said of the patient, and nothing else.

``tests/data/patients.yml`` holds more of them, each as one clinician's whole message.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import GraphComponent
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from ruamel.yaml import YAML

from actions.patient import amounts_of, findings_of
from bot.nlu.clinical_quantities import ClinicalQuantities
from bot.nlu.clinical_terms import ClinicalTerms
from bot.nlu.findings import ClinicalFindings
from bot.nlu.text_cleaner import TextCleaner
from knowledge.content_files import Content
from knowledge.patient import read_patient

Read = Callable[[str], dict[str, Any]]
CONTEXT: Any = None
PIPELINE: tuple[type[Any], ...] = (TextCleaner, ClinicalTerms, ClinicalQuantities, ClinicalFindings)
UNSURE = {"uncertain": "?", "historical": "past", "unknown": "unknown"}


@pytest.fixture(scope="module")
def read(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """What a note says, by slot: the value where it is certain, or else how uncertain it is."""
    storage = LocalModelStorage(tmp_path_factory.mktemp("notes"))
    pipeline: list[GraphComponent | Any] = []
    for part in PIPELINE:
        component = part.create({}, storage, Resource(part.__name__), CONTEXT)
        component.train(TrainingData())
        pipeline.append(component)
    criteria = [criterion for topic in content.topics for criterion in topic.criteria]

    def read_note(note: str) -> dict[str, Any]:
        messages = [Message({TEXT: note})]
        for component in pipeline:
            messages = component.process(messages)
        said = messages[0].as_dict(only_output_properties=True) | {TEXT: messages[0].get(TEXT)}
        known = read_patient(criteria, findings_of(said), amounts_of(said))
        return {slot: UNSURE.get(one.status, one.value) for slot, one in known.items()}

    return read_note


PATIENTS: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(
    (Path(__file__).parent.parent / "data" / "patients.yml").read_text(encoding="utf-8")
)

NOTES: dict[str, dict[str, Any]] = {
    # What is bad for the patient, and what is not.
    "no cardiac history, liver normal, heart fine": {"cardiovascular_disease": False, "liver_dysfunction": False},
    "no psychosis, normal LFTs, echo normal": {
        "psychosis": False,
        "liver_dysfunction": False,
        "cardiovascular_disease": False,
    },
    "gabapentin, pregabalin both failed": {
        "adjuvants_tried": [
            {"drug": "gabapentin", "outcome": "failed"},
            {"drug": "pregabalin", "outcome": "failed"},
        ]
    },
    "rotated to hydromorphone, gabapentin and nortriptyline both failed": {
        "rotation_tried": True,
        "opioid": "hydromorphone",
        "adjuvants_tried": [
            {"drug": "gabapentin", "outcome": "failed"},
            {"drug": "nortriptyline", "outcome": "failed"},
        ],
    },
    "opioids optimised, rotated twice, gabapentin not tried yet": {
        "opioid_optimised": True,
        "rotation_tried": True,
        "adjuvants_tried": [{"drug": "gabapentin", "outcome": "not-tried"}],
    },
    "we rotated her to oxycodone": {"rotation_tried": True, "opioid": "oxycodone"},
    "opioids are optimised now": {"opioid_optimised": True},
    "cirrhosis but LFTs normal": {"liver_dysfunction": True},
    "LFTs not normal": {},
    "are her LFTs normal?": {},
    "no cardiac history available": {},
    "psych history not known": {},
    "past psych history of low mood": {},
    "no cardiac problems, MI in 2009": {"cardiovascular_disease": "past"},
    "denies mental health problems or heart disease": {"psychosis": False, "cardiovascular_disease": False},
    "BP 212/118 since this morning": {"cardiovascular_disease": True},
    "BP 212/118 last night, now 132/70": {"cardiovascular_disease": True},
    "BP 132/70": {},
    "no hypertension, BP 195/120": {"cardiovascular_disease": True},
    "aunt had glaucoma and a cousin psychosis, the patient has neither": {"raised_iop": False, "psychosis": False},
    "sister schizophrenic, he has neither": {"psychosis": False},
    "no signs of raised pressure on the scan": {"raised_icp": False},
    # Medicines.
    "on fentanyl patch 25 mcg/h, oramorph 5 mg prn": {"opioid": "fentanyl"},
    "on methadone 30 mg daily and tramadol": {"opioid": "methadone", "opioid_dose_mg_24h": "30"},
    "oxycodone csci 120 mg/24h": {"opioid": "oxycodone", "opioid_dose_mg_24h": "120"},
    "stage IV sarcoma on buprenorphine": {"opioid": "buprenorphine"},
    "MST 60 mg bd, oramorph 10 mg prn": {"opioid": "morphine", "opioid_dose_mg_24h": "120"},
    "morphine 200/24h after switch from fentanyl": {
        "opioid": "morphine",
        "opioid_dose_mg_24h": "200",
        "rotation_tried": True,
    },
    "fentanyl then morphine now methadone 15 mg tds": {
        "opioid": "methadone",
        "opioid_dose_mg_24h": "45",
        "rotation_tried": True,
    },
    "methadone 20 mg tds, prev on morphine and fentanyl": {
        "opioid": "methadone",
        "opioid_dose_mg_24h": "60",
        "rotation_tried": True,
    },
    "60 kg, plan to switch from morphine to methadone": {"weight_kg": "60", "opioid": "morphine"},
    "on his third opioid": {"rotation_tried": True},
    "is fentanyl a first line drug": {},
    "on a 100 fentanyl patch": {"opioid": "fentanyl"},
    "takes 400 mg OME/day": {"opioid_dose_mg_24h": "400"},
    "opioids not yet titrated": {"opioid_optimised": False},
    "opioids maxed out": {"opioid_optimised": True},
    "midazolam dose for terminal restlessness?": {},
    "ketamine with midazolam running": {"benzodiazepine_cover": True},
    # Routes and settings count when they are asked about, but only those of the topic's own drug.
    "sc ketamine rate?": {"route": "subcutaneous"},
    "could we try ketamine up the nose": {"route": "intranasal"},
    "ketamine iv infusion, how much": {"route": "intravenous"},
    "what dose of IM ketamine": {"route": "intramuscular"},
    "hydromorphone 10 mg/d sc, add ketamine?": {"opioid": "hydromorphone", "opioid_dose_mg_24h": "10"},
    "ketorolac iv dose": {},
    "on po morphine, can we add sl ketamine": {"opioid": "morphine", "route": "sublingual"},
    # What kind of pain it is counts where somebody has it.
    "role in neuropathic pain?": {},
    "on gabapentin for neuropathic pain": {
        "pain_mechanism": "neuropathic",
        "adjuvants_tried": [{"drug": "gabapentin", "outcome": "ongoing"}],
    },
    "nociceptive, no neuropathic features": {"pain_mechanism": "nociceptive"},
    "58 yo with mixed pain": {"age_years": "58", "pain_mechanism": "mixed"},
    # Treatments.
    "nerve block refused": {"interventions_unsuitable": True},
    "epidural not possible because of her platelets": {"interventions_unsuitable": True},
    "nerve block failed": {},
    # Words that share the end of a term, and those that stand for a history where they are denied.
    "no cardiac, hepatic or psychiatric disease": {
        "cardiovascular_disease": False,
        "liver_dysfunction": False,
        "psychosis": False,
    },
    "no psych, no liver": {"psychosis": False, "liver_dysfunction": False},
    "psych: nil": {"psychosis": False},
    "mets: bone, liver, lung": {},
    "no mets in bone, liver, lung": {},
    # Not the patient's own.
    "what is oxycodone 60 mg in morphine?": {},
    "would methadone be better? on morphine 90 mg bd": {"opioid": "morphine", "opioid_dose_mg_24h": "180"},
    "methadone 5 mg/h iv, was on morphine 80 mg bd": {
        "opioid": "methadone",
        "opioid_dose_mg_24h": "120",
        "rotation_tried": True,
    },
    "start morphine 5 mg prn?": {},
    "her husband is 95 kg": {},
    "at risk of psychosis, known glaucoma": {"raised_iop": True},
    "not psychotic now but had an episode in 2015": {"psychosis": "past"},
    "No: glaucoma, psychosis": {"raised_iop": False, "psychosis": False},
    "glaucoma (no), psychosis (yes)": {"raised_iop": False, "psychosis": True},
    "not known: glaucoma": {"raised_iop": "unknown"},
    "gabapentin failed, duloxetine not tolerated, pregabalin declined": {
        "adjuvants_tried": [
            {"drug": "gabapentin", "outcome": "failed"},
            {"drug": "duloxetine", "outcome": "not-tolerated"},
            {"drug": "pregabalin", "outcome": "declined"},
        ]
    },
    # A finding of the patient in front of a question, and one that a question is about.
    "schizophrenic patient, fine to start?": {"psychosis": True},
    "cirrhosis, ok with ketamine?": {"liver_dysfunction": True},
    "is cirrhosis ok with ketamine?": {},
    "is it safe in a schizophrenic patient?": {},
    "the exclusions you list (cirrhosis, glaucoma), whose are they": {},
    "what if he becomes psychotic? not now": {"psychosis": False},
    "unclear from the letters whether she was ever rotated": {"rotation_tried": "unknown"},
    "no known liver or cardiac": {"liver_dysfunction": False, "cardiovascular_disease": False},
    "heart neg, psych negative": {"cardiovascular_disease": False, "psychosis": False},
    "no liver or eye problems": {"liver_dysfunction": False, "raised_iop": False},
    # Of a study, and of nobody here.
    "what dose of iv ketamine in the 2012 trial": {},
    "intravenous ketamine against placebo, who did better": {},
    "on iv ketamine 100 mg/24h, any trial of it?": {"route": "intravenous"},
    # Ages and weights by their place.
    "lung cancer, 58 yrs, on methadone": {"age_years": "58", "opioid": "methadone"},
    "smoker for 40 years, 70 kg": {"weight_kg": "70"},
    "a gentleman of 72, on methadone": {"age_years": "72", "opioid": "methadone"},
    "this woman: 44, 52 kg": {"age_years": "44", "weight_kg": "52"},
    "turning 80 in March, kg 61, cirrhosis": {"age_years": "79", "weight_kg": "61", "liver_dysfunction": True},
    "weighs 58 sorry 85 kg": {"weight_kg": "85"},
    "2 and a half years old, 12 kg": {"age_years": "2.5", "weight_kg": "12"},
    # Doses that change, and those for when they are needed.
    "MST lowered from 90 mg bd to 60 mg bd": {"opioid": "morphine", "opioid_dose_mg_24h": "120"},
    "MST reduced from 60 bd to 30 bd": {"opioid": "morphine", "opioid_dose_mg_24h": "60"},
    "oxynorm 20 mg as rescue": {},
    "Targinact 20/10 bd": {"opioid": "oxycodone", "opioid_dose_mg_24h": "40"},
    # One opioid after another, and only one ever.
    "MST 60 bd then Longtec 40 bd": {"opioid": "oxycodone", "opioid_dose_mg_24h": "80", "rotation_tried": True},
    "oxycodone 20 mg bd replaced by fentanyl 50 patch": {"opioid": "fentanyl", "rotation_tried": True},
    "only ever been on morphine, now 60 bd": {
        "opioid": "morphine",
        "opioid_dose_mg_24h": "120",
        "rotation_tried": False,
    },
    "never been rotated, MST 60 bd": {"opioid": "morphine", "opioid_dose_mg_24h": "120", "rotation_tried": False},
    "should we halve the morphine?": {"opioid": "morphine"},
    "does her methadone need to come down?": {"opioid": "methadone"},
    "oxycodone isn't touching it": {"opioid": "oxycodone"},
    "oxycodone did not touch it": {},
    # What became of a treatment.
    "not for pregabalin, he refuses": {"adjuvants_tried": [{"drug": "pregabalin", "outcome": "declined"}]},
    "partial benefit from pregabalin, continuing": {"adjuvants_tried": [{"drug": "pregabalin", "outcome": "ongoing"}]},
    "duloxetine: dizzy so stopped": {"adjuvants_tried": [{"drug": "duloxetine", "outcome": "not-tolerated"}]},
    # By which route: the one in use, and not the one that will not do.
    "ketamine iv 100 mg/24h, can we go oral?": {"route": "intravenous"},
    "oral not possible, tablets come back up": {},
    "sixty year old man comma on oxycodone forty milligrams b d full stop no psychosis question mark": {
        "age_years": "60",
        "opioid": "oxycodone",
        "opioid_dose_mg_24h": "80",
        "psychosis": False,
    },
    # Each outcome in its own clause, whose it is, what is over, and doses that add up.
    "bipolar mania in her daughter, not the patient herself": {"psychosis": False},
    "the glaucoma is her husband's, not hers": {"raised_iop": False},
    "dad and granddad both had heart failure; she hasn't": {"cardiovascular_disease": False},
    "the man in bed 2 is psychotic, my patient in bed 3 is not": {"psychosis": False},
    "bed 12 is the cirrhotic, not mine. mine has normal LFTs": {"liver_dysfunction": False},
    "not an epidural candidate (thrombocytopenia)": {"interventions_unsuitable": True},
    "poor candidate for neurolysis": {"interventions_unsuitable": True},
    "cordotomy no longer possible": {"interventions_unsuitable": True},
    "psych dz neg, liver dz neg": {"psychosis": False, "liver_dysfunction": False},
    "neither gabapentin nor pregabalin tolerated": {
        "adjuvants_tried": [
            {"drug": "gabapentin", "outcome": "not-tolerated"},
            {"drug": "pregabalin", "outcome": "not-tolerated"},
        ]
    },
    "on preg 150 bd and dulox 60": {
        "adjuvants_tried": [{"drug": "pregabalin", "outcome": "ongoing"}, {"drug": "duloxetine", "outcome": "ongoing"}]
    },
    "preg: no. psychosis: no. liver: no.": {"pregnancy": False, "psychosis": False, "liver_dysfunction": False},
    "MST 90mg mane and nocte": {"opioid": "morphine", "opioid_dose_mg_24h": "180"},
    "oxycodone 80 mg 12-hourly; rescue: oxycodone 10 mg up to 6x/day": {
        "opioid": "oxycodone",
        "opioid_dose_mg_24h": "160",
    },
    "hydromorphone PCA, continuous 0.4 mg/hr, demand dose 0.2 mg every 8 minutes": {
        "opioid": "hydromorphone",
        "opioid_dose_mg_24h": "9.6",
    },
    "weight not taken, oxycodone prolonged release 10 mg bd": {"opioid": "oxycodone", "opioid_dose_mg_24h": "20"},
    "cirrhosis 2009, still decompensated": {"liver_dysfunction": True},
    "raised ICP in july, still headache": {"raised_icp": True},
    "psych no heart yes": {"psychosis": False},
    "ward 7, mrs b on 40 mg oxycodone a day": {"opioid": "oxycodone", "opioid_dose_mg_24h": "40"},
    "mr j room 54, glaucoma": {"raised_iop": True},
    # Another's number or finding, what is merely named, an error in the notes, and what ended a medicine.
    "her flatmate (27, pregnant) collects the scripts": {},
    "husband does the shopping, he has heart failure": {},
    "husband does the shopping, she has heart failure": {"cardiovascular_disease": True},
    "the cirrhosis is bed 5, mine is bed 6 with a normal liver": {"liver_dysfunction": False},
    "weight 72 kg, the 50 kg on the front sheet is somebody else's": {"weight_kg": "72"},
    "letter says glaucoma but that was a coding error": {"raised_iop": False},
    "cirrhosis is a mistake to ignore": {"liver_dysfunction": True},
    "the registrar queries cirrhosis": {"liver_dysfunction": "?"},
    "schizophrenia she has never had": {"psychosis": False},
    "diazepam instead of lorazepam? no benzo charted for her": {"benzodiazepine_cover": False},
    "intervention team has nothing to offer": {"interventions_unsuitable": True},
    "epidural a non-starter": {"interventions_unsuitable": True},
    "boss says rotate, MST 20 bd": {"opioid": "morphine", "opioid_dose_mg_24h": "40"},
    "duloxetine binned, walked into doors on it": {
        "adjuvants_tried": [{"drug": "duloxetine", "outcome": "not-tolerated"}]
    },
    "duloxetine binned, no better on it": {"adjuvants_tried": [{"drug": "duloxetine", "outcome": "failed"}]},
    "morphine patch off today, hydromorphone 8 mg/24h instead": {
        "opioid": "hydromorphone",
        "opioid_dose_mg_24h": "8",
        "rotation_tried": True,
    },
    "palladone SR 4 mg bd and 1.3 mg caps for breakthrough": {"opioid": "hydromorphone", "opioid_dose_mg_24h": "8"},
    "oxycodone/naloxone 10/5 bd": {"opioid": "oxycodone", "opioid_dose_mg_24h": "20"},
    # Ages that only their place tells, and numbers that are none.
    "neuropathic foot pain, sarcoma, 41": {"age_years": "41", "pain_mechanism": "neuropathic"},
    "she had her 70th birthday yesterday": {"age_years": "70"},
    "her 70th birthday is next week": {"age_years": "69"},
    "her mum's 70th birthday was yesterday": {},
    "answer: 60, thanks": {},
    "the chart reads 25, then 30, then 40": {},
    # As far as it goes, what stays open, and outcomes without a mark between them.
    "fent 75 patch maximised, 58F": {"opioid": "fentanyl", "opioid_optimised": True, "age_years": "58"},
    "tapentadol 100 bd has never been pushed": {
        "opioid": "tapentadol",
        "opioid_dose_mg_24h": "200",
        "opioid_optimised": False,
    },
    "they can still offer an epidural": {"interventions_unsuitable": False},
    "woman of 60, block turned down": {"age_years": "60", "interventions_unsuitable": True},
    "carbamazepine failed pregabalin 75 bd continues": {
        "adjuvants_tried": [
            {"drug": "carbamazepine", "outcome": "failed"},
            {"drug": "pregabalin", "outcome": "ongoing"},
        ]
    },
    "60M, the faintest touch sends him through the roof": {"age_years": "60"},
    "60M, the faintest touch makes him yelp": {"age_years": "60", "central_sensitisation": True},
    "60M, unable to bear his bedclothes": {"age_years": "60", "central_sensitisation": True},
    "plan is sc ketamine, IM nail last week, oxycodone 20 mg bd": {
        "route": "subcutaneous",
        "opioid": "oxycodone",
        "opioid_dose_mg_24h": "40",
    },
}


@pytest.mark.parametrize(("note", "slots"), list(NOTES.items()), ids=list(NOTES))
def test_a_note_fills_its_slots_and_no_others(read: Read, note: str, slots: dict[str, Any]) -> None:
    assert read(note) == slots


@pytest.mark.parametrize("patient", PATIENTS, ids=[patient["id"] for patient in PATIENTS])
def test_a_message_says_of_a_patient_what_a_colleague_reads_in_it(read: Read, patient: dict[str, Any]) -> None:
    slots = read(patient["text"])
    if "adjuvants_tried" in slots:
        slots["adjuvants_tried"] = {one["drug"]: one["outcome"] for one in slots["adjuvants_tried"]}
    assert slots == patient["slots"]


def test_every_patient_has_an_id_of_his_own() -> None:
    ids = [patient["id"] for patient in PATIENTS]
    assert len(ids) == len(set(ids)) > 300
