"""What the knowledge pages say is what the content says, all of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from knowledge.browse import catalogue
from knowledge.content_files import Content
from knowledge.rendering.pages import words
from knowledge.rendering.pages.site import BASE
from knowledge.schema import Certainty, Review, SourceKind, StatementKind
from knowledge.settings import ROOT
from tests.pages import Markup, Served, statements_on
from tests.unit.conftest import Serving
from tests.unit.test_no_clinical_words_in_code import clinical_terms, found_in


def test_every_record_has_its_page_and_is_linked(served: Served, crawled: dict[str, Markup]) -> None:
    for topic in served.content.topics:
        for statement in topic.statements:
            page = crawled[f"{BASE}/{topic.topic.id}/statements/{statement.id}"]
            assert " ".join(statement.text.split()) in page.text
    for source in served.content.sources:
        assert source.title in crawled[f"{BASE}/sources/{source.id}"].text


def test_a_statement_stands_with_everything_behind_it(served: Served, crawled: dict[str, Markup]) -> None:
    sources = {source.id: source for source in served.content.sources}
    systems = {system.id: system.name for system in served.content.grading_systems}
    settings = {setting.id: setting.label for setting in served.topic().topic.settings}
    with catalogue(served.engine) as opened:
        version, rows = opened.version(), opened.statements_of(one.id for one in served.topic().statements)
    for one in served.topic().statements:
        said = crawled[f"{BASE}/{served.topic().topic.id}/statements/{one.id}"].text
        expected = [one.plain or "", words.CERTAINTY[one.certainty], settings[one.setting], version, rows[one.id].hash]
        expected += one.applies_to
        expected += (
            [systems[one.evidence.system], one.evidence.level or "", one.evidence.grade or ""]
            if (one.evidence.system and (one.evidence.level or one.evidence.grade))
            else ["no level or grade"]
        )
        for support in one.sources:
            source = sources[support.source]
            expected += [source.label, source.title, source.read, support.locator or "no place given"]
            expected += [sources[support.via].label, "not read"] if support.via else []
        for dose in served.topic().regimens:
            if dose.statement == one.id:
                expected += [dose.unit, dose.low or "", dose.high or "", dose.frequency, dose.drug]
        for question in served.topic().open_questions:
            expected += [question.question] if one.id in question.statements else []
        for part in expected:
            assert " ".join(part.split()) in said, (one.id, part)


def test_a_disagreement_stands_beside_each_of_its_statements(served: Served, crawled: dict[str, Markup]) -> None:
    text = {one.id: one.text for one in served.topic().statements}
    for conflict in served.topic().conflicts:
        for name in conflict.statements:
            said = crawled[f"{BASE}/{served.topic().topic.id}/statements/{name}"].text
            assert conflict.text in said
            assert f"they differ in {conflict.differs}" in said
            if conflict.binds is None:
                assert "none of them; all are to be read" in said
            elif conflict.binds == name:
                assert "What binds here: this statement." in said
            else:
                assert f"What binds here: {text[conflict.binds]}" in said
            assert all(text[other] in said for other in conflict.statements)


def test_a_source_says_what_it_is_and_who_cites_it(served: Served, crawled: dict[str, Markup]) -> None:
    labels = {source.id: source.label for source in served.content.sources}
    for source in served.content.sources:
        page = crawled[f"{BASE}/sources/{source.id}"]
        said = page.text.casefold()
        later = labels[source.superseded_by] if source.superseded_by else ""
        for part in (source.label, source.title, source.reference or "", source.read, source.note or "", later):
            assert " ".join(part.split()).casefold() in said, (source.id, part)
        if source.doi:
            assert f"https://doi.org/{source.doi}" in [link["href"] for link in page.links]
        cited = {
            one.id
            for topic in served.content.topics
            for one in topic.statements
            if source.id in {support.source for support in one.sources}
        }
        assert statements_on(served, f"{BASE}/sources/{source.id}") == cited, source.id


def test_the_timeline_names_every_guideline_that_is_cited(served: Served, crawled: dict[str, Markup]) -> None:
    page = crawled[f"{BASE}/{served.topic().topic.id}/timeline"]
    cited = {support.source for one in served.topic().statements for support in one.sources}
    for source in served.content.sources:
        if source.kind in ("guideline", "consensus") and source.id in cited:
            assert source.label in page.text
            assert source.year is None or f"{source.year}: {source.label}" in page.text


def test_the_pathway_stands_in_order_with_its_statements(served: Served, crawled: dict[str, Markup]) -> None:
    page = crawled[f"{BASE}/{served.topic().topic.id}/pathway"]
    text = {one.id: one.text for one in served.topic().statements}
    places = [page.text.index(f"Step {place}: {step.label}") for place, step in enumerate(served.topic().pathway, 1)]
    assert places == sorted(places)
    for step in served.topic().pathway:
        assert all(text[name] in page.text for name in step.statements)


def test_doses_stand_by_setting_with_their_numbers(served: Served) -> None:
    body = served.get(f"{BASE}/{served.topic().topic.id}/doses").body
    settings = {setting.id: setting.label for setting in served.topic().topic.settings}
    groups = {part.partition("</h2>")[0].partition("Setting: ")[2]: part for part in body.split("<section")[1:]}
    assert set(groups) == {settings[dose.setting] for dose in served.topic().regimens}
    for dose in served.topic().regimens:
        link = f'/statements/{dose.statement}"'
        rows = [part.partition("</tr>")[0] for part in groups[settings[dose.setting]].split("<tr>") if link in part]
        said = re.sub(r"<[^>]+>", " ", " ".join(rows))
        for part in (dose.low, dose.high, dose.cap, dose.unit, dose.frequency, dose.population, dose.drug):
            assert not part or part in said, dose.id
        disputed = any(dose.statement in conflict.statements for conflict in served.topic().conflicts)
        assert ("sources disagree" in said) is disputed, dose.id
        for other, part in groups.items():
            assert other == settings[dose.setting] or link not in part, dose.id


def test_decisions_of_reviewers_are_shown_with_what_they_were_taken_on(
    serving: Serving,
) -> None:
    with catalogue(serving(lambda _: None).engine) as opened:
        current = {name: row.hash for name, row in opened.statements_of(["brew-cool", "bitter"]).items()}

    def decide(folder: Path) -> None:
        policy = "house policy 3"
        entry = "- {{statement: {}, decision: {}, on: 2026-02-0{}, by: {}, policy: {}, why: {}, hash: {}}}\n"
        lines = [
            entry.format("brew-cool", "returned", 1, "Dr A. Leaf", policy, "too vague", f'"{"0" * 16}"'),
            entry.format("brew-cool", "approved", 2, "Dr B. Cup", policy, "null", f'"{current["brew-cool"]}"'),
            entry.format("bitter", "approved", 3, "Dr B. Cup", "null", "null", f'"{"0" * 16}"'),
        ]
        (folder / "green-tea" / "reviews.yml").write_text("".join(lines), encoding="utf-8")

    served = serving(decide)
    approved = served.markup(f"{BASE}/green-tea/statements/brew-cool").text
    assert "Now: approved" in approved
    assert re.search(r"2026-02-01 Returned Dr A\. Leaf house policy 3 too vague an earlier form, 0{16}", approved)
    assert re.search(r"2026-02-02 Approved Dr B\. Cup house policy 3 – the statement as it stands", approved)
    void = served.markup(f"{BASE}/green-tea/statements/bitter").text
    assert "Now: pending review . A decision of 2026-02-03 was taken on an earlier form" in void
    assert f"1 of {len(served.topic().statements)} statements approved" in served.markup(BASE).text
    assert statements_on(served, f"{BASE}/green-tea?review=approved") == {"brew-cool"}


def test_every_value_of_the_content_has_words() -> None:
    for names, values in (
        (words.KIND, StatementKind),
        (words.CERTAINTY, Certainty),
        (words.REVIEW, Review),
        (words.SOURCE_KIND, SourceKind),
    ):
        assert set(names) == set(get_args(values))
        assert all(names.values())


def test_no_page_is_made_of_clinical_words(content: Content) -> None:
    # SVG has a property of that name.
    terms = clinical_terms(content) - {"stroke"}
    folder = ROOT / "knowledge" / "rendering" / "pages"
    parts = [part for part in folder.rglob("*") if part.suffix in (".html", ".css")]
    assert parts
    for part in parts:
        assert found_in(part.read_text(encoding="utf-8"), terms) == [], part.name
