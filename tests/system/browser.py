"""The web chat in a real browser, as a clinician uses it: a page object."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, ViewportSize, expect

from tests.system.chat import Chat, answers, said

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}
# All that WCAG 2.2 asks for at levels A and AA, as far as a program can tell.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
EXAMPLE = "What is the role of ketamine infusion in cancer pain?"
DOSE = "58 kg, refractory cancer pain, iv infusion dose?"
LONG = "62 year old, 58 kg, neuropathic pain, failed gabapentin, on 300 mg of morphine, ?raised ICP. iv infusion dose?"
# One message for each form that an answer has.
KINDS = {
    "recommendation": EXAMPLE,
    "dose": LONG,
    "dose check": "70 kg, is 0.8 mg/kg/h ok?",
    "withheld dose": "active psychosis, 70 kg, iv infusion dose?",
    "eligibility": "Is my patient a candidate for ketamine?",
    "pathway": "morphine 300 mg a day, opioids optimised, gabapentin failed. where are we in the pathway?",
    "emergency": "patient stopped breathing, not responding",
    "refused": "dose of ketamine for depression?",
    "not found": "who won the world cup",
    "privacy": "Mrs Okonkwo, 58 kg, contraindications?",
}
MESSAGES = "**/chat/messages"
STREAM = re.compile(r"/chat/stream\?")
EVENTS = re.compile(r"/chat/events\?")
# An answer is there within a second; a machine that is busy with other tests takes longer.
PATIENCE_MS = 20_000
# The browser says so of every refusal and every lost connection, which are what some tests are about.
REFUSAL = re.compile(r"Failed to load resource|net::ERR_")
FOCUSED = "one => one.matches(':focus')"


@dataclass
class ChatPage:
    """One tab with the chat at ``url``, and what the browser said and asked for meanwhile."""

    page: Page
    url: str
    asked_for: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("request", lambda request: self.asked_for.append(request))
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not REFUSAL.search(message.text):
            self.complaints.append(message.text)

    def open(self, audience: str | None = "Clinician", path: str = "/chat/") -> ChatPage:
        """Open the chat and say who reads; with None the question about that is left open."""
        self.page.goto(f"{self.url}{path}")
        if audience is not None:
            self.page.get_by_role("button", name=audience).click()
            expect(self.composer).to_be_focused()
        return self

    @property
    def composer(self) -> Locator:
        """The box for a question."""
        return self.page.get_by_role("textbox", name="Your question")

    @property
    def answers(self) -> Locator:
        """All answers shown."""
        return self.page.get_by_role("article", name=re.compile("^Answer"))

    @property
    def questions(self) -> Locator:
        """All that the clinician has said, as shown."""
        return self.page.get_by_text("You asked: ")

    @property
    def patient(self) -> Locator:
        """The patient bar."""
        return self.page.get_by_role("region", name="Patient")

    @property
    def menu(self) -> Locator:
        """The open menu."""
        return self.page.get_by_role("group", name="Menu")

    @property
    def posts(self) -> list[Request]:
        """What was sent to the assistant."""
        return [request for request in self.asked_for if request.method == "POST"]

    def ask(self, text: str) -> Locator:
        """Type ``text``, send it, and return its answer."""
        self.composer.fill(text)
        return self.answered(lambda: self.composer.press("Enter"))

    def answered(self, act: Callable[[], object]) -> Locator:
        """Do what makes the assistant answer, and return that answer."""
        place = self.answers.count()
        act()
        answer = self.answers.nth(place)
        expect(answer).to_be_visible(timeout=PATIENCE_MS)
        return answer

    def press(self, name: str, within: Locator | None = None) -> Locator:
        """Press a button that makes the assistant answer, and return that answer."""
        place = self.page if within is None else within
        return self.answered(place.get_by_role("button", name=name, exact=True).click)

    def open_menu(self) -> Locator:
        """Open the menu."""
        self.page.get_by_role("button", name="Menu").click()
        return self.menu

    def chip(self, name: str) -> Locator:
        """A criterion in the bar: its button to change it, and that to remove it."""
        remove = self.page.get_by_role("button", name=f"Remove {name}", exact=True)
        return self.patient.get_by_role("listitem").filter(has=remove)

    def change(self, name: str) -> None:
        """Open the form for a criterion that is known."""
        self.chip(name).get_by_role("button").first.click()

    def remove(self, name: str) -> Locator:
        """Take a criterion back, and return the answer to that."""
        return self.answered(self.chip(name).get_by_role("button", name="Remove").click)

    def shown_of_patient(self) -> dict[str, str]:
        """The names of the criteria in the bar, with what is to be read of each."""
        names = [str(one.get_attribute("aria-label")).removeprefix("Remove ") for one in self.removers.all()]
        return {name: self.chip(name).get_by_role("button").first.inner_text() for name in names}

    @property
    def removers(self) -> Locator:
        """The button of each criterion in the bar that takes it back."""
        return self.patient.get_by_role("button", name=re.compile("^Remove "))

    def on_server(self) -> Chat:
        """The same conversation, as the server holds it."""
        places = [parse_qs(urlsplit(request.url).query) for request in self.asked_for if "/chat/" in request.url]
        conversation = next(place["conversation"][0] for place in reversed(places) if "conversation" in place)
        return Chat(self.url, conversation)

    def last_envelope(self) -> dict[str, Any]:
        """The envelope of the last answer that the server keeps of this conversation."""
        events = self.on_server().events()["events"]
        envelope: dict[str, Any] = [event for event in events if event["type"] == "answer"][-1]["message"]["custom"]
        return envelope

    def has_focus(self, one: Locator) -> bool:
        """Whether the keyboard is at ``one``, which need not be there."""
        return one.count() > 0 and bool(one.first.evaluate(FOCUSED))

    def tab_to(self, one: Locator, key: str = "Tab") -> None:
        """Press Tab until the keyboard is at ``one``."""
        for _ in range(80):
            if self.has_focus(one):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{one} cannot be reached with {key}")

    def outsiders(self) -> list[str]:
        """What was asked of any other host than the assistant's."""
        return [one.url for one in self.asked_for if not one.url.startswith((self.url, "data:", "blob:"))]

    def barriers(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA: each rule, with where it is broken first."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [f"{one['id']}: {one['help']} ({one['nodes'][0]['target']})" for one in found]


def holds_what_the_server_holds(chat: ChatPage) -> None:
    """Check that the patient bar says what the slots hold, no more and no less."""
    known = chat.on_server().events()["patient"]["known"]
    expect(chat.removers).to_have_count(len(known), timeout=PATIENCE_MS)
    shown = chat.shown_of_patient()
    assert set(shown) == {item["name"] for item in known}
    for item in known:
        assert item["text"] in shown[item["name"]]


def send(chat: ChatPage, text: str) -> None:
    """Type ``text`` and send it, whatever becomes of it."""
    chat.composer.fill(text)
    chat.composer.press("Enter")


def is_answered_once(chat: ChatPage, *texts: str) -> None:
    """Check that each of ``texts`` was said and answered once, here and on the server, and nothing else."""
    expect(chat.answers).to_have_count(len(texts), timeout=PATIENCE_MS)
    expect(chat.questions).to_have_count(len(texts))
    kept = chat.on_server().events()
    assert said(kept) == list(texts)
    assert len(answers(kept)) == len(texts)


# Makes a tab for a chat, with a browser context's options.
OpenChat = Callable[..., ChatPage]
