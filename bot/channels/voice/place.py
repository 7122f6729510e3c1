"""Where a call is: what of the last answers has been said, kept in the conversation's slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

SLOT = "voice"
# A front end sends an utterance again within seconds.
REMEMBERED = 8

Did = Literal["page", "stopped", "still-there", "goodbye", "sent"]


@dataclass(frozen=True)
class Place:
    """What was said last: ``page`` of the answers, from its character ``start`` on.

    ``did`` is what the last reply was, ``utterances`` the ids of those before it, the last one last. ``cut``: it was
    broken off at ``start``. ``slow``: everything is said slowly. ``owed`` is the id of an answer whose warnings were
    not heard to their end, ``repeats`` the one whose warnings are said before the last answers.
    """

    utterances: tuple[str, ...] = ()
    did: Did = "page"
    page: int = 0
    start: int = 0
    cut: bool = False
    slow: bool = False
    silences: int = 0
    owed: str | None = None
    repeats: str | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> Place:
        """What :meth:`as_json` gave, or the beginning of a call."""
        return cls(**{**kept, "utterances": tuple(kept["utterances"])}) if kept else cls()

    def as_json(self) -> dict[str, Any]:
        """The value of the slot."""
        return {**asdict(self), "utterances": list(self.utterances)}

    def after(self, utterance: str, did: Did, **changed: Any) -> Place:
        """The place after ``utterance``, to which the reply was ``did``; somebody is there."""
        heard = (*self.utterances, utterance)[-REMEMBERED:]
        return replace(self, utterances=heard, did=did, **{"silences": 0, **changed})
