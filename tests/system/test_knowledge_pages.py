"""The knowledge pages in the running assistant, looked at with a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from knowledge.content_files import Content
from knowledge.rendering.pages.site import BASE, SECURITY_HEADERS
from tests.system.conftest import Running

CHROMIUM = "/usr/bin/chromium"
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 320, "height": 640}
# All that WCAG 2.2 asks for at levels A and AA, as far as a program can tell.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
KINDS = ["overview", "list", "filtered", "statement", "sources", "source", "timeline", "pathway", "doses", "missing"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def addresses(assistant: Running, content: Content) -> dict[str, str]:
    """One address of each kind of page; of statements the one with the most beside it."""
    topic = content.topics[0]
    disputed = topic.conflicts[0].statements[0]
    replaced = next(source.id for source in content.sources if source.superseded_by)
    paths = {
        "overview": "",
        "list": f"/{topic.topic.id}",
        "filtered": f"/{topic.topic.id}?kind={topic.statements[0].kind}&q=the",
        "statement": f"/{topic.topic.id}/statements/{disputed}",
        "sources": "/sources",
        "source": f"/sources/{replaced}",
        "timeline": f"/{topic.topic.id}/timeline",
        "pathway": f"/{topic.topic.id}/pathway",
        "doses": f"/{topic.topic.id}/doses",
        "missing": "/no-such-topic",
    }
    assert list(paths) == KINDS
    return {kind: f"{assistant.assistant.url}{BASE}{path}" for kind, path in paths.items()}


Scheme = Literal["light", "dark"]


def visit(browser: Browser, address: str, size: dict[str, int] = WIDE, scheme: Scheme = "light") -> Page:
    """The page at ``address`` in a new tab of that size and colour scheme."""
    width, height = size["width"], size["height"]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(address)
    return page


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found(browser: Browser, addresses: dict[str, str], kind: str, scheme: Scheme) -> None:
    page = visit(browser, addresses[kind], scheme=scheme)
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_no_barrier_is_found_on_a_narrow_screen(browser: Browser, addresses: dict[str, str], kind: str) -> None:
    page = visit(browser, addresses[kind], NARROW)
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()
    page.close()


def test_a_planted_barrier_is_found(browser: Browser, addresses: dict[str, str]) -> None:
    page = visit(browser, addresses["list"])
    page.evaluate("document.querySelector('label[for=q]').remove()")
    assert Axe().run(page, options=RULES).violations_count == 1
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_narrow_screen_scrolls_in_one_direction(browser: Browser, addresses: dict[str, str], kind: str) -> None:
    page = visit(browser, addresses[kind], NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    outside = """() => [...document.querySelectorAll('main *')]
        .filter(one => !one.closest('.scroll') && !one.matches('.hidden') && one.getClientRects().length)
        .filter(one => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
        .map(one => one.outerHTML.slice(0, 120))"""
    assert page.evaluate(outside) == []
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_comes_from_elsewhere_and_nothing_is_refused(
    browser: Browser, addresses: dict[str, str], assistant: Running, kind: str
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(addresses[kind], wait_until="networkidle")
    assert asked[:2] == [addresses[kind], f"{assistant.assistant.url}{BASE}/style.css"]
    assert [url for url in asked if not url.startswith((assistant.assistant.url, "data:"))] == []
    assert [line for line in said if "404" not in line] == []
    page.close()


def test_everything_works_without_scripts(browser: Browser, addresses: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses["list"])
    page.get_by_label("Kind").select_option(index=1)
    page.get_by_role("button", name="Show statements").click()
    assert "kind=" in page.url
    assert page.get_by_role("link", name="Clear all filters").is_visible()
    page.get_by_role("article").first.get_by_role("heading").first.get_by_role("link").click()
    assert "/statements/" in page.url
    page.get_by_role("region", name="What it stands on").get_by_role("link").first.click()
    assert f"{BASE}/sources/" in page.url
    context.close()


def test_the_keyboard_skips_to_the_content_and_shows_where_it_is(browser: Browser, addresses: dict[str, str]) -> None:
    page = visit(browser, addresses["list"])
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    assert skip.evaluate("one => one === document.activeElement && one.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.get_attribute("id") == "q"
    assert focused.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_paper_has_no_navigation(browser: Browser, addresses: dict[str, str], kind: str) -> None:
    page = visit(browser, addresses[kind], scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("nav ul:visible, form:visible, .skip:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()


def test_paper_has_addresses_instead_of_links(browser: Browser, addresses: dict[str, str], content: Content) -> None:
    page = visit(browser, addresses["list"])
    page.emulate_media(media="print")
    first = content.topics[0].statements[0]
    source = next(one for one in content.sources if one.id == first.sources[0].source)
    assert source.doi
    shown = page.get_by_role("article").first.locator(".on-paper:visible")
    assert f"https://doi.org/{source.doi}" in " ".join(shown.all_inner_texts())
    page.close()


def test_pictures_have_a_name_and_a_description(browser: Browser, addresses: dict[str, str]) -> None:
    for kind in ("timeline", "pathway", "doses"):
        page = visit(browser, addresses[kind])
        pictures = page.get_by_role("img")
        assert pictures.count() >= 1
        for picture in pictures.all():
            assert picture.locator("title").text_content()
            assert picture.locator("desc").text_content()
        page.close()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("kind", ["timeline", "pathway", "doses"])
def test_words_stay_inside_their_picture(
    browser: Browser, addresses: dict[str, str], kind: str, size: dict[str, int]
) -> None:
    page = visit(browser, addresses[kind], size)
    outside = """() => [...document.querySelectorAll('svg[role=img] text')].filter(one => {
        const [word, picture] = [one.getBoundingClientRect(), one.closest('figure').getBoundingClientRect()]
        return word.left < picture.left || word.right > picture.right || word.bottom > picture.bottom
    }).map(one => one.textContent)"""
    assert page.evaluate(outside) == []
    page.close()


def test_the_pages_are_for_reading_only(addresses: dict[str, str]) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert httpx.request(method, addresses["overview"]).status_code == 405
    head = httpx.head(addresses["overview"])
    assert (head.status_code, head.content) == (200, b"")


def test_a_page_is_sent_once_for_each_version(addresses: dict[str, str]) -> None:
    for kind in KINDS[:-1]:
        first = httpx.get(addresses[kind])
        assert first.status_code == 200
        assert first.headers["content-type"] == "text/html; charset=utf-8"
        assert {name: first.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
        again = httpx.get(addresses[kind], headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    missing = httpx.get(addresses["missing"])
    assert missing.status_code == 404
    assert {name: missing.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_the_pages_show_the_version_that_answers_carry(assistant: Running, addresses: dict[str, str]) -> None:
    version = assistant.talk().ask("what is the bottom line")["knowledge_version"]
    assert version
    assert version in httpx.get(addresses["overview"]).text
