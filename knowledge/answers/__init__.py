"""Answers: the envelope that clients rely on, and one function for each kind of question."""
