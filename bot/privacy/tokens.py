"""The words of a message, as a name is read from them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.nlu.vocabulary import fold

# A possessive s is no word.
_TOKEN = re.compile(r"(?!(?<=[^\W\d_]['’])s(?![^\W\d_]))[^\W\d_]+(?:['’ʼ-](?!s(?![^\W\d_]))[^\W\d_]+)*")


@dataclass(frozen=True)
class Token:
    """A word between the characters ``start`` and ``end``, without a possessive s; ``word`` is it folded."""

    text: str
    word: str
    start: int
    end: int

    @property
    def is_initial(self) -> bool:
        """Whether it is one capital letter."""
        return len(self.text) == 1 and self.text.isupper()

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital and is not all capitals: "Okonkwo", "McDonald", "O'Brien"."""
        return len(self.text) > 1 and self.text[0].isupper() and not self.text.isupper()

    @property
    def is_upper(self) -> bool:
        """Whether it is all capitals."""
        return len(self.text) > 1 and self.text.isupper()


class Tokens(list[Token]):
    """The words of ``text`` from left to right."""

    def __init__(self, text: str) -> None:
        """Part ``text`` into words."""
        super().__init__(Token(match[0], fold(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(text))
        self.text = text

    def gap(self, index: int) -> str:
        """What stands before the word at ``index``, back to the word before it or the start of the text."""
        before = self[index - 1].end if index > 0 else 0
        return self.text[before : self[index].start if index < len(self) else len(self.text)]
