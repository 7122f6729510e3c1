"""Evaluation: test questions, how an answer to one is judged, and the figures that come of it."""
