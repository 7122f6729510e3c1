"""A spoken page as SSML 1.1: sentences, pauses, and stress on what turns a sentence round."""

from __future__ import annotations

import re
from typing import Literal
from xml.sax.saxutils import escape

from knowledge.rendering.speech.punctuation import sentences
from knowledge.rendering.speech.speaker import spoken
from knowledge.settings import Settings

Rate = Literal["medium", "slow"]
NAMESPACE = "http://www.w3.org/2001/10/synthesis"
_OPENING = f'<speak version="1.1" xmlns="{NAMESPACE}" xml:lang="en-GB">'
_PAUSE = '<break strength="medium"/>'
_STRESS = '<emphasis level="moderate">{word}</emphasis>'


def ssml(page: str, rate: Rate = "medium") -> str:
    """``page`` (of :func:`~knowledge.rendering.speech.pages`) as an SSML document; ``rate`` "slow" for "slower"."""
    paragraph = f"<p>{''.join(f'<s>{_marked(sentence)}</s>' for sentence in sentences(page))}</p>"
    if rate != "medium":
        paragraph = f'<prosody rate="{rate}">{paragraph}</prosody>'
    return f"{_OPENING}{paragraph}</speak>"


def _marked(sentence: str) -> str:
    negations = spoken(Settings.from_environment().content).words("negations")
    stressed = re.compile(rf"\b(?:{'|'.join(sorted(negations))})\b", re.IGNORECASE)
    text = stressed.sub(lambda found: _STRESS.format(word=found.group()), escape(sentence))
    return re.sub(r"([;:]) ", rf"\1{_PAUSE} ", text)
