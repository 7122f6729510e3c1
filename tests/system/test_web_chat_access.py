"""The web chat for everybody: no barriers, by keyboard, and for screen readers."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.system.browser import (
    DOSE,
    EXAMPLE,
    KINDS,
    LONG,
    MESSAGES,
    NARROW,
    ChatPage,
    OpenChat,
    holds_what_the_server_holds,
)

pytest_plugins = ["tests.system.tabs"]


def no_barrier(chat: ChatPage, state: str) -> None:
    """Check that axe finds nothing in what is shown now."""
    assert chat.barriers() == [], state


# Barriers


@pytest.mark.parametrize("kind", KINDS)
def test_no_barrier_is_found_in_an_answer(tab: OpenChat, kind: str) -> None:
    chat = tab().open()
    answer = chat.ask(KINDS[kind])
    for fold in answer.locator("summary").all():
        fold.click()
    source = answer.get_by_role("button", name=re.compile("^Source"))
    if source.count():
        source.first.click()
    no_barrier(chat, kind)


@pytest.mark.parametrize(
    "options",
    [{"color_scheme": "dark"}, {"viewport": NARROW}, {"forced_colors": "active"}],
    ids=["dark", "narrow", "forced colours"],
)
def test_no_barrier_is_found_in_other_surroundings(tab: OpenChat, options: dict[str, Any]) -> None:
    chat = tab(**options).open(audience=None)
    no_barrier(chat, "who reads")
    chat.page.get_by_role("button", name="Clinician").click()
    no_barrier(chat, "welcome")
    for kind in ("dose check", "withheld dose", "eligibility", "pathway", "emergency", "not found"):
        chat.ask(KINDS[kind])
    chat.answers.nth(1).get_by_role("button", name=re.compile("^Source")).first.click()
    no_barrier(chat, "answers")
    chat.open_menu()
    no_barrier(chat, "menu")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_in_what_opens(tab: OpenChat, scheme: str) -> None:
    chat = tab(color_scheme=scheme).open(audience=None)
    no_barrier(chat, "who reads")
    chat.page.get_by_role("button", name="Clinician").click()
    no_barrier(chat, "welcome")
    chat.ask("58 kg, active psychosis, gabapentin failed")
    for name in ("weight", "active psychosis", "adjuvants"):
        chat.change(name)
        no_barrier(chat, name)
        chat.page.keyboard.press("Escape")
    chat.patient.get_by_role("button", name="Add a detail").click()
    no_barrier(chat, "details to add")
    chat.page.keyboard.press("Escape")
    chat.open_menu()
    no_barrier(chat, "menu")
    chat.menu.get_by_role("button", name="New conversation").click()
    no_barrier(chat, "whether to begin anew")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "Sign in again if you are asked to"),
        (422, "This is no question."),
        (429, "Yours will be sent in"),
        (503, "Your messages are kept and will be sent."),
    ],
)
def test_no_barrier_is_found_where_something_is_wrong(tab: OpenChat, scheme: str, status: int, words: str) -> None:
    chat = tab(color_scheme=scheme).open()
    body = {"error": "This is no question.", "code": "any", "retry_after": 60}
    chat.page.route(MESSAGES, lambda route: route.fulfill(status=status, json=body))
    chat.composer.fill(DOSE)
    chat.composer.press("Enter")
    expect(chat.page.get_by_text(words).first).to_be_visible()
    no_barrier(chat, words)


def test_no_barrier_is_found_on_paper(tab: OpenChat) -> None:
    chat = tab(color_scheme="dark")
    chat.page.add_init_script("window.print = () => {}")
    chat.open().ask(LONG)
    chat.open_menu().get_by_role("button", name="Print for the notes").click()
    chat.page.emulate_media(media="print", color_scheme="dark")
    no_barrier(chat, "paper")


def test_a_planted_barrier_is_found(chat: ChatPage) -> None:
    chat.composer.evaluate("one => one.removeAttribute('aria-label') || one.removeAttribute('placeholder')")
    assert [one.split(":")[0] for one in chat.barriers()] == ["label"]


# Keyboard


def shows_focus(chat: ChatPage, one: Locator) -> None:
    """Check that ``one`` has the keyboard and looks different from when it has not."""
    expect(one).to_be_focused()
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    assert box
    around: Any = {
        "x": max(0, box["x"] - 8),
        "y": max(0, box["y"] - 8),
        "width": box["width"] + 16,
        "height": box["height"] + 16,
    }
    focused = chat.page.screenshot(clip=around, animations="disabled")
    one.evaluate("one => one.blur()")
    assert chat.page.screenshot(clip=around, animations="disabled") != focused, f"{one} does not show the focus"
    one.focus()


def test_the_keyboard_alone_is_enough(tab: OpenChat) -> None:
    chat = tab()
    chat.page.add_init_script("window.printing = 0; window.print = () => { window.printing += 1 }")
    keyboard = chat.page.keyboard
    chat.open(audience=None)
    clinician = chat.page.get_by_role("button", name="Clinician")
    chat.tab_to(clinician)
    shows_focus(chat, clinician)
    keyboard.press("Enter")
    expect(chat.composer).to_be_focused()
    shows_focus(chat, chat.composer)
    keyboard.type(DOSE)
    answer = chat.answered(lambda: keyboard.press("Enter"))
    expect(chat.composer).to_be_focused()
    # A source: open it, go to its link, and close it from there.
    number = answer.get_by_role("button", name=re.compile("^Source 1")).first
    chat.tab_to(number, "Shift+Tab")
    shows_focus(chat, number)
    keyboard.press("Enter")
    link = answer.get_by_role("link").first
    expect(link).to_be_visible()
    chat.tab_to(link)
    shows_focus(chat, link)
    keyboard.press("Escape")
    expect(link).to_have_count(0)
    expect(number).to_be_focused()
    # What to ask next.
    following = answer.get_by_role("list", name="You could ask next").get_by_role("button").first
    chat.tab_to(following)
    shows_focus(chat, following)
    chat.answered(lambda: keyboard.press("Enter"))
    # The patient.
    weight = chat.chip("weight").get_by_role("button").first
    chat.tab_to(weight, "Shift+Tab")
    shows_focus(chat, weight)
    keyboard.press("Enter")
    expect(chat.patient.get_by_role("textbox", name="weight")).to_be_focused()
    keyboard.press("Escape")
    expect(weight).to_be_focused()
    keyboard.press("Enter")
    keyboard.press("ControlOrMeta+a")
    keyboard.type("62")
    chat.answered(lambda: keyboard.press("Enter"))
    assert "62" in chat.shown_of_patient()["weight"]
    # The menu, and the document for the notes.
    opener = chat.page.get_by_role("button", name="Menu")
    chat.tab_to(opener, "Shift+Tab")
    shows_focus(chat, opener)
    keyboard.press("Enter")
    expect(chat.menu.get_by_role("button", name="New conversation")).to_be_focused()
    keyboard.press("Escape")
    expect(chat.menu).to_be_hidden()
    expect(opener).to_be_focused()
    keyboard.press("Enter")
    chat.tab_to(chat.menu.get_by_role("button", name="Print for the notes"))
    keyboard.press("Enter")
    assert chat.page.evaluate("window.printing") == 1


def test_a_changed_criterion_gives_the_keyboard_back(chat: ChatPage) -> None:
    chat.ask(DOSE)
    chat.change("weight")
    chat.patient.get_by_role("textbox", name="weight").fill("62")
    chat.answered(lambda: chat.page.keyboard.press("Enter"))
    holds_what_the_server_holds(chat)
    expect(chat.chip("weight").get_by_role("button").first).to_be_focused()


def test_a_removed_criterion_does_not_lose_the_keyboard(chat: ChatPage) -> None:
    chat.ask(DOSE)
    while chat.removers.count():
        left = chat.removers.count() - 1
        chat.removers.first.focus()
        chat.answered(lambda: chat.page.keyboard.press("Enter"))
        expect(chat.removers).to_have_count(left)
        next_one = chat.patient.get_by_role("listitem").first.get_by_role("button").first
        expect(next_one if left else chat.patient.get_by_role("button", name="Add a detail")).to_be_focused()


def test_an_added_criterion_gives_the_keyboard_back(chat: ChatPage) -> None:
    chat.ask(DOSE)
    add = chat.patient.get_by_role("button", name="Add a detail")
    add.click()
    chat.patient.get_by_role("button", name="pregnancy").click()
    chat.patient.get_by_role("radio", name="no", exact=True).check()
    chat.press("Save")
    holds_what_the_server_holds(chat)
    expect(add).to_be_focused()


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_menu_closes_when_the_keyboard_leaves_it(chat: ChatPage, key: str) -> None:
    chat.ask(DOSE)
    menu = chat.open_menu()
    expect(menu.get_by_role("button", name="New conversation")).to_be_focused()
    for _ in range(20):
        chat.page.keyboard.press(key)
        if menu.is_hidden():
            break
    expect(menu).to_be_hidden()
    assert chat.page.evaluate("document.activeElement !== document.body")


def test_the_open_menu_does_not_cover_what_has_the_keyboard(chat: ChatPage) -> None:
    chat.ask(DOSE)
    menu = chat.open_menu()
    inside = chat.page.get_by_role("group", name="Menu").locator(":focus")
    for _ in range(40):
        chat.page.keyboard.press("Tab")
        if menu.is_hidden():
            return
        focused = chat.page.locator(":focus").last
        if inside.count() or focused.count() == 0:
            continue
        panel, box = menu.bounding_box(), focused.bounding_box()
        assert panel
        assert box
        right, bottom = panel["x"] + panel["width"], panel["y"] + panel["height"]
        covered = panel["x"] <= box["x"] and box["x"] + box["width"] <= right
        covered = covered and panel["y"] <= box["y"] and box["y"] + box["height"] <= bottom
        assert not covered, focused.aria_snapshot()


# Screen readers


def test_the_headline_is_announced(chat: ChatPage) -> None:
    chat.ask(DOSE)
    headline = chat.last_envelope()["headline"]
    expect(chat.page.get_by_role("status").filter(has_text=headline)).to_have_count(1)
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    # What was said before is not said again.
    expect(chat.page.get_by_role("status").filter(has_text=headline)).to_have_count(0)


def test_an_emergency_is_announced_at_once(chat: ChatPage) -> None:
    chat.ask(KINDS["emergency"])
    headline = chat.last_envelope()["headline"]
    expect(chat.page.get_by_role("alert").filter(has_text=headline)).to_have_count(1)


def test_a_warning_is_announced_with_the_answer(chat: ChatPage) -> None:
    chat.ask(KINDS["withheld dose"])
    envelope = chat.last_envelope()
    spoken = chat.page.get_by_role("status").or_(chat.page.get_by_role("alert"))
    said = spoken.filter(has_text=envelope["withheld"]).first.inner_text()
    places = [said.index(text) for text in (envelope["warnings"][0]["text"], envelope["withheld"])]
    assert places == sorted(places)
    assert said.startswith("Contraindication: ")
    assert said.count(envelope["headline"]) == 1


def test_a_warning_that_is_no_bar_is_not_announced(chat: ChatPage) -> None:
    chat.ask(KINDS["dose"])
    envelope = chat.last_envelope()
    light = [one["text"] for one in envelope["warnings"] if one["severity"] in ("caution", "context")]
    assert light
    said = chat.page.get_by_role("status").filter(has_text=envelope["headline"]).first.inner_text()
    assert [text for text in light if text in said] == []


def test_headings_have_an_order(chat: ChatPage) -> None:
    chat.ask(EXAMPLE)
    levels = [
        int(level) for level in re.findall(r"- heading .*\[level=(\d)\]", chat.page.locator("body").aria_snapshot())
    ]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels)), levels


def test_an_answer_has_no_empty_list(chat: ChatPage) -> None:
    answer = chat.ask(DOSE)
    lists = [one for one in answer.get_by_role("list").all() if one.get_by_role("listitem").count() == 0]
    assert lists == []
