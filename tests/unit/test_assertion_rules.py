"""The rule file says to its editor what is wrong with it, and its phrases mean what its head says they mean."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from bot.nlu.assertion import AssertionEngine, Target
from bot.nlu.phrases import Phrases
from knowledge.assertion_rules import ASSERTIONS, AssertionRules, read_assertion_rules
from knowledge.content_files import Content, ContentError
from knowledge.schema import ConceptCategory

RULES = """\
kinds: {finding: [condition], treatment: [device]}
adjectives: y$
continues: and so
separators: [","]
fillers: [it]
closing: {forward: [or], backward: [and]}
words: {cup: [cup, big mug], vessel: [<cup>, pot (old)]}
lists: {drink: [teas?, cocoa], drunk: [<drink>, milk]}
meanings:
  - {id: "not", assertion: absent, ends_at: [seen], yields_to: [seen], carried_by: [","], otherwise: seen}
  - {id: seen, assertion: present}
rules:
  - {says: "not", reads: forward, of: finding, reach: 3, phrases: [no (full)? <cup>]}
  - {reads: stop, about: "^<drunk>$", after: "<drink> $", patterns: ["b[u]t <drunk>"]}
"""

BROKEN = {
    "a misspelt key": ("of: finding", "off: finding", "rules 1 off: this key is not known; remove it or mend"),
    "a missing key": ("continues: and so\n", "", "continues: this key is missing; add it"),
    "an unknown side": ("reads: forward", "reads: onward", "rules 1 reads: unexpected value; permitted: 'forward'"),
    "an unknown assertion": ("assertion: absent", "assertion: away", "meanings 1 assertion: unexpected value"),
    "an unknown category": ("[device]", "[devise]", "kinds treatment 1: unexpected value"),
    "no phrase": ("phrases: [no (full)? <cup>]", "phrases: []", "phrases: write at least one phrase or pattern"),
    "nothing said": ('says: "not", ', "", "says: name a meaning, unless reads is stop or nothing"),
    "too much said": ("reads: stop,", "says: seen, reads: stop,", "says: name a meaning, unless"),
    "a broken pattern": ("b[u]t <", "b[ut <", "rules 2 patterns 1: 'b[ut <drunk>' is no regular expression"),
    "an unknown meaning": ("ends_at: [seen]", "ends_at: [sene]", "meaning not: 'sene' is no meaning"),
    "an unknown thing to say": ('says: "not"', "says: never", "rule 1: says 'never', which is no meaning"),
    "a meaning twice": ("id: seen", 'id: "not"', "meanings: 'not' is there twice"),
    "an open bracket": ("(full)?", "(full", "rule 1: 'no (full <cup>': a bracket is not closed"),
    "a stray bracket": ("(full)?", "full)", "rule 1: 'no full) <cup>': it has a bracket too many"),
    "unknown words": ("(full)? <cup>", "(full)? <cap>", "no words are listed under 'cap'"),
    "words that name words": ("big mug", "big <cup>", "words cup: 'big <cup>' names other words; write them out, or"),
    "an unknown list": ("b[u]t <drunk>", "but <drank>", "rule 2 (stop): no list is called 'drank'; add it to lists or"),
    "an unknown list in a limit": ('"<drink> $"', '"<drinks> $"', "rule 2 (stop): no list is called 'drinks'"),
    "an unknown list at the head": ("continues: and so", "continues: <so>", "continues: no list is called 'so'"),
    "a list that names one below it": ("[teas?,", "[<drunk>,", "list drink: no list above it is called 'drunk'"),
    "words that name some below them": ("[cup,", "[<vessel>,", "list cup: no list above it is called 'vessel'"),
    "a list that is called as words are": ("lists: {drink", "lists: {cup", "list cup: words of that name are there"),
    "a broken list": ("[teas?,", '["te(a",', "'te(a' is no regular expression"),
    "broken YAML": ("kinds: {", "kinds: [", "not readable as YAML"),
    "a reach of nothing": ("reach: 3", "reach: 0", "rules 1 reach: ensure this value is greater than 0"),
}


def _write(folder: Path, text: str) -> Path:
    path = folder / "assertions.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", sorted(BROKEN))
def test_a_broken_file_is_refused_with_words_that_help(tmp_path: Path, case: str) -> None:
    old, new, expected = BROKEN[case]
    assert old in RULES
    with pytest.raises(ContentError) as caught:
        read_assertion_rules(_write(tmp_path, RULES.replace(old, new, 1)))
    assert any(problem.startswith("assertions.yml: ") for problem in caught.value.problems)
    assert any(expected in problem for problem in caught.value.problems), caught.value.problems


def test_a_file_without_keys_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="holds no keys; it needs kinds, adjectives"):
        read_assertion_rules(_write(tmp_path, "- a list\n"))


def test_the_product_s_own_rules_are_read() -> None:
    rules = read_assertion_rules(ASSERTIONS)
    assert len(rules.rules) > 40
    assert {rule.says for rule in rules.rules if rule.says} == {meaning.id for meaning in rules.meanings}


PHRASES = {
    "a (b|c d)? e": ["a e", "a b e", "a c d e"],
    "(a)? (b (c)?|d)": ["b", "a b", "b c", "a b c", "d", "a d"],
    "x <cup>": ["x cup", "x big mug"],
    "<cup>? y": ["y", "cup y", "big mug y"],
    "? - r/o": ["? - r/o"],
}
NO_PHRASES = ["", "a", "e a", "a b", "a c e", "x", "x big", "x mug", "? r/o", "c"]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_found_in_each_of_its_wordings_and_no_other(tmp_path: Path, phrase: str) -> None:
    rules = read_assertion_rules(_write(tmp_path, RULES))
    phrases: Phrases[str] = Phrases(str.split)
    phrases.add(rules.parse(phrase), phrase)
    for wording in PHRASES[phrase]:
        words = wording.split()
        assert (phrase, 1, 1 + len(words)) in list(phrases.find(["before", *words, "after"])), wording
    others = [words.split() for words in NO_PHRASES if words not in PHRASES[phrase]]
    assert [words for words in others if (phrase, 0, len(words)) in list(phrases.find(words))] == []


def test_a_list_stands_for_its_words_wherever_a_pattern_names_it(tmp_path: Path) -> None:
    stop = read_assertion_rules(_write(tmp_path, RULES)).rules[1]
    assert (stop.after, stop.about) == ("(?:teas?|cocoa) $", "^(?:(?:teas?|cocoa)|milk)$")
    assert [text for text in ("but tea", "but teas", "but milk", "but drunk") if re.search(stop.patterns[0], text)] == [
        "but tea",
        "but teas",
        "but milk",
    ]


def test_a_pattern_may_name_the_words_of_phrases(tmp_path: Path) -> None:
    rules = read_assertion_rules(_write(tmp_path, RULES.replace("b[u]t <drunk>", "my <vessel>$")))
    wordings = ("my cup", "my big mug", "my pot (old)", "my pot old", "my vessel")
    assert [text for text in wordings if re.search(rules.rules[1].patterns[0], text)] == list(wordings[:3])


def test_a_named_group_of_a_pattern_is_no_list(tmp_path: Path) -> None:
    rules = read_assertion_rules(_write(tmp_path, RULES.replace("b[u]t <drunk>", "(?P<drunk>b[u]t)")))
    assert rules.rules[1].patterns == ["(?P<drunk>b[u]t)"]


def test_rules_that_were_kept_are_read_as_they_were(tmp_path: Path) -> None:
    rules = read_assertion_rules(_write(tmp_path, RULES))
    assert AssertionRules(**rules.dict()) == rules


# Of what is in a pot of a class, the first is gone where the next is of that class, too.
NEXT = '  - {says: "not", reads: backward, among: [tea], before: [tea, lid], patterns: ["then "]}\n'
POTS = {
    ("tea", "tea"): "absent",
    ("tea", "cocoa"): "present",
    ("cocoa", "tea"): "present",
    ("tea", None): "present",
    (None, "tea"): "present",
}


@pytest.mark.parametrize("classes", POTS)
def test_a_rule_may_ask_which_class_its_concept_and_the_next_one_belong_to(
    tmp_path: Path, classes: tuple[str | None, str | None]
) -> None:
    engine = AssertionEngine(read_assertion_rules(_write(tmp_path, RULES + NEXT)))
    first, second = classes
    targets = [Target(0, 3, "mug", "device", first), Target(15, 18, "pot", "device", second)]
    assert engine.read("mug then a big pot", targets)[0].assertion == POTS[classes]


def test_a_rule_may_ask_for_a_category_or_for_a_single_concept(tmp_path: Path) -> None:
    rules = RULES + NEXT.replace("among: [tea]", "among: [device]")
    engine = AssertionEngine(read_assertion_rules(_write(tmp_path, rules)))
    read = engine.read("mug then the lid", [Target(0, 3, "mug", "device"), Target(13, 16, "lid", "condition")])
    assert [one.assertion for one in read] == ["absent", "present"]


def test_nothing_stands_next_that_is_some_words_away(tmp_path: Path) -> None:
    engine = AssertionEngine(read_assertion_rules(_write(tmp_path, RULES + NEXT)))
    targets = [Target(0, 3, "mug", "device", "tea"), Target(28, 31, "pot", "device", "tea")]
    assert engine.read("mug then we went to see the pot", targets)[0].assertion == "present"


def test_the_product_s_rules_ask_for_what_its_glossary_tells_apart(content: Content) -> None:
    concepts = [concept for topic in content.topics for concept in topic.glossary]
    known = {*get_args(ConceptCategory), *(concept.id for concept in concepts)}
    asked = {name for rule in read_assertion_rules().rules for name in (*rule.among, *rule.before)}
    assert asked <= known
    assert asked & {concept.belongs_to for concept in concepts}
