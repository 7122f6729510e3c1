"""What a person would say who reads a written question aloud, and which questions nobody could."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from bot.evaluation.noise import read_tables, words_of_content
from bot.evaluation.noise_spoken import Speaker
from knowledge.content_files import CONTENT

# Names made of initials that are said as words.
SAID_AS_WORDS = ("esmo", "nice", "mascc", "sort")
# Shorthand of charts that is never read letter by letter.
SHORTHAND = {r"\bq\s?(\d+)\s?h\b": r"every \1 hours", r"\bvs\b\.?": "versus", r"\be\.g\.": "for example"}
_PIECE = re.compile(r".+?(?:[.,;:?!](?=\s|$)|$)", re.DOTALL)
# The article and the pronoun are words, and all others are letters that are spelt.
_LETTER = re.compile(r"(?<![\w'])[b-hj-z](?![\w'])")
_SPELT = re.compile(r"(?<![\w'])[A-Za-z](?: [A-Za-z](?![\w']))+")
_SPEAKABLE = re.compile(r"[A-Za-z' .,;:?!]+")
FEWEST_WORDS, MOST_WORDS = 3, 60


class Reader:
    """Reads written words aloud: by the tables that make dictated questions of written ones, without their noise."""

    def __init__(self, content: Path = CONTENT) -> None:
        """Read the tables once."""
        tables = read_tables().spoken
        clear = tables.copy(
            update={
                "said_as_words": [*tables.said_as_words, *SAID_AS_WORDS],
                "openings": [""],
                "homophones": {},
                "most_misheard": 0,
                "most_fillers": 0,
            }
        )
        words = words_of_content(content)
        self._speaker = Speaker(clear, words.forbidden, words.acronyms, words.english)

    def aloud(self, text: str, seed: str) -> str:
        """The words of ``text``, with the pauses that its marks make; the same for the same ``seed``."""
        chance = Random(seed)  # noqa: S311 - nothing secret
        for short, words in SHORTHAND.items():
            text = re.sub(short, words, text, flags=re.IGNORECASE)
        pieces = [self._piece(found[0].strip(), chance) for found in _PIECE.finditer(text)]
        return " ".join(piece for piece in pieces if piece)

    def _piece(self, written: str, chance: Random) -> str:
        words = self._speaker.say(written, chance).strip()
        words = _SPELT.sub(lambda found: found[0].upper(), _LETTER.sub(lambda found: found[0].upper(), words))
        mark = written[-1:] if written[-1:] in ".,;:?!" else ""
        return f"{words}{mark}" if words else ""


def is_speakable(words: str) -> bool:
    """Whether ``words`` are plain words, neither too few to be a question nor too many to be heard in one go."""
    return _SPEAKABLE.fullmatch(words) is not None and FEWEST_WORDS <= len(words.split()) <= MOST_WORDS
