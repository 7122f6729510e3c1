"""The patient bar of the web chat: what the slots hold, in words, and edits of it as the message that carries them."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.door import Refused
from knowledge.answers.patient_bar import editable, patient_bar
from knowledge.queries import KnowledgeBase
from knowledge.schema import Criterion

logger = logging.getLogger(__name__)

LONGEST_VALUE = 500
UNKNOWN_SLOT = "No criterion is called {slot!r}: nothing was changed."
NO_TEXT = "“value” has to be a text, or null to take the criterion back: nothing was changed."
TAKEN_BACK = "{name}: taken back"


class PatientBar:
    """Reads the criteria from the store of ``engine``, in a thread of its own: it holds up no conversation."""

    def __init__(self, engine: Engine) -> None:
        self._knowledge = KnowledgeBase(engine)

    async def criteria(self, topic: str | None = None) -> list[Criterion]:
        """The criteria of ``topic``, or of the first one. Raises :class:`Refused` where the store cannot be read."""
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(None, self._knowledge.about(topic).readings)
        except SQLAlchemyError as error:
            logger.exception("the knowledge base cannot be read")
            raise Refused(
                503, "The knowledge base cannot be reached just now. Please try again in a minute.", 30
            ) from error

    async def of(self, slots: Mapping[str, Any]) -> dict[str, Any] | None:
        """What ``slots`` hold of the patient, and what else may be told; ``None`` where the store cannot be read."""
        try:
            criteria = await self.criteria(slots.get("topic"))
        except Refused:
            return None
        words = {one["slot"]: one["words"] for one in slots.get("words") or []}
        known = patient_bar(criteria, slots, words)
        told = {one.slot for one in known}
        others = editable([one for one in criteria if one.slot not in told])
        return {"known": [one.dict() for one in known], "tellable": [one.dict() for one in others]}

    async def edit(self, slots: Mapping[str, Any], body: Mapping[str, Any]) -> tuple[str, str]:
        """The message that carries the edit in ``body`` of the patient in ``slots``, and what is shown of it.

        Raises :class:`Refused` where the conversation's topic has no such criterion, or the value is no text.
        """
        return _edit(await self.criteria(slots.get("topic")), body)


def _edit(criteria: Sequence[Criterion], body: Mapping[str, Any]) -> tuple[str, str]:
    slot, value = body.get("slot"), body.get("value")
    criterion = next((one for one in criteria if one.slot == slot), None)
    if criterion is None:
        raise Refused(422, UNKNOWN_SLOT.format(slot=str(slot)[:LONGEST_VALUE]))
    form = editable([criterion])[0]
    if value is None:
        return _payload({"slot": criterion.slot}), TAKEN_BACK.format(name=form.name)
    if not isinstance(value, str) or len(value) > LONGEST_VALUE:
        raise Refused(422, NO_TEXT)
    label = next((one["label"] for one in form.choices if one["value"] == value), value)
    shown = f"{form.name}: {label} {form.unit or ''}".rstrip()
    return _payload({"slot": criterion.slot, "value": value}), shown


def _payload(entities: Mapping[str, str]) -> str:
    return f"/edit_patient{json.dumps(entities)}"
