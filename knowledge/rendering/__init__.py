"""Renderers: envelope → the form of a channel. Nothing clinical is added, lost or reworded."""
