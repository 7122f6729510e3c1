"""The web chat by voice, in a browser that listens and speaks as a test lets it."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.system.browser import (
    DOSE,
    ChatPage,
    OpenChat,
)
from tests.system.chat import said

pytest_plugins = ["tests.system.tabs"]

LISTENING = """
window.SpeechRecognition = window.webkitSpeechRecognition = class extends EventTarget {
  start() { window.ear = this }
  stop() { this.onend?.() }
  abort() { this.onend?.() }
}
window.hear = (words, final) => {
  const heard = [{transcript: words, confidence: 0.8}, {transcript: words + ' alternative', confidence: 0.4}]
  heard.isFinal = final
  window.ear.onresult({results: [heard]})
}
"""
SPEAKING = """
window.spoken = []
speechSynthesis.speak = utterance => window.spoken.push(utterance.text)
speechSynthesis.cancel = () => window.spoken.push('(silence)')
"""


@pytest.fixture
def by_voice(tab: OpenChat) -> ChatPage:
    """A chat in a browser that listens and speaks as a test lets it."""
    chat = tab()
    chat.page.add_init_script(LISTENING + SPEAKING)
    return chat.open()


def switched(chat: ChatPage, *names: str) -> None:
    """Switch settings of the menu on."""
    for name in names:
        chat.open_menu().get_by_role("switch", name=re.compile(f"^{name}")).check()
        chat.page.keyboard.press("Escape")


def spoken(chat: ChatPage) -> list[str]:
    """What the browser was given to read aloud."""
    return [text for text in chat.page.evaluate("window.spoken") if text != "(silence)"]


def test_speech_is_off_until_it_is_wanted(by_voice: ChatPage) -> None:
    expect(by_voice.page.get_by_role("button", name="Speak")).to_have_count(0)
    by_voice.ask(DOSE)
    assert spoken(by_voice) == []


def test_what_is_heard_is_sent_with_how_it_was_heard(by_voice: ChatPage) -> None:
    switched(by_voice, "Microphone")
    by_voice.page.get_by_role("button", name="Speak").click()
    expect(by_voice.page.get_by_role("button", name="Stop listening")).to_be_visible()
    by_voice.page.evaluate("window.hear('58 kg iv', false)")
    expect(by_voice.composer).to_have_value("58 kg iv")
    by_voice.page.evaluate("window.hear('58 kg iv infusion dose', true)")
    by_voice.page.evaluate("window.ear.stop()")
    expect(by_voice.composer).to_have_value("58 kg iv infusion dose")
    assert by_voice.posts == []
    by_voice.press("Send")
    metadata = json.loads(str(by_voice.posts[-1].post_data))["metadata"]
    assert metadata["transcript"] == {"confidence": 0.8, "alternatives": ["58 kg iv infusion dose alternative"]}


def test_what_is_heard_and_then_changed_is_no_longer_as_heard(by_voice: ChatPage) -> None:
    switched(by_voice, "Microphone")
    by_voice.page.get_by_role("button", name="Speak").click()
    by_voice.page.evaluate("window.hear('85 kg iv infusion dose', true)")
    by_voice.page.evaluate("window.ear.stop()")
    by_voice.ask(DOSE)
    assert "transcript" not in json.loads(str(by_voice.posts[-1].post_data))["metadata"]


def test_hands_free_sends_by_itself(by_voice: ChatPage) -> None:
    switched(by_voice, "Microphone", "Send when I stop speaking")
    by_voice.page.get_by_role("button", name="Speak").click()
    by_voice.page.evaluate("window.hear('contraindications', true)")
    by_voice.answered(lambda: by_voice.page.evaluate("window.ear.stop()"))
    assert said(by_voice.on_server().events()) == ["contraindications"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("not-allowed", "The browser does not allow the microphone on this page."),
        ("no-speech", "Nothing was heard. Please try again, or type."),
        ("network", "Speech could not be recognised. Please try again, or type."),
    ],
)
def test_what_is_not_heard_is_said(by_voice: ChatPage, error: str, words: str) -> None:
    switched(by_voice, "Microphone")
    by_voice.page.get_by_role("button", name="Speak").click()
    by_voice.page.evaluate("error => { window.ear.onerror({error}); window.ear.onend() }", error)
    expect(by_voice.page.get_by_role("status").filter(has_text=words)).to_be_visible()
    expect(by_voice.page.get_by_role("button", name="Speak")).to_be_visible()
    assert by_voice.posts == []


def test_answers_are_read_aloud_where_that_is_wanted(by_voice: ChatPage) -> None:
    switched(by_voice, "Read answers aloud")
    by_voice.ask(DOSE)
    envelope = by_voice.last_envelope()
    assert spoken(by_voice) == [envelope.get("speech") or envelope["headline"]]
    by_voice.composer.fill("contraindications?")
    by_voice.answered(lambda: by_voice.composer.press("Enter"))
    # The next question silences what is still being read.
    assert "(silence)" in by_voice.page.evaluate("window.spoken")


def test_a_browser_without_speech_offers_none(tab: OpenChat) -> None:
    chat = tab()
    chat.page.add_init_script(
        "delete window.SpeechRecognition; delete window.webkitSpeechRecognition; delete window.speechSynthesis"
    )
    menu = chat.open().open_menu()
    expect(menu.get_by_role("switch")).to_have_count(1)
