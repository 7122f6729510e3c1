"""What identifies a person is taken out of a message, and nothing else is.

``tests/data/privacy.yml`` holds the messages; every word that the content knows is tried besides.
"""

from __future__ import annotations

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.privacy import Redacted, Redactor, Removal
from bot.privacy.redactor import PLACEHOLDERS
from knowledge.content_files import Content

FOLDER = Path(__file__).parent.parent / "data"
DATA: dict[str, Any] = YAML(typ="safe", pure=True).load((FOLDER / "privacy.yml").read_text(encoding="utf-8"))
IDENTIFYING: list[dict[str, str]] = DATA["identifying"]
HARMLESS: list[str] = DATA["harmless"]
PLACEHOLDER = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor.load()


def test_there_are_messages_of_every_kind() -> None:
    assert len(IDENTIFYING) >= 60
    assert len(HARMLESS) >= 90
    assert {found for one in IDENTIFYING for found in PLACEHOLDER.findall(one["left"])} == set(PLACEHOLDERS.values())


@pytest.mark.parametrize("one", IDENTIFYING, ids=[one["text"] for one in IDENTIFYING])
def test_what_identifies_a_person_is_removed(redactor: Redactor, one: dict[str, str]) -> None:
    redacted = redactor.redact(one["text"])
    assert redacted.text == one["left"]
    found = PLACEHOLDER.findall(redacted.text)
    assert {removal.kind: removal.count for removal in redacted.removed} == {
        kind: found.count(placeholder) for kind, placeholder in PLACEHOLDERS.items() if placeholder in found
    }
    assert redactor.redact(redacted.text) == Redacted(redacted.text, ())


@pytest.mark.parametrize("text", HARMLESS)
def test_what_identifies_nobody_stays(redactor: Redactor, text: str) -> None:
    assert redactor.redact(text) == Redacted(text, ())


def test_what_the_content_says_stays(redactor: Redactor, content: Content) -> None:
    texts = [statement.text for topic in content.topics for statement in topic.statements]
    texts += [asked for topic in content.topics for statement in topic.statements for asked in statement.asked]
    assert [text for text in texts if redactor.redact(text).removed] == []


def test_terms_and_what_they_are_misheard_as_stay(redactor: Redactor, content: Content) -> None:
    concepts = [concept for topic in content.topics for concept in topic.glossary]
    forms = [form for one in concepts for form in (*one.written_forms(), *one.misheard)]
    texts = [f"{form.title()} 10 mg; pt on {form}, 58 KG, NO {form.upper()}" for form in forms]
    assert [text for text in texts if redactor.redact(text).removed] == []


def test_notes_about_patients_stay_but_for_those_with_a_name(redactor: Redactor) -> None:
    notes: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(
        (FOLDER / "patients.yml").read_text(encoding="utf-8")
    )
    changed = {note["text"]: one.text for note in notes if (one := redactor.redact(note["text"])).removed}
    assert changed == {
        note["text"]: note["text"].replace(name, "[name]")
        for note in notes
        for name in ("Jones", "hughes", "Ahmed")
        if name in note["text"]
    }
    assert len(changed) == 3


def test_cited_sources_stay(redactor: Redactor, content: Content) -> None:
    texts = [f"what does {name} say?" for source in content.sources for name in source.names]
    texts += [f"{source.authors} ({source.year})" for source in content.sources if source.authors]
    texts += [f"{source.label} found what?" for source in content.sources]
    assert [text for text in texts if redactor.redact(text).removed] == []


def test_an_author_with_a_title_is_a_colleague_unless_a_study_is_meant(redactor: Redactor, content: Content) -> None:
    name = next(name for source in content.sources for name in source.names if source.kind == "rct" and " " not in name)
    assert redactor.redact(f"discussed with Dr {name} today").text == "discussed with Dr [name] today"
    assert redactor.redact(f"is the trial of Dr {name} 2012 relevant?").removed == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x07 Mr\x00",
        "😀" * 300,
        "<script>alert('x')</script>",
        "Хорошо, 你好, مرحبا, नमस्ते",
        "Z̴̢a̷l̸g̶o̵ " * 40,
        "\ud800 lone",
        "A. " * 400,
        "dob " * 400,
        "+44 " * 400,
        "[name" * 200,
        "x" * 2000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_odd_input_is_no_error_and_stays(redactor: Redactor, text: str) -> None:
    assert redactor.redact(text) == Redacted(text, ())


def test_a_long_message_keeps_everything_around_its_names(redactor: Redactor) -> None:
    words = "ketamine 100 mg/24h, eGFR 45;\n\t" * 28
    assert redactor.redact(f"{words}Mrs Okonkwo {words}").text == f"{words}Mrs [name] {words}"


def test_a_name_that_was_announced_once_goes_wherever_it_stands(redactor: Redactor) -> None:
    redacted = redactor.redact("Mrs Okonkwo is 58 kg. okonkwo and OKONKWO are the same.")
    assert redacted.text == "Mrs [name] is 58 kg. [name] and [name] are the same."
    assert redacted.removed == (Removal("name", 3),)


def test_threads_do_not_disturb_one_another(redactor: Redactor) -> None:
    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(redactor.redact, [one["text"] for one in IDENTIFYING]))
    assert [one.text for one in read] == [one["left"] for one in IDENTIFYING]


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, redactor: Redactor) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was reached for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    fresh = Redactor(FOLDER / "content")
    assert fresh.redact("write to j.smith@hospital.example.co.uk").text == "write to [email]"


def test_the_clinician_is_told(redactor: Redactor) -> None:
    redacted = redactor.redact("Mrs Okonkwo and Mr Smith, MRN 123456")
    assert {one.kind: one.count for one in redacted.removed} == {"name": 2, "record_number": 1}


def test_it_is_built_once() -> None:
    assert Redactor.load() is Redactor.load()
