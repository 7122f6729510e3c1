"""What the channel took out of a message before anything read it, in a sentence."""

from __future__ import annotations

from collections import Counter

SENTENCE = "Removed before it was read or kept: {what}."
# What each kind is called, one of it and several.
KINDS: dict[str, tuple[str, str]] = {
    "name": ("name", "names"),
    "date_of_birth": ("date of birth", "dates of birth"),
    "record_number": ("record number", "record numbers"),
    "phone": ("phone number", "phone numbers"),
    "email": ("e-mail address", "e-mail addresses"),
    "address": ("address", "addresses"),
}


def removed(found: object) -> list[str]:
    """The sentence about ``found``, a list of ``{"kind": …, "count": …}``; none where nothing was removed.

    A client may send anything in its place: what has not this form is passed over.
    """
    counts: Counter[str] = Counter()
    for one in found if isinstance(found, list) else []:
        kind, count = (one.get("kind"), one.get("count")) if isinstance(one, dict) else (None, None)
        if isinstance(kind, str) and kind in KINDS and type(count) is int and count > 0:
            counts[kind] += count
    what = ", ".join(f"{count} {KINDS[kind][count > 1]}" for kind, count in counts.items())
    return [SENTENCE.format(what=what)] if what else []
