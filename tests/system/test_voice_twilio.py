"""Calls through Twilio: signed requests only, our pages as TwiML, and a request that comes again is the same one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlencode
from uuid import uuid4
from xml.etree import ElementTree

import httpx
import pytest
from rich.console import Console
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bot.channels.voice.twilio import PATH
from bot.readiness import free_port
from bot.server import running
from bot.training import train
from knowledge.settings import Settings
from knowledge.store import build
from tests.system.conftest import settings_in

TOKEN = "the account's auth token"
PUBLIC = "https://footnote.hospital.example"
CALLER = "+4989440012345"
ENVIRONMENT = {
    "FOOTNOTE_TWILIO_AUTH_TOKEN": TOKEN,
    "FOOTNOTE_TWILIO_URL": PUBLIC,
    "FOOTNOTE_TWILIO_CALLERS": "+4989440* +15550100",
}
QUESTION = "what is the role of ketamine infusion in cancer pain"


@dataclass(frozen=True)
class Served:
    url: str
    settings: Settings


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = settings_in(tmp_path_factory.mktemp("state"))
    build(settings.knowledge_url, settings.content)
    train(settings, Console())
    with patch.dict(os.environ, ENVIRONMENT), running(settings, free_port()) as assistant:
        yield Served(assistant.url, settings)


@dataclass
class Phone:
    """A call as Twilio relays it: the fields of its webhook, signed with the account's token."""

    url: str
    caller: str = CALLER
    token: str = TOKEN
    call: str = field(default_factory=lambda: f"CA{uuid4().hex}")
    action: str = PATH

    def post(self, action: str | None = None, **heard: str) -> httpx.Response:
        """Send what was ``heard`` to where the last reply said, or to ``action``."""
        action = action or self.action
        # Twilio sends and signs empty fields as well.
        fields = {"CallSid": self.call, "From": self.caller, "CallStatus": "in-progress", "CallerCity": "", **heard}
        signature = RequestValidator(self.token).compute_signature(f"{PUBLIC}{action}", fields)
        headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
        return httpx.post(f"{self.url}{action}", content=urlencode(fields), headers=headers, timeout=60)

    def say(self, words: str | None = None, confidence: str = "0.97") -> ElementTree.Element:
        """Say ``words``, or nothing, and return the TwiML that comes back."""
        heard = {} if words is None else {"SpeechResult": words, "Confidence": confidence}
        response = self.post(**heard)
        assert response.status_code == 200, response.text
        assert response.headers["content-type"].startswith("text/xml")
        reply = ElementTree.fromstring(response.text)  # noqa: S314 - our own assistant's
        gather = reply.find("Gather")
        self.action = gather.attrib["action"] if gather is not None else ""
        return reply


def speech(reply: ElementTree.Element) -> str:
    """What the reply says."""
    return " ".join("".join(one.itertext()) for one in reply.iter("Say"))


@pytest.fixture
def phone(served: Served) -> Phone:
    return Phone(served.url)


def test_a_call_is_greeted_and_answered_in_pages(phone: Phone) -> None:
    assert speech(phone.say()).startswith("Hello.")
    first = phone.say(QUESTION)
    gather = first.find("Gather")
    assert gather is not None
    assert gather.attrib["input"] == "speech"
    assert gather.attrib["actionOnEmptyResult"] == "true"
    assert gather.attrib["profanityFilter"] == "false"
    assert speech(first).endswith("Say more to hear the rest.")
    second = phone.say("more")
    assert speech(second) not in ("", speech(first))
    # Sentences, stress and pauses reach the synthesiser.
    assert second.find("Gather/Say/p/s") is not None


def test_a_doubtful_number_is_read_back(phone: Phone) -> None:
    phone.say()
    assert speech(phone.say("she weighs fifteen kilograms", "0.8")) == "Did you say fifteen or fifty kilograms?"
    assert "fifteen" in speech(phone.say("the first one"))


def test_nobody_talks_over_a_warning(phone: Phone) -> None:
    phone.say()
    plain, warned = (
        phone.say(QUESTION).find("Gather"),
        phone.say("58 kg active psychosis iv infusion dose").find("Gather"),
    )
    assert plain is not None
    assert warned is not None
    assert (plain.attrib["bargeIn"], warned.attrib["bargeIn"]) == ("true", "false")


def test_slower_is_slower(phone: Phone) -> None:
    phone.say()
    phone.say(QUESTION)
    slow = phone.say("slower").find("Gather/Say/prosody")
    assert slow is not None
    assert slow.attrib["rate"] == "slow"


def test_silence_ends_the_call(phone: Phone) -> None:
    phone.say()
    assert "still there" in speech(phone.say())
    ended = phone.say()
    assert ended.find("Hangup") is not None
    assert ended.find("Gather") is None


def test_nothing_is_written_on_the_line(phone: Phone) -> None:
    phone.say()
    phone.say(QUESTION)
    assert "chat" in speech(phone.say("send me that"))


def test_a_request_that_comes_again_is_the_same_one(phone: Phone) -> None:
    phone.say()
    action = phone.action
    heard = {"SpeechResult": QUESTION, "Confidence": "0.97"}
    first = phone.post(action, **heard)
    assert phone.post(action, **heard).text == first.text


def test_what_is_not_signed_is_refused(served: Served, phone: Phone) -> None:
    for forged in (Phone(served.url, token="another token"), Phone(served.url, token="")):
        refused = forged.post(SpeechResult=QUESTION)
        assert refused.status_code == 403
        assert "FOOTNOTE_TWILIO_URL" in refused.json()["error"]
    unsigned = httpx.post(f"{served.url}{PATH}", data={"CallSid": "CA1", "From": CALLER}, timeout=60)
    assert unsigned.status_code == 403
    # A signature is that of one request: of no other turn, and of no other words.
    fields = {"CallSid": phone.call, "From": CALLER, "SpeechResult": "more"}
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}{PATH}", fields)
    for action, changed in ((f"{PATH}?turn=9", fields), (PATH, {**fields, "SpeechResult": QUESTION})):
        address = f"{served.url}{action}"
        again = httpx.post(address, data=changed, headers={"X-Twilio-Signature": signature}, timeout=60)
        assert again.status_code == 403


def test_a_stranger_is_not_taken(served: Served) -> None:
    for caller in ("+4930123456", "", "anonymous"):
        reply = Phone(served.url, caller).say()
        assert [one.tag for one in reply] == ["Reject"]


def test_the_callers_number_is_not_kept(served: Served, phone: Phone) -> None:
    phone.say()
    phone.say(QUESTION)
    kept = b"".join(path.read_bytes() for path in Path(served.settings.state).rglob("*") if path.is_file())
    assert CALLER.encode() not in kept
    assert phone.call.encode() in kept


@pytest.mark.parametrize("confidence", ["", "high", "nan", "-1", "7"])
def test_a_confidence_that_is_none_is_low(phone: Phone, confidence: str) -> None:
    phone.say()
    assert speech(phone.say("she weighs 58 kg", confidence)).startswith("I heard:")
