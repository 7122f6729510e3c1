"""What runs inside the Rasa server, and the ``footnote`` command that starts it."""
