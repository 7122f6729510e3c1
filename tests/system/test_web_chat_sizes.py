"""The web chat at any size, in any colours, still where that is wanted, and in another language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Route, ViewportSize, expect

from tests.system.browser import (
    DOSE,
    KINDS,
    LONG,
    MESSAGES,
    NARROW,
    PATIENCE_MS,
    WIDE,
    ChatPage,
    OpenChat,
)

pytest_plugins = ["tests.system.tabs"]

# What a browser's setting for the size of text does.
TWICE = "document.documentElement.style.fontSize = '200%'"
FOUR_K: ViewportSize = {"width": 3840, "height": 2160}

# Texts that reach beyond the window, or beyond a part of the page that cuts them off. What is there for screen readers
# only is left out, and so is a summary that a button beside it unfolds.
CUT_TEXTS = """() => {
  const cut = []
  const parent = one => one.assignedSlot ?? one.parentElement ?? one.getRootNode().host ?? null
  const judge = (text, box) => {
    if (box.width < 1 || box.height < 1) return
    let beyond = box.left < -1 || box.right > innerWidth + 1
    for (let one = parent(text); one; one = parent(one)) {
      const style = getComputedStyle(one)
      const edge = one.getBoundingClientRect()
      if (style.clipPath === 'inset(50%)' || style.visibility === 'hidden') return
      if (style.textOverflow === 'ellipsis' && one.closest('[aria-expanded=false]')) return
      if (style.overflowY === 'auto' || style.overflowY === 'scroll') break
      if (style.overflowX === 'visible') continue
      beyond ||= box.right > edge.right + 1 || box.left < edge.left - 1
      beyond ||= box.bottom > edge.bottom + 1 || box.top < edge.top - 1
    }
    if (beyond) cut.push(text)
  }
  const visit = root => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.shadowRoot) visit(node.shadowRoot)
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const box of range.getClientRects()) judge(node, box)
    }
  }
  visit(document.body)
  return [...new Set(cut)].map(text => text.data.trim().slice(0, 80))
}"""
SIDEWAYS = """() => {
  const wide = []
  const visit = root => {
    for (const one of root.querySelectorAll('*')) {
      if (one.shadowRoot) visit(one.shadowRoot)
      const scrolls = /auto|scroll/.test(getComputedStyle(one).overflowX)
      if (scrolls && one.scrollWidth > one.clientWidth + 1) wide.push(one.outerHTML.slice(0, 80))
    }
  }
  visit(document)
  if (document.documentElement.scrollWidth > innerWidth) wide.push('the page')
  return wide
}"""
# Boxes of what can be pressed that are smaller than `least` pixels. A box to tick counts with its label, and a link in
# a sentence as the sentence.
SMALL = """least => {
  const small = []
  const visit = root => {
    for (const one of root.querySelectorAll('*')) {
      if (one.shadowRoot) visit(one.shadowRoot)
      if (!one.matches('button, summary, a, input, select, textarea')) continue
      const {width, height} = (one.closest('label') ?? one).getBoundingClientRect()
      const seen = width > 1 && height > 1
      if (seen && Math.min(width, height) < least - 0.5) small.push([one.outerHTML.slice(0, 90), width, height])
    }
  }
  visit(document)
  return small
}"""


def fits(chat: ChatPage) -> None:
    """Check that nothing scrolls sideways and no text is cut."""
    assert chat.page.evaluate(SIDEWAYS) == []
    assert chat.page.evaluate(CUT_TEXTS) == []


def height_of(one: Locator) -> float:
    """The height of ``one`` as it is seen, in pixels."""
    box = one.bounding_box()
    assert box
    return box["height"]


# Sizes and colours


@pytest.mark.parametrize("size", [NARROW, WIDE, FOUR_K], ids=["320", "1440", "4K"])
def test_everything_fits_the_screen(tab: OpenChat, size: ViewportSize) -> None:
    chat = tab(viewport=size).open(audience=None)
    fits(chat)
    chat.page.get_by_role("button", name="Clinician").click()
    fits(chat)
    for kind in ("recommendation", "dose", "dose check", "withheld dose", "eligibility", "pathway", "emergency"):
        answer = chat.ask(KINDS[kind])
        for fold in answer.locator("summary").all():
            fold.click()
    fits(chat)
    chat.open_menu()
    fits(chat)
    chat.page.keyboard.press("Escape")
    if chat.shown_of_patient() == {}:
        chat.patient.get_by_role("button", name=re.compile("^Patient")).click()
    chat.patient.get_by_role("button", name="Add a detail").click()
    fits(chat)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1440"])
@pytest.mark.parametrize("by", ["browser", "menu"])
def test_large_text_fits_too(tab: OpenChat, size: ViewportSize, by: str) -> None:
    chat = tab(viewport=size).open()
    before = chat.page.get_by_text("For example").bounding_box()
    if by == "browser":
        chat.page.evaluate(TWICE)
    else:
        chat.open_menu().get_by_label("Large text").check()
        chat.page.keyboard.press("Escape")
    after = chat.page.get_by_text("For example").bounding_box()
    assert before
    assert after
    assert after["height"] >= before["height"] * (1.9 if by == "browser" else 1.2)
    fits(chat)
    for kind in ("dose check", "withheld dose", "pathway"):
        chat.ask(KINDS[kind])
    expect(chat.composer).to_be_in_viewport(ratio=0.9)
    fits(chat)
    # Enough of an answer is seen to read it.
    assert height_of(chat.page.get_by_role("log")) >= size["height"] / 2


@pytest.mark.parametrize("size", [WIDE, {"width": 820, "height": 1180}, NARROW], ids=["1440", "820", "320"])
def test_a_patient_of_whom_much_is_known_leaves_room(tab: OpenChat, size: ViewportSize) -> None:
    chat = tab(viewport=size).open()
    chat.page.evaluate(TWICE)
    chat.ask(LONG)
    fold = chat.patient.get_by_role("button", name=re.compile("^Patient"))
    if fold.get_attribute("aria-expanded") == "false":
        assert height_of(chat.patient) <= size["height"] / 8
        fold.click()
    assert chat.removers.count() >= 7
    assert height_of(chat.patient.get_by_role("list")) <= size["height"] / 4
    fits(chat)
    chat.removers.last.scroll_into_view_if_needed()
    expect(chat.removers.last).to_be_in_viewport(ratio=0.9)


def test_a_long_title_is_read_whole(tab: OpenChat) -> None:
    chat = tab(viewport=NARROW).open()
    chat.page.evaluate(TWICE)
    chat.page.locator("footnote-chat").evaluate("one => { one.heading = 'Ask the guidelines on cancer pain' }")
    expect(chat.page.get_by_role("heading", name="Ask the guidelines on cancer pain")).to_be_visible()
    fits(chat)


@pytest.mark.parametrize(("touch", "least"), [(False, 24), (True, 44)], ids=["mouse", "finger"])
def test_everything_is_large_enough_to_be_hit(tab: OpenChat, touch: bool, least: int) -> None:
    chat = tab(has_touch=touch).open(audience=None)
    chat.page.get_by_role("button", name="Clinician").click()
    for kind in ("recommendation", "dose", "withheld dose", "eligibility"):
        answer = chat.ask(KINDS[kind])
        for fold in answer.locator("summary").all():
            fold.click()
    answer.get_by_role("button", name=re.compile("^Source")).first.click()
    assert chat.page.evaluate(SMALL, least) == []
    for name in ("weight", "adjuvants"):
        chat.change(name)
        assert chat.page.evaluate(SMALL, least) == []
    chat.page.keyboard.press("Escape")
    chat.open_menu()
    assert chat.page.evaluate(SMALL, least) == []


def test_a_page_may_choose_the_theme(tab: OpenChat) -> None:
    chat = tab(color_scheme="light").open()
    ground = "one => getComputedStyle(one).backgroundColor"
    element = chat.page.locator("footnote-chat")
    light = element.evaluate(ground)
    element.evaluate("one => one.setAttribute('theme', 'dark')")
    dark = element.evaluate(ground)
    assert dark != light
    chat.page.emulate_media(color_scheme="dark")
    element.evaluate("one => one.setAttribute('theme', 'light')")
    assert element.evaluate(ground) == light
    element.evaluate("one => one.removeAttribute('theme')")
    assert element.evaluate(ground) == dark


def test_without_colours_of_its_own_everything_keeps_an_edge(tab: OpenChat) -> None:
    chat = tab(forced_colors="active").open()
    answer = chat.ask(KINDS["withheld dose"])
    edged = (
        "one => getComputedStyle(one).borderTopStyle !== 'none' && parseFloat(getComputedStyle(one).borderTopWidth) > 0"
    )
    for one in (
        answer.get_by_role("button", name=re.compile("^Source")).first,
        answer.get_by_role("button", name="Show the calculation anyway"),
        answer.get_by_role("list", name="Warnings").get_by_role("listitem").first,
    ):
        assert one.evaluate(edged), one


@pytest.mark.parametrize("calm", [False, True], ids=["moving", "calm"])
def test_nothing_moves_for_who_wants_it_still(tab: OpenChat, calm: bool) -> None:
    chat = tab(reduced_motion="reduce" if calm else "no-preference").open()
    held: list[Route] = []
    chat.page.route(MESSAGES, lambda route: held.append(route))
    chat.composer.fill(DOSE)
    chat.composer.press("Enter")
    working = chat.page.get_by_text("Looking it up")
    expect(working).to_be_visible()
    seen = {working.screenshot() for _ in range(10)}
    assert (len(seen) == 1) == calm
    held[0].continue_()
    expect(chat.answers).to_have_count(1, timeout=PATIENCE_MS)


# Another language


def test_language_and_direction_come_from_the_strings(tab: OpenChat) -> None:
    chat = tab()

    def translated(route: Route) -> None:
        reply = route.fetch()
        script, directions = re.subn(r"""(\bdirection["']?:\s*["'`])ltr\b""", r"\1rtl", reply.text())
        script, languages = re.subn(r"""(\blanguage["']?:\s*["'`])en-GB\b""", r"\1ar", script)
        assert (directions, languages) == (1, 1)
        route.fulfill(response=reply, body=script)

    chat.page.route("**/footnote-chat.js", translated)
    chat.open().ask(KINDS["dose check"])
    direction = "one => [getComputedStyle(one).direction, one.closest('[lang]')?.lang ?? one.lang]"
    frame = chat.page.locator("footnote-chat [lang]").first
    assert frame.evaluate(direction) == ["rtl", "ar"]
    send = chat.page.get_by_role("button", name="Send").bounding_box()
    box = chat.composer.bounding_box()
    assert send
    assert box
    assert send["x"] < box["x"]
    fits(chat)
    assert chat.barriers() == []
