"""The rule file says to its editor what is wrong with it, and its phrases mean what its head says they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.phrases import Phrases
from knowledge.assertion_rules import ASSERTIONS, read_assertion_rules
from knowledge.content_files import ContentError

RULES = """\
kinds: {finding: [condition], treatment: [device]}
adjectives: y$
continues: and so
separators: [","]
fillers: [it]
closing: {forward: [or], backward: [and]}
words: {cup: [cup, big mug]}
meanings:
  - {id: "not", assertion: absent, ends_at: [seen], yields_to: [seen], carried_by: [","], otherwise: seen}
  - {id: seen, assertion: present}
rules:
  - {says: "not", reads: forward, of: finding, reach: 3, phrases: [no (full)? <cup>]}
  - {reads: stop, patterns: ["b[u]t"]}
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
    "a broken pattern": ("b[u]t", "b[ut", "rules 2 patterns 1: 'b[ut' is no regular expression"),
    "an unknown meaning": ("ends_at: [seen]", "ends_at: [sene]", "meaning not: 'sene' is no meaning"),
    "an unknown thing to say": ('says: "not"', "says: never", "rule 1: says 'never', which is no meaning"),
    "a meaning twice": ("id: seen", 'id: "not"', "meanings: 'not' is there twice"),
    "an open bracket": ("(full)?", "(full", "rule 1: 'no (full <cup>': a bracket is not closed"),
    "a stray bracket": ("(full)?", "full)", "rule 1: 'no full) <cup>': it has a bracket too many"),
    "unknown words": ("<cup>", "<cap>", "no words are listed under 'cap'"),
    "words that name words": ("big mug", "big <cup>", "words cup: 'big <cup>' names other words; write them out"),
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
