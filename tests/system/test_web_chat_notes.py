"""What can be done with an answer in the web chat: judging, copying, printing and saving it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from knowledge.audit import FeedbackEntry
from tests.system.browser import (
    DOSE,
    EXAMPLE,
    ChatPage,
    OpenChat,
)
from tests.system.conftest import Running

pytest_plugins = ["tests.system.tabs"]

# The browser's dialogue for printing is not the page's: here it is open until the test closes it.
DIALOGUE = "window.printing = 0; window.print = () => { window.printing += 1 }"
CLOSED = "dispatchEvent(new Event('afterprint'))"


# After the answer: judging, copying, printing, saving


def test_a_judgement_is_kept_with_its_reason(chat: ChatPage, assistant: Running) -> None:
    answer = chat.ask(EXAMPLE)
    judged = chat.last_envelope()["answer_id"]
    asked = chat.press("Not useful", answer)
    expect(answer.get_by_role("button", name="Not useful")).to_have_attribute("aria-pressed", "true")
    expect(chat.page.get_by_text("You marked the answer as not useful")).to_be_visible()
    chat.press("Wrong or old source", asked)
    with Session(create_engine(assistant.settings.audit_url), future=True) as session:
        kept = session.scalars(select(FeedbackEntry)).all()
    of_this = [(one.rating, one.reason) for one in kept if one.answer_id == judged]
    assert of_this[-1][0] == "down"
    assert of_this[-1][1] is not None


def test_what_was_wrong_is_asked_as_a_question_and_not_as_what_to_ask_next(chat: ChatPage) -> None:
    asked = chat.press("Not useful", chat.ask(EXAMPLE))
    expect(asked.get_by_role("button", name="Unclear")).to_be_visible()
    expect(asked.get_by_text("You could ask next")).to_have_count(0)
    expect(asked.get_by_role("list", name="What was wrong with it?").get_by_role("button")).to_have_count(4)
    expect(asked).to_have_accessible_name(f"Answer to: {EXAMPLE}")
    # A screen reader would read the name of the sign.
    expect(asked).not_to_have_accessible_name(re.compile("\N{THUMBS DOWN SIGN}"))


def test_a_judgement_is_shown_at_its_own_answer_after_a_reload(chat: ChatPage) -> None:
    first = chat.ask(EXAMPLE)
    second = chat.ask("contraindications?")
    chat.press("Useful", first)
    chat.press("Not useful", second)
    chat.page.reload()
    expect(chat.answers).to_have_count(4)
    pressed = {"Useful": [True, False], "Not useful": [False, True]}
    for name, states in pressed.items():
        for answer, state in zip((first, second), states, strict=True):
            button = answer.get_by_role("button", name=name, exact=True)
            expect(button).to_have_attribute("aria-pressed", str(state).lower())
    # Whoever thinks again presses the other.
    chat.press("Not useful", first)
    expect(first.get_by_role("button", name="Useful", exact=True)).to_have_attribute("aria-pressed", "false")
    expect(first.get_by_role("button", name="Not useful")).to_have_attribute("aria-pressed", "true")
    assert chat.page.get_by_text("\N{THUMBS DOWN SIGN}").count() == 0


def test_a_copied_answer_holds_its_sources(tab: OpenChat) -> None:
    chat = tab(permissions=["clipboard-read", "clipboard-write"]).open()
    answer = chat.ask(DOSE)
    answer.get_by_role("button", name="Copy", exact=True).click()
    expect(answer.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    envelope = chat.last_envelope()
    assert envelope["headline"] in copied
    for citation in envelope["citations"]:
        assert f"[{citation['number']}] {citation['label']}" in copied
        assert (citation["url"] or "") in copied


def printed(chat: ChatPage, with_patient: bool = False) -> str:
    """Print the conversation and return what is on the paper; the dialogue stays open."""
    menu = chat.open_menu()
    menu.get_by_label("Include the patient’s details").set_checked(with_patient)
    menu.get_by_role("button", name="Print for the notes").click()
    assert chat.page.evaluate("window.printing") == 1
    chat.page.emulate_media(media="print")
    return chat.page.locator("body").inner_text()


@pytest.fixture
def notes(tab: OpenChat) -> ChatPage:
    """A conversation that is worth printing."""
    chat = tab(accept_downloads=True, color_scheme="dark")
    chat.page.add_init_script(DIALOGUE)
    chat.open().ask("62 year old, 58 kg, ?raised ICP, gabapentin failed, iv infusion dose?")
    chat.ask(EXAMPLE)
    return chat


def test_paper_has_the_document_alone(notes: ChatPage) -> None:
    text = printed(notes)
    paper = notes.page.get_by_role("article")
    expect(paper).to_have_count(1)
    assert notes.composer.is_hidden()
    expect(notes.page.get_by_role("heading", name="Footnote: answers for the notes")).to_be_visible()
    assert notes.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert notes.page.pdf(format="A4").startswith(b"%PDF")
    references = [line for line in text.split("\n") if re.match(r"^\[\d+\] (?!\()", line)]
    assert [line.split("]")[0] for line in references] == [f"[{number + 1}" for number in range(len(references))]
    places = [re.sub(r"^\[\d+\] ", "", line) for line in references]
    assert len(set(places)) == len(places), "a reference stands twice"
    for citation in notes.last_envelope()["citations"]:
        assert any((citation["url"] or citation["label"]) in line for line in references)
    assert "not approved by a human reviewer" in text
    notes.page.emulate_media(media="screen")
    notes.page.evaluate(CLOSED)
    expect(notes.composer).to_be_visible()
    expect(notes.page.get_by_role("heading", name="Footnote: answers for the notes")).to_have_count(0)


def test_paper_tells_nothing_of_the_patient_unless_that_is_chosen(notes: ChatPage) -> None:
    text = printed(notes)
    assert "the clinician's own words, are left out" in text
    for told in ("62", "gabapentin (failed)", "?raised ICP", "For this patient:"):
        assert told not in text.split("References")[0].replace("0.62", ""), f"{told} is on the paper"


def test_paper_says_only_what_is_true_of_itself(notes: ChatPage) -> None:
    text = printed(notes)
    assert not ("Patient details" in text and "left out" in text and "58 kg" in text)


def test_paper_without_the_patient_has_the_ranges_and_the_statements_behind_what_is_left_out(tab: OpenChat) -> None:
    chat = tab()
    chat.page.add_init_script(DIALOGUE)
    chat.open().ask("60 kg, ?raised ICP, is 48 mg/h iv ok?")
    envelopes = [chat.last_envelope()]
    answer = chat.ask("Is my patient a candidate for ketamine?")
    chat.press("Yes", answer)
    envelopes.append(chat.last_envelope())
    text = printed(chat)
    for envelope in envelopes:
        for statement in envelope["statements"]:
            assert statement["text"] in text
        for one in envelope["calculations"]:
            assert "{low}–{high} {unit}".format(**(one["per_kg"] or one)) in text
            assert not one["per_kg"] or one["arithmetic"] not in text
        for told in (*(one["text"] for one in envelope["warnings"]), *envelope["compared"], *envelope["acknowledged"]):
            assert told not in text or told in [one["text"] for one in envelope["statements"]]
    for told in ("60 kg", "48 mg/h", "On what is known of this patient", "Verdict", "Met:"):
        assert told not in text


def test_a_second_print_has_one_document_too(notes: ChatPage) -> None:
    printed(notes)
    notes.page.emulate_media(media="screen")
    # A browser that never says that its dialogue was closed.
    notes.open_menu().get_by_role("button", name="Print for the notes").click()
    notes.page.emulate_media(media="print")
    expect(notes.page.get_by_role("article")).to_have_count(1)
    assert notes.page.evaluate("window.printing") == 2


def test_a_judgement_is_no_part_of_the_document(notes: ChatPage) -> None:
    notes.press("Useful", notes.answers.last)
    text = printed(notes, with_patient=True)
    assert "\N{THUMBS UP SIGN}" not in text
    assert "your judgement" not in text


def test_references_on_paper_end_their_titles_once(notes: ChatPage) -> None:
    assert re.findall(r".{20}[?!.]\. ", printed(notes)) == []


def test_paper_has_the_patient_where_that_is_chosen(notes: ChatPage) -> None:
    text = printed(notes, with_patient=True)
    assert "Contains patient details" in text
    assert "58 kg, ?raised ICP" in text
    assert "For this patient:" in text


@pytest.mark.parametrize("with_patient", [False, True], ids=["without the patient", "with the patient"])
def test_the_saved_document_needs_nothing_else(notes: ChatPage, tmp_path: Path, with_patient: bool) -> None:
    menu = notes.open_menu()
    menu.get_by_label("Include the patient’s details").set_checked(with_patient)
    with notes.page.expect_download() as download:
        menu.get_by_role("button", name="Save as a document").click()
    assert re.fullmatch(r"footnote-\d{4}-\d\d-\d\d\.html", download.value.suggested_filename)
    saved = tmp_path / "notes.html"
    download.value.save_as(saved)
    document = saved.read_text()
    assert "<script" not in document
    assert not re.search(r"<(link|img|iframe)|src=|url\(|@import", document)
    assert ("raised ICP, gabapentin failed" in document) == with_patient
    reader = ChatPage(notes.page.context.new_page(), notes.url)
    reader.page.set_content(document)
    expect(reader.page.get_by_role("heading", name="References")).to_be_visible()
    assert [request.url for request in reader.asked_for] == []
    assert reader.barriers() == []


def test_there_is_nothing_to_print_before_an_answer(chat: ChatPage) -> None:
    menu = chat.open_menu()
    expect(menu.get_by_role("button", name="Print for the notes")).to_be_disabled()
    expect(menu.get_by_role("button", name="Save as a document")).to_be_disabled()
