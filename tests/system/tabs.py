"""The fixtures of the web chat's tests in a browser: a plugin, since only these tests need them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.system.browser import ARGUMENTS, CHROMIUM, PATIENCE_MS, WIDE, ChatPage, OpenChat
from tests.system.conftest import Running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a file."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_tab(chromium: Browser) -> Iterator[OpenChat]:
    """Makes a tab with nothing remembered, for a chat at ``url``, with a browser context's options.

    Whatever a test does: no other host is asked, the page's policy refuses nothing, and no script fails.
    """
    tabs: list[ChatPage] = []

    def make(url: str, **options: Any) -> ChatPage:
        context = chromium.new_context(**{"viewport": WIDE, "locale": "en-GB", **options})
        tabs.append(ChatPage(context.new_page(), url))
        return tabs[-1]

    yield make
    for tab in tabs:
        tab.page.unroute_all(behavior="ignoreErrors")
        tab.page.context.close()
    assert [complaint for tab in tabs for complaint in tab.complaints] == []
    assert [url for tab in tabs for url in tab.outsiders()] == []


@pytest.fixture
def tab(new_tab: OpenChat, assistant: Running) -> OpenChat:
    """Makes a tab for the chat of the assistant that most tests ask, with a browser context's options."""
    return lambda **options: new_tab(assistant.assistant.url, **options)


@pytest.fixture
def chat(tab: OpenChat) -> ChatPage:
    """A clinician's new conversation on a wide screen."""
    return tab().open()
