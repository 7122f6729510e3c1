"""Unicode made plain: compatibility forms, fractions, Greek letters of units, dashes, quotes, invisible characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from bot.nlu.edits import Edit
from bot.nlu.quantities.model import written

_PLAIN = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("\u00a0\u1680\u2002\u2003\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u0085", " "),
    **dict.fromkeys("™®©℠", ""),
    "×": "x",
    "÷": "/",
    "⁄": "/",
    "∕": "/",
    "·": ".",
    "∙": ".",
    "º": "°",
}
_MICRO = re.compile("[µμ](?=(?:g|mcg)(?![a-z]))|[µμ](?=mol|l(?![a-z]))", re.IGNORECASE)
_SUPERSCRIPT = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
# Behind these a superscript is a part of the unit ("m²" is "m2"); elsewhere it is a power ("10⁹" is "10^9").
_POWERED_UNIT = re.compile(r"(?:^|[^a-z])(?:m|cm|mm|kg|h|hr|min|d|day|s|l|ml)$", re.IGNORECASE)
_INVISIBLE = ("Cf", "Cc", "Cs", "Co", "Cn")
_RUN = re.compile(r"[^\x00-\x7f]+|[\x00-\x08\x0e-\x1f\x7f]+")
_ROUNDS = 4


def plain_characters(text: str) -> Iterator[Edit]:
    """Edits that make the characters of ``text`` plain and keep the value of every number."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        if start and unicodedata.combining(text[start]):
            start -= 1
        before, after = text[:start], text[start:end]
        for _ in range(_ROUNDS):
            plainer = _once(before, after, text[end : end + 4])
            if plainer == after:
                break
            after = plainer
        # "2 ½" is one number.
        if after.startswith(".") and unicodedata.category(text[start]) == "No" and before.endswith(" "):
            start -= 1
        yield Edit(start, end, after, "characters")


def _once(before: str, run: str, behind: str) -> str:
    done = ""
    rest = ""
    for index, character in enumerate(run):
        plain = _plain(before + done + _compatible(rest), character, run[index + 1 :] + behind)
        if plain is None:
            rest += character
        else:
            done += _compatible(rest) + plain
            rest = ""
    return done + _compatible(rest)


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _plain(before: str, character: str, behind: str) -> str | None:
    """What stands for ``character`` behind ``before``, or ``None`` where its compatibility form does."""
    if character in _PLAIN:
        return _PLAIN[character]
    if character in _SUPERSCRIPT:
        joined = _POWERED_UNIT.search(before) or before[-1:] in "^-+" or re.search(r"\^\d+$|[a-z]-\d*$", before)
        return ("" if joined and before else "^") + _SUPERSCRIPT[character]
    micro = _MICRO.match(character + behind)
    if micro:
        return "mc" if behind[:1] in "gG" else "u"
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "No" and "<fraction>" in unicodedata.decomposition(character):
        return _fraction(before, character)
    if category in _INVISIBLE or "\ufe00" <= character <= "\ufe0f":
        return ""
    return None


def _fraction(before: str, character: str) -> str:
    above, _, below = _compatible(character).partition("⁄")
    if not below:
        return f"{above}/"
    parts = written(Fraction(int(above), int(below)))
    whole = re.search(r"(?<![\d./])\d{1,3} ?$", before)
    if "/" in parts:
        return f" {parts}" if whole and not before.endswith(" ") else parts
    return parts.removeprefix("0") if whole else parts
