"""The web chat and the patient: criteria, doses, warnings, the pathway, the bar, and what is kept out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.system.browser import (
    DOSE,
    EXAMPLE,
    NARROW,
    WIDE,
    ChatPage,
    OpenChat,
    holds_what_the_server_holds,
)

pytest_plugins = ["tests.system.tabs"]


# A patient: criteria, doses, warnings, the pathway


def test_an_interview_leads_to_a_verdict(chat: ChatPage) -> None:
    answer = chat.ask("Is my patient a candidate for ketamine?")
    expect(answer.get_by_text("More needed for a verdict").last).to_be_visible()
    expect(answer.get_by_text("Not known:").first).to_be_visible()
    answer = chat.press("Yes", answer)
    expect(answer.get_by_text("Noted: ")).to_be_visible()
    # What the assistant asked is not quoted as the clinician's words.
    answer.get_by_text(re.compile("^Criteria: ")).click()
    expect(answer.get_by_text(re.compile(r"^Asked: .*\? Reply: yes"))).to_be_visible()
    answer = chat.press("Don’t know", answer)
    for _ in range(20):
        if answer.get_by_role("button", name="No", exact=True).count() == 0:
            break
        answer = chat.press("No", answer)
        holds_what_the_server_holds(chat)
    envelope = chat.last_envelope()
    assert envelope["verdict"]["value"] != "more-needed"
    expect(answer.get_by_text("Not recommended").or_(answer.get_by_text("May be considered")).first).to_be_visible()
    words = {"met": "Met:", "not_met": "Not met:", "unknown": "Not known:"}
    listed = answer.get_by_role("listitem").filter(has_text=re.compile(r"^\s*(Met|Not met|Not known):"))
    shown = [" ".join(one.inner_text().split()) for one in listed.all()]
    for criterion in envelope["criteria"]:
        assert any(line.startswith(f"{words[criterion['status']]} {criterion['label']}") for line in shown)
    expect(chat.answers.nth(1).get_by_role("button", name="Stop")).to_be_visible()


def test_a_dose_is_a_table_with_its_arithmetic_and_a_picture(chat: ChatPage) -> None:
    answer = chat.ask(DOSE)
    calculations = chat.last_envelope()["calculations"]
    table = answer.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["Regimen", "Route", "Range", "Per kg", "Limit"])
    expect(table.get_by_role("rowheader")).to_have_count(len(calculations))
    for one in calculations:
        assert re.search(r"× 58 kg = .*mg/h", one["arithmetic"])
        expect(table.get_by_text(one["arithmetic"]).first).to_be_visible()
    picture = answer.get_by_role("img", name=re.compile("^Ranges in mg.h, on an axis from 0 to"))
    for one in calculations:
        expect(picture).to_have_accessible_name(re.compile(re.escape(f"{one['low']}–{one['high']} {one['unit']}")))


def test_a_dose_that_is_named_is_marked(chat: ChatPage) -> None:
    chat.ask(DOSE)
    answer = chat.ask("is 0.8 mg/kg/h ok?")
    for line in chat.last_envelope()["compared"]:
        # One may go on with the limit that it passes as well.
        expect(answer.get_by_text(line).first).to_be_visible()
    picture = answer.get_by_role("img", name=re.compile("^Ranges in mg.kg.h.* is above by"))
    expect(picture).to_be_visible()
    expect(picture.get_by_text("Asked: 0.8 mg/kg/h")).to_be_visible()
    expect(answer.get_by_text(re.compile("^Above by 0.3")).first).to_be_visible()


def test_two_comparisons_that_read_alike_are_told_apart_by_their_sources(chat: ChatPage) -> None:
    chat.ask(DOSE)
    answer = chat.ask("is 0.3 mg/kg/h ok iv?")
    envelope = chat.last_envelope()
    results = envelope["dose_check"]["results"]
    assert len(set(envelope["compared"])) < len(results) >= 2
    statements = {one["id"]: one["citations"][0] for one in envelope["statements"]}
    labels = {one["number"]: one["label"] for one in envelope["citations"]}
    for line, result in zip(envelope["compared"], results, strict=True):
        items = answer.get_by_role("listitem").filter(has_text=line)
        expect(items.filter(has_text=labels[statements[result["statement"]]])).to_have_count(1)


def test_a_contraindication_comes_first_and_withholds_the_dose(chat: ChatPage) -> None:
    answer = chat.ask("active psychosis, 70 kg, iv infusion dose?")
    warning = answer.get_by_role("list", name="Warnings").get_by_role("listitem").first
    expect(warning).to_contain_text("Contraindication")
    expect(warning).to_contain_text("active psychosis")
    place = answer.get_by_role("heading", level=3).bounding_box()
    above = warning.bounding_box()
    assert place
    assert above
    assert above["y"] + above["height"] <= place["y"]
    expect(answer.get_by_text("Dose not worked out").first).to_be_visible()
    expect(answer.get_by_role("table")).to_have_count(0)
    shown = chat.press("Show the calculation anyway", answer)
    expect(shown.get_by_role("list", name="Warnings")).to_contain_text("Contraindication")
    expect(shown.get_by_role("table").get_by_text("× 70 kg").first).to_be_visible()


def test_the_pathway_shows_where_the_patient_is(chat: ChatPage) -> None:
    answer = chat.ask("morphine 300 mg a day, opioids optimised, gabapentin failed. where are we in the pathway?")
    expect(answer.get_by_role("heading", name="Place in the pathway")).to_be_visible()
    words = {"done": "Done", "current": "You are here", "next": "Next", "skipped": "Skipped", "open": "Open"}
    steps = [words[step["status"]] for step in chat.last_envelope()["pathway"]]
    assert len(steps) >= 2
    items = answer.get_by_role("listitem").filter(has_text=re.compile(rf"({'|'.join(words.values())})\s*$"))
    expect(items).to_have_text([re.compile(rf"{step}\s*$") for step in steps])


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_conflicting_sources_stand_side_by_side(tab: OpenChat, narrow: bool) -> None:
    chat = tab(viewport=NARROW if narrow else WIDE).open()
    answer = chat.ask(EXAMPLE)
    conflict = chat.last_envelope()["conflicts"][0]
    texts = {one["id"]: one["text"] for one in chat.last_envelope()["statements"]}
    expect(answer.get_by_role("heading", name="Where sources disagree")).to_be_visible()
    expect(answer.get_by_text(conflict["text"])).to_be_visible()
    one, other = (answer.get_by_text(texts[name]).last.bounding_box() for name in conflict["statements"][:2])
    assert one
    assert other
    assert (one["x"] == other["x"]) == narrow
    assert (abs(one["y"] - other["y"]) < 2) != narrow


# The patient bar


def test_a_correction_in_words_is_taken_and_said(chat: ChatPage) -> None:
    chat.ask(DOSE)
    assert "58" in chat.shown_of_patient()["weight"]
    answer = chat.ask("sorry, 62 kg not 58")
    expect(answer.get_by_text("(was 58").first).to_be_visible()
    expect(answer.get_by_role("table").get_by_text("× 62 kg").first).to_be_visible()
    holds_what_the_server_holds(chat)
    assert "62" in chat.shown_of_patient()["weight"]


def test_a_criterion_is_changed_removed_and_added_in_place(chat: ChatPage) -> None:
    chat.ask(DOSE)
    chat.change("weight")
    expect(chat.patient.get_by_text("From your words: “58 kg”")).to_be_visible()
    field = chat.patient.get_by_role("textbox", name="weight")
    expect(field).to_be_focused()
    field.fill("62,5")
    answer = chat.press("Save")
    expect(answer.get_by_role("table").get_by_text("× 62.5 kg").first).to_be_visible()
    holds_what_the_server_holds(chat)
    chat.remove("weight")
    holds_what_the_server_holds(chat)
    assert "weight" not in chat.shown_of_patient()
    chat.patient.get_by_role("button", name="Add a detail").click()
    chat.patient.get_by_role("button", name="active psychosis").click()
    chat.patient.get_by_role("radio", name="yes").check()
    answer = chat.press("Save")
    holds_what_the_server_holds(chat)
    assert "psychosis" in chat.shown_of_patient()["active psychosis"]
    expect(answer.get_by_role("list", name="Warnings")).to_contain_text("Contraindication")


def test_no_criterion_in_the_bar_says_anything_twice(chat: ChatPage) -> None:
    chat.ask("58 kg, active psychosis, ?raised ICP, gabapentin failed")
    for name, text in chat.shown_of_patient().items():
        read = re.findall(r"\w+", text.removeprefix("Change"))
        assert len(read) == len(set(read)), f"{name}: {text!r}"


def test_medicines_that_were_tried_are_listed_with_what_became_of_them(chat: ChatPage) -> None:
    chat.ask("neuropathic pain, gabapentin failed")
    chat.change("adjuvants")
    expect(chat.patient.get_by_role("textbox", name="Medicine").first).to_have_value("gabapentin")
    chat.patient.get_by_role("button", name="Add a medicine").click()
    chat.patient.get_by_role("textbox", name="Medicine").last.fill("duloxetine")
    chat.patient.get_by_role("combobox", name="What became of duloxetine").select_option(label="not tolerated")
    chat.press("Save")
    holds_what_the_server_holds(chat)
    assert "duloxetine (not tolerated)" in chat.shown_of_patient()["adjuvants"]
    assert "gabapentin (failed)" in chat.shown_of_patient()["adjuvants"]


def test_a_value_that_makes_no_sense_is_refused_where_it_is_entered_or_by_the_assistant(chat: ChatPage) -> None:
    chat.ask(DOSE)
    chat.change("weight")
    field = chat.patient.get_by_role("textbox", name="weight")
    field.fill("heavy")
    field.press("Enter")
    expect(chat.patient.get_by_role("alert")).to_have_text("Please enter a number, such as 62 or 0.5.")
    expect(field).to_be_focused()
    field.fill("700")
    answer = chat.answered(lambda: field.press("Enter"))
    expect(answer.get_by_text("A question back to you")).to_be_visible()
    holds_what_the_server_holds(chat)
    assert "58" in chat.shown_of_patient()["weight"]


def test_a_new_patient_is_one_click_away(chat: ChatPage) -> None:
    chat.ask(DOSE)
    chat.press("New patient")
    expect(chat.patient.get_by_text("Nothing noted yet")).to_be_visible()
    holds_what_the_server_holds(chat)
    expect(chat.answers).to_have_count(2)


def test_on_a_narrow_screen_the_bar_folds(tab: OpenChat) -> None:
    chat = tab(viewport=NARROW).open()
    chat.ask(DOSE)
    fold = chat.patient.get_by_role("button", name=re.compile("^Patient"))
    expect(fold).to_have_attribute("aria-expanded", "false")
    assert chat.shown_of_patient() == {}
    fold.click()
    holds_what_the_server_holds(chat)


# Privacy


def test_what_was_removed_is_said(chat: ChatPage) -> None:
    answer = chat.ask("Mrs Okonkwo, 58 kg, iv infusion dose?")
    expect(chat.page.get_by_text("Removed before it was read or kept: 1 name").first).to_be_visible()
    expect(answer).not_to_have_accessible_name(re.compile("Okonkwo"))
    assert chat.page.get_by_text("Okonkwo").count() == 0
    assert "Okonkwo" not in str(chat.page.evaluate("Object.values(sessionStorage)"))
    assert "58" in chat.shown_of_patient()["weight"]
