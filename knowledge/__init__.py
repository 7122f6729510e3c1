"""Curated clinical knowledge: content, store, answers and rendering. Knows nothing of Rasa."""
