"""The chat tools' messages: within each vendor's limits, nothing lost where they are split, words that stay words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings

from knowledge.answers.envelope import Envelope, Offer
from knowledge.rendering.document import Document, Label, Line, Mark, Remark, Section, Text
from knowledge.rendering.literal import JOINER, begun
from knowledge.rendering.mattermost import mattermost, mattermost_text
from knowledge.rendering.packing import GOES_ON, Limits, packed
from knowledge.rendering.plain import section_text
from knowledge.rendering.rocketchat import PRESSED, rocketchat, rocketchat_text, sign
from knowledge.rendering.slack import slack
from knowledge.rendering.teams import teams
from tests.golden import names, recorded
from tests.hostile import hostile_envelopes
from tests.system.tools.shapes import MATTERMOST, ROCKETCHAT, SLACK, TEAMS, check
from tests.visible import Json

URL = "https://footnote.example/webhooks/mattermost/button"
ID = "a" * 26


@dataclass(frozen=True)
class _Form:
    """How a tool is written for, what surrounds the message there, and what the vendor takes."""

    write: Callable[[Envelope], list[Json]]
    around: Json
    schema: Json


def _integration(offer: Offer) -> Json:
    return {"url": URL, "context": {"payload": offer.payload, "root": ID, "proof": "0" * 64}}


ACCOUNT = {"id": "x" * 250}
FORMS = {
    "slack": _Form(slack, {"channel": "C1", "unfurl_links": False, "unfurl_media": False}, SLACK),
    "teams": _Form(teams, {"from": ACCOUNT, "conversation": ACCOUNT, "replyToId": "1"}, TEAMS),
    "mattermost": _Form(lambda one: mattermost(one, _integration), {"channel_id": ID, "root_id": ID}, MATTERMOST),
    "rocketchat": _Form(lambda one: rocketchat(one, "@footnote"), {"roomId": "r"}, ROCKETCHAT),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_message_is_as_the_vendor_takes_it(form: _Form) -> None:
    for envelope in map(recorded, names()):
        for message in form.write(envelope):
            check({**form.around, **message}, form.schema)


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(envelope=hostile_envelopes())
def test_so_is_any_other(envelope: Envelope) -> None:
    for form in FORMS.values():
        for message in form.write(envelope):
            check({**form.around, **message}, form.schema)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_answer_of_any_length_is_taken(form: _Form) -> None:
    longest = max(map(recorded, names()), key=lambda one: len(one.statements))
    many = [one.copy(update={"text": f"{one.text} {'a very long sentence ' * 300}."}) for one in longest.statements]
    messages = form.write(longest.copy(update={"statements": many}))
    for message in messages:
        check({**form.around, **message}, form.schema)
    assert json.dumps(messages).count("sentence") >= 300 * len(many)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_offer_has_a_button(form: _Form) -> None:
    offers = [Offer(title=f"Question {number} {'and more ' * 10}", payload=f"/ask_{number}") for number in range(30)]
    messages = form.write(recorded(names()[0]).copy(update={"next": offers}))
    written = json.dumps(messages[-1])
    assert all(f"Question {number} " in written for number in range(30))
    for message in messages:
        check({**form.around, **message}, form.schema)


LIMITS = Limits(size=lambda section: len(section_text(section)), section=150, message=210, sections=4)


def _read(parts: list[Document]) -> str:
    sections = (section for part in parts for section in part.sections if section != GOES_ON)
    return " ".join(" ".join(section_text(section).replace("• ", "") for section in sections).split())


def _document() -> Document:
    long = Line((Text("word " * 30 + "end"), Mark(12, "https://a.example"), Text(" "), Remark("(a remark)")), item=True)
    short = [Line((Label(f"Label {number}:"), Text(" a line"))) for number in range(5)]
    return Document((Section("warnings", tuple(short)), Section("statements", (long, *short), "Title")))


def test_a_long_answer_keeps_its_words_and_their_order() -> None:
    whole = " ".join(" ".join(section_text(one).replace("• ", "") for one in _document().sections).split())
    assert _read(packed(_document(), LIMITS)) == whole


def test_each_part_fits_and_says_that_the_answer_goes_on() -> None:
    parts = packed(_document(), LIMITS)
    assert len(parts) > 2
    for part in parts:
        assert sum(LIMITS.size(section) for section in part.sections) <= LIMITS.message
        assert len(part.sections) <= LIMITS.sections
        assert all(LIMITS.size(section) <= LIMITS.section for section in part.sections)
    assert [part.sections[-1] == GOES_ON for part in parts] == [True] * (len(parts) - 1) + [False]


def test_a_title_stands_once_and_a_mark_stays_whole() -> None:
    sections = [section for part in packed(_document(), LIMITS) for section in part.sections]
    assert [section.title for section in sections if section.title] == ["Title"]
    marks = [span for section in sections for line in section.lines for span in line.spans if isinstance(span, Mark)]
    assert marks == [Mark(12, "https://a.example")]


def test_a_word_without_end_is_cut() -> None:
    endless = Document((Section("headline", (Line((Text("x" * 1000),)),)),))
    parts = packed(endless, Limits(size=LIMITS.size, section=300, message=400, sections=4))
    assert _read(parts).replace(" ", "") == "x" * 1000


def test_a_short_answer_is_left_as_it_is() -> None:
    document = Document((Section("headline", (Line((Text("short"),)),)),))
    assert packed(document, LIMITS) == [document]


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("(week 8) and (n = 8)", "(week 8⁠) and (n = 8⁠)"),
        ("Grade D: weak", "Grade D⁠: weak"),
        ("INR <3", "INR <⁠3"),
        (":smile: @all #ward", ":⁠smile: @⁠all #⁠ward"),
        ("[1](https://a.example)", "[1]⁠(https:⁠//a.example)"),
        ("*a* _b_ `c` $d$", "＊a＊ ＿b＿ ｀c｀ ＄d＄"),
        ("0.05–0.5 mg/kg/h × 58 kg = 2.9–29 mg/h at 10:30", "0.05–0.5 mg/kg/h × 58 kg = 2.9–29 mg/h at 10:30"),
    ],
)
def test_rocket_chat_makes_no_signs_of_words(words: str, written: str) -> None:
    assert rocketchat_text(words) == written


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("*a* _b_ [c](d)", r"\*a\* \_b\_ \[c\]" + JOINER + "(d)"),
        ("&copy; <b> :+1: @channel ~ward", f"&{JOINER}copy; <{JOINER}b\\> :{JOINER}+1: @{JOINER}channel \\~ward"),
        ("0.05–0.5 mg/kg/h × 58 kg = 2.9–29 mg/h", "0.05–0.5 mg/kg/h × 58 kg = 2.9–29 mg/h"),
    ],
)
def test_mattermost_makes_no_signs_of_words(words: str, written: str) -> None:
    assert mattermost_text(words) == written


@pytest.mark.parametrize("line", ["- a", "1. a", "2) a", "> a", "# a", "+ a", "=== a"])
def test_a_line_begins_no_list_quotation_or_heading(line: str) -> None:
    assert begun(line) == JOINER + line


@pytest.mark.parametrize("line", ["0.5 mg", "2018 a", "#ward", "a - b", "58 kg"])
def test_other_lines_begin_as_they_are(line: str) -> None:
    assert begun(line) == line


def test_a_pressed_button_of_rocket_chat_tells_its_payload_apart() -> None:
    first, second = (f'/give_feedback{{"answer": "{answer}", "rating": "up"}}' for answer in ("A", "B"))
    assert sign(first) != sign(second)
    assert PRESSED.search(f"👍 ·{sign(first)}")
    assert not PRESSED.search("a dose of 10000000")
