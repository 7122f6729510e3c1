"""What is said to an utterance, by what the conversation holds."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.exchange import Message, as_message
from bot.channels.read_back import Transcript
from bot.channels.turn import Turn
from bot.channels.voice.commands import command_in
from bot.channels.voice.place import REMEMBERED, Place
from bot.channels.voice.script import NEXT_ANSWER, heard_of, is_warned, run_of, sentence_at, warnings_again
from bot.channels.voice.talk import Line, Talk
from bot.channels.voice.utterance import Spoken, Utterance
from knowledge.answers.conversation import without_knowledge
from knowledge.answers.envelope import Alert, Envelope
from knowledge.rendering.speech import pages
from knowledge.rendering.speech.punctuation import word_count

LINE = Line("voice", writes=True)
WARNING = "Green tea is strong. Do not pour it over somebody who sleeps, because it is hot and wakes people up."


def answer(headline: str, *warnings: str) -> Envelope:
    alerts = [Alert(severity="caution", text=one, statement=None) for one in warnings]
    return Envelope(status="answered", question="meta", headline=headline, warnings=alerts)


def events(utterance: str, *envelopes: Envelope) -> list[dict[str, Any]]:
    told = [as_message(one) for one in envelopes]
    said = {"event": "user", "text": "x", "message_id": utterance, "metadata": {}}
    bots = [{"event": "bot", "text": one["text"], "data": {"custom": one["custom"], "buttons": []}} for one in told]
    return [said, *bots]


class Conversation:
    """A conversation that holds what was answered so far, with the answers to come."""

    def __init__(self, *before: Envelope, place: Place | None = None) -> None:
        self.events = events("first", *before) if before else []
        self.place = place or Place(("first",) if before else ())
        self.asked: list[Turn] = []
        self.answers: list[Envelope] = []

    def hear(self, text: object = None, utterance: str = "next", heard: int | None = None, **more: Any) -> Spoken:
        transcript = None if text is None else Transcript(0.9, more.pop("alternatives", ()))
        talk = Talk(LINE, "sender", "call", self.events, self.place)
        spoken = asyncio.run(talk.reply(Utterance(utterance, text, transcript, heard=heard, **more), self._ask))
        self.place = talk.place
        return spoken

    async def _ask(self, turn: Turn) -> list[Message]:
        self.asked.append(turn)
        if any(one.status != "unavailable" for one in self.answers):
            self.events = [*self.events, *events(str(turn.message_id), *self.answers)]
        return [as_message(one) for one in self.answers]


LONG = answer(" ".join(f"Sentence number {one} is about the making of tea and goes on a little." for one in range(20)))


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("repeat", "repeat"),
        ("Could you repeat that, please?", "repeat"),
        ("Say that again.", "repeat"),
        ("slower please", "slower"),
        ("more", "more"),
        ("Go on!", "more"),
        ("okay continue", "more"),
        ("stop", "stop"),
        ("Footnote, stop", "stop"),
        ("please be quiet", "stop"),
        ("send me that", "send"),
        ("can you text me that", "send"),
        ("stop ketamine", None),
        ("more about doses", None),
        ("repeat the dose after an hour", None),
        ("please", None),
        ("", None),
        ("no", None),
        ("yes", None),
    ],
)
def test_a_command_is_all_that_was_said(said: str, command: str | None) -> None:
    assert command_in(said) == command


def test_what_may_be_an_emergency_is_no_command() -> None:
    assert command_in("stop", ("shop",)) == "stop"
    assert command_in("stop", ("she stopped breathing",)) is None


def test_pages_come_one_by_one_and_then_the_message_is_asked() -> None:
    talk = Conversation(LONG)
    run = pages(LONG)
    assert [talk.hear("more", str(one)).speech for one in range(len(run) - 1)] == list(run[1:])
    assert talk.asked == []
    talk.answers = [answer("That is all.")]
    assert talk.hear("more", "beyond").speech == "That is all."
    assert [turn.incoming.text for turn in talk.asked] == ["more"]


def test_an_utterance_is_dealt_with_once() -> None:
    talk = Conversation(LONG)
    second = talk.hear("more", "two")
    assert talk.hear("more", "two") == second
    assert talk.hear("more", "three").number == 3
    # One that came a while ago moves nothing either.
    assert talk.hear("more", "two").number == 3


def test_an_answer_that_was_kept_before_a_crash_is_not_asked_again() -> None:
    talk = Conversation()
    talk.events = events("next", LONG)
    spoken = talk.hear("how is tea made", "next")
    assert (spoken.speech, talk.asked) == (pages(LONG)[0], [])
    assert talk.place.utterances == ("next",)


def test_what_is_not_kept_may_be_sent_again() -> None:
    talk = Conversation(answer("Hot.", WARNING))
    talk.answers = [without_knowledge("unavailable", "Down.", "search", "clinician", None)]
    before = talk.place
    assert talk.hear("how is tea made").speech == "Down."
    assert talk.place == before
    talk.answers = [answer("With water.")]
    assert talk.hear("how is tea made").speech == "With water."


def test_only_so_many_utterances_are_remembered() -> None:
    talk = Conversation(LONG)
    for number in range(REMEMBERED * 2):
        talk.hear("repeat", str(number))
    assert len(talk.place.utterances) == REMEMBERED
    assert Place.of(talk.place.as_json()) == talk.place


def test_silence_is_counted_from_what_was_said_last() -> None:
    talk = Conversation(LONG)
    assert talk.hear("", "one").listens
    assert talk.hear("repeat", "two").listens
    assert talk.hear(" ", "three").listens
    ended = talk.hear(None, "four", event="silence")
    assert not ended.listens


def test_a_reply_that_was_broken_off_goes_on_with_the_sentence() -> None:
    talk = Conversation(LONG)
    first = pages(LONG)[0]
    second_sentence = first.index("Sentence number one")
    cut = talk.hear(None, "one", heard=second_sentence + 9)
    assert (cut.speech, cut.listens, cut.as_json()["more"]) == ("", True, True)
    assert talk.hear("go on", "two").speech == first[second_sentence:]
    # Broken off again, further on: characters count from where that reply began.
    talk.hear(None, "three", heard=first.index("Sentence number two") + 9 - second_sentence)
    assert talk.hear("go on", "four").speech == first[first.index("Sentence number two") :]
    assert talk.hear("go on", "five").speech == pages(LONG)[1]


def test_a_reply_that_was_heard_to_its_end_is_not_said_again() -> None:
    talk = Conversation(LONG)
    assert talk.hear("go on", "one", heard=len(pages(LONG)[0])).speech == pages(LONG)[1]


def test_a_warning_that_was_cut_off_is_said_before_the_next_answer() -> None:
    talk = Conversation(answer("It may be drunk.", WARNING))
    talk.answers = [answer("With water.")]
    spoken = talk.hear("how is tea made", "one", heard=25)
    assert spoken.speech.startswith("Caution: Green tea is strong. Do not pour it")
    assert "wakes people up" in spoken.speech
    assert spoken.of == 2
    assert spoken.warns
    assert talk.hear("more", "two").speech == "With water."
    assert talk.hear("how is tea made", "three").speech == "With water."


def test_a_warning_that_is_cut_off_twice_is_still_owed() -> None:
    talk = Conversation(answer("It may be drunk.", WARNING))
    talk.answers = [answer("With water.")]
    talk.hear("how is tea made", "one", heard=25)
    assert "wakes people up" in talk.hear("and coffee", "two", heard=25).speech


@pytest.mark.parametrize("status", ["emergency", "needs_input"])
def test_what_comes_first_is_said_first_and_the_warning_stays_owed(status: Any) -> None:
    talk = Conversation(answer("It may be drunk.", WARNING))
    talk.answers = [answer("Call for help.").copy(update={"status": status})]
    assert talk.hear("help", "one", heard=10).speech == "Call for help."
    talk.answers = [answer("With water.")]
    assert "wakes people up" in talk.hear("how is tea made", "two").speech


def test_a_warning_that_the_next_answer_repeats_is_said_once() -> None:
    before, following = answer("Drink.", WARNING), answer("Pour.", WARNING)
    assert warnings_again(before, [following]) == []
    assert len(warnings_again(before, [answer("Pour.")])) == 1


def test_a_warning_is_heard_when_its_last_words_are() -> None:
    warned = answer("Drink.", WARNING)
    run = run_of([warned])
    end = run[0].index("people up") + len("people up.")
    assert is_warned([warned], heard_of(run, 0, end))
    assert not is_warned([warned], heard_of(run, 0, end - 6))
    assert is_warned([LONG], "")


def test_stop_goes_on_where_it_was() -> None:
    talk = Conversation(answer("It may be drunk.", WARNING))
    assert talk.hear("stop", "one").speech == ""
    assert talk.hear("go on", "two").speech == run_of([answer("It may be drunk.", WARNING)])[0]


def test_several_answers_are_one_run_and_no_page_is_too_long() -> None:
    run = run_of([LONG, LONG, answer("Short.")])
    assert sum(NEXT_ANSWER in page for page in run) == 2
    assert max(map(word_count, run)) <= 60
    assert all(page.endswith("say more.") or "say more" in page.lower() for page in run[:-1])
    words = " ".join(run).split()
    assert words.count("Sentence") == 40


def test_the_beginning_of_a_sentence_is_found() -> None:
    page = "One here. Two here? Three!"
    places = [sentence_at(page, one) for one in (0, 8, 9, 10, 18, 20, 25, 99)]
    assert places == [0, 0, 10, 10, 10, 20, 20, 26]


def test_a_command_before_any_answer_is_asked() -> None:
    talk = Conversation()
    talk.answers = [answer("Nothing yet.")]
    assert talk.hear("repeat").speech == "Nothing yet."


def test_in_writing_is_all_that_was_answered() -> None:
    talk = Conversation(LONG, answer("Short."))
    handover = talk.hear("send me that").handover
    assert handover is not None
    assert handover["conversation"] == "call"
    assert handover["text"].endswith("Short.")
    assert LONG.headline in handover["text"]
