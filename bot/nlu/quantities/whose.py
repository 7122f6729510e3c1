"""Whose a number is: a relative's, another patient's, or that of whoever has an illness."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from bot.nlu.quantities.figure import Figure, word
from bot.nlu.quantities.scan import Token

# "Her husband is 95 kg": a relative is not the patient, unless it is the speaker's own.
_OURS = frozenset({"my", "our", "a", "this", "the", "old", "year", "yo", "y"})
_RELATIVE = re.compile(
    r"husband|wife|partner|spouse|(?:grand)?(?:sons?|daughters?)|mother|father|mum|mom|dad|brother|sister|carer|friend|nephew|niece"
    r"|(?:boy|girl)friend|neighbou?r|(?:flat|house|room)mate|cousin|uncle|aunt(?:ie)?|gran(?:dad|ny|dfather|dmother)?|twin"
    r"|caregiver|fianc[eé]e?|boss|consultant|registrar|reg|colleague|nurse|doctor|gp"
)
_OF_WHOM = frozenset({"is", "was", "aged", "age", "weighs", "weight", "(", ",", "who", "about", "only", "now", "old"})
_FAR = 14
# A number of years behind the name of an illness is this long only as an age.
_LONG = 30
_DISREGARD = frozenset({"ignore", "disregard", "ignoring", "disregarding", "scrap"})
_ENDS = frozenset({".", ";", ")"})
_LED = re.compile(
    r"\b(?:other|another|different|wrong) (?:patient|pt|lady|man|gentleman|woman)(?:['’]s)?"
    r"(?: (?:is|was|weighs|weighed|weight))+$"
)
# Behind a number: it "belongs to another pt", "is somebody else's", "…, wrong patient".
_ANOTHERS = re.compile(
    r"(?:\b(?:is|was|are|that's|that’s|belongs? to|for|of|from)(?: (?:for|of|from|the|a|in))*|,) "
    r"(?:another|other|different|wrong|somebody|someone)(?:['’]s| else(?: ?['’] ?s)?)?"
    r"(?: (?:patient|pt|lady|man|gentleman|woman|one|chart|notes|person|bed|name)(?: ?['’] ?s)?)?(?= [,.;)]|$)"
    r"|\bnot (?:hers|his|theirs|my (?:patient|pt)(?:['’]s)?|mine|ours|this (?:patient|pt)(?:['’]s)?)(?= [,.;)]|$)"
)


def is_anothers(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether ``figure`` is said to be another patient's, or to be disregarded."""
    if not _DISREGARD.isdisjoint({word(tokens, figure.first - back) for back in (1, 2)}):
        return True
    led = " ".join(token.text for token in tokens[max(0, figure.first - 4) : figure.first])
    if _LED.search(led) is not None:
        return True
    words: list[str] = []
    for token in tokens[figure.last + 1 : figure.last + _FAR]:
        words.append(token.text)
        if token.number is not None or token.text in _ENDS:
            break
    return _ANOTHERS.search(" ".join(words)) is not None


def is_a_relatives(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a figure is said of a relative of the patient's: "her husband is 95 kg", "his daughter (34)"."""
    index = figure.first - 1
    while index > 0 and tokens[index].text in _OF_WHOM:
        index -= 1
    return _RELATIVE.fullmatch(word(tokens, index)) is not None and word(tokens, index - 1) not in _OURS


def is_of_an_illness(tokens: Sequence[Token], figure: Figure, illnesses: Set[str]) -> bool:
    """Whether years are set off behind one of ``illnesses``, and too many for it: the age of whoever has it."""
    closed = word(tokens, figure.last + 1) in ("", ",", ".", ";", ")")
    return closed and figure.single and figure.low >= _LONG and word(tokens, figure.first - 1) in illnesses
