"""What is to be said as TwiML, the XML that Twilio's telephone service obeys."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

from twilio.twiml import TwiML  # type: ignore[import-untyped]  # Twilio ships no types
from twilio.twiml.voice_response import Gather, Say, VoiceResponse  # type: ignore[import-untyped]  # Twilio ships no types

from bot.channels.voice.utterance import Spoken

LANGUAGE = "en-GB"


@dataclass(frozen=True)
class Manner:
    """How Twilio speaks and listens, in its own terms."""

    voice: str
    speech_timeout: str
    speech_model: str
    enhanced: str


def twiml(spoken: Spoken, manner: Manner, goes_on_at: str) -> str:
    """The document that says ``spoken`` and has what is heard next sent to ``goes_on_at``."""
    reply = VoiceResponse()
    if not spoken.listens:
        reply.append(_say(spoken, manner))
        reply.hangup()
        return str(reply)
    gather = Gather(
        input="speech",
        action=goes_on_at,
        action_on_empty_result=True,
        # Twilio does not tell how much was heard, so nobody talks over a warning.
        barge_in=not spoken.warns,
        language=LANGUAGE,
        profanity_filter=False,
        speech_timeout=manner.speech_timeout,
        speech_model=manner.speech_model,
        enhanced=manner.enhanced,
    )
    if spoken.speech:
        gather.append(_say(spoken, manner))
    reply.append(gather)
    return str(reply)


def rejected() -> str:
    """The document by which a call is not taken."""
    reply = VoiceResponse()
    reply.reject()
    return str(reply)


def _say(spoken: Spoken, manner: Manner) -> Say:
    said = Say(voice=manner.voice)
    _add(said, ElementTree.fromstring(spoken.ssml))  # noqa: S314 - a document of our own
    return said


def _add(parent: TwiML, element: ElementTree.Element) -> None:
    """Add what stands in ``element`` of an SSML document."""
    if element.text:
        parent.append(element.text)
    for child in element:
        _add(parent.add_child(child.tag.rpartition("}")[2], **dict(child.attrib)), child)
        if child.tail:
            parent.append(child.tail)
