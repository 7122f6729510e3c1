"""The web chat, used with a real browser against the real assistant: asking, sources, and coming back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.system.browser import (
    DOSE,
    EXAMPLE,
    PATIENCE_MS,
    ChatPage,
    OpenChat,
    holds_what_the_server_holds,
)
from tests.system.chat import said

pytest_plugins = ["tests.system.tabs"]


def heading(answer: Locator) -> Locator:
    """The headline of an answer."""
    return answer.get_by_role("heading", level=3)


# Asking


def test_an_example_is_answered_as_evidence(chat: ChatPage) -> None:
    answer = chat.press(EXAMPLE)
    envelope = chat.last_envelope()
    expect(heading(answer)).to_have_text(envelope["headline"])
    more = answer.get_by_role("button", name=re.compile("^Show .* more statements"))
    if more.count():
        more.click()
    for statement in envelope["statements"]:
        expect(answer.get_by_text(statement["text"]).first).to_be_visible()
    graded = next(one["evidence"] for one in envelope["statements"] if one["evidence"]["grade"])
    chip = answer.get_by_text(f"Grade {graded['grade']}").first
    expect(chip).to_be_visible()
    expect(answer.get_by_text(f"in {graded['system_name']}").first).to_be_visible()
    expect(answer.get_by_text("Pending review").first).to_be_visible()
    expect(answer.get_by_text("Checked against the abstract only").first).to_be_visible()
    expect(answer.get_by_text(f"Knowledge version {envelope['knowledge_version']}")).to_be_visible()


def test_a_typed_question_is_sent_by_the_button_and_by_the_key(chat: ChatPage) -> None:
    chat.composer.fill(EXAMPLE)
    answer = chat.press("Send")
    expect(answer).to_have_accessible_name(f"Answer to: {EXAMPLE}")
    expect(chat.composer).to_have_value("")
    expect(chat.composer).to_be_focused()
    chat.composer.fill("which")
    chat.composer.press("Shift+Enter")
    chat.composer.press_sequentially("contraindications?")
    expect(chat.composer).to_have_value("which\ncontraindications?")
    chat.answered(lambda: chat.composer.press("Enter"))
    assert said(chat.on_server().events()) == [EXAMPLE, "which contraindications?"]


def test_nothing_is_sent_where_nothing_was_typed(chat: ChatPage) -> None:
    chat.composer.fill("   ")
    chat.composer.press("Enter")
    chat.page.get_by_role("button", name="Send").click()
    expect(chat.composer).to_be_focused()
    assert chat.posts == []


def test_a_suggestion_is_asked_by_pressing_it(chat: ChatPage) -> None:
    first = chat.ask(EXAMPLE)
    offers = first.get_by_role("list", name="You could ask next").get_by_role("button")
    title = offers.first.inner_text()
    answer = chat.answered(offers.first.click)
    expect(answer).to_have_accessible_name(f"Answer to: {title}")
    # The older answer's suggestions can still be pressed.
    chat.answered(offers.last.click)


def test_the_newest_question_is_at_the_top_of_what_is_seen(chat: ChatPage) -> None:
    chat.ask(EXAMPLE)
    chat.ask(DOSE)
    expect(chat.page.get_by_text(DOSE).last).to_be_in_viewport(ratio=1)
    expect(heading(chat.answers.last)).to_be_in_viewport()


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("patient stopped breathing, not responding", "Call the emergency team first"),
        ("who won the world cup", "Not in the curated knowledge base"),
        ("dose of ketamine for depression?", "Outside what this assistant may answer"),
    ],
)
def test_what_is_no_answer_says_so(chat: ChatPage, message: str, words: str) -> None:
    answer = chat.ask(message)
    expect(answer.get_by_text(words, exact=True)).to_be_visible()
    expect(answer.get_by_text(chat.last_envelope()["headline"], exact=True)).to_be_visible()
    expect(answer.get_by_role("list", name="You could ask next").get_by_role("button").first).to_be_visible()


# Sources


def test_a_citation_opens_its_source_in_place(chat: ChatPage) -> None:
    answer = chat.ask(DOSE)
    source = next(one for one in chat.last_envelope()["citations"] if one["url"] and "doi.org" in one["url"])
    number = answer.get_by_role("button", name=f"Source {source['number']}: {source['label']}").first
    link = answer.get_by_role("link", name="Open at doi.org")
    assert link.count() == 0
    number.click()
    expect(number).to_have_attribute("aria-expanded", "true")
    for words in (source["title"], str(source["year"]), source["locator"], source["read"]):
        expect(answer.get_by_text(words, exact=True).filter(visible=True)).to_have_count(1)
    expect(link).to_have_attribute("href", source["url"])
    expect(link).to_have_attribute("target", "_blank")
    assert set(str(link.get_attribute("rel")).split()) == {"noopener", "noreferrer"}
    number.click()
    expect(number).to_have_attribute("aria-expanded", "false")
    expect(link).to_have_count(0)


def test_all_sources_stand_at_the_end(chat: ChatPage) -> None:
    answer = chat.ask(DOSE)
    citations = chat.last_envelope()["citations"]
    answer.get_by_text(f"Sources ({len(citations)})").click()
    for citation in citations:
        expect(answer.get_by_text(citation["title"]).first).to_be_visible()
    linked = {link.get_attribute("href") for link in answer.get_by_role("link").all()}
    assert linked == {citation["url"] for citation in citations if citation["url"]}


def test_a_replaced_source_and_one_that_was_not_read_say_so(chat: ChatPage) -> None:
    answer = chat.ask("Do ESMO and NCCN agree on ketamine?")
    citations = chat.last_envelope()["citations"]
    replaced = next(one for one in citations if one["superseded_note"])
    reported = next(one for one in citations if one["via"])
    answer.get_by_text(f"Sources ({len(citations)})").click()
    expect(answer.get_by_text(replaced["superseded_note"]).first).to_be_visible()
    expect(answer.get_by_text("Not read itself").first).to_be_visible()
    by = next(one["label"] for one in citations if one["source"] == reported["via"])
    expect(answer.get_by_text(f"As reported by {by}").first).to_be_visible()


# Who reads


def test_who_reads_is_asked_once(tab: OpenChat) -> None:
    chat = tab().open(audience=None)
    card = chat.page.get_by_role("region", name="Who is reading?")
    card.get_by_role("button", name="In training").click()
    expect(card).to_have_count(0)
    chat.ask(EXAMPLE)
    assert chat.last_envelope()["audience"] == "trainee"
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    expect(card).to_have_count(0)
    chat.ask("contraindications?")
    assert chat.last_envelope()["audience"] == "trainee"
    expect(chat.open_menu().get_by_label("In training")).to_be_checked()


def test_a_question_waits_for_who_reads(tab: OpenChat) -> None:
    chat = tab().open(audience=None)
    chat.composer.fill(EXAMPLE)
    chat.composer.press("Enter")
    card = chat.page.get_by_role("region", name="Who is reading?")
    expect(card.get_by_role("button", name="Clinician")).to_be_focused()
    expect(chat.composer).to_have_value(EXAMPLE)
    assert chat.posts == []
    answer = chat.answered(card.get_by_role("button", name="Clinician").click)
    expect(answer).to_have_accessible_name(f"Answer to: {EXAMPLE}")
    expect(chat.composer).to_have_value("")


def test_a_page_may_say_who_reads(tab: OpenChat) -> None:
    chat = tab().open(audience=None)
    chat.page.locator("footnote-chat").evaluate("one => one.setAttribute('audience', 'patient')")
    expect(chat.page.get_by_role("region", name="Who is reading?")).to_have_count(0)
    assert chat.open_menu().get_by_text("Answers are for").count() == 0
    chat.page.keyboard.press("Escape")
    answer = chat.press("Which side effects can it have?")
    assert chat.last_envelope()["audience"] == "patient"
    # No jargon of grades, and no bar with a patient's criteria.
    expect(answer.get_by_text("Pending review")).to_have_count(0)
    expect(chat.patient).to_be_hidden()
    expect(answer.get_by_role("table")).to_have_count(0)


# Coming back


def test_a_reload_goes_on_with_the_conversation(chat: ChatPage) -> None:
    answer = chat.ask(DOSE)
    text = answer.inner_text()
    chat.composer.fill("half a thou")
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    assert chat.answers.first.inner_text() == text
    expect(chat.composer).to_have_value("half a thou")
    holds_what_the_server_holds(chat)
    chat.ask("and orally?")
    expect(chat.questions).to_have_count(2)


def test_a_new_tab_is_a_new_conversation_and_a_copied_one_the_same(chat: ChatPage) -> None:
    chat.ask(DOSE)
    other = ChatPage(chat.page.context.new_page(), chat.url).open()
    expect(other.answers).to_have_count(0)
    expect(other.patient.get_by_text("Nothing noted yet")).to_be_visible()
    with chat.page.expect_popup() as opened:
        chat.page.evaluate("window.open(location.href)")
    copied = ChatPage(opened.value, chat.url)
    expect(copied.answers).to_have_count(1)
    copied.ask("contraindications?")
    expect(chat.answers).to_have_count(2)
    expect(chat.questions).to_have_count(2)


def test_a_new_conversation_is_begun_only_after_asking(chat: ChatPage) -> None:
    chat.ask(DOSE)
    before = chat.on_server().conversation
    chat.open_menu().get_by_role("button", name="New conversation").click()
    chat.menu.get_by_role("button", name="Keep this one").click()
    expect(chat.answers).to_have_count(1)
    chat.menu.get_by_role("button", name="New conversation").click()
    chat.menu.get_by_role("button", name="New conversation").click()
    expect(chat.answers).to_have_count(0)
    expect(chat.patient.get_by_text("Nothing noted yet")).to_be_visible()
    expect(chat.page.get_by_role("region", name="Who is reading?")).to_be_visible(timeout=PATIENCE_MS)
    assert chat.on_server().conversation != before
