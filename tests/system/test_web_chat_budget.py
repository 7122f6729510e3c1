"""What the web chat costs a slow network, and that it asks nobody but its own server, on its page and on others."""

from __future__ import annotations

import gzip
from typing import Any

import httpx
import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.system.browser import PATIENCE_MS, WIDE, ChatPage, OpenChat
from tests.system.conftest import Running

pytest_plugins = ["tests.system.tabs"]

KILOBYTE = 1000
ALL_BYTES = 100 * KILOBYTE
SCRIPT_BYTES = 60 * KILOBYTE
REQUESTS = 6
QUESTION = "What is the role of ketamine infusion in cancer pain?"
PARTS = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .map(({name, transferSize, encodedBodySize}) => ({name, transferSize, encodedBodySize}))"""
# A ward's Wi-Fi on a bad day: 400 kbit/s, and 400 ms to the server and back.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def parts_of(page: Page) -> list[dict[str, Any]]:
    """The page's parts that are there, with their sizes as they were sent."""
    parts: list[dict[str, Any]] = page.evaluate(PARTS)
    return parts


def test_the_first_sight_is_light(tab: OpenChat) -> None:
    chat = tab().open(audience=None)
    expect(chat.page.get_by_role("region", name="Who is reading?")).to_be_visible()
    parts = parts_of(chat.page)
    assert len(parts) >= 3
    assert all(0 < part["encodedBodySize"] < part["transferSize"] for part in parts)
    assert sum(part["transferSize"] for part in parts) < ALL_BYTES
    script = next(part for part in parts if part["name"].endswith(".js"))
    assert script["encodedBodySize"] <= SCRIPT_BYTES
    asked = [request.url for request in chat.asked_for if not request.url.startswith("data:")]
    assert len(asked) <= REQUESTS
    assert chat.outsiders() == []
    assert chat.page.evaluate(PAINTED) is not None
    assert chat.posts == []


def test_the_script_is_as_small_as_it_can_be_sent(assistant: Running) -> None:
    reply = httpx.get(f"{assistant.assistant.url}/chat/footnote-chat.js")
    assert len(gzip.compress(reply.content)) <= SCRIPT_BYTES
    assert int(reply.headers["content-length"]) <= SCRIPT_BYTES


def test_a_second_visit_is_lighter_still(tab: OpenChat) -> None:
    chat = tab().open(audience=None)
    chat.page.reload()
    expect(chat.page.get_by_role("region", name="Who is reading?")).to_be_visible()
    assert sum(part["transferSize"] for part in parts_of(chat.page)) < 5 * KILOBYTE


def test_a_slow_network_shows_the_chat_within_seconds(tab: OpenChat) -> None:
    chat = tab()
    session = chat.page.context.new_cdp_session(chat.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    chat.open(audience=None)
    expect(chat.page.get_by_role("region", name="Who is reading?")).to_be_visible()
    assert chat.page.evaluate(PAINTED) < 10_000
    chat.page.get_by_role("button", name="Clinician").click()
    chat.ask(QUESTION)


def test_a_whole_conversation_asks_only_its_own_server(chat: ChatPage) -> None:
    answer = chat.press(QUESTION)
    answer.get_by_role("button", name="Source 1").first.click()
    chat.open_menu()
    chat.page.keyboard.press("Escape")
    assert chat.outsiders() == []
    paths = {request.url.removeprefix(chat.url).split("?")[0] for request in chat.asked_for}
    known = {"/chat/", "/chat/page.css", "/chat/footnote-chat.js", "/chat/stream", "/chat/events", "/chat/messages"}
    assert {path for path in paths if not path.startswith("data:")} <= known


def test_a_planted_request_to_another_host_is_refused_and_found(chat: ChatPage) -> None:
    with chat.page.expect_console_message():
        chat.page.evaluate("fetch('https://elsewhere.example/').catch(() => null)")
    assert any("Content Security Policy" in complaint for complaint in chat.complaints)
    chat.complaints.clear()


# On other pages


def question_in(place: Page | FrameLocator, question: str) -> None:
    """Ask ``question`` in the chat that is at ``place``, and see it answered once, with sources that open."""
    composer = place.get_by_role("textbox", name="Your question")
    composer.fill(question)
    composer.press("Enter")
    answer = place.get_by_role("article", name=f"Answer to: {question}")
    expect(answer).to_be_visible(timeout=PATIENCE_MS)
    answer.get_by_role("button", name="Source 1").first.click()
    expect(answer.get_by_text("How much was read").filter(visible=True)).to_have_count(1)


@pytest.mark.parametrize("width", [320, WIDE["width"]])
def test_both_embeddings_work_side_by_side(tab: OpenChat, width: int) -> None:
    chat = tab(viewport={"width": width, "height": 900})
    page = chat.page
    page.goto(f"{chat.url}/chat/example.html")
    expect(page.get_by_role("heading", name="Palliative care team")).to_be_visible()
    # The page says who reads, so that this is not asked there.
    expect(page.get_by_role("region", name="Who is reading?")).to_have_count(0)
    expect(page.get_by_role("heading", name="Ask the guidelines").last).to_be_visible()
    question_in(page, QUESTION)
    page.get_by_role("heading", name="The same in a frame").scroll_into_view_if_needed()
    frame = page.frame_locator("iframe[title='Footnote chat']")
    frame.get_by_role("button", name="Clinician").click()
    question_in(frame, "contraindications?")
    expect(page.get_by_role("article", name=f"Answer to: {QUESTION}")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert chat.barriers() == []


def test_a_page_and_its_frame_are_two_conversations_after_a_reload_too(tab: OpenChat) -> None:
    page = (chat := tab()).page
    page.goto(f"{chat.url}/chat/example.html")
    question_in(page, QUESTION)
    page.get_by_role("heading", name="The same in a frame").scroll_into_view_if_needed()
    frame = page.frame_locator("iframe[title='Footnote chat']")
    frame.get_by_role("button", name="Clinician").click()
    question_in(frame, "contraindications?")
    page.reload()
    expect(page.get_by_role("article", name=f"Answer to: {QUESTION}")).to_be_visible()
    page.get_by_role("heading", name="The same in a frame").scroll_into_view_if_needed()
    expect(frame.get_by_role("article", name="Answer to: contraindications?")).to_be_visible()
    expect(frame.get_by_role("article")).to_have_count(1)


def test_the_page_around_the_chat_keeps_its_own_look(tab: OpenChat) -> None:
    chat = tab()
    page = chat.page
    page.goto(f"{chat.url}/chat/example.html")
    look = (
        "one => { const {color, fontFamily, fontSize} = getComputedStyle(one); return [color, fontFamily, fontSize] }"
    )
    heading = page.get_by_role("heading", name="Palliative care team")
    before = heading.evaluate(look)
    question_in(page, QUESTION)
    assert heading.evaluate(look) == before
    # Only what is printed stands in the page itself, and only for as long as that takes.
    assert page.locator("body > .footnote-notes").count() == 0


@pytest.mark.parametrize("heading", ["Ask the guideline", "<b>Ask</b>"])
def test_a_page_may_give_the_chat_its_own_title(tab: OpenChat, heading: str) -> None:
    chat = tab().open(audience=None)
    chat.page.locator("footnote-chat").evaluate("(one, heading) => one.setAttribute('heading', heading)", heading)
    expect(chat.page.get_by_role("heading", name=heading, level=2)).to_be_visible()


def test_without_scripts_the_page_says_where_to_read(tab: OpenChat) -> None:
    chat = tab(java_script_enabled=False)
    chat.page.goto(f"{chat.url}/chat/")
    assert "The chat needs JavaScript." in chat.page.locator("body").inner_text()
    expect(chat.page.get_by_role("link", name="knowledge base").first).to_have_attribute("href", "/knowledge")
