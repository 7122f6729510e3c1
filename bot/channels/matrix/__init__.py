"""Matrix: the assistant as an application service, to which the homeserver pushes what is said in its rooms."""
