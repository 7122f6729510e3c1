"""Input channels: how a clinician's words reach Rasa and an answer gets back, whatever happens in between."""
