"""Rasa graph components of ours: clinical terms, the sentence encoder and the intent classifier."""
