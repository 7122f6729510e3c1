"""Where something that is too long for a page is cut."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.rendering.speech.punctuation import sentences, word_count
from knowledge.rendering.speech.script import Block
from knowledge.spoken import Spoken

SENTENCE_GOES_ON = "this sentence goes on: say more."
GOES_ON = "This goes on: say more."
GOING_ON = "Going on:"
# A piece of a sentence has so many words at least.
LEAST = 4
_CLAUSE_END = re.compile(r"(?<=[,;:]) ")


def cut(block: Block, room: int, spoken: Spoken) -> tuple[str, Block]:
    """What of ``block`` is said within ``room`` words, with a closing that says that it goes on; and the rest.

    The remark comes first, so that no sentence is heard before the doubt about it. Whole sentences are kept where they
    fit. Else a sentence is cut at the end of a clause, and never where a caveat would follow: what is heard until then
    would sound complete.
    """
    doubts = sentences(block.remark)
    waiting = [*doubts, *sentences(block.text)]
    if not waiting:
        return cut(Block(block.sources, is_warning=block.is_warning), room, spoken)
    room -= max(map(word_count, (SENTENCE_GOES_ON, GOES_ON)))
    taken: list[str] = []
    while waiting and word_count(" ".join([*taken, waiting[0]])) <= room:
        taken.append(waiting.pop(0))
    heard = " ".join(taken)
    place, in_need = None, bool(waiting) and word_count(waiting[0]) > room
    if waiting and (in_need or len(taken) <= len(doubts)):
        place = _place(waiting[0], room - word_count(heard), spoken, in_need=in_need)
    if place is None and not taken:
        place = _anywhere(waiting[0], room)
    if place is None:
        return f"{heard} {GOES_ON}", replace(block, text=" ".join(waiting), remark="")
    first, rest = waiting[0][:place].rstrip(" ,;:"), waiting[0][place:].lstrip()
    text = " ".join([f"{GOING_ON} {rest}", *waiting[1:]])
    return f"{heard} {first}, {SENTENCE_GOES_ON}".lstrip(), replace(block, text=text, remark="")


def _place(sentence: str, room: int, spoken: Spoken, *, in_need: bool) -> int | None:
    """The last good place for a cut within ``room`` words; a worse one only ``in_need``, for more than a page holds."""
    clauses = [found.end() for found in _CLAUSE_END.finditer(sentence)]
    caveats, joints = spoken.words("caveats"), spoken.words("joints")
    good = [end for end in clauses if _next_word(sentence, end) not in caveats]
    words = [found.end() for found in re.finditer(" ", sentence)]
    joined = [end for end in words if _next_word(sentence, end) in joints - caveats]
    for places in (good, joined, clauses, words) if in_need else (good,):
        fitting = [end for end in places if LEAST <= word_count(sentence[:end]) <= room]
        if fitting:
            return fitting[-1]
    return None


def _anywhere(sentence: str, room: int) -> int:
    """The last place within ``room`` words at which one ends: within a word of many parts, where there is no other."""
    ends = [found.end() for found in re.finditer("[ -]", sentence)]
    return max((end for end in ends if word_count(sentence[:end]) <= room), default=len(sentence))


def _next_word(sentence: str, place: int) -> str:
    found = re.match(r"[\w'-]+", sentence[place:])
    return found.group().lower() if found else ""
