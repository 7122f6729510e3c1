"""Spoken words that are read back before they are answered: when, how it is asked, and what a reply means."""

from bot.channels.read_back.doubt import Understand
from bot.channels.read_back.hearing import Heard, hear
from bot.channels.read_back.meaning import Parsed
from bot.channels.read_back.transcript import Transcript

__all__ = ["Heard", "Parsed", "Transcript", "Understand", "hear"]
