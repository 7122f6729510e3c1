"""Lists the real words that would pass for a misspelt term, for the word list that protects them.

``python -m bot.nlu.near_words WORD-LIST...`` reads files with one word on each line, and prints those of their words
that the clean-up would change. What it prints belongs into ``knowledge/content/language/near-words.txt``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from bot.nlu.clean_up import Cleaner
from bot.nlu.clean_up_vocabulary import vocabulary_of
from knowledge.content_files import read_content
from knowledge.language import read_language
from knowledge.word_lists import plain_english, word_list


def near_words(cleaner: Cleaner, words: Iterable[str]) -> Iterator[str]:
    """Those of ``words`` that ``cleaner`` takes for a typing error."""
    for word in sorted({word for word in words if word.isalpha() and word.isascii() and word.islower()}):
        cleaned = cleaner.clean(word, spoken=False)
        if cleaned.doubts or any("typing" in change.why for change in cleaned.changes):
            yield word


def main(paths: list[str]) -> None:
    """Print the near words of the lists at ``paths``."""
    language = replace(read_language(), near_words=[])
    cleaner = Cleaner(vocabulary_of(read_content(), language, plain_english()))
    words = [word for path in paths for word in word_list(Path(path))]
    sys.stdout.writelines(f"{word}\n" for word in near_words(cleaner, words))


if __name__ == "__main__":
    main(sys.argv[1:])
