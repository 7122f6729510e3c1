"""The words for what can change in each kind of record. A key without words of its own gets the general form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from knowledge.differences.marking import UNKNOWN_KEY, Said, gone_and_come, in_words, reworded, shown, words_of
from knowledge.differences.names import Names

Record = dict[str, Any]
Sayer = Callable[[Names, "str | None", Record, Record], Iterator[Said]]

CERTAINTY = {
    "verified-primary": "checked against the source itself",
    "verified-abstract": "abstract only",
    "verified-secondary": "secondary text only",
    "seed-only": "reported by the article only, not verified",
    "conflict": "sources disagree",
}
DECISION = {"approved": "Approval", "returned": "Return", "under_review": "Start of the review"}
DECIDED = {"approved": "approved", "returned": "returned", "under_review": "taken under review"}
LABELS = {
    ("regimens", "low"): "lower limit",
    ("regimens", "high"): "upper limit",
    ("regimens", "cap"): "cap",
    ("criteria", "ask"): "question",
    ("criteria", "relative"): "statement on how absolute it is",
    ("pathway", "done_when"): "done",
    ("pathway", "not_done_when"): "left out",
    ("pathway", "under_way_when"): "under way",
    ("pathway", "ruled_out_when"): "ruled out",
    ("pathway", "ruled_out_by"): "verdicts that rule it out",
    ("near_traps", "say"): "reply",
    ("near_traps", "forms"): "forms",
    ("statements", "plain"): "plain-language text",
    ("statements", "note"): "note",
    ("sources", "read"): "what was read of it",
    ("topic", "verdict"): "what comes with every dose",
    ("topic", "emergency"): "what follows the advice to call for help",
    ("topic", "verdicts"): "statement of each verdict on a patient",
    ("topic", "why"): "statement that says why",
    ("topic", "answers"): "general answer",
    ("topic", "bottom_line"): "bottom line",
}
FORMS = {
    "synonyms": "Synonym",
    "abbreviations": "Abbreviation",
    "brands": "Brand name",
    "misspellings": "Misspelling",
    "misheard": "Mishearing",
}


def changed(key: str, field: str, names: Names, topic: str | None, old: Record, new: Record) -> Iterator[Said]:
    """The words for the change of ``field`` from ``old`` to ``new``, a record that ``key`` holds."""
    sayer = SAYERS.get((key, field))
    if sayer is not None and field in old and field in new:
        yield from sayer(names, topic, old, new)
        return
    label = f"{names.record(key, topic, new)}: {LABELS.get((key, field), words_of(field))}"
    yield from in_words(label, old.get(field, UNKNOWN_KEY), new.get(field, UNKNOWN_KEY))


def _limit(field: str, unit: str) -> Sayer:
    def say(names: Names, topic: str | None, old: Record, new: Record) -> Iterator[Said]:
        label = f"{names.record('regimens', topic, new)}: {LABELS['regimens', field]}"
        before, after = shown(old[field]), shown(new[field])
        same_unit = old.get(unit) == new.get(unit)
        yield Said(f"{label} {before}{'' if same_unit else _unit(old, unit)} → {after}{_unit(new, unit)}")

    return say


def _unit(record: Record, unit: str) -> str:
    return f" {record[unit]}" if record.get(unit) else ""


def _reworded(names: Names, topic: str | None, old: Record, new: Record) -> Iterator[Said]:
    yield Said(f"{names.record('statements', topic, new)} reworded:", reworded(old["text"], new["text"]))


def _certainty(names: Names, topic: str | None, old: Record, new: Record) -> Iterator[Said]:
    before, after = (CERTAINTY.get(record["certainty"], record["certainty"]) for record in (old, new))
    yield Said(f"{names.record('statements', topic, new)}: now certainty '{new['certainty']}', {after} (was: {before})")


def _graded(names: Names, topic: str | None, old: Record, new: Record) -> Iterator[Said]:
    before, after = (_grade(record["evidence"]) for record in (old, new))
    yield Said(f"{names.record('statements', topic, new)}: now {after} (was: {before})")


def _grade(evidence: Record) -> str:
    values = [f"{words_of(key)} {value}" for key, value in evidence.items() if key != "system" and value is not None]
    system = f" in {evidence['system']}" if evidence.get("system") else ""
    return (", ".join(values) or "not graded") + system


def _setting(key: str) -> Sayer:
    def say(names: Names, topic: str | None, old: Record, new: Record) -> Iterator[Said]:
        before, after = (names.setting(topic, record["setting"]) for record in (old, new))
        if before == after:
            before, after = old["setting"], new["setting"]
        yield Said(f"{names.record(key, topic, new)}: now for the setting {after} (was: {before})")

    return say


def _cited(names: Names, topic: str | None, old: Record, new: Record) -> Iterator[Said]:
    subject = names.record("statements", topic, new)
    gone, come = gone_and_come(old["sources"], new["sources"])
    yield from (Said(f"{subject}: no longer cites {_citation(names, one)}") for one in gone)
    yield from (Said(f"{subject}: now cites {_citation(names, one)}") for one in come)
    if not (gone or come) or _left(old["sources"], gone) != _left(new["sources"], come):
        order = "; ".join(_citation(names, one) for one in new["sources"])
        yield Said(f"{subject}: cites in another order: {order}")


def _left(items: list[Any], removed_ones: list[Any]) -> list[Any]:
    return [item for item in items if item not in removed_ones]


def _citation(names: Names, support: Record) -> str:
    located = f" at “{support['locator']}”" if support.get("locator") else " without locator"
    via = f", as reported by {names.source(support['via'])}" if support.get("via") else ""
    return f"{names.source(support['source'])}{located}{via}"


def _superseded(names: Names, topic: str | None, old: Record, new: Record) -> Iterator[Said]:
    subject = names.record("sources", topic, new)
    if new["superseded_by"] is None:
        yield Said(f"{subject} is no longer superseded (was: by {names.source(old['superseded_by'])})")
        return
    before = f" (was: by {names.source(old['superseded_by'])})" if old["superseded_by"] else ""
    yield Said(f"{subject} is now superseded by {names.source(new['superseded_by'])}{before}")


def _binds(names: Names, topic: str | None, old: Record, new: Record) -> Iterator[Said]:
    before, after = (record["binds"] or "neither side" for record in (old, new))
    yield Said(f"{names.record('conflicts', topic, new)}: now {after} binds (was: {before})")


def _forms(field: str) -> Sayer:
    def say(names: Names, topic: str | None, old: Record, new: Record) -> Iterator[Said]:
        concept = names.concept(topic, new["id"])
        gone, come = gone_and_come(old[field], new[field])
        yield from (Said(f"{FORMS[field]} '{form}' removed from {concept}") for form in gone)
        yield from (Said(f"{FORMS[field]} '{form}' added to {concept}") for form in come)
        if not (gone or come) or _left(old[field], gone) != _left(new[field], come):
            yield Said(f"{FORMS[field]} forms of {concept} in another order: {shown(new[field])}")

    return say


SAYERS: dict[tuple[str, str], Sayer] = {
    ("regimens", "low"): _limit("low", "unit"),
    ("regimens", "high"): _limit("high", "unit"),
    ("regimens", "cap"): _limit("cap", "cap_unit"),
    ("regimens", "setting"): _setting("regimens"),
    ("statements", "text"): _reworded,
    ("statements", "certainty"): _certainty,
    ("statements", "evidence"): _graded,
    ("statements", "setting"): _setting("statements"),
    ("statements", "sources"): _cited,
    ("sources", "superseded_by"): _superseded,
    ("conflicts", "binds"): _binds,
    **{("glossary", field): _forms(field) for field in FORMS},
}


def added(key: str, names: Names, topic: str | None, record: Record) -> Said:
    """The words for a record that is new."""
    if key == "reviews":
        return Said(_decision(record))
    subject = names.record(key, topic, record)
    return Said(f"New {subject[0].lower()}{subject[1:]}{_gist(key, names, record)}")


def removed(key: str, names: Names, topic: str | None, record: Record) -> Said:
    """The words for a record that is gone."""
    if key == "reviews":
        return Said(f"Removed from the log of reviews, which should only grow: {_decision(record)}")
    subject = names.record(key, topic, record)
    return Said(f"Removed: {subject[0].lower()}{subject[1:]}{_gist(key, names, record)}")


def _decision(entry: Record) -> str:
    decided = DECIDED.get(str(entry.get("decision")), str(entry.get("decision")))
    why = f": {entry['why']}" if entry.get("why") else ""
    policy = f", policy {entry['policy']}" if entry.get("policy") else ""
    return f"{entry.get('statement')} {decided} by {entry.get('by')} ({entry.get('on')}{policy}){why}"


def _gist(key: str, names: Names, record: Record) -> str:
    """What a record says, as far as a reader needs it to know which one it is."""
    if key == "regimens":
        limits = f"{shown(record.get('low'))} to {shown(record.get('high'))} {record.get('unit')}"
        cap = f", cap {record['cap']} {record.get('cap_unit')}" if record.get("cap") else ""
        return f": {limits}{cap}, {record.get('frequency')}"
    if key == "statements":
        cited = "; ".join(_citation(names, support) for support in record.get("sources", []))
        certainty = CERTAINTY.get(str(record.get("certainty")), str(record.get("certainty")))
        return f" ({record.get('kind')}, {certainty}): “{record.get('text')}” Cites {cited}"
    says = next(
        (str(record[field]) for field in ("text", "ask", "say", "question", "title", "name") if field in record), ""
    )
    if key == "glossary":
        says = ", ".join(form for field in FORMS for form in record.get(field, []))
    return f": {says}" if says and says not in names.record(key, None, record) else ""
