"""The web chat where what it is sent cannot be read, or would run in a page: it is shown as text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Request, Route, expect

from tests.system.browser import (
    DOSE,
    EVENTS,
    MESSAGES,
    STREAM,
    ChatPage,
    OpenChat,
    is_answered_once,
    send,
)
from tests.system.chat import answers

pytest_plugins = ["tests.system.tabs"]

# What runs as soon as it is in a page as HTML.
HTML = '<img src="/x" onerror="window.ran = 1"><b>bold</b><script>window.ran = 1</script>'


# The server says what cannot be read


def test_a_reply_that_is_none_can_be_asked_for_again(chat: ChatPage) -> None:
    chat.page.route(STREAM, lambda route: route.abort())
    chat.page.route(MESSAGES, lambda route: route.fulfill(body="<html>A proxy says hello</html>"), times=1)
    send(chat, DOSE)
    expect(chat.page.get_by_text("The reply to this could not be read")).to_be_visible()
    expect(chat.page.get_by_text(DOSE)).to_be_visible()
    chat.press("Ask again")
    is_answered_once(chat, DOSE)
    expect(chat.page.get_by_text("The reply to this could not be read")).to_have_count(0)


def changed_replies(chat: ChatPage, change: Callable[[Any], Any]) -> None:
    """Pass every reply of the server through ``change``."""

    def fulfil(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, json=change(reply.json()))

    chat.page.route(STREAM, lambda route: route.abort())
    chat.page.route(MESSAGES, fulfil)
    chat.page.route(EVENTS, fulfil)


def with_envelope(change: Callable[[dict[str, Any]], Any]) -> Callable[[Any], Any]:
    """The change of a reply that changes the envelope of each of its answers."""

    def changed(reply: Any) -> Any:
        for message in answers(reply):
            message["custom"] = change(message["custom"])
        return reply

    return changed


@pytest.mark.parametrize(
    "change",
    [
        lambda envelope: {**envelope, "status": "postponed"},
        lambda envelope: {**envelope, "warnings": [{"severity": "new", "text": "beware", "statement": None}]},
        lambda envelope: {**envelope, "statements": "none"},
        lambda envelope: {name: value for name, value in envelope.items() if name != "citations"},
        lambda _: {"status": 7},
        lambda _: [],
        lambda _: None,
    ],
    ids=["unknown status", "unknown severity", "wrong type", "missing part", "nonsense", "list", "nothing"],
)
def test_an_envelope_that_cannot_be_read_is_shown_as_its_text(
    tab: OpenChat, change: Callable[[dict[str, Any]], Any]
) -> None:
    chat = tab()
    changed_replies(chat, with_envelope(change))
    answer = chat.open().ask(DOSE)
    expect(answer.get_by_text("Not every part of this answer could be shown in its usual form.")).to_be_visible()
    text = answers(chat.on_server().events())[0]["text"]
    shown = answer.inner_text()
    assert [line for line in text.split("\n") if line.strip() and line.strip() not in shown] == []
    assert answer.get_by_role("button").count() > 1


def test_a_patient_that_cannot_be_read_is_said(tab: OpenChat) -> None:
    chat = tab()
    changed_replies(chat, lambda reply: {**reply, "patient": None})
    chat.open().ask(DOSE)
    expect(chat.patient.get_by_text("The patient’s details cannot be read just now.")).to_be_visible()


# Nothing in a message is run


def spoilt(value: Any) -> Any:
    """``value`` with HTML at the end of every sentence in it, and on every name of a criterion."""
    if isinstance(value, str):
        return f"{value} {HTML}" if " " in value else value
    if isinstance(value, list):
        return [spoilt(one) for one in value]
    if isinstance(value, dict):
        named = {name: HTML for name in ("name", "label", "words") if isinstance(value.get(name), str)}
        return {**{name: spoilt(one) for name, one in value.items()}, **named}
    return value


def nothing_ran(chat: ChatPage) -> None:
    """Check that no HTML of a message became part of the page."""
    assert chat.page.evaluate("window.ran") is None
    assert chat.page.locator("img, script:not([src]), b:text-is('bold')").count() == 0
    assert [one.url for one in chat.asked_for if one.url.endswith("/x")] == []


def test_html_that_is_typed_is_text(chat: ChatPage) -> None:
    chat.ask(f"active psychosis {HTML}, 70 kg, iv infusion dose?")
    nothing_ran(chat)
    expect(chat.page.get_by_text('<img src="/x"').first).to_be_visible()
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    nothing_ran(chat)


@pytest.mark.parametrize("message", ["active psychosis, 70 kg, iv infusion dose?", "is my patient a candidate?", DOSE])
def test_html_in_any_part_of_an_answer_is_text(tab: OpenChat, message: str) -> None:
    chat = tab()
    chat.page.add_init_script("window.print = () => {}")
    changed_replies(chat, spoilt)
    answer = chat.open().ask(message)
    expect(answer.get_by_text("<b>bold</b>").first).to_be_visible()
    for opener in (*answer.get_by_text(re.compile(r"^Sources \(")).all(), *answer.locator("summary").all()):
        opener.click()
    answer.get_by_role("button", name=re.compile("^Source")).first.click()
    nothing_ran(chat)
    if chat.removers.count():
        chat.patient.get_by_role("listitem").first.get_by_role("button").first.click()
        expect(chat.patient.get_by_text("From your words: ")).to_be_visible()
        nothing_ran(chat)
        chat.page.keyboard.press("Escape")
    menu = chat.open_menu()
    menu.get_by_label("Include the patient’s details").check()
    menu.get_by_role("button", name="Print for the notes").click()
    chat.page.emulate_media(media="print")
    expect(chat.page.get_by_text("<b>bold</b>").first).to_be_visible()
    nothing_ran(chat)


def test_a_link_that_would_run_is_no_link(tab: OpenChat) -> None:
    def venom(envelope: dict[str, Any]) -> dict[str, Any]:
        return {**envelope, "citations": [{**one, "url": "javascript:window.ran=1"} for one in envelope["citations"]]}

    chat = tab()
    changed_replies(chat, with_envelope(venom))
    answer = chat.open().ask(DOSE)
    answer.get_by_text(re.compile(r"^Sources \(")).click()
    expect(answer.get_by_role("link")).to_have_count(0)


def test_a_page_without_a_place_to_remember_still_answers(tab: OpenChat) -> None:
    chat = tab()
    chat.page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    chat.open().ask(DOSE)
    is_answered_once(chat, DOSE)


def test_every_message_has_its_own_id_and_one_conversation(chat: ChatPage) -> None:
    chat.ask(DOSE)
    chat.ask("contraindications?")

    def sent(post: Request) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(str(post.post_data))
        return body

    bodies = [sent(post) for post in chat.posts]
    assert len({body["id"] for body in bodies}) == 2
    assert len({body["conversation"] for body in bodies}) == 1
