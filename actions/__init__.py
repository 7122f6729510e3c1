"""The action server: thin adaptors between Rasa's tracker and the knowledge base."""
