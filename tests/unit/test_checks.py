"""The linter of the content: each rule refuses what breaks it, with words that name the record and the fix."""

from __future__ import annotations

import dataclasses
import json
import shutil
import time
from pathlib import Path

import pytest

from knowledge.checks import check, problems
from knowledge.checks.statements import dose_pattern
from knowledge.content_files import Content, ContentError, TopicContent, read_content
from tests.conftest import TEA

STATEMENTS = "green-tea/statements/all.yml"
GLOSSARY = "green-tea/glossary.yml"
CRITERIA = "green-tea/criteria.yml"
PATHWAY = "green-tea/pathway.yml"
DOSES = "green-tea/doses.yml"
CONFLICTS = "green-tea/conflicts.yml"
SYSTEMS = "sources/grading-systems.yml"
BOOKS = "sources/books.yml"

POT_TEXT = "text: In a pot at home use 1.5 to 2.5 g of leaves for each cup."
HARD_WORDS = (
    "plain: Considerable temperature reduction prior to infusion preparation characteristically ameliorates "
    "organoleptic qualities."
)
CEREMONY_DOSE = """- id: ceremony-dose
  statement: ceremony-dose
  drug: leaves
  routes: [bowl]
  setting: ceremony
  population: adults
  low: "4"
  high: null
  unit: g/cup
  cap: null
  cap_unit: null
  frequency: each bowl
"""

# What is changed (file, old text, new text), and what the linter then says of it.
BROKEN: dict[str, tuple[str, str, str, str]] = {
    "a level that its system lacks": (
        STATEMENTS, "level: null, grade: three", "level: high, grade: three",
        "statement brew-cool: evidence.level 'high' is no value of leaf-stars; use one of: one, three"),
    "a grade that its system lacks": (
        STATEMENTS, "grade: three", "grade: three or seven", "evidence.grade 'seven' is no value of leaf-stars"),
    "a spelling of no value": (
        SYSTEMS, "  basis:", "  spellings: {five: [V]}\n  basis:",
        "grading system leaf-stars: spellings names 'five', which is not there"),
    "a unit that is not understood": (
        DOSES, "unit: g/cup", "unit: g/mug",
        "dose pot-dose: unit 'g/mug' is not understood; use one of: g/cup, spoon/cup, g/h"),
    "a cap in a unit that is not understood": (
        DOSES, "cap: null\n  cap_unit: null", 'cap: "2.5"\n  cap_unit: g/mug', "cap_unit 'g/mug' is not understood"),
    "a cap that cannot be compared": (
        DOSES, "cap: null\n  cap_unit: null", 'cap: "2.5"\n  cap_unit: g/h',
        "cap_unit 'g/h' cannot be compared with unit 'g/cup'"),
    "a cap below the range": (
        DOSES, "cap: null\n  cap_unit: null", 'cap: "1.5"\n  cap_unit: g/cup',
        "dose pot-dose: cap 1.5 g/cup is below the range's 2.5 g/cup"),
    "a cap below the range in another unit": (
        DOSES, "cap: null\n  cap_unit: null", 'cap: "1"\n  cap_unit: spoon/cup', "cap 1 spoon/cup is below the"),
    "a cap below a range without upper end": (
        DOSES, 'high: "2.5"\n  unit: g/cup\n  cap: null\n  cap_unit: null',
        'high: null\n  unit: g/cup\n  cap: "1"\n  cap_unit: g/cup', "cap 1 g/cup is below the range's 1.5 g/cup"),
    "a dose without a number": (
        DOSES, 'low: "1.5"\n  high: "2.5"', "low: null\n  high: null", "has neither low nor high nor cap"),
    "a dose without its statement": (
        DOSES, "statement: pot-dose", "statement: nowhere", "dose pot-dose: statement names 'nowhere'"),
    "a number that the statement lacks": (
        STATEMENTS, POT_TEXT, POT_TEXT.replace("1.5", "1.25"),
        "dose pot-dose: low 1.5 does not occur in the text of statement pot-dose"),
    "a cap that the statement lacks": (
        DOSES, "cap: null\n  cap_unit: null", 'cap: "3"\n  cap_unit: g/cup', "or name the cap_statement"),
    "a cap's statement without a cap": (
        DOSES, "cap_unit: null", "cap_unit: null\n  cap_statement: pot-dose", "cap_statement without a cap"),
    "a dose of another setting than its statement": (
        DOSES, "setting: at-home", "setting: ceremony", "setting 'ceremony' is not that of its statement ('at-home')"),
    "a criterion that is never used": (
        "green-tea/criteria.yml", "statement: fresh-leaves", "statement: brew-cool",
        "criterion leaves-fresh: never used, since statement 'brew-cool' answers no question about eligibility"),
    "a concept named twice": (
        STATEMENTS, "about: [water, boiling]", "about: [water, boiling, water]",
        "brew-boiling: about: 'water' stands there 2 times"),
    "what reads as a citation": (
        STATEMENTS, "Only fresh leaves", "Only fresh [2] leaves",
        "fresh-leaves: text holds '[2]', which reads as a citation"),
    "a control character": (
        STATEMENTS, "text: Only fresh leaves are worth a careful brew.", 'text: "Only fresh \\a leaves are worth it."',
        "text holds a control character"),
    "a criterion about nothing known": (
        "green-tea/criteria.yml", "concepts: [leaves]", "concepts: [leafs]", "leaves-fresh: concepts names 'leafs'"),
    "a criterion that nothing fills": (
        "green-tea/criteria.yml", "  concepts: [leaves]\n", "", "a finding needs concepts; add them"),
    "a criterion that is ruled out by nothing known": (
        CRITERIA, "favours: true", "favours: true\n  ruled_out_by: {leafs: [present]}",
        "criterion leaves-fresh: ruled_out_by names 'leafs', which is not there"),
    "a criterion that changes among nothing known": (
        CRITERIA, "favours: true", "favours: true\n  changed_among: [milk, leafs]",
        "criterion leaves-fresh: changed_among names 'leafs', which is not there"),
    "a unit needed of nothing known": (
        CRITERIA, "favours: true", "favours: true\n  unit_needed: [leafs]",
        "criterion leaves-fresh: unit_needed names 'leafs', which is not there"),
    "a choice of nothing known": (
        CRITERIA, "kind: finding", "kind: choice\n  choices: {green: [leafs]}",
        "criterion leaves-fresh: choices names 'leafs', which is not there"),
    "a criterion as absolute as nothing says": (
        CRITERIA, "favours: true", "favours: true\n  relative: nowhere",
        "criterion leaves-fresh: relative names 'nowhere', which is not there"),
    "a criterion that decides without a value": (
        CRITERIA, "  favours: true\n", "", "criterion leaves-fresh: against, but no value speaks for going on"),
    "a criterion that is not judged and decides": (
        CRITERIA, "kind: finding", "kind: medicine",
        "criterion leaves-fresh: against is for findings and treatments, and it is a medicine; remove it"),
    "treatments that nothing meets": (
        CRITERIA, "kind: finding", "kind: treatments", "criterion leaves-fresh: against, but no outcome meets it; add"),
    "treatments met and not met at once": (
        CRITERIA, "kind: finding", "kind: treatments\n  met_by: [failed, ongoing]\n  not_met_by: [ongoing]",
        "criterion leaves-fresh: met_by and not_met_by both have 'ongoing'; keep it in one"),
    "a finding that is met by an outcome": (
        CRITERIA, "favours: true", "favours: true\n  met_by: [failed]",
        "criterion leaves-fresh: met_by and not_met_by are for treatments, and it is a finding; remove them"),
    "an outcome that no treatment has": (
        CRITERIA, "kind: finding", "kind: treatments\n  met_by: [absent]",
        "green-tea/criteria.yml: leaves-fresh: key 'met_by.0': unexpected value"),
    "a verdict that nothing carries": (
        "green-tea/topic.yml", "more-needed: fresh-leaves, ", "",
        "topic green-tea: verdicts lacks 'more-needed', to which its criteria can lead; add it with the id"),
    "a verdict that a missing statement carries": (
        "green-tea/topic.yml", "more-needed: fresh-leaves", "more-needed: nowhere",
        "topic green-tea: verdicts names 'nowhere', which is not there"),
    "a verdict that there is not": (
        "green-tea/topic.yml", "may-be-considered: brew-cool", "recommended: brew-cool",
        "green-tea/topic.yml: key 'verdicts.__key__': unexpected value"),
    "a step completed by nothing known": (
        PATHWAY, "leaves_fresh, equals: true", "leaves_old, equals: true",
        "pathway step choose-leaves: done_when.slot names 'leaves_old', which is not there"),
    "a step completed by no fact": (
        PATHWAY, "done_when: {any_of: [{slot: leaves_fresh, equals: true}]}", "done_when: {any_of: []}",
        "pathway step choose-leaves: done_when needs facts under any_of or under all_of, and not under both"),
    "a step completed by whatever is said": (
        PATHWAY, "leaves_fresh, equals: true", "leaves_fresh",
        "choose-leaves: done_when: slot 'leaves_fresh' is a finding; say equals: true or false"),
    "a step completed by what a finding cannot be": (
        PATHWAY, "leaves_fresh, equals: true", "leaves_fresh, equals: green",
        "choose-leaves: done_when: slot 'leaves_fresh' is a finding; say equals: true or false"),
    "a step completed by the outcome of a finding": (
        PATHWAY, "leaves_fresh, equals: true", "leaves_fresh, outcome_in: [failed]",
        "choose-leaves: done_when: slot 'leaves_fresh' is a finding; outcome_in is for treatments; say equals instead"),
    "a step ruled out by no verdict": (
        PATHWAY, "ruled_out_by: [not-recommended]", "ruled_out_by: [never]",
        "green-tea/pathway.yml: brew: key 'ruled_out_by.0': unexpected value"),
    "a concept without synonyms": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: []", "glossary pot: has no form but its label"),
    "a class that is none": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [teapot]\n  belongs_to: water", "glossary pot: belongs_to"),
    "a synonym that repeats the label": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [POT]", "glossary pot: has no form but its label"),
    "a form that stands twice": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [tea-pot, tea pot]", "the form 'tea pot' stands there twice"),
    "a form of two concepts": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [Tea Bowl]", "the form 'tea bowl' belongs to concept pot already"),
    "a form of a concept and a near trap": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [iced-tea]", "near trap iced-tea: the form 'iced tea' belongs to"),
    "a form of a concept and a source": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [teapot blog]",
        "source teapot-blog: the form 'Teapot Blog' belongs to concept pot"),
    "a mishearing that is another's form": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [teapot]\n  misheard: [leaf]",
        "glossary pot: the mishearing 'leaf' is also how concept leaves is written"),
    "a mishearing of two concepts": (
        GLOSSARY, "synonyms: [teapot]\n", "synonyms: [teapot]\n  misheard: [bot]\n\n"
        "- id: cup\n  category: device\n  label: cup\n  synonyms: [mug]\n  misheard: [bot]\n",
        "glossary cup: the form 'bot' belongs to concept pot already"),
    "a synonym that is another drug's name": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [Caffeine]",
        "glossary pot: synonyms has 'Caffeine', which is another medicine's name"),
    "a misspelling that is another drug's name": (
        GLOSSARY, "synonyms: [oat milk]", "synonyms: [oat milk]\n  misspellings: [Insulin]",
        "glossary milk: misspellings has 'Insulin', which is another medicine's name"),
    "a medicine's synonym that is plain English": (
        GLOSSARY, "synonyms: [oat milk]", "synonyms: [cream]", "glossary milk: synonyms has 'cream', which is plain"),
    "a misspelling that is plain English": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [teapot]\n  misspellings: [port]",
        "glossary pot: misspellings has 'port', which is plain English"),
    "an abbreviation that is plain English": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [teapot]\n  abbreviations: [TOP]", "abbreviations has 'TOP', which"),
    "a brand that is plain English": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [teapot]\n  brands: [Brown]", "brands has 'Brown', which is plain"),
    "a form of what is not there": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [teapot]\n  form_of: kettle",
        "glossary pot: form_of names 'kettle', which is not there"),
    "a form of itself": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [teapot]\n  form_of: pot", "glossary pot: form_of names 'pot'"),
    "an exemption without need": (
        GLOSSARY, "synonyms: [teapot]",
        "synonyms: [teapot]\n  exempt: [{rule: plain-english, what: port, why: said on ships}]",
        "glossary pot: exempt from plain-english of 'port', which it does not break; remove the exemption"),
    "an exemption without a reason": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [teapot]\n  exempt: [{rule: plain-english, what: port}]",
        "key 'exempt.0.why' is missing"),
    "an exemption from a rule that has none": (
        GLOSSARY, "synonyms: [teapot]", "synonyms: [teapot]\n  exempt: [{rule: dose, why: because it is so}]",
        "key 'exempt.0.rule': unexpected value"),
    "an orphan about nothing": (
        STATEMENTS, "about: [bowl, ceremony]", "about: []",
        "statement ceremony-dose: no question reaches it: it is about no concept"),
    "an orphan in a setting that nothing opens": (
        "green-tea/topic.yml", "concepts: [ceremony]", "concepts: []",
        "statement ceremony-dose: no question reaches it: its setting is opened by no concept"),
    "a conflict that nothing brings together": (
        CONFLICTS, "- id: water-temperature", "- id: dead\n  statements: [ceremony-dose, watch-colour]\n"
        "  differs: dose\n  text: These two are never asked for together.\n  binds: null\n  companions: []\n\n"
        "- id: water-temperature", "conflict dead: can never be shown, because no kind of question brings two"),
    "a conflict of companions only": (
        CONFLICTS, "- id: water-temperature", "- id: dead\n  statements: [kettle-cool, watch-colour]\n"
        "  differs: dose\n  text: These two only ever stand beside others.\n  binds: null\n"
        "  companions: [kettle-cool, watch-colour]\n\n- id: water-temperature", "every statement is a companion"),
    "a conflict with itself": (
        CONFLICTS, "[brew-boiling, brew-cool]", "[brew-boiling, brew-boiling]", "because it has one statement"),
    "a companion that is in conflict itself": (
        CONFLICTS, "companions: [brew-cool]", "companions: [brew-boiling]", "is itself in conflict"),
    "a superseded source cited as current": (
        STATEMENTS, "In 2021 the blog brewed", "The blog brews",
        "statement brew-boiling: text rests only on superseded sources, as if they were current; name the year (2021)"),
    "an unreadable text for lay people": (
        STATEMENTS, "plain: Let the water cool first.", HARD_WORDS, "statement brew-cool: plain reads at school grade"),
    "a dose in the text for lay people": (
        STATEMENTS, "plain: Ask whoever keeps the pot.", "plain: Take 2.5 g for a cup.",
        "statement pot-dose: plain holds the dose '2.5 g', which a lay reader is never given"),
    "a statement without a place in its source": (
        STATEMENTS, "locator: chapter 3", "locator: null", "statement no-iron-pot: no source has a locator"),
    "a text that is too long": (
        STATEMENTS, "text: Only fresh leaves", f"text: Only {'very ' * 90} fresh leaves", "at most 420 characters"),
    "an open question about nothing": (
        "green-tea/open-questions.yml", "[brew-cool]", "[nowhere]", "question how-cool: statements names 'nowhere'"),
    "a source that supersedes itself": (
        BOOKS, "supersedes: kettle-2010", "supersedes: kettle-2020", "source kettle-2020: supersedes itself"),
    "a float in a list": (GLOSSARY, "synonyms: [teapot]", "synonyms: [teapot, 1.5]", "holds the number 1.5; put"),
    "a float in a nested record": (STATEMENTS, "locator: chapter 1}", "locator: 1.5}", "holds the number 1.5"),
    "a float where text is expected": (STATEMENTS, "Let the water cool first.", "1.5", "key 'plain' must be text"),
    "a form of two units": ("language/units.yml", "also: [g per cup]", "also: [g/h]", "'g/h' stands there 2 times"),
    "a unit that is a float": (
        "language/units.yml", 'in_base: "2"', "in_base: 0.5", "spoon/cup: key 'in_base' must be text"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEA, tmp_path / "content"))


def _change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _problems(folder: Path) -> list[str]:
    try:
        return problems(read_content(folder))
    except ContentError as error:
        return error.problems


@pytest.mark.parametrize("case", sorted(BROKEN))
def test_what_breaks_a_rule_is_refused_with_the_fix(folder: Path, case: str) -> None:
    name, old, new, expected = BROKEN[case]
    _change(folder, name, old, new)
    assert any(expected in problem for problem in _problems(folder)), _problems(folder)


def test_the_made_up_topic_breaks_no_rule(folder: Path) -> None:
    assert _problems(folder) == []


def test_doses_of_several_settings_name_their_own(folder: Path) -> None:
    _change(folder, DOSES, "- id: pot-dose", CEREMONY_DOSE + "\n- id: pot-dose")
    assert _problems(folder) == []
    _change(folder, STATEMENTS, "In a pot at home use", "In a pot use")
    assert [problem for problem in _problems(folder) if "does not name its own (at home)" in problem]
    _change(folder, "green-tea/topic.yml", "label: at home, default: true, concepts: []",
            "label: at home, default: true, concepts: [], named_by: [in a pot]")  # fmt: skip
    assert _problems(folder) == []


def test_a_reason_in_the_record_excuses_it(folder: Path) -> None:
    _change(folder, GLOSSARY, "synonyms: [teapot]", "synonyms: [teapot]\n  misspellings: [port]")
    assert len(_problems(folder)) == 1
    excuse = "exempt: [{rule: plain-english, what: port, why: heard in every kitchen}]"
    _change(folder, GLOSSARY, "misspellings: [port]", f"misspellings: [port]\n  {excuse}")
    assert _problems(folder) == []


def test_the_members_of_a_class_are_its_names(folder: Path) -> None:
    _change(folder, GLOSSARY, "category: device\n  label: pot\n  synonyms: [teapot]",
            "category: drug-class\n  label: pot\n  synonyms: [tea pot, caffeine]")  # fmt: skip
    assert _problems(folder) == []


def test_a_cap_may_be_given_by_another_statement(folder: Path) -> None:
    _change(folder, DOSES, "cap: null\n  cap_unit: null",
            'cap: "4"\n  cap_unit: g/cup\n  cap_statement: ceremony-dose')  # fmt: skip
    assert _problems(folder) == []


@pytest.mark.parametrize("grade_", ["three (for a careful brew)", "one or three", "one; three", "Three", "***"])
def test_a_grade_may_be_printed_as_its_source_prints_it(folder: Path, grade_: str) -> None:
    _change(folder, SYSTEMS, "  basis:", '  spellings: {three: ["***"]}\n  basis:')
    _change(folder, STATEMENTS, "grade: three", f"grade: '{grade_}'")
    assert _problems(folder) == []


def _asked(folder: Path, statement: str, *questions: str) -> None:
    listed = json.dumps(questions, ensure_ascii=False)
    _change(folder, STATEMENTS, f"- id: {statement}\n", f"- id: {statement}\n  asked: {listed}\n")


def test_a_question_is_asked_of_one_statement_only(folder: Path) -> None:
    _asked(folder, "brew-cool", "How hot should the water be?", "how cool?")
    _asked(folder, "bitter", "why is it bitter?")
    assert _problems(folder) == []
    _asked(folder, "pot-dose", "how  HOT should the water be", "how much?")
    assert _problems(folder) == [
        "statement pot-dose: asked has 'how  HOT should the water be', which statement brew-cool answers already; "
        "keep it where it is answered best"
    ]


def test_a_question_stands_once_in_its_statement(folder: Path) -> None:
    _asked(folder, "bitter", "cast-iron?", "cast iron", "cast‑iron ?")
    assert _problems(folder) == [
        f"statement bitter: asked has '{again}', which statement bitter answers already; "
        "keep it where it is answered best"
        for again in ("cast iron", "cast‑iron ?")
    ]


def test_a_question_is_asked_in_one_topic_only(folder: Path) -> None:
    _asked(folder, "bitter", "why is it bitter?")
    content = read_content(folder)
    topic = content.topics[0]
    (asked,) = (one for one in topic.statements if one.asked)
    other = dataclasses.replace(topic, statements=[asked.copy(update={"id": "sour"})], regimens=[], conflicts=[])
    both = dataclasses.replace(content, topics=[topic, other])
    expected = "statement sour: asked has 'why is it bitter?', which statement bitter answers already; "
    assert [problem for problem in problems(both) if problem.startswith(expected)]


def test_two_topics_may_share_a_concept(folder: Path) -> None:
    content = read_content(folder)
    other = dataclasses.replace(content.topics[0], statements=[], regimens=[], conflicts=[])
    both = dataclasses.replace(content, topics=[content.topics[0], other])
    assert not [problem for problem in problems(both) if problem.startswith("glossary")]


def test_check_raises_what_problems_lists(folder: Path) -> None:
    _change(folder, DOSES, "unit: g/cup", "unit: g/mug")
    content = read_content(folder)
    with pytest.raises(ContentError) as caught:
        check(content)
    assert caught.value.problems == problems(content) != []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("take 50 mg now", "50 mg"),
        ("take 0.5mg/kg now", "0.5mg/kg"),
        ("take two milligrams", "two milligrams"),
        ("1,000 micrograms", "1,000 micrograms"),
        ("ten MG", "ten MG"),
        ("a 5-mL spoon", "5-mL"),
        ("29 of 93 people", None),
        ("over two days, in 2012", None),
        ("three groups", None),
        ("a gram of sense", None),
    ],
)
def test_a_dose_is_found_in_figures_and_in_words(content: Content, text: str, found: str | None) -> None:
    match = dose_pattern(content.units).search(text)
    assert (match and match[0]) == found


def _repeated(content: Content, times: int) -> Content:
    """``content`` with each statement, dose and conflict of its first topic ``times`` over, under other ids."""
    topic = content.topics[0]
    copies = [_renamed(topic, number) for number in range(times)]
    return dataclasses.replace(
        content,
        topics=[
            dataclasses.replace(
                topic,
                statements=[one for copy in copies for one in copy.statements],
                regimens=[one for copy in copies for one in copy.regimens],
                conflicts=[one for copy in copies for one in copy.conflicts],
            )
        ],
    )


def _renamed(topic: TopicContent, number: int) -> TopicContent:
    def named(name: str) -> str:
        return f"{name}-{number}" if number else name

    return dataclasses.replace(
        topic,
        statements=[
            one.copy(update={"id": named(one.id), "asked": list(map(named, one.asked))}) for one in topic.statements
        ],
        regimens=[one.copy(update={"id": named(one.id), "statement": named(one.statement)}) for one in topic.regimens],
        conflicts=[
            one.copy(
                update={
                    "id": named(one.id),
                    "statements": [named(name) for name in one.statements],
                    "companions": [named(name) for name in one.companions],
                    "binds": one.binds and named(one.binds),
                }
            )
            for one in topic.conflicts
        ],
    )


def test_checking_takes_time_in_proportion_to_the_content(content: Content) -> None:
    def seconds(repeated: Content) -> float:
        start = time.process_time()
        assert problems(repeated) == []
        return time.process_time() - start

    small, large = _repeated(content, 4), _repeated(content, 40)
    seconds(small)
    # Ten times the statements: a loop within a loop would take a hundred times as long.
    assert seconds(large) < 30 * seconds(small)
