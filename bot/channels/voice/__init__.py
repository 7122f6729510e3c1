"""Conversations by voice: transcripts in, speech out, with the words that steer them."""

from bot.channels.voice.channel import VoiceChannel

__all__ = ["VoiceChannel"]
