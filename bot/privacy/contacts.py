"""Phone numbers and e-mail addresses; what reaches a colleague on the wards ("bleep 1234") stays."""

from __future__ import annotations

from bot.privacy.patterns import REMOVED, Finder, Patterns, any_of
from knowledge.privacy import Privacy

_ADDRESS = r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?![\w-])"
# "john dot smith at nhs dot net", as it is dictated.
_SPELT = r"(?<![\w.])\w{1,30}(?:\s+dot\s+\w{1,30}){0,4}\s+at\s+\w{1,30}(?:\s+dot\s+\w{2,30}){1,4}(?![\w-])"
_SEPARATOR = r"\s*(?:\(|#)?\s*(?:(?:\bis\b|\bnumber\b|\bno\b\.?|\bon\b|\bher\b|\bhim\b)\s*){0,2}[:=#.–-]?\s*"
_START = r"(?<![\d.,+/])(?<!\d[\s-])(?<![^\W_])"
# The ways in which a national number is grouped, by the figures of each group.
_GROUPS = ((11,), (10,), (5, 6), (5, 5), (5, 3, 3), (3, 4, 4), (3, 8), (4, 3, 4), (4, 7), (4, 6))


def emails() -> Finder:
    """The recogniser of e-mail addresses. Presidio's own asks a list of domains that it may fetch."""
    return Patterns("email", 1.0, [_ADDRESS, _SPELT])


def phones(words: Privacy, unit: str) -> Finder:
    """The recogniser of phone numbers; what has a ``unit`` behind it is none."""
    end = rf"(?!\d|[.,/]\d|[^\W_]|\s*(?:{unit}))"
    colleague = "".join(rf"(?<!\b{word} )(?<!\b{word}: )(?<!\b{word}:)" for word in sorted(words.words("not_phones")))
    national = "|".join(_grouped(groups) for groups in _GROUPS)
    figure = any_of(words.words("digits"))
    label = any_of(words.phone_labels)
    return Patterns(
        "phone",
        0.95,
        [
            rf"(?<![\w+])(?:\+|00)44[\s.-]?(?:\(0\)[\s.-]?)?(?:\d[\s.-]?){{9}}\d{end}",
            rf"(?<![\w+])(?:\+?1[\s.-]?)?(?:\(\d{{3}}\)\s?|[2-9]\d{{2}}(?P<mark>[.-]))[2-9]\d{{2}}(?:(?P=mark)|[.-])\d{{4}}{end}",
            rf"(?<![\w+])\+(?!44)\d(?:[\s.-]?\(?\d\)?){{7,13}}{end}",
            rf"{_START}{colleague}(?:{national}|\(0\d{{2,4}}\)\s?\d{{3,4}}\s?\d{{3,4}}){end}",
            rf"(?<![^\W_]){label}(?![^\W_]){_SEPARATOR}(?P<{REMOVED}>\+?\(?\d(?:[\s.()-]{{0,2}}\d){{6,13}}{end})",
            rf"(?<![^\W_]){label}(?![^\W_]){_SEPARATOR}(?P<{REMOVED}>(?:{figure}[\s,-]+){{5,}}{figure}(?![^\W_]))",
        ],
    )


def _grouped(groups: tuple[int, ...]) -> str:
    first, *rest = groups
    return rf"0\d{{{first - 1}}}" + "".join(rf"[\s.-]\d{{{size}}}" for size in rest)
