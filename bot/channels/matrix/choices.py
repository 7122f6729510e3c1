"""Which of the offers of an answer somebody chose: by its number, or by a reaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.matrix.incoming import number_in
from bot.channels.matrix.outgoing import Choice, choices_of
from bot.channels.matrix.record import RETRACT
from bot.channels.timeline import answers_to, is_said

Event = Mapping[str, Any]
REPLY = "/affirm"


def choice_by_number(events: Sequence[Event], text: str) -> Choice | None:
    """The choice of the last answer that ``text`` is the number of.

    A number is an answer, and no choice, where a figure may have been asked for.
    """
    number = number_in(text)
    if number is None:
        return None
    choices = _last_choices(events)
    if _asks(events) and not any(one.payload.startswith(REPLY) for one in choices):
        return None
    return next((one for one in choices if one.number == number), None)


def choice_by_key(events: Sequence[Event], answer_id: str, key: str) -> Choice | None:
    """The choice of the last answer that the reaction ``key`` makes; a judgement of any answer."""
    last = [one for one in _last_choices(events) if one.answer == answer_id and one.key == key]
    said = dict.fromkeys(str(one.get("message_id")) for one in events if is_said(one))
    every = (one for message_id in said for one in choices_of(answers_to(events, message_id)))
    judged = [one for one in every if one.number is None and (one.answer, one.key) == (answer_id, key)]
    return next(iter([*last, *judged]), None)


def _last_choices(events: Sequence[Event]) -> list[Choice]:
    message_id = _last_shown(events)
    return choices_of(answers_to(events, message_id)) if message_id is not None else []


def _asks(events: Sequence[Event]) -> bool:
    message_id = _last_shown(events)
    return message_id is not None and any(one["custom"].get("ask") for one in answers_to(events, message_id))


def _last_shown(events: Sequence[Event]) -> str | None:
    """The last message whose answers stand in the room: of those that were taken back, none does."""
    for event in reversed(events):
        if is_said(event) and not (event.get("metadata") or {}).get("retracted"):
            message_id = str(event.get("message_id"))
            silent = str(event.get("text")).startswith(f"/{RETRACT}") and not choices_of(answers_to(events, message_id))
            if not silent:
                return message_id
    return None
