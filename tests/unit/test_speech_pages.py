"""An answer in pages of speech: short, safe in their order, honest about what is still to come; and nothing is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from knowledge.amounts import Amount
from knowledge.answers import compose
from knowledge.answers.conversation import CALL_FOR_HELP, emergency, without_knowledge
from knowledge.answers.envelope import Alert, Citation, Envelope, ShownEvidence, ShownStatement
from knowledge.answers.question import Patient, Question
from knowledge.answers.registry import answer
from knowledge.answers.selection import with_companions
from knowledge.content_files import Content
from knowledge.patient import Known
from knowledge.queries import KnowledgeBase
from knowledge.record import Record
from knowledge.rendering.speech import pages, say
from knowledge.rendering.speech.cutting import GOES_ON, GOING_ON, SENTENCE_GOES_ON
from knowledge.rendering.speech.paging import LONGEST, MORE, MORE_WARNINGS
from knowledge.rendering.speech.punctuation import word_count
from tests.hostile import hostile_envelopes
from tests.spoken_numbers import numbers

OFFERS = (MORE, MORE_WARNINGS, SENTENCE_GOES_ON, GOES_ON)
# So many statements are put into one answer where all of them are said.
AT_ONCE = 8
SAYABLE = re.compile(r"[A-Za-z .,;:?!'-]+")


def _patient(**known: Any) -> Patient:
    values = {slot: one if isinstance(one, Known) else Known(one, "given") for slot, one in known.items()}
    return Patient(record=Record(values, dict.fromkeys(values, "hx of it, 3/52 ago")))


def _dosing(**known: Any) -> Question:
    return Question(kind="dosing", concepts=("ketamine", "intravenous"), patient=_patient(**known))


FAILED = [{"drug": "gabapentin", "outcome": "failed"}]
RATE = Amount("rate", Fraction(8, 10), "mg/kg/h")
QUESTIONS: dict[str, Question] = {
    **{
        kind: Question(kind=kind)
        for kind in (
            "recommendation", "evidence", "comparison", "eligibility", "dosing", "titration", "monitoring",
            "adverse_effects", "contraindications", "pathway", "pitfalls", "population", "mechanism", "interactions",
            "summary", "sources", "meta",
        )
    },
    "a dose": _dosing(weight_kg="58", adjuvants_tried=FAILED),
    "a dose for a heavy patient": replace(_dosing(weight_kg="158"), concepts=("ketamine", "oral")),
    "a dose in doubt": _dosing(weight_kg="62.5", raised_icp=Known(True, "uncertain")),
    "a dose withheld": _dosing(weight_kg="58", psychosis=True, pregnancy=True),
    "a dose compared": replace(_dosing(weight_kg="58"), kind="dose_check", amounts=(RATE,)),
    "a weight asked for": replace(_dosing(), wants_figure=True),
    "a weight asked back": _dosing(weight_kg="5", age_years="60"),
    "a verdict": Question(kind="eligibility", of_one=True, patient=_patient(psychosis=True, opioid_dose_mg_24h="120")),
    "an interview": Question(kind="eligibility", choice="start", patient=_patient(opioid_optimised=True)),
    "an interview that goes on": Question(kind="eligibility", of_one=True, patient=_patient(opioid_optimised=True)),
    "a place on the pathway": Question(kind="pathway", patient=_patient(opioid_optimised=True, rotation_tried=True)),
    "a trainee": Question(kind="recommendation", audience="trainee"),
    "a lay reader": Question(kind="adverse_effects", audience="patient"),
    "a lay reader's dose": Question(kind="dosing", audience="patient"),
    "nothing curated": Question(kind="monitoring", concepts=("no-such-concept",), off_topic=True),
}  # fmt: skip


@pytest.fixture(scope="module")
def envelopes(knowledge: KnowledgeBase, content: Content) -> dict[str, Envelope]:
    """An answer of every kind, and those around all statements."""
    answers = {name: answer(knowledge, question) for name, question in QUESTIONS.items()}
    ids = [one.id for topic in content.topics for one in topic.statements]
    for first in range(0, len(ids), AT_ONCE):
        around = knowledge.statements(with_companions(knowledge, ids[first : first + AT_ONCE]))
        answers[ids[first]] = compose.answered(knowledge, Question(kind="search"), around)
    return answers


def _whole(said: tuple[str, ...]) -> str:
    """All pages in one text, as if none had been cut."""
    text = "\n".join(said)
    text = re.sub(rf", {re.escape(SENTENCE_GOES_ON)}\n{re.escape(GOING_ON)}", ",", text)
    for offer in (MORE, MORE_WARNINGS, GOES_ON):
        text = re.sub(rf" {re.escape(offer.rstrip('.'))}(?:\.|, or answer: [^\n]*)(?=\n)", "", text)
    return _words(text)


def _words(text: str) -> str:
    """The words alone, in small letters: a cut takes the mark at its place."""
    return " ".join(re.findall(r"[a-z'-]+", text.lower()))


def test_every_page_is_short_and_can_be_said(envelopes: dict[str, Envelope]) -> None:
    for name, envelope in envelopes.items():
        for page in pages(envelope):
            assert len(re.findall(r"[A-Za-z']+", page)) <= LONGEST, f"{name}: {page}"
            assert SAYABLE.fullmatch(page), f"{name}: {page}"


def test_every_page_but_the_last_offers_more(envelopes: dict[str, Envelope]) -> None:
    for name, envelope in envelopes.items():
        *others, last = pages(envelope)
        asked = say(envelope.question_back or "")
        for page in others:
            assert page.endswith(OFFERS) or (asked and page == others[0] and page.endswith(f", or answer: {asked}"))
            assert "say more" in page.lower()
        assert not last.endswith(OFFERS), name


def test_every_statement_is_said_whole_with_its_sources_and_its_doubt(envelopes: dict[str, Envelope]) -> None:
    for name, envelope in envelopes.items():
        whole = _whole(pages(envelope))
        for statement in envelope.statements:
            assert _words(say(statement.text)) in whole, f"{name}: {statement.text}"
            doubted = {"seed-only": "reported by the article only, not verified"}.get(statement.certainty, "")
            assert _words(doubted) in whole
        for source in envelope.citations:
            assert _words(say(source.label)) in whole, f"{name}: {source.label}"
        for conflict in envelope.conflicts:
            assert _words(say(conflict.text)) in whole, f"{name}: {conflict.text}"


def test_every_number_of_a_statement_is_heard(envelopes: dict[str, Envelope]) -> None:
    for name, envelope in envelopes.items():
        heard = numbers(" ".join(pages(envelope)))
        for statement in envelope.statements:
            for number in numbers(statement.text):
                assert number in heard, f"{name}: {number} of {statement.text}"


def test_figures_are_said_with_their_setting_and_limit(envelopes: dict[str, Envelope]) -> None:
    shown = [one for envelope in envelopes.values() for one in envelope.calculations]
    assert shown
    for envelope in envelopes.values():
        whole = _whole(pages(envelope))
        for one in envelope.calculations:
            assert _words(say(f"{one['setting']}, {one['route']}, {one['frequency']}")) in whole
            assert _words(say(one["arithmetic"])) in whole
            if one["limit"]:
                assert _words(say(f"at most {one['limit']['value']} {one['limit']['unit']}")) in whole


def test_the_parts_come_in_the_order_of_safety(envelopes: dict[str, Envelope]) -> None:
    doubtful = envelopes["a dose in doubt"].copy(
        update={
            "removed": ["Removed before it was read or kept: 1 name."],
            "acknowledged": ["Noted: weight, kg: 62.5."],
        }
    )
    said = _whole(pages(doubtful))
    calculation = doubtful.calculations[0]["arithmetic"]
    parts = [
        doubtful.removed[0], doubtful.acknowledged[0], doubtful.warnings[0].text, doubtful.headline, calculation,
        doubtful.statements[-1].text, doubtful.disclaimer or "",
    ]  # fmt: skip
    places = [said.index(_words(say(part))) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["a dose in doubt", "a dose withheld", "a verdict"])
def test_the_first_page_warns(envelopes: dict[str, Envelope], name: str) -> None:
    envelope = envelopes[name]
    first = pages(envelope)[0]
    severity = envelope.warnings[0].severity.capitalize()
    assert first.startswith(f"{severity}: {say(envelope.warnings[0].text)}")


def test_an_emergency_calls_for_help_first(knowledge: KnowledgeBase) -> None:
    envelope = emergency(knowledge, Question(kind="search"))
    envelope = envelope.copy(update={"removed": ["Removed before it was read or kept: 1 name."]})
    assert pages(envelope)[0].startswith(CALL_FOR_HELP)


@pytest.mark.parametrize("name", ["a verdict", "an interview that goes on"])
def test_the_question_back_is_the_last_thing_of_the_first_page_and_of_all(
    envelopes: dict[str, Envelope], name: str
) -> None:
    asked = say(envelopes[name].question_back or "")
    said = pages(envelopes[name])
    assert len(said) > 1
    assert said[0].endswith(f", or answer: {asked}")
    assert said[-1].endswith(asked)
    assert not any(asked in page for page in said[1:-1])


@pytest.mark.parametrize("name", ["an interview", "a weight asked for", "a weight asked back"])
def test_a_mere_question_is_one_page(envelopes: dict[str, Envelope], name: str) -> None:
    assert pages(envelopes[name]) == (say(envelopes[name].headline)[:1].upper() + say(envelopes[name].headline)[1:],)


def test_a_lay_reader_hears_the_plain_words_and_no_dose(envelopes: dict[str, Envelope]) -> None:
    envelope = envelopes["a lay reader"]
    whole = _whole(pages(envelope))
    assert _words(say(envelope.statements[0].text)) in whole
    assert "milligram" not in whole
    assert pages(envelopes["a lay reader's dose"]) == (say(envelopes["a lay reader's dose"].headline),)


def test_the_list_of_references_is_heard_only_where_it_was_asked_for(knowledge: KnowledgeBase) -> None:
    source = knowledge.sources([one.source_id for one in knowledge.statements(["hardy-response"])[0].support])
    article = knowledge.topic().article_id
    cited = [compose.citation(number, one, article) for number, one in enumerate(source.values(), 1)]
    words = "The references of the last answer:"
    listed = compose.without_statements(knowledge, Question(kind="sources"), "answered", words, citations=cited)
    said = " ".join(pages(listed))
    assert say(cited[0].label) in said
    assert "http" not in said


STATEMENT = ShownStatement(
    id="one", text="", kind="recommendation", evidence=ShownEvidence(system=None, level=None, grade=None),
    certainty="seed-only", review="submitted", citations=[1],
)  # fmt: skip
SOURCE = Citation(
    number=1, source="kettle", label="Kettle Society", title="On kettles", year=2020, url="https://kettle.example/a",
    locator="chapter 1", read="abstract only", via=None, superseded_by=None, superseded_note=None, is_article=False,
)  # fmt: skip


def _of(text: str, **update: Any) -> Envelope:
    shown = STATEMENT.copy(update={"text": text})
    envelope = Envelope(
        status="answered", question="recommendation", headline=text, statements=[shown], citations=[SOURCE]
    )
    return envelope.copy(update=update)


def test_a_source_is_named_with_its_year_its_reporter_and_what_superseded_it() -> None:
    article = SOURCE.copy(
        update={"number": 2, "source": "blog", "label": "A blog 2021", "year": 2021, "is_article": True}
    )
    told = SOURCE.copy(update={"via": "blog", "superseded_by": "kettle-2"})
    envelope = _of("Boil it.", citations=[told, article])
    assert pages(envelope) == (
        "Boil it. Source: Kettle Society, twenty twenty, not read, as reported by the article, superseded by a later "
        "edition. Reported by the article only, not verified; pending review.",
    )


FILLER = "the water is kept warm"


def test_a_long_sentence_is_cut_after_a_clause_and_says_that_it_goes_on() -> None:
    long = f"Green tea may be given, {', '.join([FILLER] * 5)}, unless the kettle is cold, {', '.join([FILLER] * 5)}."
    first, *others = pages(_of(long))
    assert first.endswith(f", {SENTENCE_GOES_ON}")
    assert others[0].startswith(GOING_ON)
    assert _words(long) in _whole((first, *others))


def test_the_doubt_about_a_sentence_that_is_cut_is_heard_before_it() -> None:
    first = pages(_of(f"Green tea may be given, {', '.join([FILLER] * 10)}."))[0]
    assert first.startswith("Reported by the article only, not verified; pending review. Green tea may be given,")


@pytest.mark.parametrize("caveat", ["but not", "unless", "except", "if", "only", "provided that", "without"])
def test_no_page_ends_right_before_a_caveat(caveat: str) -> None:
    for clauses in range(4, 10):
        head = ", ".join(["It may be given", *[FILLER] * clauses])
        first = pages(_of(f"{head}, {caveat} the kettle is cold, {', '.join([FILLER] * 5)}."))[0]
        assert (
            not first.removesuffix(f", {SENTENCE_GOES_ON}").endswith(head[-len(FILLER) * clauses :]) or caveat in first
        )


def test_a_sentence_without_any_clause_is_cut_all_the_same_but_in_no_number() -> None:
    long = " ".join(["warm water of 150 mg"] * 25)
    said = pages(_of(long))
    assert all(len(re.findall(r"[A-Za-z']+", page)) <= LONGEST for page in said)
    assert _words(say(long)) in _whole(said)
    for page in said[:-1]:
        assert not re.search(r"(?:hundred|and|one), this sentence goes on", page)


def test_many_sources_are_spread_over_pages() -> None:
    many = [
        SOURCE.copy(update={"number": number, "label": f"The Honourable Society of Kettles and Cups, branch {number}"})
        for number in range(1, 16)
    ]
    shown = STATEMENT.copy(update={"text": "Boil it.", "citations": list(range(1, 16))})
    said = pages(_of("Boil it.", citations=many, statements=[shown]))
    assert all(len(re.findall(r"[A-Za-z']+", page)) <= LONGEST for page in said)
    assert all(_words(say(one.label)) in _whole(said) for one in many)


def test_more_warnings_are_announced_as_such() -> None:
    warnings = [Alert(severity="caution", text=f"{FILLER} " * 8, statement=None)] * 2
    first, second, *_ = pages(_of("Boil it.", warnings=warnings))
    assert first.endswith(MORE_WARNINGS)
    assert not second.endswith(MORE_WARNINGS)


def test_a_question_that_does_not_fit_waits_for_the_last_page() -> None:
    asked = f"Is it so that {' '.join([FILLER] * 8)}?"
    said = pages(
        _of("Boil it now and here.", question_back=asked, removed=["It is boiled, as was said before, and cooled."] * 2)
    )
    assert not said[0].endswith("?")
    assert said[-1].endswith("?")


def test_an_answer_without_a_knowledge_base_is_said_too() -> None:
    envelope = without_knowledge("unavailable", "The knowledge base cannot be read.", "search", "clinician", None)
    assert pages(envelope) == ("The knowledge base cannot be read.",)


@settings(deadline=None)
@given(hostile_envelopes())
def test_whatever_an_answer_holds_its_pages_can_be_said(envelope: Envelope) -> None:
    said = pages(envelope)
    assert said
    for page in said:
        # What an apostrophe joins is heard as one word.
        assert len(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", page)) <= LONGEST
        assert all(letter.isalpha() or letter in " .,;:?!'-" for letter in page), page


def test_a_word_of_many_parts_is_said_to_its_end() -> None:
    words = "-".join(["na"] * 150)
    said = pages(without_knowledge("needs_input", f"I heard: {words}.", "search", "clinician", None))
    assert sum(page.lower().count("na") for page in said) == 150
    assert all(word_count(page) <= LONGEST for page in said)
