"""The words that steer a spoken conversation, where they are all that was said."""

from __future__ import annotations

from functools import lru_cache

from bot.channels.read_back.words import bare, ever_barer
from knowledge.cues import read_cues
from knowledge.voice import Command, voice_of_the_product


def command_in(text: str, alternatives: tuple[str, ...] = ()) -> Command | None:
    """The command that ``text`` is; ``None`` where it says anything else, or may have been an emergency."""
    said = _without_edges(bare(text))
    found = next((name for name, forms in _forms().items() if said in forms), None)
    cues = read_cues()
    return None if any(cues.tells_of_an_emergency(one) for one in alternatives) else found


def _without_edges(said: str) -> str:
    edges = sorted(map(bare, voice_of_the_product().around_a_command), key=len, reverse=True)
    return list(ever_barer(said, edges, edges))[-1]


@lru_cache(maxsize=1)
def _forms() -> dict[Command, frozenset[str]]:
    return {name: frozenset(map(bare, forms)) for name, forms in voice_of_the_product().commands.items()}
