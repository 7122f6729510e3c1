"""Draws the pictures of the web chat that README and docs show: ``make screenshots``.

A real assistant is asked in a real browser; nothing in the pictures is made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console

from bot.readiness import free_port
from bot.server import running
from bot.training import train
from knowledge.settings import Settings
from knowledge.store import build

FOLDER = Path(__file__).parent / "screenshots"
CHROMIUM = "/usr/bin/chromium"
WIDE = (1280, 900)
PHONE = (390, 844)


@dataclass(frozen=True)
class Shot:
    """One picture: what is said before it is taken (a text, or a button's title behind ``>``), and how it is shown."""

    name: str
    said: Sequence[str]
    size: tuple[int, int] = WIDE
    scheme: Literal["light", "dark"] = "light"


SHOTS = [
    Shot("answer", ["What is the role of ketamine infusion in cancer pain?"]),
    Shot(
        "patient",
        [
            "58 kg, neuropathic pain, failed gabapentin, on 300 of morphine, ?raised ICP. "
            "ketamine infusion ok, what dose"
        ],
    ),
    Shot("dose-check", ["60 kg, refractory cancer pain", "is 0.8 mg/kg/h iv ok?"], scheme="dark"),
    Shot("interview", ["62 kg woman, neuropathic cancer pain. is she a candidate?", ">Yes", ">No"], PHONE),
    Shot("pathway", ["failed gabapentin and duloxetine, rotated to methadone. what next?"], PHONE, "dark"),
]


def main() -> None:
    """Start an assistant of its own and take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as state:
        settings = Settings.from_environment({"FOOTNOTE_STATE": state})
        build(settings.knowledge_url, settings.content)
        train(settings, Console())
        with running(settings, free_port()) as assistant, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for shot in SHOTS:
                _take(browser, f"{assistant.url}/chat/", shot)


def _take(browser: Browser, address: str, shot: Shot) -> None:
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=shot.scheme,
        reduced_motion="reduce",
        device_scale_factor=1.5,
    )
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Clinician").click()
    for number, said in enumerate(shot.said, 1):
        _say(page, said)
        page.get_by_role("article").nth(number - 1).wait_for()
    # What scrolls into its place does so after the answer is there.
    page.wait_for_timeout(500)
    page.screenshot(path=str(FOLDER / f"{shot.name}.png"))
    context.close()


def _say(page: Page, said: str) -> None:
    if said.startswith(">"):
        page.get_by_role("button", name=said.removeprefix(">"), exact=True).last.click()
        return
    box = page.get_by_role("textbox")
    box.fill(said)
    box.press("Enter")


if __name__ == "__main__":
    main()
