"""The web chat where a server or network fails: nothing typed is lost, and each fault says what it is."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from bot.readiness import free_port
from bot.server import running
from knowledge.store import build
from tests.system.browser import (
    DOSE,
    EVENTS,
    EXAMPLE,
    MESSAGES,
    PATIENCE_MS,
    STREAM,
    ChatPage,
    OpenChat,
    holds_what_the_server_holds,
    is_answered_once,
    send,
)
from tests.system.conftest import settings_in

pytest_plugins = ["tests.system.tabs"]


def refused(status: int, **body: Any) -> Callable[[Route], None]:
    """A refusal as the channel sends it."""
    return lambda route: route.fulfill(status=status, json=body)


def alert(chat: ChatPage, words: str) -> Locator:
    """What is said aloud at once, with ``words`` in it."""
    return chat.page.get_by_role("alert").filter(has_text=words)


# The server goes away


# The model has been trained where the other assistant runs.
@pytest.mark.usefixtures("assistant")
def test_a_server_that_dies_while_it_answers(new_tab: OpenChat, tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    build(settings.knowledge_url, settings.content)
    port = free_port()
    chat = new_tab(f"http://127.0.0.1:{port}")
    with running(settings, port) as first:
        chat.open().ask(DOSE)
        # From here on no answer gets out, so that the server dies with the message taken or not, but not answered.
        os.kill(first.parts[0].process.pid, signal.SIGSTOP)
        send(chat, EXAMPLE)
        expect(chat.page.get_by_text("Looking it up")).to_be_visible()
        os.kill(first.parts[1].process.pid, signal.SIGKILL)
        os.kill(first.parts[0].process.pid, signal.SIGKILL)
        expect(alert(chat, "The assistant cannot be reached.")).to_be_visible(timeout=PATIENCE_MS)
        expect(alert(chat, "Your messages are kept and will be sent.")).to_be_visible()
        expect(chat.page.get_by_text("Not connected")).to_be_visible()
        expect(chat.page.get_by_text(EXAMPLE)).to_be_visible()
        send(chat, "contraindications?")
        chat.composer.fill("half a thou")
    with running(settings, port) as second:
        is_answered_once(chat, DOSE, EXAMPLE, "contraindications?")
        expect(chat.page.get_by_text("Not connected")).to_have_count(0)
        expect(chat.page.get_by_role("button", name="Try now")).to_have_count(0)
        expect(chat.composer).to_have_value("half a thou")
        holds_what_the_server_holds(chat)
        os.kill(second.parts[0].process.pid, signal.SIGKILL)
        answer = chat.ask(EXAMPLE)
        expect(answer.get_by_text("Not available at the moment")).to_be_visible()
        expect(answer.get_by_role("button", name="Ask again")).to_be_visible()


def test_a_message_that_was_on_its_way_survives_a_reload(chat: ChatPage) -> None:
    chat.page.route(MESSAGES, lambda route: route.abort("connectionreset"))
    send(chat, DOSE)
    expect(chat.page.get_by_text("Waiting to be sent")).to_be_visible()
    chat.page.unroute(MESSAGES)
    chat.page.reload()
    is_answered_once(chat, DOSE)


def test_an_answer_that_got_lost_is_not_asked_for_twice(chat: ChatPage) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    chat.page.route(MESSAGES, lose, times=1)
    send(chat, DOSE)
    is_answered_once(chat, DOSE)
    assert len({json.loads(str(post.post_data))["id"] for post in chat.posts}) == 1


def test_offline_is_said_and_ends_by_itself(chat: ChatPage) -> None:
    chat.ask(DOSE)
    chat.page.context.set_offline(True)
    send(chat, "contraindications?")
    expect(alert(chat, "The assistant cannot be reached.")).to_be_visible()
    expect(chat.page.get_by_text("Waiting to be sent")).to_be_visible()
    chat.page.context.set_offline(False)
    is_answered_once(chat, DOSE, "contraindications?")
    expect(alert(chat, "The assistant cannot be reached.")).to_have_count(0)


def test_a_change_of_the_patient_waits_for_the_network_too(chat: ChatPage) -> None:
    chat.ask(DOSE)
    chat.page.context.set_offline(True)
    chat.change("weight")
    chat.patient.get_by_role("textbox", name="weight").fill("62")
    chat.patient.get_by_role("button", name="Save").click()
    expect(chat.page.get_by_text("Waiting to be sent")).to_be_visible()
    assert "58" in chat.shown_of_patient()["weight"]
    chat.page.context.set_offline(False)
    expect(chat.answers).to_have_count(2, timeout=PATIENCE_MS)
    holds_what_the_server_holds(chat)
    assert "62" in chat.shown_of_patient()["weight"]


def test_messages_keep_their_order(chat: ChatPage) -> None:
    held: list[Route] = []
    chat.page.route(MESSAGES, lambda route: held.append(route), times=1)
    for text in (DOSE, "contraindications?", "and orally?"):
        send(chat, text)
    expect(chat.page.get_by_text("Waiting to be sent")).to_have_count(2)
    held[0].continue_()
    is_answered_once(chat, DOSE, "contraindications?", "and orally?")


def test_two_copies_of_the_chat_on_a_page_lose_neither_message(chat: ChatPage) -> None:
    chat.page.route(MESSAGES, lambda route: route.abort("connectionreset"))
    chat.page.evaluate("document.querySelector('footnote-chat').after(document.createElement('footnote-chat'))")
    boxes = chat.composer
    expect(boxes).to_have_count(2)
    for place, text in enumerate((DOSE, "contraindications?")):
        boxes.nth(place).fill(text)
        boxes.nth(place).press("Enter")
    expect(chat.page.get_by_text("Waiting to be sent")).to_have_count(2)
    chat.page.unroute(MESSAGES)
    chat.page.reload()
    is_answered_once(chat, DOSE, "contraindications?")


def test_try_now_does_not_wait(chat: ChatPage) -> None:
    chat.page.route(MESSAGES, refused(503, error="Not now.", code="unavailable", retry_after=3600))
    send(chat, DOSE)
    expect(alert(chat, "Not now.")).to_be_visible()
    chat.page.unroute(MESSAGES)
    chat.page.get_by_role("button", name="Try now").click()
    is_answered_once(chat, DOSE)
    expect(alert(chat, "Not now.")).to_have_count(0)


def test_without_streams_the_chat_asks_for_news(chat: ChatPage) -> None:
    chat.page.route(STREAM, lambda route: route.abort())
    chat.page.reload()
    chat.ask(DOSE)
    is_answered_once(chat, DOSE)
    other = chat.on_server()
    other.say("contraindications?")
    expect(chat.answers).to_have_count(2, timeout=PATIENCE_MS)
    expect(chat.page.get_by_text("Not connected")).to_have_count(0)


# The server says no


def test_what_is_no_question_comes_back_to_be_changed(chat: ChatPage) -> None:
    send(chat, "😀🐎")
    expect(chat.composer).to_have_value("😀🐎")
    expect(chat.composer).to_be_focused()
    expect(chat.page.get_by_role("alert").filter(has_text=re.compile("."))).to_have_count(1)
    expect(chat.questions).to_have_count(0)
    chat.ask(DOSE)
    is_answered_once(chat, DOSE)
    expect(chat.page.get_by_role("alert").filter(has_text=re.compile("."))).to_have_count(0)


def test_what_is_too_large_comes_back_beside_what_was_typed_since(chat: ChatPage) -> None:
    held: list[Route] = []
    chat.page.route(MESSAGES, lambda route: held.append(route), times=1)
    send(chat, DOSE)
    expect(chat.page.get_by_text("Looking it up")).to_be_visible()
    chat.composer.fill("and orally?")
    held[0].fulfill(status=413, json={"error": "The message is too large.", "code": "too_large"})
    expect(alert(chat, "The message is too large.")).to_be_visible()
    expect(chat.composer).to_have_value(f"{DOSE}\nand orally?")


def test_a_text_that_is_too_long_cannot_be_sent_and_is_kept(chat: ChatPage) -> None:
    chat.composer.fill("x" * 2003)
    expect(chat.page.get_by_text("3 characters too many")).to_be_visible()
    expect(chat.page.get_by_role("button", name="Send")).to_be_disabled()
    chat.composer.press("Enter")
    expect(chat.composer).to_have_value("x" * 2003)
    assert chat.posts == []


def test_too_many_messages_wait_and_go_out_by_themselves(chat: ChatPage) -> None:
    chat.page.route(MESSAGES, refused(429, error="Too many.", code="too_many", retry_after=2), times=1)
    send(chat, DOSE)
    expect(chat.page.get_by_text(re.compile(r"Yours will be sent in \d s\."))).to_be_visible()
    expect(chat.page.get_by_role("status").filter(has_text="Too many messages")).to_have_count(1)
    is_answered_once(chat, DOSE)
    expect(chat.page.get_by_text(re.compile(r"Yours will be sent in"))).to_have_count(0)


def provide_token(chat: ChatPage, *tokens: str) -> None:
    """Give the page a provider of ``tokens``, one after another, the last for good; none: it fails."""
    left = list(tokens)

    def give(route: Route) -> None:
        if not left:
            route.fulfill(status=403, body="")
        else:
            route.fulfill(json={"token": left.pop(0) if len(left) > 1 else left[0]})

    chat.page.unroute("**/footnote-token")
    chat.page.route("**/footnote-token", give)


def ask_for_token(chat: ChatPage, accepted: str) -> None:
    """Let the server take no token but ``accepted``."""

    def judge(route: Route) -> None:
        if route.request.headers.get("authorization") == f"Bearer {accepted}":
            route.fallback()
        else:
            route.fulfill(status=401, json={"error": "Please sign in.", "code": "token"})

    for address in (MESSAGES, STREAM, EVENTS):
        chat.page.route(address, judge)


def test_a_token_that_has_run_out_is_renewed_unseen(tab: OpenChat) -> None:
    chat = tab()
    ask_for_token(chat, "new")
    provide_token(chat, "old", "new")
    chat.open()
    chat.page.locator("footnote-chat").evaluate("one => one.setAttribute('token-provider', '/footnote-token')")
    chat.ask(DOSE)
    is_answered_once(chat, DOSE)
    assert alert(chat, "sign").count() == 0


def test_a_refused_token_leaves_a_way_on(tab: OpenChat) -> None:
    chat = tab()
    ask_for_token(chat, "new")
    provide_token(chat, "old")
    chat.open(audience=None)
    chat.page.locator("footnote-chat").evaluate("one => one.setAttribute('token-provider', '/footnote-token')")
    chat.page.get_by_role("button", name="Clinician").click()
    expect(alert(chat, "Sign in again if you are asked to, then try again.")).to_be_visible()
    expect(chat.page.get_by_text("Not signed in")).to_be_visible()
    send(chat, DOSE)
    expect(chat.page.get_by_text("Waiting to be sent")).to_be_visible()
    provide_token(chat, "new")
    chat.page.get_by_role("button", name="Try again").click()
    is_answered_once(chat, DOSE)
    expect(chat.page.get_by_text("Not signed in")).to_have_count(0)
