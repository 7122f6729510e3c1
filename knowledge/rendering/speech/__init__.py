"""An answer as it is spoken: pages of at most 60 words, and each page as SSML."""

from knowledge.rendering.speech.paging import pages
from knowledge.rendering.speech.speaker import say
from knowledge.rendering.speech.ssml import Rate, ssml

__all__ = ["Rate", "pages", "say", "ssml"]
