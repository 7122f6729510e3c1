"""What only sounds like a danger, or is long over, is no emergency; the danger itself stays one beside it."""

from __future__ import annotations

import pytest

from knowledge.cues import read_cues


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("T11 and T12 have collapsed, she is in agony when she sits up", False),
        ("collapsed vertebral body, awaiting the surgeons", False),
        ("right middle lobe has collapsed behind the tumour", False),
        ("her hip collapsed after radiotherapy", False),
        ("collapsed at work two months ago, nothing found", False),
        ("admitted after a collapse, echo normal", False),
        ("cardiac arrest in 2019, has a defibrillator", False),
        ("pain unresponsive to oxycodone", False),
        ("he has collapsed", True),
        ("she collapsed on the commode, driver is running", True),
        ("collapsed lung, and he is not breathing", True),
        ("lung cancer patient collapsed", True),
        ("collapsed in bed 3, infusion started two days ago", True),
        ("pathological fracture, collapsed in the lift", True),
        ("apnoeic on the pump, 9 year old", True),
        ("apneic with ketamine running", True),
        ("apnea since ten minutes", True),
        ("how often do patients become apnoeic", False),
        ("in cardiac arrest", True),
        ("unresponsive to pain", True),
        ("unresponsive, pump still on", True),
    ],
)
def test_an_emergency_is_told_from_what_sounds_like_one(text: str, danger: bool) -> None:
    assert read_cues().tells_of_an_emergency(text) is danger


@pytest.mark.parametrize(
    ("text", "converts"),
    [
        ("switch from oxycodone to morphine", True),
        ("what is that in morphine, conversion please", True),
        ("should the opioid be rotated first", False),
        ("how do I start it", False),
    ],
)
def test_an_exchange_of_medicines_is_noticed(text: str, converts: bool) -> None:
    assert ("converting" in read_cues().manner(text)) is converts
