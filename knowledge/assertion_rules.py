"""The form of the assertion rules, and their reader.

A phrase is written in words, in lower case. ``(a|b c)`` is a choice, ``(a)?`` may be left out, ``<name>`` is any of the
words listed under that name. Everything else stands for itself. In a pattern ``<name>`` is any of the words or of the
``lists`` of that name; patterns are written out once, where the file is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, PositiveInt, StrictBool, StrictStr, ValidationError, root_validator, validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from knowledge.content_files import CONTENT, ContentError
from knowledge.named_lists import Lists, lists_written_out, unknown_names, written_out
from knowledge.schema import ConceptCategory
from knowledge.schema_base import Record, pattern

ASSERTIONS = CONTENT / "language" / "assertions.yml"

Assertion = Literal[
    "present", "absent", "uncertain", "unknown", "historical", "family", "reported", "hypothetical", "asked"
]  # fmt: skip
Treatment = Literal["failed", "not-tolerated", "ongoing", "not-tried", "contraindicated", "declined"]
Extent = Literal["full", "short"]
Kind = Literal["finding", "treatment"]
Reads = Literal["forward", "backward", "nearer", "stop", "nothing"]

_NO_LIST = "no list is called '{}'; add it to lists or mend its name"
PATTERNS = ("adjectives", "continues", "own", "names")
LIMITS = ("about", "after")
_TOKEN = re.compile(r"\(|\)\??|\||<[^\s<>]*>\??|[^\s()<>|]+")


@dataclass(frozen=True)
class Choice:
    """Wordings of which any may stand; an empty one means that it may be left out."""

    wordings: tuple[Wording, ...]


Wording = tuple[str | Choice, ...]


class Meaning(Record):
    """What a rule says of a concept, and how far along a sentence it goes on saying so.

    ``ends_at`` are meanings whose words end it. ``yields_to`` are meanings that win where their words are nearer.
    ``carried_by`` are the words that carry it along a list, all if null; where a list goes on without them it turns
    into the meaning ``otherwise``, or into nothing. ``alike``: it joins only nouns to nouns and adjectives to
    adjectives. ``listed``: it passes a mark only with concepts on both sides of it or with a closing word to come.
    ``treatment`` may be ``unsaid``: then nothing of less rank says what became of the treatment. ``extent`` says
    whether a treatment was taken as far as it goes. ``implied``: its words only let it be concluded, and do not win by
    standing right behind a concept.
    """

    id: StrictStr
    assertion: Assertion | None
    treatment: Treatment | Literal["unsaid"] | None = None
    extent: Extent | None = None
    ends_at: list[StrictStr] = Field(default_factory=list)
    yields_to: list[StrictStr] = Field(default_factory=list)
    carried_by: list[StrictStr] | None = None
    otherwise: StrictStr | None = None
    alike: StrictBool = False
    listed: StrictBool = False
    implied: StrictBool = False


class Rule(Record):
    """Words that say ``says`` of the concepts they reach.

    ``reads``: which side they look to (``nearer``: the side whose concept is nearer), or that they end whatever reaches
    them (``stop``), or that they say nothing, whatever their parts say (``nothing``). ``of`` limits them to one kind of
    concept, ``among`` to categories or classes of the glossary (or concepts, by their ids), ``about`` to concepts whose
    own words match. They count only ``before`` a concept among these, and ``after`` a beginning of the sentence that
    matches. ``reach``: so many tokens far. ``patterns`` are regular expressions, as ``about`` and ``after`` are.
    """

    says: StrictStr | None = None
    reads: Reads
    of: Kind | None = None
    among: list[StrictStr] = Field(default_factory=list)
    about: StrictStr | None = None
    before: list[StrictStr] = Field(default_factory=list)
    after: StrictStr | None = None
    reach: PositiveInt | None = None
    phrases: list[StrictStr] = Field(default_factory=list)
    patterns: list[StrictStr] = Field(default_factory=list)

    @validator("patterns", each_item=True)
    def _pattern_compiles(cls, value: str) -> str:
        return pattern(value)

    @validator(*LIMITS)
    def _limit_compiles(cls, value: str | None) -> str | None:
        return None if value is None else pattern(value)

    @root_validator(skip_on_failure=True)
    def _says_something(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["says"] is None) != (values["reads"] in ("stop", "nothing")):
            raise ValueError("says: name a meaning, unless reads is stop or nothing")
        if not values["phrases"] and not values["patterns"]:
            raise ValueError("phrases: write at least one phrase or pattern")
        return values


class AssertionRules(Record):
    """The whole rule file. The order of ``meanings`` is their rank: of several that reach a concept, the first counts.

    ``kinds`` sorts categories of concepts into kinds; concepts of other categories are not read. ``adjectives`` matches
    the concepts' words that are adjectives, ``continues`` the beginning of a sentence that speaks of the one before.
    ``separators`` are the marks that part one statement from the next; behind one, ``fillers`` are words that go on to
    speak of what stands before it. ``closing`` are the words before the last of a
    list, which make one list of it, for meanings whose words stand before the list (``forward``) or behind it.
    A rule whose words begin with one of ``counted`` speaks of so many concepts at most. What is carried along a list
    passes over concepts that match ``own``: they speak for themselves, whole. Of a concept's
    words that begin with ``names`` only these are its name: the others say something of it. ``words`` are what
    phrases and patterns may name, ``lists`` are regular expressions, which only patterns may name.
    """

    kinds: dict[Kind, list[ConceptCategory]]
    adjectives: StrictStr
    continues: StrictStr
    separators: list[StrictStr]
    fillers: list[StrictStr]
    closing: dict[Literal["forward", "backward"], list[StrictStr]]
    counted: dict[StrictStr, int] = Field({})
    own: StrictStr = r"(?!)"
    names: StrictStr = r"(?!)"
    words: dict[StrictStr, list[StrictStr]]
    lists: dict[StrictStr, list[StrictStr]] = Field({})
    meanings: list[Meaning]
    rules: list[Rule]

    @validator(*PATTERNS)
    def _pattern_compiles(cls, value: str) -> str:
        return pattern(value)

    @validator("words", each_item=True)
    def _words_are_words(cls, value: list[str]) -> list[str]:
        for wording in value:
            if "<" in wording.removeprefix("<"):
                raise ValueError(f"'{wording}' names other words; write them out, or name them by themselves")
        return value

    @root_validator(skip_on_failure=True)
    def _lists_are_patterns(cls, values: dict[str, Any]) -> dict[str, Any]:
        written = lists_written_out(values["words"], values["lists"])
        for name in values["lists"]:
            for part in written[name]:
                pattern(part)
        return values

    def parse(self, phrase: str) -> Wording:
        """The words and choices of ``phrase``. Raises ``ValueError`` for one that is not well formed."""
        tokens = _TOKEN.findall(phrase)
        choice, end = self._choice(tokens)
        if end is not None:
            raise ValueError("it has a bracket too many")
        return (choice,) if len(choice.wordings) > 1 else choice.wordings[0]

    def _choice(self, parts: list[str]) -> tuple[Choice, str | None]:
        """The choice that ``parts`` begin with, and the bracket that closes it, if any. Takes them off the list."""
        wordings: list[list[str | Choice]] = [[]]
        while parts:
            part = parts.pop(0)
            if part.startswith(")"):
                return _choice_of(wordings), part
            if part == "|":
                wordings.append([])
            elif part == "(":
                inner, end = self._choice(parts)
                if end is None:
                    raise ValueError("a bracket is not closed")
                wordings[-1].append(_optional(inner) if end.endswith("?") else inner)
            elif part.startswith("<"):
                named = self._named(part.strip("<>?"))
                wordings[-1].append(_optional(named) if part.endswith("?") else named)
            else:
                wordings[-1].append(part)
        return _choice_of(wordings), None

    def _named(self, name: str) -> Choice:
        if name not in self.words:
            raise ValueError(f"no words are listed under '{name}'")
        return Choice(tuple(self.parse(wording) for wording in self.words[name]))


def _choice_of(wordings: list[list[str | Choice]]) -> Choice:
    return Choice(tuple(tuple(wording) for wording in wordings))


def _optional(choice: Choice) -> Choice:
    return Choice((*choice.wordings, ()))


def read_assertion_rules(path: Path = ASSERTIONS) -> AssertionRules:
    """The rules in the file ``path``.

    Raises :class:`ContentError` with every problem found, in words for its editor.
    """
    try:
        document = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        raise ContentError([f"{path.name}: not readable as YAML: {' '.join(str(error).split())}"]) from error
    if not isinstance(document, dict):
        raise ContentError([f"{path.name}: holds no keys; it needs {', '.join(AssertionRules.__fields__)}"])
    try:
        rules = AssertionRules(**document)
    except ValidationError as error:
        raise ContentError([f"{path.name}: {_in_words(problem)}" for problem in error.errors()]) from error
    lists = lists_written_out(rules.words, rules.lists)
    if problems := [f"{path.name}: {problem}" for problem in _unknown(rules, lists)]:
        raise ContentError(problems)
    return _written_out(rules, lists)


def _written_out(rules: AssertionRules, lists: Lists) -> AssertionRules:
    """``rules`` with the words of ``lists`` in the place of the lists' names, and the lists no more."""

    def of(record: Rule | AssertionRules, keys: tuple[str, ...]) -> dict[str, Any]:
        patterns = {key: getattr(record, key) for key in keys}
        return {key: written_out(one, lists) for key, one in patterns.items() if one is not None}

    whole = [
        rule.copy(update={**of(rule, LIMITS), "patterns": [written_out(one, lists) for one in rule.patterns]})
        for rule in rules.rules
    ]
    return rules.copy(update={**of(rules, PATTERNS), "rules": whole, "lists": {}})


def _unknown(rules: AssertionRules, lists: Lists) -> Iterator[str]:
    """What the parts of ``rules`` name that is not there; ``lists`` are their own, written out."""
    known = [meaning.id for meaning in rules.meanings]
    yield from (
        f"meanings: '{name}' is there twice" for name in sorted({name for name in known if known.count(name) > 1})
    )
    for key in PATTERNS:
        for name in unknown_names(getattr(rules, key), lists):
            yield f"{key}: {_NO_LIST.format(name)}"
    for meaning in rules.meanings:
        named = [*meaning.ends_at, *meaning.yields_to, *([meaning.otherwise] if meaning.otherwise else [])]
        yield from (f"meaning {meaning.id}: '{name}' is no meaning" for name in named if name not in known)
    for number, rule in enumerate(rules.rules, start=1):
        if rule.says is not None and rule.says not in known:
            yield f"rule {number}: says '{rule.says}', which is no meaning"
        for one in filter(None, (rule.about, rule.after, *rule.patterns)):
            for name in unknown_names(one, lists):
                yield f"rule {number} ({rule.says or rule.reads}): {_NO_LIST.format(name)}"
        for phrase in rule.phrases:
            try:
                rules.parse(phrase)
            except ValueError as error:
                yield f"rule {number}: '{phrase}': {error}"


def _in_words(problem: Any) -> str:
    """One line for a ``problem`` of pydantic's, with the place it is at."""
    place = [str(part + 1) if isinstance(part, int) else str(part) for part in problem["loc"] if part != "__root__"]
    where = " ".join(place) or "the file"
    if problem["type"] == "value_error.extra":
        return f"{where}: this key is not known; remove it or mend its spelling"
    if problem["type"] == "value_error.missing":
        return f"{where}: this key is missing; add it"
    return f"{where}: {problem['msg']}"
