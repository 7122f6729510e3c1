"""What is said to a question that reads words back: yes, no, one of the choices, or something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bot.channels.read_back.question import ReadBack, heads
from bot.channels.read_back.transcript import Transcript
from bot.channels.read_back.words import bare, ever_barer, is_spelt, written
from knowledge.answers.read_back import payload_of
from knowledge.voice import Voice

Meant = Literal["yes", "no", "choice", "unclear"]

YES, NO = "yes", "no"
# What has more words is no reply that was misheard.
SHORT = 4


@dataclass(frozen=True)
class Reply:
    """A reply: which ``choice`` it is (from 0 on), and whether it was ``clear`` enough to count."""

    meant: Meant
    choice: int = 0
    clear: bool = True


UNCLEAR = Reply("unclear")


def _same(one: Reply, other: Reply | None) -> bool:
    return other is not None and (one.meant, one.choice) == (other.meant, other.choice)


class Replies:
    """Reads replies by the words of a language."""

    def __init__(self, voice: Voice) -> None:
        """Take the words for yes and no, the ordinals and what stands around a choice."""
        self._yes = frozenset(map(bare, voice.yes))
        self._no = frozenset(map(bare, voice.no))
        self._ordinals = [frozenset(map(bare, words)) for words in voice.ordinals]
        self._around = sorted(map(bare, voice.around_a_reply), key=len, reverse=True)
        self._negations = frozenset(map(bare, voice.decisive["negation"])) if "negation" in voice.decisive else self._no
        self._limits = voice.confidence

    def by_button(self, waiting: ReadBack, payload: str) -> Reply | None:
        """The reply of a button; ``None`` where the button is none of ``waiting``."""
        if payload == payload_of(waiting.name, YES) and not waiting.choices:
            return Reply("yes")
        if payload == payload_of(waiting.name, NO):
            return Reply("no")
        numbers = range(len(waiting.choices))
        return next(
            (Reply("choice", one) for one in numbers if payload == payload_of(waiting.name, str(one + 1))), None
        )

    def in_words(self, waiting: ReadBack, text: str, transcript: Transcript | None) -> Reply | None:
        """What ``text``, typed or heard, says to ``waiting``; ``None`` where it says something else."""
        reply = self._read(waiting, text)
        if transcript is None:
            return replace(reply, clear=True) if reply is not None else self._guess(text, brief=False)
        differing = [one for one in transcript.alternatives if self._differs(waiting, one, reply)]
        needed = self._limits.figures if reply is None else self._limits.reply
        # A "no" that was none costs another question, and no more.
        taken = reply is not None and reply.meant == "no"
        is_unclear = bool(differing) or (not taken and transcript.confidence < float(needed))
        if reply is None:
            return self._guess(text, brief=is_unclear and len(text.split()) <= SHORT)
        if is_unclear:
            return UNCLEAR
        if reply.meant == "choice" and not reply.clear:
            return replace(reply, clear=transcript.confidence >= float(self._limits.alike_numbers))
        return reply

    def _differs(self, waiting: ReadBack, alternative: str, reply: Reply | None) -> bool:
        """Whether an ``alternative`` to a ``reply`` means another one: what denies something always does."""
        read = self._read(waiting, alternative)
        return self._denies(alternative) if read is None else not _same(read, reply)

    def _guess(self, text: str, *, brief: bool) -> Reply | None:
        """What a reply means that is none as it stands, if it is one: what says yes or no is no message of its own.

        "No, that's long" is heard of "no, that's wrong"; and "no, 85" would be the answer to another question.
        """
        first = bare(text).split(" ")[0]
        if first in self._no or (len(text.split()) <= SHORT and self._denies(text)):
            return Reply("no")
        return UNCLEAR if brief or first in self._yes else None

    def _denies(self, text: str) -> bool:
        return any(word in self._negations for word in bare(text).split(" "))

    def _read(self, waiting: ReadBack, text: str) -> Reply | None:
        said = bare(text)
        chosen = self._choices(waiting, said)
        is_yes, is_no = said in self._yes, said in self._no
        # "No" to "no or known?" is a choice as well.
        if len(chosen) > 1 or (chosen and is_no) or (is_yes and waiting.choices):
            return UNCLEAR
        if is_yes or is_no:
            return Reply("yes" if is_yes else "no")
        return Reply("choice", chosen[0], clear=self._is_unmistakable(said)) if chosen else None

    def _is_unmistakable(self, said: str) -> bool:
        """Whether a choice is named in words that sound like no other: by its place, or digit by digit."""
        return any(said in words for words in self._ordinals) or is_spelt(self._without_edges(said))

    def _choices(self, waiting: ReadBack, said: str) -> list[int]:
        """Which of the choices ``said`` names: by its number, its words, what is different in it, or all of it."""
        different, _ = heads([one.label for one in waiting.choices]) if waiting.choices else ([], "")
        named = [
            {written(one) for one in (choice.label, head, choice.text)}
            for choice, head in zip(waiting.choices, different, strict=True)
        ]
        placed = [number for number, forms in zip(range(len(named)), self._ordinals, strict=False) if said in forms]
        if placed:
            return placed
        # The less is taken off, the more it is what was said: "no" may belong to the choice.
        for words in self._ever_barer(said):
            found = [number for number, forms in enumerate(named) if written(words) in forms]
            if found:
                return found
        return []

    def _without_edges(self, said: str) -> str:
        """``said`` without the words that stand around a choice."""
        return list(self._ever_barer(said))[-1]

    def _ever_barer(self, said: str) -> Iterator[str]:
        """``said``, and with one more of the words less each time that stand around a choice: those before it first.

        Behind a choice "no" takes it back.
        """
        return ever_barer(said, self._around, [one for one in self._around if one not in self._no | self._yes])
